"""content/site.toml and overrides.toml: what is read, and what is said of what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.config.load import load_config, name_defaults
from generator.config.overrides import (
    ArticleRule,
    FieldRule,
    MoveRule,
    Overrides,
    SameRule,
    load_overrides,
)
from generator.config.records import DEFAULT_KINDS, Config, Kind, Series, Site, Source
from generator.errors import ConfigError

SITE = '[site]\nid = "list"\ntitle = "A list"\n'  # lines 1 to 3
SOURCE = '[[source]]\nname = "feed"\nreader = "feed"\ntitle = "A feed"\n'  # 4 to 7, after SITE
GOOD = SITE + SOURCE


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty content folder that is called content/ from where the test stands."""
    monkeypatch.chdir(tmp_path)
    folder = Path("content")
    folder.mkdir()
    return folder


def write_site(content: Path, text: str) -> Path:
    (content / "site.toml").write_text(text, encoding="utf-8")
    return content


def test_a_whole_site_toml_is_read(content: Path) -> None:
    text = """
# A comment, then everything there is.
[site]
id = "list"
title = "A list"
description = "What we read."
language = "pt-BR"
timezone = "Europe/Paris"
base_url = "https://example.org/list"
connects_to = ["https://count.example.org", "http://127.0.0.1:8080"]

[[source]]
name = "index"
reader = "index"
title = "The index"
url = "https://example.org/"

[[source]]
name = "feed"
reader = "feed"
title = "A feed"
captures = "log/feed"

[[kind]]
name = "paper"
title = "Paper"
plural = "Papers"
glyph = "disc"
large = true
title_starts = ["On"]
hosts = ["example.org"]
tags = ["paper"]
byline = true

[[kind]]
name = "note"
title = "Note"
plural = "Notes"

[[series]]
name = "updates"
title = "Updates"
title_starts = ["Updates"]
dated = true
"""
    (content / "log" / "feed").mkdir(parents=True)
    assert load_config(write_site(content, text)) == Config(
        folder="content",
        site=Site(
            id="list",
            title="A list",
            description="What we read.",
            language="pt-BR",
            timezone="Europe/Paris",
            base_url="https://example.org/list/",
            connects_to=("https://count.example.org", "http://127.0.0.1:8080"),
        ),
        sources=(
            Source(name="index", reader="index", title="The index", url="https://example.org/"),
            Source(name="feed", reader="feed", title="A feed", captures="log/feed"),
        ),
        kinds=(
            Kind(
                name="paper",
                title="Paper",
                plural="Papers",
                glyph="disc",
                large=True,
                title_starts=("On",),
                hosts=("example.org",),
                tags=("paper",),
                byline=True,
            ),
            Kind(name="note", title="Note", plural="Notes"),
        ),
        series=(Series(name="updates", title="Updates", title_starts=("Updates",), dated=True),),
    )


def test_what_is_left_out_has_a_plain_standard(content: Path) -> None:
    config = load_config(write_site(content, GOOD))
    assert config.site == Site(
        id="list", title="A list", description="", language="en", timezone="UTC", base_url=""
    )
    assert (config.kinds, config.series) == (DEFAULT_KINDS, ())
    assert [source.folder for source in config.sources] == ["captures/feed"]


def test_a_picture_of_the_owners_is_a_file_in_static_or_a_url(content: Path) -> None:
    (content / "static").mkdir()
    (content / "static/mine.png").touch()
    for image in ("mine.png", "https://example.org/mine.png"):
        write_site(content, GOOD.replace("[[", f'image = "{image}"\n[[', 1))
        assert load_config(content).site.image == image
    write_site(content, GOOD)
    assert load_config(content).site.image == ""
    (content / "static/og.png").touch()
    assert load_config(content).site.image == "og.png"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(content: Path) -> None:
    text = "\ufeff" + GOOD.replace("\n", "\r\n")
    (content / "site.toml").write_bytes(text.encode())
    assert load_config(content).site.title == "A list"


def test_the_command_lines_base_url_replaces_that_of_the_file(content: Path) -> None:
    write_site(content, GOOD.replace("[[", 'base_url = "https://a.example/"\n[[', 1))
    assert load_config(content).site.base_url == "https://a.example/"
    assert load_config(content, "https://b.example/list").site.base_url == "https://b.example/list/"
    assert load_config(content, "").site.base_url == ""


def test_captures_may_lie_beside_site_toml(content: Path) -> None:
    write_site(content, SITE + SOURCE + 'captures = "."\n')
    assert load_config(content).sources[0].folder == "."


def site_with(line: str) -> str:
    """A good site.toml with one more line in [site], line 4."""
    return SITE + line + "\n" + SOURCE


def source_with(line: str) -> str:
    """A good site.toml with one more line in [[source]], line 8."""
    return GOOD + line + "\n"


def kind_with(line: str) -> str:
    """A good site.toml with a kind in lines 8 to 11 and one more line in it, line 12."""
    return GOOD + f'[[kind]]\nname = "note"\ntitle = "Note"\nplural = "Notes"\n{line}\n'


def series(name: str) -> str:
    """A series of this name, four lines."""
    return f'[[series]]\nname = "{name}"\ntitle = "S"\ntitle_starts = ["S"]\n'


def test_a_source_has_its_addresses_without_what_hides_around_them(content: Path) -> None:
    lines = 'url = "\\u00a0https://e.org/a b"\nfetch_url = "\\u2028HTTPS://e.org/feed\\u3000"'
    write_site(content, source_with(lines))
    [source] = load_config(content).sources
    assert (source.url, source.asked_url) == ("https://e.org/a%20b", "HTTPS://e.org/feed")
    write_site(content, source_with('url = "https://e.org/"\nfetch_url = ""'))
    assert load_config(content).sources[0].asked_url is None


# site.toml → the message, with the line
WRONG = {
    "an empty file": ("", "content/site.toml: the table [site] is missing"),
    "no TOML": (
        "[site]\nid = \n",
        "content/site.toml:2: Invalid value, in: id =; texts stand in quotes",
    ),
    "a text without quotes": (
        "[site]\nid = talks\n",
        "content/site.toml:2: Invalid value, in: id = talks; texts stand in quotes",
    ),
    "a date of its own form": (
        "[site]\nid = 2022-9-14\n",
        "content/site.toml:2: Expected newline or end of document after a statement, in: "
        "id = 2022-9-14; texts stand in quotes",
    ),
    "no TOML up to the end": (
        '[site]\nid = "list"\ntitle = """A',
        "content/site.toml:3: Unterminated string",
    ),
    "a key given twice": (
        '[site]\nid = "list"\nid = "tsil"\n',
        "content/site.toml:3: Cannot overwrite a value",
    ),
    "a number without an end": (
        SITE + "base_url = " + "9" * 5000 + "\n",
        "content/site.toml:4: Exceeds the limit",
    ),
    "an unknown table": (
        GOOD + "[[serie]]\n",
        'content/site.toml:8: unknown table [serie]; did you mean "series"?',
    ),
    "a table that is like none": (
        GOOD + "[zzz]\n",
        "content/site.toml:8: unknown table [zzz]; known: site, source, kind, series",
    ),
    "a key outside of the tables": (
        'titel = "x"\n' + GOOD,
        'content/site.toml:1: "titel" stands in no table; known: site, source, kind, series',
    ),
    "an unknown key": (
        site_with('titel = "x"'),
        'content/site.toml:4: unknown key "titel" in [site]; did you mean "title"?',
    ),
    "an unknown key in a later table": (
        GOOD + SOURCE + "titel = 1\n",
        'content/site.toml:12: unknown key "titel" in [source]; did you mean "title"?',
    ),
    "a missing key": (
        '[site]\nid = "list"\n' + SOURCE,
        'content/site.toml:1: [site] has no "title"',
    ),
    "a missing key of a second source": (
        GOOD + '[[source]]\nname = "other"\ntitle = "x"\n',
        'content/site.toml:8: [source] has no "reader"',
    ),
    "text where a truth is wanted": (
        kind_with('large = "yes"'),
        'content/site.toml:12: "large" in [kind]: expected true or false',
    ),
    "a truth where text is wanted": (
        site_with("description = true"),
        'content/site.toml:4: "description" in [site]: expected text in quotes',
    ),
    "text where a list is wanted": (
        kind_with('tags = "paper"'),
        'content/site.toml:12: "tags" in [kind]: expected a list in brackets',
    ),
    "a number in a list of texts": (
        kind_with('tags = ["paper", 1]'),
        'content/site.toml:12: "tags" in [kind]: expected text in quotes',
    ),
    "a word that is none of the known ones": (
        kind_with('glyph = "disk"'),
        'content/site.toml:12: "glyph" in [kind]: "disk"; did you mean "disc"?',
    ),
    "a sort of work that nobody knows": (
        kind_with('cited_as = "preprnt"'),
        'content/site.toml:12: "cited_as" in [kind]: "preprnt"; did you mean "preprint"?',
    ),
    "an unknown reader": (
        SITE + SOURCE.replace('reader = "feed"', 'reader = "fede"'),
        'content/site.toml:6: "reader" in [source]: "fede"; did you mean "feed"?',
    ),
    "[[site]]": (
        GOOD.replace("[site]", "[[site]]"),
        "content/site.toml:1: [site] stands once, in single brackets",
    ),
    "[source]": (
        GOOD.replace("[[source]]", "[source]"),
        "content/site.toml:4: write [[source]], in double brackets",
    ),
    "no source": (
        SITE,
        "content/site.toml: names no [[source]]; without one there is nothing to list",
    ),
    "an id with a space": (
        GOOD.replace('"list"', '"My list"'),
        'content/site.toml:2: id "My list": use a-z, 0-9 and hyphens; it names storage in browsers',
    ),
    "a name with a slash": (
        GOOD.replace('name = "feed"', 'name = "../feed"'),
        'content/site.toml:5: name "../feed" in [[source]]: use a-z, 0-9 and hyphens',
    ),
    "a name given twice": (
        GOOD + SOURCE,
        'content/site.toml:9: a second [[source]] is named "feed"',
    ),
    "a time zone with a slip": (
        site_with('timezone = "Europe/Pariss"'),
        'content/site.toml:4: there is no time zone "Europe/Pariss"; did you mean "Europe/Paris"?',
    ),
    "a time zone that leads elsewhere": (
        site_with('timezone = "../../etc/passwd"'),
        'content/site.toml:4: there is no time zone "../../etc/passwd"',
    ),
    "a time zone that is a folder": (
        site_with('timezone = "America"'),
        'content/site.toml:4: there is no time zone "America"',
    ),
    "no time zone": (site_with('timezone = ""'), 'content/site.toml:4: there is no time zone ""'),
    "an unfinished merge": (
        site_with('<<<<<<< HEAD\ntimezone = "UTC"\n=======\ntimezone = "GMT"\n>>>>>>> theirs'),
        "content/site.toml:4: a merge was left unfinished here: keep what is right of both sides, "
        "without the marks",
    ),
    **{
        f"one line of an unfinished merge, {mark}": (
            site_with(f"{mark} theirs"),
            "content/site.toml:4: a merge was left unfinished here: keep what is right of both "
            "sides, without the marks",
        )
        for mark in ("<<<<<<<", "|||||||", ">>>>>>>")
    },
    "whether it is several blogs, misspelt": (
        site_with('blogs = "severl"'),
        'content/site.toml:4: "blogs" in [site]: "severl"; did you mean "several"?',
    ),
    "a language in words": (
        site_with('language = "the English"'),
        'content/site.toml:4: "language" in [site]: "the English" is no language tag; write "en" '
        'or "pt-BR"',
    ),
    "a language tag with its parts in no order": (
        site_with('language = "pt-BR-Latn"'),
        'content/site.toml:4: "language" in [site]: "pt-BR-Latn" is no language tag; write "en" '
        'or "pt-BR"',
    ),
    "a language without month names": (
        site_with('language = "xx"'),
        'content/site.toml:4: "language" in [site]: the names of the months are not known in '
        '"xx"; write a language like "en" or "pt-BR"',
    ),
    "a language that is none in its first part": (
        site_with('language = "eng-lish"'),
        'content/site.toml:4: "language" in [site]: the names of the months are not known in '
        '"eng-lish"; write a language like "en" or "pt-BR"',
    ),
    "a language of which only the country is not known": (
        site_with('language = "de-XX"'),
        'content/site.toml:4: "language" in [site]: the names of the months are not known in '
        '"de-XX"; write a language like "en" or "pt-BR"',
    ),
    **{
        f"a site to connect to that {what}": (
            site_with(f'connects_to = ["https://a.example", "{text}"]'),
            f'content/site.toml:4: "{text}" in connects_to is no site; write it like '
            '"https://count.example.org", in small letters',
        )
        for what, text in {
            "ends the policy": "https://a.example; script-src *",
            "is any": "*",
            "is any of a domain": "https://*.example",
            "is every site of a scheme": "https:",
            "has a path": "https://a.example/count",
            "has a password": "https://a:b@a.example",
            "has no scheme": "a.example",
            "is a word of policies": "'unsafe-inline'",
            "is a socket": "wss://a.example",
            "has letters of another script": "https://ä.example",
        }.items()
    },
    "an empty title": (
        '[site]\nid = "list"\ntitle = " "\n' + SOURCE,
        'content/site.toml:3: "title" is empty',
    ),
    "a control character": (
        site_with('description = "a\\u0000c"'),
        'content/site.toml:4: "description" holds a control character',
    ),
    "a title that begins with nothing": (
        kind_with('title_starts = ["On", ""]'),
        'content/site.toml:12: a text in "title_starts" is empty',
    ),
    "a picture that is not there": (
        site_with('image = "mine.png"'),
        'content/site.toml:4: image = "mine.png": no URL, and no file in content/static',
    ),
    "a picture outside of static": (
        site_with('image = "../site.toml"'),
        'content/site.toml:4: image = "../site.toml": no URL, and no file in content/static',
    ),
    "a base URL without a scheme": (
        site_with('base_url = "example.org"'),
        'content/site.toml:4: base URL "example.org" is no http or https URL of a folder',
    ),
    "a base URL with a space": (
        site_with('base_url = "https://exa mple.org/"'),
        'content/site.toml:4: base URL "https://exa mple.org/" is no http or https URL of a folder',
    ),
    "a base URL with a password": (
        site_with('base_url = "https://me:secret@example.org/"'),
        'content/site.toml:4: base URL "https://me:secret@example.org/" is no http or https URL '
        "of a folder",
    ),
    "a base URL with a query": (
        site_with('base_url = "https://example.org/?a"'),
        'content/site.toml:4: base URL "https://example.org/?a" is no http or https URL of a '
        "folder",
    ),
    "a source's URL": (
        source_with('url = "example.org"'),
        'content/site.toml:8: "example.org" is no http or https URL',
    ),
    "a folder of captures that is not there": (
        source_with('captures = "log/fede"'),
        "content/site.toml:8: content/log/fede: no such folder",
    ),
    "a hidden folder of captures": (
        source_with('captures = ".log"'),
        'content/site.toml:8: captures = ".log": nobody watches a hidden folder; rename it',
    ),
    "a folder of captures that another source reads": (
        source_with('captures = "captures"')
        + '[[source]]\nname = "b"\nreader = "feed"\ntitle = "B"\n',
        'content/site.toml:9: "b" and "feed" read one folder, captures/b',
    ),
    "a folder of captures that is absolute": (
        source_with('captures = "/var/log"'),
        'content/site.toml:8: captures = "/var/log": name a folder below content, as in "log"',
    ),
    "a folder of captures outside of the content": (
        source_with('captures = "../log"'),
        'content/site.toml:8: captures = "../log": name a folder below content, as in "log"',
    ),
    "a key of another reader": (
        GOOD.replace('reader = "feed"', 'reader = "index"') + 'titles = "plain"\n',
        'content/site.toml:8: "titles" in [[source]] is for reader = "feed" only',
    ),
    "a selector that is none": (
        GOOD.replace('reader = "feed"', 'reader = "index"') + 'selectors = {entry = "li["}\n',
        'content/site.toml:8: "entry" in selectors: "li[" is no CSS selector',
    ),
    "an unknown selector": (
        GOOD.replace('reader = "feed"', 'reader = "index"')
        + 'selectors = {entry = "li", titel = "b"}\n',
        'content/site.toml:8: unknown key "titel" in selectors; did you mean "title"?',
    ),
    "selectors without an entry": (
        GOOD.replace('reader = "feed"', 'reader = "index"') + 'selectors = {title = "b"}\n',
        'content/site.toml:8: selectors has no "entry"',
    ),
    "a host with its scheme": (
        kind_with('hosts = ["https://distill.pub"]'),
        'content/site.toml:12: "https://distill.pub" in hosts: write "distill.pub"',
    ),
    "a host in capitals and with www": (
        kind_with('hosts = ["distill.pub", "www.Example.org"]'),
        'content/site.toml:12: "www.Example.org" in hosts: write "example.org"',
    ),
    "a kind with a name in capitals": (
        kind_with("large = true").replace('name = "note"', 'name = "Note"'),
        'content/site.toml:9: name "Note" in [[kind]]: use a-z, 0-9 and hyphens',
    ),
    "a name of a kind given twice": (
        kind_with('tags = ["note"]') + kind_with("large = true").removeprefix(GOOD),
        'content/site.toml:14: a second [[kind]] is named "note"',
    ),
    "a series with a name that ends in a hyphen": (
        GOOD + series("a-"),
        'content/site.toml:9: name "a-" in [[series]]: use a-z, 0-9 and hyphens',
    ),
    "a name of a series given twice": (
        GOOD + series("a") + series("a"),
        'content/site.toml:13: a second [[series]] is named "a"',
    ),
    "a kind of what a source lists that there is not": (
        kind_with('sources = ["feed", "fede"]'),
        'content/site.toml:12: there is no source "fede"; did you mean "feed"?',
    ),
    "a folder of captures around that of another source": (
        source_with('captures = "log/a"')
        + '[[source]]\nname = "b"\nreader = "feed"\ntitle = "B"\ncaptures = "log"\n',
        'content/site.toml:13: "b" and "feed" read one folder, log',
    ),
    **{
        f"a largest size of {size} megabytes": (
            source_with(f"largest_mb = {size}"),
            'content/site.toml:8: "largest_mb" is 1 to 1000',
        )
        for size in (0, 1001)
    },
    "copies in a source that holds none": (
        GOOD + '[fetch]\npreviews = "feed"\n',
        'content/site.toml:9: no [[source]] with reader = "preview" is named "feed"',
    ),
    **{
        f"a host that is {name!r}": (
            GOOD + f'[[host]]\nname = "{name}"\nexcerpt_characters = 0\n',
            f'content/site.toml:9: "{name}" is no host name',
        )
        for name in ("", "https://a.example", "a.example:80", "me@a.example", "a example")
    },
    "less than nothing of a host": (
        GOOD + '[[host]]\nname = "a.example"\nexcerpt_characters = -1\n',
        "content/site.toml:10: excerpt_characters: give a number from 0",
    ),
    "a takedown of no address": (
        GOOD + '[[takedown]]\nurl = "a.example"\nreason = "x"\n',
        'content/site.toml:9: "a.example" is no http or https URL',
    ),
    "a takedown without a reason": (
        GOOD + '[[takedown]]\nurl = "https://a.example"\nreason = " "\n',
        "content/site.toml:10: [[takedown]]: give a reason",
    ),
    "a kind without rules before another": (
        kind_with("large = true") + '[[kind]]\nname = "b"\ntitle = "B"\nplural = "Bs"\n',
        'content/site.toml:9: no article can be of kind "note": it has no rule, and only the last '
        "kind takes the rest",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_site_toml_is_told_with_its_line(
    content: Path, text: str, message: str
) -> None:
    write_site(content, text)
    with pytest.raises(ConfigError, match=f"^{re.escape(message)}"):
        load_config(content)


# What [fetch] may set, the least and the most.
BOUNDED = {
    "at_once": (1, 32),
    "pause_seconds": (0, 600),
    "timeout_seconds": (0.01, 600),
    "max_bytes": (1, 1_000_000_000),
    "preview_max_age_days": (0, 36_500),
    "excerpt_characters": (0, 100_000),
}


@pytest.mark.parametrize("key", BOUNDED)
def test_fetching_keeps_within_bounds(content: Path, key: str) -> None:
    least, most = BOUNDED[key]
    for value in (least, most):
        write_site(content, GOOD + f"[fetch]\n{key} = {value}\n")
        assert getattr(load_config(content).fetch, key) == value
    step = 0.01 if key == "timeout_seconds" else 1
    for value in (least - step, most + 1):
        write_site(content, GOOD + f"[fetch]\n{key} = {value}\n")
        message = rf"{key} = {value}(\.0)?: give a number from {least} to {most}"
        with pytest.raises(ConfigError, match=rf"^content/site\.toml:9: {message}$"):
            load_config(content)


def test_a_file_that_is_read_may_have_a_megabyte_or_a_thousand(content: Path) -> None:
    for size in (1, 1000):
        config = load_config(write_site(content, source_with(f"largest_mb = {size}")))
        assert config.sources[0].largest_mb == size


def test_what_the_owner_gives_no_name_has_one_in_the_language_of_the_site(content: Path) -> None:
    strings = {
        "default-kind": "Artikel",
        "default-kinds": "Die Artikel",
        "default-notes": "Notizen",
    }
    (content / "notes").mkdir()
    config = name_defaults(load_config(write_site(content, GOOD)), strings)
    assert [(kind.title, kind.plural) for kind in config.kinds] == [("Artikel", "Die Artikel")]
    assert [source.title for source in config.sources] == ["A feed", "Notizen"]
    named = kind_with("large = true") + (
        '[[source]]\nname = "notes"\nreader = "note"\ntitle = "Mine"\ncaptures = "notes"\n'
    )
    config = name_defaults(load_config(write_site(content, named)), strings)
    assert [(kind.title, kind.plural) for kind in config.kinds] == [("Note", "Notes")]
    assert [source.title for source in config.sources] == ["A feed", "Mine"]


def test_a_wrong_base_url_of_the_command_line_is_told_as_such(content: Path) -> None:
    write_site(content, GOOD)
    message = '--base-url: base URL "ftp://x/" is no http or https URL of a folder'
    with pytest.raises(ConfigError, match=f"^{re.escape(message)}$"):
        load_config(content, "ftp://x/")


def test_a_base_url_is_written_as_a_url_must_be(content: Path) -> None:
    write_site(content, GOOD)
    assert (
        load_config(content, "https://example.org/a b").site.base_url
        == "https://example.org/a%20b/"
    )


def test_a_missing_site_toml_is_told(content: Path) -> None:
    with pytest.raises(ConfigError, match=r"^content/site\.toml: no such file; octavo init"):
        load_config(content)


def test_a_site_toml_that_is_a_folder_is_told(content: Path) -> None:
    (content / "site.toml").mkdir()
    with pytest.raises(ConfigError, match=r"^content/site\.toml: cannot be read: Is a directory$"):
        load_config(content)


def test_a_site_toml_that_is_not_utf_8_is_told(content: Path) -> None:
    (content / "site.toml").write_bytes(b'[site]\nid = "caf\xe9"\n')
    with pytest.raises(ConfigError, match=r"^content/site\.toml: not UTF-8 at byte 16$"):
        load_config(content)


SET = '[[set]]\narticle = "A"\nreason = "x"\n'  # lines 1 to 3


def overrides_of(content: Path, text: str) -> Overrides:
    write_site(content, GOOD + '[[kind]]\nname = "note"\ntitle = "Note"\nplural = "Notes"\n')
    (content / "overrides.toml").write_text(text, encoding="utf-8")
    return load_overrides(load_config(content))


def test_without_overrides_toml_the_owner_says_nothing(content: Path) -> None:
    write_site(content, GOOD)
    assert load_overrides(load_config(content)) == Overrides()


def test_a_whole_overrides_toml_is_read(content: Path) -> None:
    text = """
[[set]]
article = "A"
url = "https://example.org/a"
title = "A “title”"
authors = ["Ada", "Ben"]
date = 2024-05-06
summary = "Short."
kind = "note"
tags = []
reason = "I know."
[[hide]]
article = "B"
reason = "Not ours."
[[mention]]
article = "C"
reason = "A link."
[[article]]
article = "D"
reason = "No link."
[[same]]
articles = ["E", "F", "G"]
reason = "Moved."
[[not_same]]
articles = ["H", "I"]
reason = "Two."
[[show]]
article = "J"
reason = "Ours."
[[moved]]
from = "https://old.example/a b"
to = "https://new.example/"
reason = "It moved."
"""
    assert overrides_of(content, text) == Overrides(
        set=(
            FieldRule(
                article="A",
                reason="I know.",
                url="https://example.org/a",
                title="A “title”",
                authors=("Ada", "Ben"),
                date="2024-05-06",
                summary="Short.",
                kind="note",
                tags=(),
                where="overrides.toml:2",
            ),
        ),
        hide=(ArticleRule(article="B", reason="Not ours.", where="overrides.toml:12"),),
        mention=(ArticleRule(article="C", reason="A link.", where="overrides.toml:15"),),
        article=(ArticleRule(article="D", reason="No link.", where="overrides.toml:18"),),
        same=(SameRule(articles=("E", "F", "G"), reason="Moved.", where="overrides.toml:21"),),
        not_same=(SameRule(articles=("H", "I"), reason="Two.", where="overrides.toml:24"),),
        show=(ArticleRule(article="J", reason="Ours.", where="overrides.toml:27"),),
        moved=(
            MoveRule(
                from_="https://old.example/a%20b",
                to="https://new.example/",
                reason="It moved.",
                where="overrides.toml:30",
            ),
        ),
    )


def test_text_that_the_owner_sets_is_one_clean_line(content: Path) -> None:
    text = SET + 'title = """\n  Two\n  lines"""\nauthors = [" Ada "]\n'
    (setting,) = overrides_of(content, text).set
    assert (setting.title, setting.authors) == ("Two lines", ("Ada",))


WRONG_OVERRIDES = {
    "an unknown table": (
        "[[hidden]]\n",
        'content/overrides.toml:1: unknown table [hidden]; did you mean "hide"?',
    ),
    "an unknown key": (
        SET + 'titel = "B"\n',
        'content/overrides.toml:4: unknown key "titel" in [set]; did you mean "title"?',
    ),
    "the line it stands in is not the owner's to set": (
        SET + 'where = "B"\n',
        'content/overrides.toml:4: unknown key "where" in [set]; known: article, reason, url, '
        "title, authors, date, summary, kind, series, tags, add_tags, type, container, volume, "
        "issue, pages, publisher, key, doi, arxiv, pmid, isbn, issn",
    ),
    "no reason": (
        '[[hide]]\narticle = "A"\n',
        'content/overrides.toml:1: [hide] has no "reason"',
    ),
    "an empty reason": (
        '[[hide]]\narticle = "A"\nreason = " "\n',
        "content/overrides.toml:3: [[hide]]: give a reason",
    ),
    "no article": (
        '[[hide]]\nreason = "x"\n',
        'content/overrides.toml:1: [hide] has no "article"',
    ),
    "nothing set": (
        SET,
        "content/overrides.toml:2: [[set]] sets no field; known: url, title, authors, date, "
        "summary, kind, series, tags",
    ),
    "a URL that is none": (
        SET + 'url = "example.org"\n',
        'content/overrides.toml:4: "example.org" is no http or https URL',
    ),
    "a date that is none": (
        SET + 'date = "July 2024"\n',
        'content/overrides.toml:4: "July 2024" is no date (write 2025, 2025-07 or 2025-07-25)',
    ),
    "a day that never was": (
        SET + 'date = "2024-02-30"\n',
        "content/overrides.toml:4: there is no day 30 in 2024-02",
    ),
    "an unknown kind": (
        SET + 'kind = "nota"\n',
        'content/overrides.toml:4: site.toml has no kind "nota"; did you mean "note"?',
    ),
    "an unknown series": (
        SET + 'series = "updates"\n',
        'content/overrides.toml:4: site.toml has no series "updates"',
    ),
    "an empty title": (SET + 'title = " "\n', 'content/overrides.toml:4: "title" is empty'),
    "an empty summary": (SET + 'summary = ""\n', 'content/overrides.toml:4: "summary" is empty'),
    "an empty author": (
        SET + 'authors = ["Ada", ""]\n',
        'content/overrides.toml:4: a text in "authors" is empty',
    ),
    "one article that is the same": (
        '[[same]]\narticles = ["A"]\nreason = "x"\n',
        "content/overrides.toml:2: [[same]]: name two articles or more",
    ),
    "one article twice": (
        '[[not_same]]\narticles = ["A", "A"]\nreason = "x"\n',
        "content/overrides.toml:2: [[not_same]]: name two articles or more",
    ),
    "a fault in the second of two tables": (
        SET + 'title = "B"\n' + SET + "title = 1\n",
        'content/overrides.toml:8: "title" in [set]: expected text in quotes',
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG_OVERRIDES.values(), ids=WRONG_OVERRIDES)
def test_what_is_wrong_in_overrides_toml_is_told_with_its_line(
    content: Path, text: str, message: str
) -> None:
    with pytest.raises(ConfigError, match=f"^{re.escape(message)}"):
        overrides_of(content, text)


def test_where_nothing_is_known_no_empty_list_of_it_is_told(content: Path) -> None:
    with pytest.raises(ConfigError, match=r'site\.toml has no series "updates"$'):
        overrides_of(content, SET + 'series = "updates"\n')
