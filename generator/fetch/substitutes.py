"""Recognise pages that are sent in an article's place: challenges, log-ins, consents, errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from generator.text.html import clean_text
from generator.text.html_tree import text_in
from generator.text.page.metadata import PageFacts
from generator.text.titles import fold_text
from generator.text.urls import canonical_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Cloudflare's challenges. It puts its scripts/jsd into ordinary pages as well.
_CHALLENGE = re.compile(r"/cdn-cgi/challenge-platform(?!/scripts/jsd)")
# What is said before anything else: in so many of the page's first characters.
_BEGINNING = 400
_COOKIES = re.compile(
    r"\b(?:enable|allow|accept|turn on|activate)(?: \S{1,20}){0,4} cookies\b"
    r"|\bcookies(?: \S{1,20}){0,4} (?:disabled|blocked|turned off|required|enabled)\b"
    r"|\bcookies (?:aktivieren|akzeptieren)\b|\bactivez les cookies\b|\bhabilite las cookies\b"
)
# Whole titles, folded, without signs at their ends. An article of such a title is none of them, for
# its page bears that title; so they may be many.
_PHRASES = frozenset(
    # to be let in
    "login|member login|user login|login required|authentication required|create account|"
    "create an account|register|registration|subscribers only|members only|access required|"
    "anmelden|anmeldung|einloggen|se connecter|connexion|iniciar sesión|accedi|entrar|"
    "enter password|password required|password protected|password protected page|"
    # what is not there
    "not found|nothing found|nothing here|gone|oops|page missing|page removed|error|"
    "seite nicht gefunden|page introuvable|page non trouvée|página no encontrada|"
    "página não encontrada|pagina non trovata|"
    "ページが見つかりません|страница не найдена|页面不存在|"
    # to be told from a program
    "just a moment|one moment|one moment, please|please wait|attention required|security check|"
    "security verification|security checkpoint|vercel security checkpoint|robot check|captcha|"
    "human verification|client challenge|pardon our interruption|access denied|permission denied|"
    "forbidden|unauthorized|blocked|you have been blocked|sorry, you have been blocked|"
    "access to this page has been denied|ein moment|nur einen moment|un instant|"
    # to agree first
    "we value your privacy|your privacy|your privacy choices|privacy settings|consent|"
    "privacy preferences|cookie consent|cookie settings|cookie preferences|cookie notice|"
    "cookies required|cookies disabled|javascript required|javascript is disabled|"
    "age verification|enable cookies|bevor sie fortfahren|"
    # no site at all
    "maintenance|under maintenance|down for maintenance|site maintenance|scheduled maintenance|"
    "be right back|coming soon|service unavailable|temporarily unavailable|account suspended|"
    "domain for sale|redirecting|session expired|bad gateway|internal server error|"
    "too many requests|gateway timeout".split("|")
)
_OPENINGS = (
    *("subscribe to continue", "subscribe to read", "register to continue", "register to read"),
    *(
        "checking your browser",
        "checking if the site connection",
        "verify you are",
        "please verify",
    ),
    *("verify that you are", "verifying you are", "verify your identity", "are you a robot"),
    *(
        "are you a human",
        "are you human",
        "confirm you are",
        "confirm that you are",
        "prove you are",
    ),
    *("before you continue", "ddos protection", "just a moment", "one moment", "please enable"),
    *("enable javascript and cookies", "redirecting to", "this domain is for sale"),
)
_LOG_IN = re.compile(
    r"(?:please |you must |you need to |you have to )?(?:be )?(?:logg?(?:ed)?|sign(?:ed)?)[ -]?"
    r"(?:in|on|up)(?:(?: (?:to|or|with|required|page|now|first)\b|,| -).{0,80})?"
)
_CODE = re.compile(
    r"(?:http )?(?:error )?(?:40[0134]|410|429|451|50[0234])(?: error)?(?:[ :-]{1,3}"
    r"(?:not|page|file|forbidden|unauthorized|gone|service|bad|too many|internal|gateway|error)"
    r"\b.{0,40})?"
)
_MISSING = re.compile(
    r".{0,30}\b(?:page|article|post|content|file|url|document|resource|site|it)\b.{0,40}"
    r"(?:\b(?:not|cannot|no longer)|n't)\b.{0,8}\b(?:found|available|exists?|here)\b.{0,10}"
)
# Folded as all else is, so that » and « are quotes.
_PARTS = re.compile(r"\s[|·•:\"-]+\s|[|·•]")
_SIGNS = " .!?…:;,'\"-|·•"
# What stands between a title and the name of its site.
_BETWEEN = (" |", "| ", "|", " ·", "· ", " •", "• ", " - ", ": ", " :", ' " ')
_LONGEST = 100
_TEXTS = "//body//text()[not(parent::script or parent::style or parent::template)]"


def why_no_article(
    root: HtmlElement, facts: PageFacts, asked: str, answered: str, title: str | None
) -> str | None:
    """Return why the page of this root is not the article; None where nothing speaks against it.

    `title` is the article's, `asked` its address, `answered` the address after redirects.
    """
    if _is_challenge(root):
        return "is a challenge to prove that one is no program"
    stated = _titles(root, facts)
    if redirected := _why_redirected(facts, stated, asked, answered, title):
        return redirected
    if any(_names(one, title) for one in stated):
        return None
    if _COOKIES.search(fold_text(_text(root)[:_BEGINNING])):
        return "asks for cookies before anything"
    kind = next((one for one in _page_names(root) if is_substitute(one)), None)
    if kind and not _holds(root, title):
        return f'is titled "{kind}", and nowhere like the article'
    return None


def is_substitute(title: str) -> bool:
    """Return whether a title or a heading is of a kind that no article has.

    >>> is_substitute("Page not found | Example"), is_substitute("Log in without passwords")
    (True, False)
    """
    folded = fold_text(title)[:_LONGEST]
    parts = (part.strip(_SIGNS) for part in (folded, *_PARTS.split(folded)))
    return any(
        part in _PHRASES
        or any(f"{part} ".startswith(f"{opening} ") for opening in _OPENINGS)
        or _LOG_IN.fullmatch(part)
        or _CODE.fullmatch(part)
        or _MISSING.fullmatch(part)
        for part in parts
    )


def _is_challenge(root: HtmlElement) -> bool:
    """Return whether a script, a frame or a form leads to a challenge.

    What a text says does not count.
    """
    return any(
        _CHALLENGE.search(str(text))
        for tag in root.iter("script", "iframe", "form", "link", "img", "meta")
        for text in (tag.text or "", *tag.attrib.values())
    )


def _why_redirected(
    facts: PageFacts, stated: list[str], asked: str, answered: str, title: str | None
) -> str | None:
    if _is_same_place(asked, answered):
        return None
    if facts.canonical and canonical_url(facts.canonical) == canonical_url(asked):
        return None
    if any(_names(one, title) for one in stated):
        return None
    return f"leads to {answered}, which names neither the article's address nor its title"


def _is_same_place(asked: str, answered: str) -> bool:
    """Return whether a redirect keeps path and parameters.

    It may change the host and add parameters.
    """
    one, other = urlsplit(canonical_url(asked)), urlsplit(canonical_url(answered))
    return one.path == other.path and set(parse_qsl(one.query)) <= set(parse_qsl(other.query))


def _titles(root: HtmlElement, facts: PageFacts) -> list[str]:
    """Return every title that the page gives itself, and its main headings."""
    headings = [clean_text(text_in(tag, " ")) for tag in root.iter("title", "h1")]
    return [title for title in (facts.title, *headings) if title]


def _page_names(root: HtmlElement) -> list[str]:
    """Return the page's title and its first heading."""
    tags = (next(root.iter("title"), None), next(root.iter("h1", "h2", "h3"), None))
    texts = (clean_text(text_in(tag, " ")) for tag in tags if tag is not None)
    return [text for text in texts if text]


def _names(stated: str, title: str | None) -> bool:
    """Return whether a title is the article's, with or without the site's name around it."""
    if title is None:
        return False
    wanted, text = fold_text(title).strip(_SIGNS), fold_text(stated).strip(_SIGNS)
    if not wanted or wanted not in text:
        return False
    before, _, after = text.partition(wanted)
    return (not before or before.endswith(_BETWEEN)) and (not after or after.startswith(_BETWEEN))


def _holds(root: HtmlElement, title: str | None) -> bool:
    """Return whether the page's text holds the article's title.

    One word may stand there by chance.
    """
    wanted = fold_text(title or "").strip(_SIGNS)
    return len(wanted.split()) > 1 and f" {wanted} " in f" {fold_text(_text(root))} "


def _text(root: HtmlElement) -> str:
    pieces: Any = root.xpath(_TEXTS)
    return " ".join(" ".join(pieces).split())
