"""Articles → pages: what every file of the site holds, before any of it is text.

Begin with pages.py: PAGE_KINDS is the list of what there is. A page is its path, its template and
plain data; catalogue.py has what pages look up, paths.py every path of the site.
"""

from collections.abc import Mapping

from generator.config.records import Config
from generator.model.articles import Article, Change, Filtered, Forward, Mention, Timeline
from generator.model.entries import CopyBody, FetchState, Outage, Picture, Quote, SourceReport
from generator.model.record import PartialDate, Problem, Record


class Library(Record, kw_only=True):
    """Everything the pages are made of.

    `about_html` is what the owner wrote about this site, sanitised or the owner's own; None
    without such a page. `data_as_of` is the date of the newest sound capture; None without one.
    `changes` are what the newest captures changed, newest first; `states` what is known of the
    addresses of the sources that are fetched, each with the name of its source. `outages`
    are the ids of articles whose pages no longer answer, each with since when.
    `cites` says by an article's id which links of its cached copy lead to which others, by their
    ids (site/cross_links.py).
    `bodies` are the texts of the cached copies, by the keys that the previews name; `pictures` the
    owner's, by the ids of their articles. `forwards` are the permalinks that are gone. `filtered`
    are the entries that filters leave out: no page names them.
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
    outages: tuple[tuple[str, Outage], ...] = ()
    cites: Mapping[str, Mapping[str, str]] = {}
    bodies: Mapping[str, CopyBody] = {}
    pictures: Mapping[str, Picture] = {}
    forwards: tuple[Forward, ...] = ()
    filtered: tuple[Filtered, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of the timeline."""
        return self.timeline.articles
