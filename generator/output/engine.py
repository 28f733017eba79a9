"""Jinja, set up for these templates: every value escaped, nothing undefined passed over.

Half of what a page costs is spent between a template and the values that it names, so the code
that Jinja writes for a template is made plainer in three places. A template may notice only that
`a.b` is always an attribute, never a key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.output.wording import Wording


def make_environment(template_folders: Sequence[Path], wording: Wording) -> Environment:
    """The environment that knows the templates and the interface's words."""
    environment = _Environment(
        loader=FileSystemLoader(template_folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=-1,
        auto_reload=False,
    )
    environment.filters["t"] = wording.say
    environment.filters["date"] = wording.date
    environment.filters["month"] = wording.month
    return environment


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

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Environment(Environment):
    context_class = _Context
    code_generator_class = _Compiler

    @staticmethod
    def shown(value: Any) -> str:
        """The value as a template shows it: escaped, unless it is markup already."""
        kind = type(value)
        if kind is str:
            return _escaped(value)
        return value if kind is Markup else escape(value)


# Links, names and rules recur from page to page, and a dictionary knows them sooner.
_escaped = lru_cache(maxsize=1 << 14)(escape)
