"""What the elements of a page state of it: microdata, microformats, `rel`, `<time>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.text.html import clean_text, text_of_html
from generator.text.html_tree import text_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What is said in these is said of something else than the page's article.
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
    """Whether a link in a heading only leads to that heading: `¶`, `#`, a sign that has no width.

    A sign that belongs to the words ("Spools of C#") is in no link of its own.
    """
    target = link.get("href") or ""
    return target.startswith("#") and not any(map(str.isalnum, text_in(link)))


def heading_text(heading: HtmlElement) -> str | None:
    """Return the plain text of a heading, without the links that documentation puts behind it."""
    links = [link for link in heading.iter("a") if is_link_to_itself(link)]
    if not links:
        return text_of(heading)
    from copy import deepcopy

    heading = deepcopy(heading)
    for link in [link for link in heading.iter("a") if is_link_to_itself(link)]:
        link.drop_tree()
    return text_of(heading)


def text_of(element: HtmlElement) -> str | None:
    """Return the plain text of an element; None if it has none."""
    if next(element.iter("sup", "sub", "math"), None) is None:
        return clean_text(text_in(element))
    from lxml.html import tostring

    return text_of_html(tostring(element, encoding="unicode", with_tail=False))


def value_of(element: HtmlElement) -> str | None:
    """Return what an element states for programs, else its text."""
    for name in ("content", "datetime"):
        if stated := clean_text(element.get(name) or ""):
            return stated
    if element.tag == "abbr" and (stated := clean_text(element.get("title") or "")):
        return stated
    return text_of(element)
