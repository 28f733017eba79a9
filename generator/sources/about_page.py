"""content/pages/*.md, the owner's own words → sanitised HTML."""

from __future__ import annotations

from pathlib import Path

from generator.config.records import Config
from generator.errors import SourceError
from generator.text.markdown import html_of_owner_markdown


def read_about(config: Config) -> str | None:
    """What pages/about.md says about this site, as HTML; None where there is no such file.

    Raises:
        SourceError: the file cannot be read as UTF-8 text.
    """
    path = Path(config.folder) / "pages" / "about.md"
    try:
        return html_of_owner_markdown(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
