"""Jinja's code for a template, made plainer: half of what a page costs is not what it says.

Attributes, calls, macros, words and values that are shown take the shortest way, and texts are
joined before they are handed on. What a template may notice: `a.b` is always an attribute, never a
key; a macro does not tell its name or its arguments; a value that words do not name is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import partial
from keyword import iskeyword
from string import Formatter
from types import CodeType
from typing import Any

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import Environment
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator.output.fragments import SHARED
from generator.output.wording import Wording

try:
    # What `escape` asks itself, before it makes an object of a class of the answer.
    from markupsafe._speedups import _escape_inner as escaped
except ImportError:  # MarkupSafe without its part in C
    escaped = escape

# Markup of a text, without what its own class does about texts that say how they are shown.
markup = partial(str.__new__, Markup)


class Compiler(CodeGenerator):
    """Writes the code. `environment.wording` is what the filter `t` takes its words from."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`a.b` is an attribute."""
        is_block = isinstance(node.node, nodes.Name) and node.node.name == "self"
        if is_block or iskeyword(node.attr) or not node.attr.isidentifier():
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        """Words without values are looked up."""
        values = (node.args, node.kwargs, node.dyn_args, node.dyn_kwargs)
        if node.name != "t" or node.node is None or any(values):
            super().visit_Filter(node, frame)
            return
        self.write("environment.words[")
        self.visit(node.node, frame)
        self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """What is called with values in their places is called at once: none wants the context."""
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Words that hold values are shown part by part."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super().visit_Output(node, frame)
            return
        parts = [part for child in node.nodes for part in self._parts(child)]
        super().visit_Output(nodes.Output(parts, lineno=node.lineno), frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """A template that is only text is shown as it stands: most slots are empty."""
        if not isinstance(node.template, nodes.Const) or node.ignore_missing:
            super().visit_Include(node, frame)
            return
        name = self.temporary_identifier()
        self.writeline(f"{name} = environment.text_of({node.template.value!r}, {self.name!r})")
        self.writeline(f"if {name} is None:", node)
        self.indent()
        super().visit_Include(node, frame)
        self.outdent()
        self.writeline("else:")
        self.indent()
        self.simple_write(name, frame)
        self.outdent()

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        """What pages share is looked for before it is rendered (shared.py)."""
        called = node.call.node
        if not isinstance(called, nodes.ExtensionAttribute) or called.name != SHARED:
            super().visit_CallBlock(node, frame)
            return
        key, found = self.temporary_identifier(), self.temporary_identifier()
        self.writeline(f"{key} = (")
        for value in node.call.args:
            self.visit(value, frame)
            self.write(", ")
        self.write(")")
        self.writeline(f"{key} = ({key}, *map(type, {key}))")
        self.writeline(f"{found} = environment.rendered.get({key})", node)
        self.writeline(f"if {found} is None:")
        self.indent()
        self.macro_body(node, frame)
        self.writeline(f"{found} = environment.rendered.keep({key}, macro(*{key}[0][1:]))")
        self.outdent()
        self.simple_write(found, frame)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """The texts of a block are handed on as one."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro is its function, where it takes just its arguments."""
        self.write("eased(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """What a macro made is markup from the start."""
        if not force_unescaped and (frame.eval_ctx.volatile or not frame.eval_ctx.autoescape):
            super().return_buffer_contents(frame)
            return
        self.writeline(f"return markup(concat({frame.buffer}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(escaped(v) if type(v := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(") is str else shown(v))")

    def _parts(self, child: nodes.Expr) -> Iterator[nodes.Expr]:
        """`"key"|t(name=value)` as its words and the value; anything else as it is.

        What has no `else` is nothing where it is shown, and no object that would say so if asked.
        """
        if isinstance(child, nodes.CondExpr) and child.expr2 is None:
            yield nodes.CondExpr(child.test, child.expr1, nodes.Const(""), lineno=child.lineno)
            return
        if not isinstance(child, nodes.Filter) or child.name != "t" or not self._is_plain(child):
            yield child
            return
        values = {given.key: given.value for given in child.kwargs}
        for words, name, *_ in Formatter().parse(self._text(child)):
            yield nodes.TemplateData(escape(words))
            if name is not None:
                yield values[name]

    def _text(self, said: nodes.Filter) -> Any:
        """What a filter `t` says, as strings.toml has it; None where only the page knows."""
        wording: Wording = self.environment.wording  # type: ignore[attr-defined]
        return wording.strings.get(said.node.value) if isinstance(said.node, nodes.Const) else None

    def _is_plain(self, said: nodes.Filter) -> bool:
        """Whether what a filter `t` says is one text, known here, with just the values given."""
        text = self._text(said)
        if not isinstance(text, str) or said.args or said.dyn_args or said.dyn_kwargs:
            return False
        given = {one.key for one in said.kwargs}
        try:
            return bool(given) and all(
                name is None or (name in given and not pattern and not conversion)
                for _, name, pattern, conversion in Formatter().parse(text)
            )
        except ValueError:  # a lone brace: said where the template says the words
            return False


def shown(value: Any) -> str:
    """A value that is no plain text as a template shows it: escaped, unless it is markup."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


def eased(macro: Macro) -> Callable[..., Any]:
    """The macro's function, called with arguments in their places.

    With named ones the macro itself is called, which the function leads to (`_Context.call`).
    """
    if macro.catch_kwargs or macro.catch_varargs or macro.caller:
        return macro
    function: Any = macro._func
    function.__defaults__ = (missing,) * len(macro.arguments)
    function.__qualname__ = f"macro {macro.name}"  # for the message about arguments
    function.macro = macro
    return function  # type: ignore[no-any-return]


class CompiledTemplate(Template):
    """A template whose code finds what it calls above among its own names."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template of some code."""
        namespace = {
            "environment": environment,
            "__file__": code.co_filename,
            "eased": eased,
            "escaped": escaped,
            "markup": markup,
            "shown": shown,
        }
        exec(code, namespace)  # noqa: S102 - as Jinja itself does
        template = cls._from_namespace(environment, namespace, globals)
        template._uptodate = uptodate
        return template
