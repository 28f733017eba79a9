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
    """Everything that the pages are made of."""

    config: Config
    #: The articles, in their years and months.
    timeline: Timeline
    #: The entries that are no articles.
    mentions: tuple[Mention, ...] = ()
    #: The problems of all stages.
    problems: tuple[Problem, ...] = ()
    #: A report on each source, in their order.
    reports: tuple[SourceReport, ...] = ()
    #: What sources say of themselves.
    quotes: tuple[Quote, ...] = ()
    #: The owner's page about this site, sanitised or the owner's own HTML; None without one.
    about_html: str | None = None
    #: The date of the newest sound capture; None without one.
    data_as_of: PartialDate | None = None
    #: What the newest captures changed, newest first.
    changes: tuple[Change, ...] = ()
    #: What is known of the addresses that are fetched, each with the name of its source.
    states: tuple[tuple[str, FetchState], ...] = ()
    #: The ids of articles whose pages no longer answer, each with since when.
    outages: tuple[tuple[str, Outage], ...] = ()
    #: The links of articles to others: by the id of the one, from link to id (cross_links.py).
    cites: Mapping[str, Mapping[str, str]] = {}
    #: The texts of cached copies, by the keys that previews name.
    bodies: Mapping[str, CopyBody] = {}
    #: The owner's pictures, by the ids of their articles.
    pictures: Mapping[str, Picture] = {}
    #: The permalinks that are gone.
    forwards: tuple[Forward, ...] = ()
    #: The entries that filters leave out: no page names them.
    filtered: tuple[Filtered, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article, in the order of the timeline."""
        return self.timeline.articles
