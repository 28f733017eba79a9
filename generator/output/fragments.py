"""{% shared %}: a part of a template that is rendered once for all the pages that show it alike.

Most of a page is its frame, which differs from page to page only by the way to the root, and that
is put into a page last (render.ROOT):

    {% shared here=path if path in paths.NAVIGATION %}
    … what sees `here` and what all pages see, but nothing else of the page …
    {% endshared %}

It is rendered anew for each value of the names that it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

# The rows of long lists are many; what was forgotten is rendered again.
_KEPT = 1 << 15
# The name by which Compiler knows the call blocks that come of the tag.
SHARED = "shared"
# What renders another template would see the whole page.
_FORBIDDEN = (nodes.Include, nodes.Block, nodes.Extends)


class Shared(Extension):
    """The tag. What comes of it is a call block of `shared`, for which Compiler has code."""

    tags = {"shared"}  # noqa: RUF012 - Jinja's own declaration

    def parse(self, parser: Parser) -> nodes.Node:
        """The tag up to its end: its body as the caller, its place and its values as arguments."""
        line = next(parser.stream).lineno
        names, values = [], []
        while not parser.stream.current.test("block_end"):
            names.append(parser.stream.expect("name").value)
            parser.stream.expect("assign")
            values.append(parser.parse_expression())
            parser.stream.skip_if("comma")
        body = parser.parse_statements(("name:endshared",), drop_needle=True)
        self._refuse(body, names, parser)
        # Several tags may stand on one line.
        place = nodes.Const(f"{parser.name} {parser.free_identifier().name}")
        call = self.call_method(SHARED, [place, *values])
        parameters = [nodes.Name(name, "param") for name in names]
        return nodes.CallBlock(call, parameters, [], body).set_lineno(line)

    def _refuse(self, body: list[nodes.Node], names: list[str], parser: Parser) -> None:
        """A body that may differ from page to page, without a name of the tag saying so."""
        bound = {*names, *self.environment.globals, *_bound(body)}
        for name in _found(body, nodes.Name):
            if name.ctx == "load" and name.name not in bound:
                message = f'"{name.name}" is of one page: give it to the tag, {{% shared name=… %}}'
                raise TemplateSyntaxError(message, name.lineno, parser.name, parser.filename)
        for kind in _FORBIDDEN:
            for node in _found(body, kind):
                message = f"{kind.__name__.lower()} cannot stand in what pages share"
                raise TemplateSyntaxError(message, node.lineno, parser.name, parser.filename)


def _found(body: list[nodes.Node], kind: type[nodes.Node]) -> Iterator[Any]:
    for node in body:
        if isinstance(node, kind):
            yield node
        yield from node.find_all(kind)


def _bound(body: list[nodes.Node]) -> Iterator[str]:
    """The names that the body itself gives a value."""
    for name in _found(body, nodes.Name):
        if name.ctx != "load":
            yield name.name
    for imported in _found(body, nodes.Import):
        if not imported.with_context:
            yield imported.target


class Rendered(dict[tuple[object, ...], Markup]):
    """What was rendered, by the place of its tag, the values that the tag was given, their types.

    Markup is equal to a text of the same letters, but is shown otherwise.
    """

    def keep(self, key: tuple[object, ...], markup: Markup) -> Markup:
        """The markup, kept for the next page."""
        if len(self) >= _KEPT:
            self.clear()
        self[key] = markup
        return markup
