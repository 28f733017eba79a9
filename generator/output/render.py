"""Pages → files: Jinja templates, with every value escaped, in HTML and XML alike."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import escape

from generator.errors import RenderError
from generator.model.pages import File, Page
from generator.output.templates import ROOT, Templates
from generator.output.wording import Wording, load_wording

# XML 1.0, §2.2: no escape makes these legal. HTML only advises against them.
_XML = (".xml", ".opml")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Renderer:
    """Renders pages: each template is taken from the first folder that has it.

    `shared` is what all templates see: `site` among it, in whose language the words are. Besides
    that and its page's inputs a template has `path`, `link(path)`, the way from the page to another
    one, and the filters of wording.py (`t`, `date`, `month`, `number` …) and `scrollable`. The
    `wording` is read from the folders where it is not given.

    Raises:
        RenderError: a template or strings.toml is missing or broken.
    """

    def __init__(
        self,
        template_folders: Sequence[Path],
        shared: Mapping[str, Any],
        wording: Wording | None = None,
    ) -> None:
        wording = wording or load_wording(template_folders, shared["site"].language)
        self._templates = Templates(template_folders, wording, shared)

    def render(self, page: Page) -> File:
        """Return the file of a page.

        Raises:
            RenderError: a template is missing or broken.
        """
        if page.template is None:
            body = page.body() if page.body else ""
            pieces = (_bytes(page.path, body),) if isinstance(body, str) else body
            return File(path=page.path, pieces=pieces)
        text = _render(self._templates, page.template, page)
        return File(path=page.path, pieces=(_rooted(page, text),))


def _render(templates: Templates, template: str, page: Page) -> str:
    try:
        return templates.render(template, {**page.inputs, **page.derived(), "path": page.path})
    except TemplateNotFound as error:
        where = _place(error) or page.path
        raise RenderError(f"{where}: there is no template {error.name}") from error
    except TemplateSyntaxError as error:
        raise RenderError(f"{error.filename}:{error.lineno}: {error.message}") from error
    except OSError as error:
        raise RenderError(f"{error.filename}: cannot be read: {error.strerror}") from error
    except RecursionError as error:
        where = _place(error) or template
        message = f"it extends or includes itself (for {page.path}), or is nested too deeply"
        raise RenderError(f"{where}: {message}") from error
    except SyntaxError as error:  # of the Python that Jinja made, so its line says nothing
        raise RenderError(f"{error.filename}: it cannot be compiled: {error.msg}") from error
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


def root_of(page: Page) -> str:
    """Return the way from a page to the root of the site: "" or steps up, ending in a slash.

    A page that is served at any depth names its `root` in its inputs.

    >>> root_of(Page(path="2025/07/index.html"))
    '../../'
    """
    root: str | None = page.inputs.get("root")
    return "../" * page.path.count("/") if root is None else root


def _place(error: Exception) -> str | None:
    """Return the template and line where an error arose; None if it arose in no template."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.endswith(".py") and not frame.filename.startswith("<")
    ]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None


def _rooted(page: Page, text: str) -> bytes:
    """Return the bytes of a text, with the way to the root of the site in place of ROOT."""
    root = escape(root_of(page))
    return _bytes(page.path, text).replace(ROOT.encode(), root.encode())


def _bytes(path: str, text: str) -> bytes:
    if path.endswith(_XML):
        text = _NOT_XML.sub("", text)
    return text.encode("utf-8", "replace")
