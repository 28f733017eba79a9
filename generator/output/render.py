"""Pages → files: Jinja templates, with every value escaped, in HTML and XML alike."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import RenderError
from generator.model import Draft, File, Page
from generator.output.wording import load_wording

if TYPE_CHECKING:
    from jinja2 import Environment

# XML 1.0, §2.2: no escape makes these legal. HTML only advises against them.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(pages: Iterable[Page | Draft], template_folders: Sequence[Path]) -> Iterator[File]:
    """One file a page, in the pages' order. A template is taken from the first folder with it.

    Besides its page's context a template sees `link(path)`, the way from the page to another
    one, and the filters `t` (the interface's words, from strings.toml), `date` and `month`.

    Raises:
        RenderError: a template or strings.toml is missing or broken.
    """
    # Jinja costs 50 ms to load, and a build that changes nothing does without.
    from generator.output.engine import make_environment

    environments: dict[str, Environment] = {}
    for given in pages:
        page = given.make() if isinstance(given, Draft) else given
        if page.template is None:
            body = page.body or ""
            data = body if isinstance(body, bytes) else _bytes(page.path, body)
            yield File(path=page.path, data=data)
            continue
        language = page.context["site"].language
        if language not in environments:
            wording = load_wording(template_folders, language)
            environments[language] = make_environment(template_folders, wording)
        text = _render(environments[language], page.template, page)
        yield File(path=page.path, data=_bytes(page.path, text))


def _render(environment: Environment, template: str, page: Page) -> str:
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        return environment.get_template(template).render(page.context, link=linker(page))
    except TemplateNotFound as error:
        where = _place(error) or page.path
        raise RenderError(f"{where}: there is no template {error.name}") from error
    except TemplateSyntaxError as error:
        raise RenderError(f"{error.filename}:{error.lineno}: {error.message}") from error
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as e:
        where = _place(e) or template
        raise RenderError(f"{where}: {e} (for the page {page.path})") from e


def linker(page: Page) -> Callable[[str], str]:
    """The function from an output path to the link that leads there from this page.

    Links are relative and go by the root, so that they hold under any address and on a disk.
    A page that is served at any depth names its `root` in its context.

    >>> linker(Page(path="2025/07/index.html"))("a/x/index.html")
    '../../a/x/index.html'
    """
    root = page.context.get("root")
    prefix = "../" * page.path.count("/") if root is None else root
    return lambda path: prefix + path


def _place(error: Exception) -> str | None:
    """The template and line where the error arose; None where it arose in no template."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.endswith(".py") and not frame.filename.startswith("<")
    ]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _bytes(path: str, text: str) -> bytes:
    if path.endswith((".xml", ".opml")):
        text = _NOT_XML.sub("", text)
    return text.encode("utf-8", "replace")
