"""{% shared %}: a fragment of a template that is rendered once for all pages that show it alike.

Most of a page is its frame, which differs from page to page only by the way to the root, and that
is put into a page last (templates.ROOT):

    {% shared here=path if path in navigation|map(attribute="path")|list %}
    … what sees `here` and what all pages see, but nothing else of the page …
    {% endshared %}

It is rendered again for each other value of the names that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress

from jinja2 import (
    Environment,
    TemplateAssertionError,
    nodes,
    pass_eval_context,
)
from jinja2.ext import Extension
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import EvalContext
from jinja2.parser import Parser

# The rows of long lists are many; what was dropped is rendered again.
_MOST_KEPT = 1 << 15


class Fragments(Extension):
    """The tag, and the fragments that were rendered.

    They are kept by the place of the tag, the values that it was given, and the types of these:
    markup is equal to a text of the same letters, but is shown otherwise.
    """

    tags = {"shared"}  # noqa: RUF012 - Jinja's own declaration

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._rendered: dict[tuple[object, ...], str] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the tag, up to its end, as a call of `render_once` with its body as the caller.

        Raises:
            TemplateSyntaxError: the tag is not well-formed, or its body sees more of the page than
                the values that the tag is given.
        """
        line = next(parser.stream).lineno
        given: dict[str, nodes.Expr] = {}
        while not parser.stream.current.test("block_end"):
            name = parser.stream.expect("name").value
            if name in given:
                parser.fail(f'"{name}" is given twice', line)
            parser.stream.expect("assign")
            given[name] = parser.parse_expression()
            parser.stream.skip_if("comma")
        body = parser.parse_statements(("name:endshared",), drop_needle=True)
        fragment = nodes.Template(body, lineno=line)
        fragment.set_environment(self.environment)
        if fault := _fault(fragment, {*given, *self.environment.globals}):
            parser.fail(fault, line)
        # Several tags may stand on one line.
        place = nodes.Const(f"{parser.name} {parser.free_identifier().name}")
        call = self.call_method("render_once", [place, *given.values()])
        parameters = [nodes.Name(name, "param") for name in given]
        return nodes.CallBlock(call, parameters, [], body).set_lineno(line)

    @pass_eval_context
    def render_once(
        self, context: EvalContext, place: str, *values: object, caller: Callable[..., str]
    ) -> str:
        """Return the fragment, by `caller` unless it was rendered for the same values before."""
        key = (place, context.autoescape, values, *map(type, values))
        try:
            fragment = self._rendered.get(key)
        except TypeError:  # a list or a table, which may have changed
            return caller(*values)
        if fragment is None:
            if len(self._rendered) >= _MOST_KEPT:
                self._rendered.clear()
            fragment = self._rendered[key] = caller(*values)
        return fragment


def _fault(fragment: nodes.Template, known: Collection[str]) -> str | None:
    """Return what in a fragment could differ from page to page, `known` names apart."""
    for kind in (nodes.Include, nodes.Block, nodes.Extends):  # they see the whole page
        if fragment.find(kind):
            return f"{kind.__name__.lower()} cannot stand in what pages share"
    imports: list[nodes.Import | nodes.FromImport]
    imports = [*fragment.find_all(nodes.Import), *fragment.find_all(nodes.FromImport)]
    if any(imported.with_context for imported in imports):
        return "import with context cannot stand in what pages share"
    names = {name.name for name in fragment.find_all(nodes.Name)} & {"self"}  # the page's blocks
    with suppress(TemplateAssertionError):  # Jinja says so, with the right line, where it compiles
        names |= find_undeclared_variables(fragment)
    for name in sorted(names - set(known)):
        return f'"{name}" is of one page: give it to the tag, {{% shared name=… %}}'
    return None
