"""Statements of a page for machines: JSON-LD, microdata, microformats, `rel`, `<time>`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

from generator.text.html import clean_text, text_of_html
from generator.text.html_tree import text_in
from generator.text.json import parse_json
from generator.text.page.received import is_front_page
from generator.text.titles import fold_text
from generator.text.urls import absolute_url, canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A page's JSON-LD (schema.org) → the one thing in it that is the page's article.
#
# A page also describes its site, its crumbs, its authors and other articles. Which of several
# things is its own shows in what they say; the first in sight never counts for being the first.

Thing = dict[str, Any]

_ARTICLE = re.compile(
    r"\w+(?:Article|Posting|Story)|Report|Book|Chapter|Thesis|Review|Recipe|HowTo|PodcastEpisode"
)
_GENERAL = {"Article": 2, "CreativeWork": 1}
_WRAPPER = re.compile(r"(?:(?://|/\*) ?)?(?:<!\[CDATA\[|\]\]>|<!--|-->)(?: ?\*/)?")
# A string, which stays, or a comma before nothing.
_LAST_COMMA = re.compile(r'("(?:\\.|[^"\\])*+(?:"|\\?\Z))|,(?=\s*[}\]])', re.DOTALL)
_MOST_THINGS = 2_000


class LinkedData:
    """All that the scripts of a page describe."""

    def __init__(self, root: HtmlElement) -> None:
        self.doubts: list[str] = []
        #: What stands by itself, in a list or a graph.
        self.things: list[Thing] = []
        self._by_id: dict[str, Thing] = {}
        for script in root.iter("script"):
            kind = (script.get("type") or "").partition(";")[0].strip().lower()
            if kind == "application/ld+json" and (script.text or "").strip():
                self._read(script.text or "")

    def _read(self, text: str) -> None:
        try:
            found = _parsed(text)
        except ValueError as error:
            self.doubts.append(f"its JSON-LD cannot be read: {error}")
            return
        self.things += _top(found)
        for thing in _all(found):
            name = thing.get("@id")
            if isinstance(name, str) and len(thing) > len(self._by_id.get(name, ())):
                self._by_id[name] = thing

    def resolved(self, value: Any) -> list[Any]:
        """Return the values of a field, each a text or a thing.

        One that is only named is looked up.
        """
        values = value if isinstance(value, list) else [value]
        found = []
        for one in values:
            name = one.get("@id") if isinstance(one, dict) else None
            known = self._by_id.get(name) if isinstance(name, str) else None
            found.append(known if known and len(one) <= 2 else one)
        return [one for one in found if isinstance(one, (str, dict))]

    def article(
        self, urls: set[str], base: str | None, titles: Callable[[], Collection[str]]
    ) -> Thing:
        """Return the thing that is the page's article; {} if there is none, or several could be.

        `urls` are the page's addresses in their canonical form, `titles` what it calls itself.
        """
        ranked = [(rank, thing) for thing in self.things if (rank := _rank(thing))]
        own = [(rank, thing) for rank, thing in ranked if urls & self._addresses(thing, base)]
        main = [
            (_rank(thing), thing)
            for page in self.things
            for thing in self.resolved(page.get("mainEntity"))
            if isinstance(thing, dict) and _rank(thing)
        ]
        for found in (own, main):
            if found:
                return max(found, key=lambda one: one[0])[1]
        best = max((rank for rank, _ in ranked), default=0)
        likely = [thing for rank, thing in ranked if rank == best]
        others = [thing for thing in likely if urls and self._is_elsewhere(thing, base)]
        borne_out = [one for one in likely if fold_text(_headline(one)) in titles()]
        if borne_out:
            return borne_out[0]
        likely = [thing for thing in likely if thing not in others]
        return likely[0] if len(likely) == 1 else {}

    def _addresses(self, thing: Thing, base: str | None) -> set[str]:
        """Return the addresses that a thing gives for itself."""
        stated: list[Any] = [thing.get("url"), thing.get("@id")]
        for page in self.resolved(thing.get("mainEntityOfPage")):
            stated += [page.get("@id"), page.get("url")] if isinstance(page, dict) else [page]
        pages = [one.get("@id") for one in _dicts(thing.get("isPartOf"))]
        stated += [page for page in pages if "#" in str(page)]
        # "#article" names a thing inside the script, wherever that is.
        texts = (one for one in stated if isinstance(one, str) and not one.startswith("#"))
        urls = (absolute_url(one, base) for one in texts)
        return {canonical_url(url) for url in urls if url and not is_front_page(url)}

    def _is_elsewhere(self, thing: Thing, base: str | None) -> bool:
        return bool(self._addresses(thing, base))

    def site_names(self) -> Iterator[str]:
        """Yield the names of the site and of who publishes it."""
        for thing in self.things:
            if _kinds(thing) & {"WebSite", "Organization", "NewsMediaOrganization"}:
                yield from (
                    text for key in ("name", "alternateName") if (text := text_of_thing(thing, key))
                )
            for publisher in self.resolved(thing.get("publisher")):
                if isinstance(publisher, dict) and (name := text_of_thing(publisher, "name")):
                    yield name

    def people_who_publish(self) -> Iterator[str]:
        """Yield the names of people who publish the site, or are site and person at once."""
        for thing in self.things:
            people = self.resolved(thing.get("publisher"))
            people += [thing] if is_organization(thing) else []
            for one in people:
                if isinstance(one, dict) and "Person" in _kinds(one):
                    yield text_of_thing(one, "name") or ""

    def site_descriptions(self) -> Iterator[str]:
        """Yield the descriptions of the site, which stand on every page of it."""
        for thing in self.things:
            if "WebSite" in _kinds(thing) and (text := text_of_thing(thing, "description")):
                yield text


def text_of_thing(thing: Thing, key: str) -> str | None:
    """Return the text of a field, of its first value."""
    value = thing.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return text_of_html(value) if isinstance(value, str) else None


def is_organization(thing: Any) -> bool:
    """Return whether a thing is a body, and no person."""
    return isinstance(thing, dict) and any(kind.endswith("Organization") for kind in _kinds(thing))


def _parsed(text: str) -> Any:
    """Return the value of a script; what is nearly JSON is read as it is meant.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return parse_json(text)
    except ValueError as error:
        plain = _WRAPPER.sub("", text).strip().rstrip(";").rstrip()
        plain = _LAST_COMMA.sub(lambda found: found[1] or "", plain)
        try:
            return parse_json(plain)
        except ValueError:
            raise error from None


def _top(found: Any) -> list[Thing]:
    """Return the things that are part of no other: in the script, in lists, in graphs."""
    things, waiting = list[Thing](), [found]
    while waiting and len(things) < _MOST_THINGS:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(reversed(part))
        elif isinstance(part, dict):
            things.append(part)
            waiting.append(part.get("@graph"))
    return things


def _all(found: Any) -> Iterator[Thing]:
    waiting, number = [found], 0
    while waiting and number < _MOST_THINGS:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            number += 1
            yield part
            waiting.extend(part.values())


def _dicts(value: Any) -> list[Thing]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def _kinds(thing: Thing) -> set[str]:
    stated = thing.get("@type")
    kinds = stated if isinstance(stated, list) else [stated]
    return {re.split(r"[/#:]", kind)[-1] for kind in kinds if isinstance(kind, str)}


def _rank(thing: Thing) -> int:
    """Return the rank of a thing as an article, by its kind; 0 for what is none."""
    kinds = _kinds(thing)
    if any(_ARTICLE.fullmatch(kind) for kind in kinds):
        return 3
    return max((_GENERAL.get(kind, 0) for kind in kinds), default=0)


def _headline(thing: Thing) -> str:
    return text_of_thing(thing, "headline") or text_of_thing(thing, "name") or ""


# What the elements of a page state of it: microdata, microformats, `rel`, `<time>`.

# These describe something else than the article of the page.
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment[\w-]*|commentlist|respond|reply|replies|disqus\w*|h-cite|"
    r"related[\w-]*|recommend\w*|read-?more|more-(?:from|posts|stories)\w*|also-\w+|sidebar\w*|"
    r"widget\w*|teasers?|promo\w*|latest|popular|trending|newsletter|recent[\w-]*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset("nav aside".split())
# What holds the article of the page, though a program calls all of its parts widgets (Blogger).
_HOLDS_ARTICLE = frozenset("blogPost articleBody".split())


def classes_of(element: HtmlElement) -> list[str]:
    """Return the classes of an element, in lower case."""
    return (element.get("class") or "").lower().split()


def with_class(root: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """Yield the elements that have one of the classes, in the order of the page."""
    for element in root.iter():
        if isinstance(element.tag, str) and not set(names).isdisjoint(classes_of(element)):
            yield element


def with_property(root: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """Yield the elements that state a property of microdata."""
    for element in root.iter():
        if isinstance(element.tag, str) and name in (element.get("itemprop") or "").split():
            yield element


def is_elsewhere(element: HtmlElement) -> bool:
    """Return whether an element stands among comments, related articles or other things."""
    for outer in (element, *element.iterancestors()):
        if outer.tag in ("body", "html", "head"):
            return False
        if outer.tag in _ELSEWHERE_TAGS:
            return True
        if _ELSEWHERE.search(f"{outer.get('class') or ''} {outer.get('id') or ''}"):
            return not _holds_article(outer)
        if outer is not element and (outer.get("itemprop") or "") in ("comment", "review"):
            return True
        if (outer.get("itemtype") or "").endswith(("/Comment", "/UserComments", "/Review")):
            return True
    return False


def _holds_article(element: HtmlElement) -> bool:
    """Return whether microdata says that the page's article is in the element, and no other is."""
    posts = [
        one
        for one in element.iter()
        if isinstance(one.tag, str)
        and not _HOLDS_ARTICLE.isdisjoint((one.get("itemprop") or "").split())
    ]
    return bool(posts) and all(one is posts[0] or posts[0] in one.iterancestors() for one in posts)


def is_link_to_itself(link: HtmlElement) -> bool:
    """Return whether a link in a heading only leads to that heading: `¶`, `#`, an empty sign.

    A sign that belongs to the words ("Spools of C#") is in no link of its own.
    """
    target = link.get("href") or ""
    return target.startswith("#") and not any(map(str.isalnum, text_in(link)))


def heading_text(heading: HtmlElement) -> str | None:
    """Return the plain text of a heading, without the links that documentation puts behind it."""
    links = [link for link in heading.iter("a") if is_link_to_itself(link)]
    if not links:
        return text_of_node(heading)
    from copy import deepcopy

    heading = deepcopy(heading)
    for link in [link for link in heading.iter("a") if is_link_to_itself(link)]:
        link.drop_tree()
    return text_of_node(heading)


def text_of_node(element: HtmlElement) -> str | None:
    """Return the plain text of an element; None if it has none."""
    if next(element.iter("sup", "sub", "math"), None) is None:
        return clean_text(text_in(element))
    from lxml.html import tostring

    return text_of_html(tostring(element, encoding="unicode", with_tail=False))


def value_of(element: HtmlElement) -> str | None:
    """Return the value that an element states for programs, else its text."""
    for name in ("content", "datetime"):
        if stated := clean_text(element.get(name) or ""):
            return stated
    if element.tag == "abbr" and (stated := clean_text(element.get("title") or "")):
        return stated
    return text_of_node(element)
