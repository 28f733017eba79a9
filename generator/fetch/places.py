"""What somebody types for an article or a source → a file, an address, a DOI or an arXiv id."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from generator.errors import ConfigError
from generator.model import Record
from generator.text.urls import absolute_url

# Of files that lists are made of; none is the end of a host's name.
_ENDINGS = (
    *(".opml", ".xml", ".rss", ".atom", ".rdf", ".json", ".html", ".htm", ".mhtml", ".txt"),
    *(".bib", ".bibtex", ".ris", ".csv", ".tsv", ".md", ".markdown"),
)
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:\s*)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)", re.IGNORECASE
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", re.IGNORECASE)


class Resolvers(Record, kw_only=True):
    """Where a DOI and an arXiv id are asked for, each put at the end."""

    doi: str = "https://doi.org/"
    arxiv: str = "https://arxiv.org/abs/"


class Place(Record, kw_only=True):
    """What is meant: a `file`, or a `url`, which is asked for at `asked`."""

    #: As it was typed.
    what: str
    file: Path | None = None
    url: str = ""
    asked: str = ""
    #: A DOI or an arXiv id: an article for certain.
    is_work: bool = False
    is_doi: bool = False


_IS_FOLDER = "is a folder; name the files in it"


def place_of(what: str, resolvers: Resolvers | None = None) -> Place:
    """Return the place that is meant. A file that is there is one, whatever it is called.

    Raises:
        ConfigError: there is no such file, it is a folder, or it is neither a file's name nor an
            address.
    """
    resolvers = resolvers or Resolvers()
    what = what.strip()
    if _is_file(what):
        return Place(what=what, file=Path(what))
    standard = Resolvers()
    if found := _DOI.fullmatch(what):
        doi = found[1]
        url = absolute_url(standard.doi + doi) or ""
        return Place(what=what, url=url, asked=resolvers.doi + doi, is_work=True, is_doi=True)
    if found := _ARXIV.fullmatch(what):
        url = standard.arxiv + found[1]
        return Place(what=what, url=url, asked=resolvers.arxiv + found[1], is_work=True)
    if "://" not in what and _names_a_file(what):
        raise ConfigError(f"{what}: {_IS_FOLDER if _is_folder(what) else 'no such file'}")
    url = absolute_url(what if "://" in what else f"https://{what}") or ""
    host = urlsplit(url).hostname or ""
    if not _is_host(host) or not ("://" in what or "." in host or host == "localhost"):
        message = _IS_FOLDER if _is_folder(what) else "is no file and no http or https URL"
        raise ConfigError(f"{what}: {message}")
    return Place(what=what, url=url, asked=url)


def _is_file(what: str) -> bool:
    try:
        return Path(what).is_file()
    except (OSError, ValueError):  # too long a name, or a NUL in it
        return False


def _is_folder(what: str) -> bool:
    try:
        return what != "" and Path(what).is_dir()
    except (OSError, ValueError):
        return False


def _names_a_file(what: str) -> bool:
    """Whether a place without a scheme is meant for a file: `a.bib`, `./list`, `saved/a.bib`."""
    first, _, rest = what.partition("/")
    if what.startswith(("/", "./", "../", "~", "\\")) or re.match(r"[A-Za-z]:[\\/]", what):
        return True
    if what.lower().endswith(_ENDINGS):
        return not rest or not ("." in first.strip(".") or ":" in first)
    return False


def _is_host(name: str) -> bool:
    """Return whether a name can be looked up, or is an address of the network."""
    if ":" in name:
        return True
    try:
        labels = name.rstrip(".").encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return False
    return all(_LABEL.fullmatch(label) for label in labels)
