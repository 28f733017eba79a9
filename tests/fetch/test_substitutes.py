"""A page that a server sends in an article's place is no copy of the article."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.fetch.state import load_states
from generator.fetch.substitutes import is_substitute, why_no_article
from generator.text.html_tree import parse_page
from generator.text.page.metadata import facts_of
from tests.fetch.test_copies import HTML, copies, make_content, only, run
from tests.loopback import Reply, loopback

URL = "https://example.org/2024/how-tides-work"
TITLE = "How tides work"
TEXT = "<p>The moon pulls at the sea, and the sea follows it around the earth.</p>" * 8


def judged(
    html: str, answered: str = URL, title: str | None = TITLE, asked: str = URL
) -> str | None:
    """Why the page is not the article, if it is not."""
    root = parse_page(html)
    assert root is not None
    return why_no_article(root, facts_of(root, answered), asked, answered, title)


def page(title: str, head: str = "", body: str = "", heading: str | None = None) -> str:
    heading = title if heading is None else heading
    h1 = f"<h1>{heading}</h1>" if heading else ""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body>{h1}{body}{TEXT}</body></html>"
    )


CHALLENGE = '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
CHALLENGES = {
    "by a script's address": page("example.org", CHALLENGE),
    "by a script": page(
        "example.org", "<script>a.src = '/cdn-cgi/challenge-platform/h/g/x';</script>"
    ),
    "that bears the article's title": page(TITLE, CHALLENGE),
    **{
        f"by <{tag}>": page("example.org", body=f'<{tag} {name}="/cdn-cgi/challenge-platform/x">')
        for tag, name in {
            "iframe": "src",
            "form": "action",
            "link": "href",
            "img": "src",
            "meta": "content",
        }.items()
    },
}


@pytest.mark.parametrize("html", CHALLENGES.values(), ids=CHALLENGES)
def test_a_challenge_is_refused(html: str) -> None:
    assert judged(html) == "is a challenge to prove that one is no program"


FRAMES = {
    "the script that its provider puts into every page": page(
        TITLE, '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'
    ),
    "a text about challenges": page(TITLE, body="<p>It is below /cdn-cgi/challenge-platform/.</p>"),
    "a banner about cookies": page(TITLE, body="<p>We use cookies. Please accept our cookies.</p>"),
    "a title with the site's name": page(f"{TITLE} | Example", heading="Please log in"),
    "a heading with the article's title": page("Log in", heading=TITLE),
    "a text with the article's title": page("Log in", body=f"<p>{TITLE} is for members.</p>"),
    "a title that begins like a log-in": page("Log in without passwords"),
}


@pytest.mark.parametrize("html", FRAMES.values(), ids=FRAMES)
def test_an_ordinary_page_is_the_article(html: str) -> None:
    assert judged(html) is None


COOKIES = (
    "<noscript>Enable JavaScript and cookies to continue</noscript>",
    "<p>Please enable cookies.</p>",
    "<div>Your browser has cookies disabled. Turn them on.</div>",
    "<p>Cookies must be enabled to read this site.</p>",
)


@pytest.mark.parametrize("body", COOKIES)
def test_a_page_that_asks_for_cookies_before_anything_is_refused(body: str) -> None:
    assert judged(page("example.org", body=body, heading="")) == "asks for cookies before anything"


def test_a_page_that_asks_for_cookies_at_its_end_is_not_refused() -> None:
    html = page("example.org").replace("</body>", "<p>Please enable cookies.</p></body>")
    assert judged(html) is None


SUBSTITUTES = (
    *("Log in", "Login", "Log In | Example", "Sign in to continue", "Sign up or log in"),
    *("You must be logged in", "Please log in to read this page", "Subscribe to continue reading"),
    *("Page not found", "404", "404 Not Found", "Error 404", "404 - Page Not Found | Example"),
    *(
        "Oops! That page can’t be found.",
        "This page doesn't exist",
        "Sorry, this page isn't available",
    ),
    *("Page Not Found — Example", "Seite nicht gefunden", "The article could not be found"),
    *("Just a moment...", "Just a moment…", "Attention Required! | Cloudflare", "Access Denied"),
    *("403 Forbidden", "Are you a robot?", "Verify you are human", "Checking your browser before"),
    *("Before you continue to Example", "We value your privacy", "Cookie consent", "503 Service"),
    *("Service Unavailable", "Under maintenance", "Login » Example", "Example « Not found"),
)


@pytest.mark.parametrize("title", SUBSTITUTES)
def test_a_page_titled_like_no_article_is_refused(title: str) -> None:
    assert is_substitute(title)
    assert judged(page(title)) == f'is titled "{title}", and nowhere like the article'
    assert judged(page("Example", heading=title)) is not None
    assert judged(page(title), title=None) is not None
    assert judged(page(title), title=title) is None


# Each is a whole title; with other words it is none of these.
WHOLE_TITLES = (
    "login|member login|user login|login required|authentication required|create account|"
    "create an account|register|registration|subscribers only|members only|access required|"
    "anmelden|anmeldung|einloggen|se connecter|connexion|iniciar sesión|accedi|entrar|"
    "enter password|password required|password protected|password protected page|not found|"
    "nothing found|nothing here|gone|oops|page missing|page removed|error|"
    "seite nicht gefunden|page introuvable|page non trouvée|página no encontrada|"
    "página não encontrada|pagina non trovata|ページが見つかりません|"
    "страница не найдена|页面不存在|"
    "just a moment|one moment|one moment, please|please wait|attention required|"
    "security check|security verification|security checkpoint|vercel security checkpoint|"
    "robot check|captcha|human verification|client challenge|pardon our interruption|"
    "access denied|permission denied|forbidden|unauthorized|blocked|you have been blocked|"
    "sorry, you have been blocked|access to this page has been denied|ein moment|"
    "nur einen moment|un instant|we value your privacy|your privacy|your privacy choices|"
    "privacy settings|consent|privacy preferences|cookie consent|cookie settings|"
    "cookie preferences|cookie notice|cookies required|cookies disabled|javascript required|"
    "javascript is disabled|age verification|enable cookies|bevor sie fortfahren|maintenance|"
    "under maintenance|down for maintenance|site maintenance|scheduled maintenance|"
    "be right back|coming soon|service unavailable|temporarily unavailable|account suspended|"
    "domain for sale|redirecting|session expired|bad gateway|internal server error|"
    "too many requests|gateway timeout"
).split("|")
OPENINGS = (
    "subscribe to continue",
    "subscribe to read",
    "register to continue",
    "register to read",
    "checking your browser",
    "checking if the site connection",
    "verify you are",
    "please verify",
    "verify that you are",
    "verifying you are",
    "verify your identity",
    "are you a robot",
    "are you a human",
    "are you human",
    "confirm you are",
    "confirm that you are",
    "prove you are",
    "before you continue",
    "ddos protection",
    "just a moment",
    "one moment",
    "please enable",
    "enable javascript and cookies",
    "redirecting to",
    "this domain is for sale",
)


def test_what_is_titled_with_just_these_words_is_refused() -> None:
    assert [title for title in WHOLE_TITLES if not is_substitute(title.capitalize())] == []
    assert [title for title in WHOLE_TITLES if not is_substitute(f"Example - {title}!")] == []


def test_what_is_titled_beginning_with_these_words_is_refused() -> None:
    assert [words for words in OPENINGS if not is_substitute(f"{words.capitalize()} a b")] == []
    assert [words for words in OPENINGS if is_substitute(f"{words}x a b")] == []


@pytest.mark.parametrize(
    "around",
    [
        *("{0} | Log in", "Log in | {0}", "{0}|Log in", "{0} · Log in", "Log in · {0}"),
        *("{0} • Log in", "Log in • {0}", "{0} - Log in", "Log in - {0}", "{0}: Log in"),
        *("Log in: {0}", "{0} : Log in", "Log in : {0}", "{0} » Log in", "Log in » {0}"),
        *("{0} « Log in", "Log in « {0}", "“{0}”", "«{0}»", "{0}…"),
    ],
)
def test_a_site_s_name_may_stand_on_either_side_of_the_title(around: str) -> None:
    assert judged(page(around.format(TITLE), heading="Log in")) is None


@pytest.mark.parametrize("title", ["How tides worked", "Show tides work", "How tides", "| How"])
def test_another_title_is_not_the_article_s(title: str) -> None:
    assert (
        judged(page(title, heading="Log in")) == 'is titled "Log in", and nowhere like the article'
    )


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_first_heading_is_what_a_page_is_called(level: int) -> None:
    first = f"<h{level}>Log in</h{level}><h1>Example</h1>"
    told = 'is titled "Log in", and nowhere like the article'
    assert judged(page("Example", body=first, heading="")) == told
    assert judged(page("Example", body=f"<h{level}>Tides</h{level}>{first}", heading="")) is None


ARTICLES = (
    *("Not found: a short story", "A page not found in any book", "On privacy", "404 days at sea"),
    *("Log in without passwords", "Cookies", "Consent in medicine", "Signs in the sky", "Errors"),
    *("Maintenance of lighthouses", "Blocked rivers", "Moments", "What is available here and now"),
    *("How to verify you are human", "Gone fishing", "Just a thought"),
)


@pytest.mark.parametrize("title", ARTICLES)
def test_titles_that_articles_have_are_none_of_these(title: str) -> None:
    assert not is_substitute(title)


CANONICAL = f'<link rel="canonical" href="{URL}/">'
ELSEWHERE = "https://example.org/consent?continue=%2F2024%2Fhow-tides-work"
REDIRECTS = {
    "to another host, with www and https": (
        page("T"),
        "https://www.example.net/2024/how-tides-work/",
        True,
    ),
    "with another parameter": (page("T"), f"{URL}?lang=en", True),
    "to a page whose canonical is the article": (page("T", CANONICAL), ELSEWHERE, True),
    "to a page of the article's title": (page(f"{TITLE} - Example"), ELSEWHERE, True),
    "to a page with a heading of the article's title": (page("T", heading=TITLE), ELSEWHERE, True),
    "to a page that names itself": (
        page("T", f'<link rel="canonical" href="{ELSEWHERE}">'),
        ELSEWHERE,
        False,
    ),
    "to the home page": (page("Example"), "https://example.org/", False),
    "to another article": (page("How winds work"), "https://example.org/2024/winds", False),
    "to a page that mentions the title among words": (
        page(f"Consent to read how {TITLE} or do not"),
        ELSEWHERE,
        False,
    ),
}


@pytest.mark.parametrize(("html", "answered", "kept"), REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_to_another_path_must_name_the_article(
    html: str, answered: str, kept: bool
) -> None:
    reason = f"leads to {answered}, which names neither the article's address nor its title"
    assert judged(html, answered) == (None if kept else reason)


def test_a_redirect_that_loses_the_parameters_is_one_to_another_page() -> None:
    asked = "https://example.org/item?id=7"
    assert judged(page("Example"), "https://example.org/item", asked=asked) is not None


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(200, page("Log in").encode(), HTML), 'is titled "Log in"'),
        (Reply(200, page("x", CHALLENGE).encode(), HTML), "is a challenge"),
        (Reply(302, b"", (("Location", "/consent"),)), "leads to"),
    ],
    ids=["a log-in page", "a challenge", "a consent page elsewhere"],
)
def test_no_copy_is_made_of_it_and_that_is_remembered(
    tmp_path: Path, reply: Reply, said: str
) -> None:
    with loopback() as server:
        server.replies |= {"/it": reply, "/consent": Reply(200, page("Agree").encode(), HTML)}
        content = make_content(tmp_path, server)
        assert run(content) == ["unchanged"]
        (state,) = load_states(content).previews.values()
    assert copies(content) == []
    assert only(content).preview is None
    assert said in (state.refused or "")
