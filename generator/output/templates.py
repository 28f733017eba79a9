"""Jinja, set up for these templates: every value escaped, nothing undefined passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateSyntaxError
from jinja2.runtime import Context

from generator.output.compiled import CompiledTemplates
from generator.output.compiler import CompiledTemplate, Compiler
from generator.output.fragments import Rendered, Shared
from generator.output.render import ROOT
from generator.output.wording import Wording
from generator.resources import templates_folder


class Templates:
    """Renders templates, each taken from the first of the folders that has it.

    `seen` is what all of them see besides what they are given.
    """

    def __init__(
        self, template_folders: Sequence[Path], wording: Wording, seen: Mapping[str, Any]
    ) -> None:
        self._environment = _Environment(
            loader=_Loader(template_folders),
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
        self._environment.wording = wording
        self._environment.words = _Words(wording)
        # Links are relative and go by the root, so that they hold under any address and on a disk.
        self._environment.globals.update(seen, link=_link)
        self._environment.filters |= {
            "t": wording.say,
            "date": wording.date,
            "month": wording.month,
        }

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """The text of a page, with ROOT where the way to the root of the site belongs."""
        return self._environment.get_template(template).render(context)


class _Loader(FileSystemLoader):
    """Says of a template that is no text which one it is: Jinja's own names no file."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            places = (Path(folder, template) for folder in self.searchpath)
            place = next(str(place) for place in places if place.is_file())
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"not UTF-8 at byte {error.start}; save it as UTF-8"
            raise TemplateSyntaxError(message, line, template, place) from error


def _link(path: str) -> str:
    return ROOT + path


class _Words(dict[str, Any]):
    """The words without values, by their keys: `"key"|t`."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def __missing__(self, key: str) -> Any:
        said = self[key] = self._wording.say(key)
        return said


def _said(wording: Wording) -> Iterator[str]:
    """The words that Jinja writes into a template's code."""
    for key, text in wording.strings.items():
        yield f"{key}: {text}"
    yield from wording.months


class _Context(Context):
    """Calls what a template calls with names; none of it wants to see the context."""

    def call(
        self,
        called: Callable[..., Any],
        /,
        *arguments: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        # A macro is its function, which knows arguments by their places only.
        return getattr(called, "macro", called)(*arguments, **named)


class _Environment(Environment):
    context_class = _Context
    code_generator_class = Compiler
    template_class = CompiledTemplate
    wording: Wording
    words: _Words

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rendered = Rendered()
        self._templates: dict[str, Template] = {}
        self._texts: dict[str, str | None] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates see: nobody asks for more, and a chain of one dictionary is slow."""
        return self.globals if d is None else super().make_globals(d)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template; a page asks for half a dozen that the page before it has asked for."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = super().get_template(name, parent)
        return template

    def text_of(self, name: str, parent: str) -> str | None:
        """The text of a template that is nothing but text and remarks; None for all others."""
        if name not in self._texts:
            template = self.get_template(name, parent)
            source, _, _ = self.loader.get_source(self, name)  # type: ignore[union-attr]
            is_text = "{{" not in source and "{%" not in source
            self._texts[name] = template.render() if is_text else None
        return self._texts[name]
