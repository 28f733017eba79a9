"""Articles → pages: what every file of the site holds, before any of it is text."""

from collections.abc import Iterator, Mapping

from generator.config.records import Config
from generator.model import (
    Change,
    FetchState,
    Mention,
    PartialDate,
    Preview,
    Problem,
    Quote,
    Record,
    SourceReport,
    Timeline,
)


class Library(Record, kw_only=True):
    """Everything the pages are made of.

    `about_html` is what the owner wrote about this site, sanitised or the owner's own; None
    without such a page. `data_as_of` is the date of the newest sound capture; None without one.
    `changes` are what the newest captures changed, newest first; `states` what is known of the
    addresses of the sources that are fetched, each with the name of its source. `gone`
    are the ids of articles whose pages no longer answer, each with the day when that began.
    `cites` says by an article's id to which others its cached copy links (site/cross_links.py).
    `previews` holds, by the path of their capture, those previews of which the articles have
    outlines only: what is not in it can be shown on no other page than its article's own.
    """

    config: Config
    timeline: Timeline
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()
    reports: tuple[SourceReport, ...] = ()
    quotes: tuple[Quote, ...] = ()
    about_html: str | None = None
    data_as_of: PartialDate | None = None
    changes: tuple[Change, ...] = ()
    states: tuple[tuple[str, FetchState], ...] = ()
    gone: tuple[tuple[str, PartialDate], ...] = ()
    cites: Mapping[str, tuple[str, ...]] = {}
    previews: Mapping[str, Preview] = {}


class Declared(Mapping[str, Preview]):
    """Previews, and only those of them that the page which is being made says it shows.

    A build makes a page anew where a preview that it shows has changed. A page that showed
    another one would be left as it was.
    """

    def __init__(self, previews: Mapping[str, Preview]) -> None:
        self.shown: tuple[str, ...] | None = ()
        self._previews = previews

    def __getitem__(self, path: str) -> Preview:
        if self.shown is not None and path not in self.shown:
            raise TypeError(f"a page shows the preview {path}, and its draft does not say so")
        return self._previews[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._previews)

    def __len__(self) -> int:
        return len(self._previews)
