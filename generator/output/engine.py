"""Jinja, set up for these templates: every value escaped, nothing undefined passed over.

Half of what a page costs is spent between a template and the values that it names, so the code
that Jinja writes for a template is made plainer: attributes, calls, macros, values that are shown,
and texts that are joined before they are handed on. A template may notice only that `a.b` is always
an attribute, never a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import lru_cache
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from generator.output.compiled import CompiledTemplates
from generator.output.shared import Link, Shared
from generator.output.wording import Wording
from generator.resources import templates_folder


class Engine:
    """Renders templates, each taken from the first of the folders that has it.

    `seen` is what all of them see besides what they are given.
    """

    def __init__(
        self, template_folders: Sequence[Path], wording: Wording, seen: Mapping[str, Any]
    ) -> None:
        self._environment = _Environment(
            loader=FileSystemLoader(template_folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
            auto_reload=False,
            extensions=[Shared],
            bytecode_cache=CompiledTemplates(templates_folder(), _said(wording)),
        )
        self._link = Link()
        self._environment.globals.update(seen, link=self._link)
        self._environment.filters |= {
            "t": wording.say,
            "date": wording.date,
            "month": wording.month,
        }

    def render(self, template: str, root: str, context: Mapping[str, Any]) -> str:
        """The text of a page, whose way to the root of the site is `root`."""
        self._link.root = root
        return self._environment.get_template(template).render(context)


def _said(wording: Wording) -> Iterator[str]:
    """The words that Jinja writes into a template's code, where they take no values."""
    for key, text in wording.strings.items():
        yield f"{key}: {text}"
    yield from wording.months


class _Context(Context):
    """Calls what a template calls; none of it wants to see the context."""

    def call(
        self,
        called: Callable[..., Any],
        /,
        *arguments: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        return called(*arguments, **named)


class _Compiler(CodeGenerator):
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        is_block = isinstance(node.node, nodes.Name) and node.node.name == "self"
        if is_block or iskeyword(node.attr) or not node.attr.isidentifier():
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("environment.eased(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Macro(Macro):
    """A macro that takes just its arguments, each in its place."""

    def __call__(self, *arguments: Any, **named: Any) -> str:
        if named or len(arguments) != self._argument_count:
            return super().__call__(*arguments, **named)
        return Markup(self._func(*arguments))  # noqa: S704 - what a template made


class _Environment(Environment):
    context_class = _Context
    code_generator_class = _Compiler

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates see: nobody asks for more, and a chain of one dictionary is slow."""
        return self.globals if d is None else super().make_globals(d)

    @staticmethod
    def eased(macro: Macro) -> Macro:
        """The macro, without the care for what its call does not have."""
        if not (macro.catch_kwargs or macro.catch_varargs or macro.caller):
            macro.__class__ = _Macro
        return macro

    @staticmethod
    def shown(value: Any) -> str:
        """The value as a template shows it: escaped, unless it is markup already."""
        kind = type(value)
        if kind is str:
            return _escaped(value)
        return value if kind is Markup else escape(value)


# Links, names and rules recur from page to page, and a dictionary knows them sooner.
_escaped = lru_cache(maxsize=1 << 14)(escape)
