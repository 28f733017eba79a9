"""URLs as received → canonical URLs for comparing, slugs and ids. RFC 3986 §6."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from generator.model.record import SCHEMES

#: Before an address, that of its archived versions.
WEB_ARCHIVE = "https://web.archive.org/web/*/"
# Parameters that say where a reader came from, never what is read. A trailing * is a prefix.
TRACKING_PARAMETERS = (
    "utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid",
    "igshid", "igsh", "ttclid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "ref", "ref_src",
    "ref_url", "_hsenc", "_hsmi", "hsctatracking", "vero_id", "vero_conv", "oly_anon_id",
    "oly_enc_id", "wickedid", "rb_clickid", "s_cid", "ml_subscriber", "ml_subscriber_hash",
    "pk_*", "mtm_*", "matomo_*", "_openstat", "at_medium", "at_campaign", "cmpid",
)  # fmt: skip
_TRACKING_NAMES = frozenset(name for name in TRACKING_PARAMETERS if not name.endswith("*"))
_TRACKING_PREFIXES = tuple(name[:-1] for name in TRACKING_PARAMETERS if name.endswith("*"))

_DEFAULT_PORTS = {"http": 80, "https": 443}
# A relative URL has no colon in its first segment (RFC 3986 §4.2), so this is a scheme.
_SCHEME = re.compile(r"([^:/?#]*):")
# Nobody escapes a URL more often by mistake.
_MOST_ESCAPES = 8
_UNRESERVED = "-._~"
# Controls, and halves of characters, which no encoding can hold.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# What may not stand in a URL: all but letters and digits of any script, and these.
_ILLEGAL = re.compile(r"[^\w!#$%&'()*+,/:;=?@[\]\-.~]")
# A URL that needs no base, of plain characters alone: to join and to take apart gives it back.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/%+,:@&=-]*)?(?:\?[A-Za-z0-9._~/%+,:@&=-]+)?"
)
_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|md|pdf)$", re.IGNORECASE)
# What NFKD leaves whole although readers of ASCII know it by other letters.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
# Names that Windows keeps for devices, with any ending.
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
_NOT_IN_SLUGS = re.compile("[^a-z0-9]+")
SLUG_LENGTH = 80
# How many answers about URLs and titles are remembered: as many as a very long list has of them.
# It is gone through in one order again and again, so one that is longer finds none of them.
REMEMBERED = 1 << 18
# A whole segment of a path.
_YEAR = re.compile(r"(?<![^/])(?:199|20\d)\d(?![^/])")


def absolute_url(text: str | None, base: str | None = None) -> str | None:
    """Return the http(s) URL that was received, resolved against `base`; None where there is none.

    Only what may not stand in a URL at all is percent-encoded; nothing else is rewritten.
    """
    cleaned = _without_controls(text or "")
    if not cleaned:
        return None
    if _PLAIN.fullmatch(cleaned):
        return cleaned
    try:
        joined = urljoin(base, cleaned) if base else cleaned
        parts = urlsplit(joined)
        if parts.scheme.lower() not in SCHEMES or not parts.hostname:
            return None
        _ = parts.port  # urlsplit checks the port only when it is read
    except ValueError:
        return None
    return _percent_encoded(joined)


def owner_url(text: str, id_prefix: str) -> str | None:
    """Return the URL of a link in the owner's own text; None where it leads nowhere safe.

    It may be relative and may be a mailbox; a link within the text gets the prefix of its ids.
    """
    cleaned = _without_controls(text)
    if cleaned.startswith("#"):
        return _percent_encoded(f"#{id_prefix}{cleaned[1:]}")
    if cleaned.startswith("//"):  # from disk, that would be a file of another machine
        return absolute_url(f"https:{cleaned}")
    if not cleaned or not is_of_schemes(cleaned, ("mailto",)):
        return absolute_url(cleaned)
    return _percent_encoded(cleaned)


def is_of_schemes(url: str, schemes: Collection[str]) -> bool:
    """Return whether a URL is relative or of one of the schemes, also if it was escaped twice.

    >>> is_of_schemes("HTTPS://example.org/", ("https",)), is_of_schemes("a/b:c", ())
    (True, True)
    >>> is_of_schemes("&#106;avascript:alert(1)", ("https",))
    False
    """
    for _ in range(_MOST_ESCAPES):
        scheme = _SCHEME.match(url)
        if scheme and scheme[1].lower() not in schemes:
            return False
        url, before = html.unescape(url), url
        if url == before:
            return True
    return False


def _without_controls(text: str) -> str:
    return _CONTROLS.sub("", text).strip()


def _percent_encoded(url: str) -> str:
    return _ILLEGAL.sub(lambda found: quote(found[0]), url)


# The slug, the host and the year of a URL are needed far from each other.
_parts = lru_cache(maxsize=REMEMBERED)(urlsplit)


@lru_cache(maxsize=REMEMBERED)
def canonical_url(url: str) -> str:
    """Return the form of an absolute http(s) URL that equals that of every other way to write it.

    For comparing only: it is never shown, linked or fetched.

    >>> canonical_url("http://www.Example.org:80/a/%7Eb/index.html?utm_source=x&z=1&b=2#top")
    'https://example.org/a/~b?b=2&z=1'
    """
    parts = _parts(url)
    scheme = parts.scheme.lower()
    host = _canonical_host(parts.hostname or "")
    if parts.port and parts.port != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{parts.port}"
    path = _canonical_path(parts.path)
    return urlunsplit(("https", host, path, _canonical_query(parts.query), ""))


def _canonical_host(host: str) -> str:
    host = host.lower().rstrip(".").removeprefix("www.")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _canonical_path(path: str) -> str:
    path = _canonical_escapes(path)
    if "/." in path:
        path = posixpath.normpath(path)
        path = "/" + path.lstrip("/")
    return path.removesuffix("/index.html").rstrip("/")


def _canonical_query(query: str) -> str:
    parameters = (part for part in query.split("&") if part)
    kept = (_canonical_escapes(part) for part in parameters if not _is_tracking(part))
    return "&".join(sorted(kept))


def _is_tracking(parameter: str) -> bool:
    name = parameter_name(parameter)
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def parameter_name(parameter: str) -> str:
    """Return the name of a parameter of an address, as it compares."""
    return unquote(parameter.partition("=")[0]).lower()


@lru_cache(maxsize=REMEMBERED)
def dropped_parts(url: str) -> dict[str, str]:
    """Return the parts of a URL that `canonical_url` drops: fragment and trackers.

    Each stands under the name of its parameter as it was written, the fragment under "#".

    >>> dropped_parts("https://example.org/log?ref=100&id=1#2.0")
    {'#': '#2.0', 'ref': 'ref=100'}
    """
    parts = _parts(url)
    fragment = _canonical_escapes(parts.fragment)
    parameters = (part for part in parts.query.split("&") if part and _is_tracking(part))
    dropped = {"#": f"#{fragment}"} if fragment else {}
    return dropped | {parameter_name(part): _canonical_escapes(part) for part in parameters}


def _canonical_escapes(text: str) -> str:
    """Return escapes in upper case, and none for what needs none (RFC 3986 §6.2.2)."""
    if "%" not in text:
        return _encode(text)
    parts = text.split("%")
    out = [_encode(parts[0])]
    for part in parts[1:]:
        code = part[:2]
        if len(code) == 2 and all(c in "0123456789abcdefABCDEF" for c in code):
            char = chr(int(code, 16))
            plain = char.isascii() and (char.isalnum() or char in _UNRESERVED)
            out.append((char if plain else f"%{code.upper()}") + _encode(part[2:]))
        else:
            out.append("%25" + _encode(part))
    return "".join(out)


def _encode(text: str) -> str:
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return "".join(c if c.isascii() and c > " " else quote(c) for c in text)


def move_url(url: str, before: str, after: str) -> str | None:
    """Return the new address of a URL whose beginning `before` becomes `after`; None for others.

    >>> move_url("http://www.example.org/p/9", "https://example.org/p/", "https://example.org/new-")
    'https://example.org/new-9'
    """
    whole, start = _comparable_start(url), _comparable_start(before)
    if not whole.startswith(start):
        return None
    return f"https://{_comparable_start(after)}{whole[len(start) :]}"


def _comparable_start(url: str) -> str:
    """Return the URL as it begins: without its scheme, its host canonical, all behind that kept."""
    parts = _parts(url)
    host = _canonical_host(parts.hostname or "")
    if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{_canonical_escapes(parts.path) or '/'}{query}{fragment}"


def url_host(url: str) -> str:
    """Return the host of an absolute URL, in lower case and without `www.`."""
    return _canonical_host(_parts(url).hostname or "")


def url_year(url: str) -> int | None:
    """Return a year from 1990 to 2099 that is a whole segment of the path; None without just one.

    >>> url_year("https://example.org/2025/attention/")
    2025
    """
    years = set(_YEAR.findall(_parts(url).path))
    return int(years.pop()) if len(years) == 1 else None


def slug_of_url(url: str, fallback: str, more: str = "") -> str:
    """Return a slug of the URL's path (and query, where that says more than the path), and `more`.

    >>> slug_of_url("https://transformer-circuits.pub/2025/attention-qk/index.html", "x")
    '2025-attention-qk'
    """
    parts = _parts(url)
    path = _PAGE_ENDING.sub("", unquote(parts.path).rstrip("/")).removesuffix("/index")
    query = _canonical_query(parts.query)
    text = f"{path} {unquote(query)} {unquote(more)}".strip(" /") or url_host(url)
    return slugify(text, fallback)


def slugify(text: str, fallback: str) -> str:
    """Return text in any script as a file name for every system; `fallback` if nothing is left.

    >>> slugify("Gödel, Escher, Bach (2nd ed.)", "x")
    'godel-escher-bach-2nd-ed'
    """
    text = text.lower()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = plain.encode("ascii", "ignore").decode("ascii")
    slug = _NOT_IN_SLUGS.sub("-", text.replace("'", "")).strip("-")[:SLUG_LENGTH].strip("-")
    if not slug:
        return fallback
    return f"{slug}-{fallback}" if slug in _RESERVED else slug


def short_hash(text: str) -> str:
    """Return the first 12 hex digits of the SHA-256 of the text's UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
