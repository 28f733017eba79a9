"""Texts and links that stand with entries and name none, and classes that say what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.records import Config, Kind, Site, Source
from generator.model.record import PartialDate
from generator.sources.capture_files import Received
from generator.sources.index import read_index
from generator.sources.index.labels import (
    is_called_title,
    is_label,
    is_onward,
    is_reading_time,
    is_title_like,
    leads_to_list,
)
from generator.sources.index.tree import Node

ONWARD = (
    "Read more|Read|Read on|Read it|Read post|Read article|Read the article|Read the post|"
    "Read full post|Read the full post|Read the rest|Continue|Continue reading|Keep reading|"
    "Learn more|See more|View|View post|View more|Details|More|More details|Full text|Full post|"
    "Full story|Permalink|Permanent link|Link|Go|Open|Weiterlesen|Mehr|Mehr lesen|Weiter|Lire|"
    "Lire la suite|En savoir plus|Suite|Lire plus|Leer más|Leer mas|Seguir leyendo|Más|Ver más|"
    "Leia mais|Ler mais|Continue lendo|Mais|Leggi|Leggi tutto|Continua|Lees meer|Lees verder|"
    "Meer|Läs mer|Les mer|Læs mere|Lue lisää|Czytaj dalej|Więcej|Číst dál|Více|Читать|"
    "Читать далее|Читать дальше|Далее|Подробнее|Devamını oku|Devamı|阅读全文|阅读更多|更多|"
    "继续阅读|閱讀全文|繼續閱讀|続きを読む|もっと見る|더 보기|더보기|계속 읽기|اقرأ المزيد|"
    "المزيد|ادامه مطلب|קרא עוד|המשך קריאה|đọc tiếp|xem thêm|Selengkapnya|Baca selengkapnya|"
    "Read more about lamps|Continue reading “Lamps”"
).split("|")


@pytest.mark.parametrize("text", ONWARD)
def test_a_text_that_only_leads_on_is_a_label(text: str) -> None:
    for form in ("{}", "[ {}… ]", "→ {} »"):
        assert is_onward(form.format(text))
        assert is_label(form.format(text))


BESIDE = (
    "Slides|Slide|PDF|Video|Videos|Recording|Code|Bib|BibTeX|Bib TeX|Abs|Abstract|HTML|arXiv|DOI|"
    "RSVP|Register|Registration|Poster|Website|Site|Project|Project Page|Demo|Data|Dataset|Supp|"
    "Supplement|Supplementary|Paper|Preprint|Talk|Notes|Comment|Comments|Reply|Share|Edit|Source|"
    "GitHub|Download|Cite|Citation|Export|Print|PS|URL|Web|Blog|Post|Award|Oral|Spotlight|Handout|"
    "Audio|Podcast|Listen|Watch|Transcript|Materials|Appendix|TeX|X|Twitter|Tweet|Email|iCal|RSS|"
    "Scholar|PubMed|Publisher|Journal|ePrint|Other|Show abstract|Google Scholar|Semantic Scholar|"
    "OpenReview|HAL|SSRN|Folien|Vidéo|Diapositives|New|Draft|Pinned|Top|Up|Back|Home|Next|"
    "Previous|Prev|Older|Newer|Older posts|Newer posts|Compare|Assets|Unreleased|"
    "1 comment|3 Comments|4 Kommentare|2 commentaires|3 comentarios|5 replies|1 like|6 views|"
    "7 points|80 words|2 notes|8条评论|8 个评论|No comments|Leave a comment|arXiv:2401.00001|"
    "doi: 10.1000/x|10.1000/x|v2|12|[3]|§|—||1.2"
).split("|")


@pytest.mark.parametrize("text", BESIDE)
def test_what_belongs_to_an_entry_is_no_title_of_it(text: str) -> None:
    assert is_label(f"[{text}]")
    assert not is_onward(f"[{text}]")


TITLES = (
    *("On Comments", "Reading by the sea", "The 3 comments", "Version 2", "PDFs", "2024 in review"),
    *("Continue reading the letters of a harbour master", "Slides of a mountain"),
)


@pytest.mark.parametrize("text", TITLES)
def test_a_title_is_no_label(text: str) -> None:
    assert not is_label(text)
    assert is_title_like(text)


def test_the_number_of_a_version_is_no_label() -> None:
    assert [is_label(text) for text in ("1.2.3", "1.2.3.4", "1.2", "1.", "3 4")] == [
        *(False, False, True, True, True)
    ]


TIMES = (
    *("5 min read", "(5 min read)", "5 mins", "5 min.", "5 minutes", "1 minute read", "a minute"),
    *("5 minute reading time", "~5 min", "about 5 minutes", "ca. 5 Minuten", "under 5 minutes"),
    *("less than a minute", "5-7 min read", "5 – 7 minutes", "5 Min. Lesezeit", "Lesezeit: 5 Min."),
    *("5 min de lecture", "Temps de lecture : 5 min", "5 min de lectura", "5 minutos de lectura"),
    *("5 min de leitura", "5 minuti di lettura", "5 мин чтения", "5 минут", "5 минуты", "1 минута"),
    *("5 分钟阅读", "5 分钟", "5 分", "5 分鐘", "5분 소요", "5分で読めます", "5 dk okuma"),
    *("5 dakika okuma süresi", "Reading time: 5 minutes", "Estimated reading time 5", "900 words"),
    *("1 word", "900 字"),
)


@pytest.mark.parametrize("text", TIMES)
def test_a_reading_time_is_known_by_its_words(text: str) -> None:
    assert is_reading_time(text)
    assert not is_title_like(text)


@pytest.mark.parametrize(
    "text", ["Five minutes", "5 minutes of silence", "In 5 minutes", "900 words on lamps", "Read"]
)
def test_other_texts_are_no_reading_times(text: str) -> None:
    assert not is_reading_time(text)


NO_TITLES = (
    *("Posted on", "Posted by A. Name", "Written by A. Name", "by A. Name", "von A. Name"),
    *("par A. Name", "por A. Name", "от A. Name", "di A. Name", "av A. Name", "af A. Name"),
    *("5 min · by A. Name", "Published at", "Last updated on the", "Last modified:", "Date: 5"),
    *("Veröffentlicht am", "Publié le", "Publicado el", "Created in", "Reading time", "Estimated"),
    *("PDF | Video", "Slides, Video", "Read more – 3 comments", "a 1"),
)


@pytest.mark.parametrize("text", NO_TITLES)
def test_what_says_when_and_by_whom_is_like_no_title(text: str) -> None:
    assert not is_title_like(text)


@pytest.mark.parametrize("text", ["On Soil", "PDF | Soil", "Posted on 1.2.3", "ab"])
def test_a_text_that_says_more_is_like_a_title(text: str) -> None:
    assert is_title_like(text)


def link(href: str, *around: str, rel: str = "", classes: str = "") -> Node:
    """A link in elements, each named with the class that it has: `div.tags`."""
    outer: Node | None = None
    for name in around:
        node = Node(name.partition(".")[0], outer)
        node.classes = tuple(name.split(".")[1:])
        outer = node
    found = Node("a", outer)
    found.attributes = {"href": href, "rel": rel}
    found.classes = tuple(classes.split())
    return found


LISTS = (
    *("/tag/a", "/tags/a/", "/category/a", "/categories/a", "/author/a", "/authors/a", "/topic/a"),
    *("/topics/a", "/label/a", "/labels/a", "/keyword/a", "/keywords/a", "/user/a", "/users/a"),
    *("/people/a", "/profile/a", "/speaker/a", "/speakers/a", "/archive/tag/a", "/by/a"),
    *("/archives/category/a", "/kategorie/a", "/kategorien/a", "/schlagwort/a", "/etiqueta/a"),
    *("/etiquetas/a", "/blog/Tags/a/index.html", "/tags/a/#top"),
)


@pytest.mark.parametrize("path", LISTS)
def test_a_link_to_a_list_is_known_by_its_path(path: str) -> None:
    assert leads_to_list(link(path, "p"))
    assert not leads_to_list(link(f"{path}/b.txt".replace("#top/", ""), "p"))


CLASSES_OF_TAGS = (
    *("tag", "tags", "p-category", "post-tags", "entry-tags", "article-tag", "categories", "cat"),
    *("badge", "label", "chip", "topic", "keyword", "author", "byline", "avatar", "venue", "abbr"),
    *("vcard", "tag-link", "tag-links", "tag-item", "author-name", "tag-list", "Tags"),
)


@pytest.mark.parametrize("name", CLASSES_OF_TAGS)
def test_a_link_to_a_list_is_known_by_a_class(name: str) -> None:
    leading = [
        link("/a", "p", classes=name),
        link("/a", f"p.{name}"),
        link("/a", f"div.{name}"),
        link("/a", f"li.{name}"),
        link("/a", f"p.{name}", "span"),
    ]
    assert list(map(leads_to_list, leading)) == [True] * 5
    others = [
        link("/a", f"article.{name}"),
        link("/a", f"section.{name}"),
        link("/a", f"td.{name}"),
        link("/a", f"div.{name}", "div"),
        link("/a", f"p.x{name}"),
    ]
    assert list(map(leads_to_list, others)) == [False] * 5


def test_a_link_to_a_list_is_known_by_its_relation() -> None:
    links = [link("/a", "p", rel=rel) for rel in ("tag", "author", "category nofollow", "nofollow")]
    assert list(map(leads_to_list, links)) == [True, True, True, False]


CALLED = {
    **dict.fromkeys(("title", "Title", "post-title", "entry_title", "headline", "p-name"), True),
    **dict.fromkeys(("post-name", "titre", "titel", "title-text", "card__title_link"), True),
    **dict.fromkeys(("untitled", "title-date", "name", "subtitle"), False),
}


@pytest.mark.parametrize("name", CALLED)
def test_a_class_says_that_an_element_is_a_title(name: str) -> None:
    node = Node("span", None)
    node.classes = ("a", name)
    assert is_called_title(node) is CALLED[name]


Said = list[tuple[str | None, tuple[str, ...], str | None, tuple[str, ...]]]


def said(form: str) -> Said:
    """The title, authors, summary and tags of each entry on a page of a form."""
    page = "<body>" + "".join(
        form.format(title=title, date=date)
        for title, date in (
            ("Tides in the Harbour", "March 5, 2024"),
            ("Ropes and Knots", "February 14, 2024"),
            ("On Lamps", "December 1, 2023"),
        )
    )
    config = Config(
        folder="content",
        site=Site(id="list", title="A list"),
        sources=(source := Source(name="s", reader="index", title="S", url="https://a.example"),),
        kinds=(Kind(name="article", title="Article", plural="Articles"),),
    )
    received = Received(path="p", file=Path("p"), resource=None, date=PartialDate(year=2026))
    return [
        (entry.title, entry.authors, entry.summary, entry.tags)
        for entry in read_index(page.encode(), received, source, config).entries
    ]


def as_said(
    authors: tuple[str, ...] = (), summary: str | None = None, tags: tuple[str, ...] = ()
) -> Said:
    titles = ("Tides in the Harbour", "Ropes and Knots", "On Lamps")
    return [(title, authors, summary.format(title) if summary else None, tags) for title in titles]


POST = "<article><h2><a href=/{{title}}>{{title}}</a></h2><time>{{date}}</time>{}</article>"


@pytest.mark.parametrize(
    "name",
    "excerpt summary description abstract teaser subtitle dek lead intro post-excerpt "
    "card__body_summary Teaser".split(),
)
def test_a_class_says_that_an_element_is_a_summary(name: str) -> None:
    form = POST.format(f"<div class={name}>Of {{title}}.</div><p>And more of {{title}}.</p>")
    assert said(form) == as_said(summary="Of {0}. And more of {0}.")


@pytest.mark.parametrize(
    "name",
    "byline author authors speaker speakers post-author author-name entry_authors__names".split(),
)
def test_a_class_says_that_an_element_is_a_byline(name: str) -> None:
    assert said(POST.format(f"<div class={name}>Ada Example</div>")) == as_said(("Ada Example",))


@pytest.mark.parametrize("by", ["By", "by", "Von", "von", "Par", "par", "Por", "por"])
def test_the_word_before_a_name_is_none_of_it(by: str) -> None:
    form = POST.format(f"<div class=byline>{by} Ada Example</div>")
    assert said(form) == as_said(("Ada Example",))


def test_an_address_and_a_relation_say_so_too() -> None:
    assert said(POST.format("<address>Ada Example</address>")) == as_said(("Ada Example",))
    form = POST.format("<a rel=author href=/ada>Ada Example</a>")
    assert said(form) == as_said(("Ada Example",))


def test_a_class_and_a_relation_say_that_a_link_is_a_tag() -> None:
    form = POST.format("<a class=tag href=/a>tin</a> <a rel=tag href=/b>copper</a>")
    assert said(form) == as_said(tags=("tin", "copper"))
