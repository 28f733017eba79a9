"""{% shared %}: a part of a template that is rendered once for all the pages that show it alike.

Most of a page is its frame, which differs from page to page only by the way to the root:

    {% shared here=path if path in paths.NAVIGATION %}
    … what sees `here` and what all pages see, but nothing else of the page …
    {% endshared %}

It is rendered anew for each root and each value of the names that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

# The rows of long lists are many; what was forgotten is rendered again.
_KEPT = 1 << 15
# What renders another template would see the whole page, or be rendered once for all roots.
_FORBIDDEN = (nodes.Include, nodes.Block, nodes.Extends)


class Link:
    """`link(path)`: the way from the page that is being rendered to another, by its `root`.

    Links are relative and go by the root, so that they hold under any address and on a disk.
    """

    def __init__(self) -> None:
        self.root = ""

    def __call__(self, path: str) -> str:
        """The link to a path below _site/."""
        return self.root + path


class Shared(Extension):
    """The tag, and what was rendered for it."""

    tags = {"shared"}  # noqa: RUF012 - Jinja's own declaration

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._rendered: dict[tuple[object, ...], Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """The tag up to its end, as a call of what is below with its body as the caller."""
        line = next(parser.stream).lineno
        names, values = [], []
        while not parser.stream.current.test("block_end"):
            names.append(parser.stream.expect("name").value)
            parser.stream.expect("assign")
            values.append(parser.parse_expression())
            parser.stream.skip_if("comma")
        body = parser.parse_statements(("name:endshared",), drop_needle=True)
        self._refuse(body, names, parser)
        place = nodes.Const(f"{parser.name}:{line}")
        call = self.call_method("_show", [place, *values])
        parameters = [nodes.Name(name, "param") for name in names]
        return nodes.CallBlock(call, parameters, [], body).set_lineno(line)

    def _show(self, *key: object, caller: Callable[..., Markup]) -> Markup:
        link = cast(Link, self.environment.globals["link"])
        known = (link.root, *key)
        markup = self._rendered.get(known)
        if markup is None:
            if len(self._rendered) >= _KEPT:
                self._rendered.clear()
            markup = self._rendered[known] = caller(*key[1:])
        return markup

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
