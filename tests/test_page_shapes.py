"""The page in every shape: narrow, spaced out, printed, in a frame; and the rules of axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page

from podcast.editions.page.assets import FRAME_HEIGHT, FRAME_PX
from podcast.serve import serving
from podcast.settings import Settings
from tests.pages import folder, opened, page_show

pytestmark = pytest.mark.xdist_group("browser")
"""What `podcast publish` tells people to give the player."""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
"""WCAG 2.2, 1.4.12."""
CUT = """[...document.querySelectorAll('button, a, .status, .time, dt, dd')].filter(one =>
    one.checkVisibility() && getComputedStyle(one).display !== 'inline' &&
    !one.closest('.unseen') && (one.scrollWidth > one.clientWidth + 1 ||
    one.scrollHeight > one.clientHeight + 1)).map(one => one.outerHTML)"""
SMALL = """[...document.querySelectorAll('button, .hear, input, summary')].filter(one =>
    one.checkVisibility()).map(one => [one.outerHTML, one.getBoundingClientRect()]).filter(
    ([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
"""WCAG 2.2, 2.5.8."""
RULES = """async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a',
    'wcag21aa', 'wcag22aa', 'best-practice'], rules: {'color-contrast-enhanced': {enabled: false}}}
    )).violations.map(one => [one.id, one.nodes.map(node => node.html + node.failureSummary)])"""

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A show with one built episode."""
    return page_show(tmp_path_factory.mktemp("shapes"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a window of its own."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        yield context.new_page()


def _address(show: Settings, name: str = "index.html") -> str:
    return (folder(show) / name).as_uri()


@pytest.mark.parametrize("style", ["* {}", SPACED], ids=["usual", "spaced"])
@pytest.mark.parametrize("name", ["index.html", "player.html"])
def test_nothing_is_cut_on_a_narrow_screen(page: Page, show: Settings, name: str, style: str,
                                           ) -> None:
    """At 320 pixels, also with the text spacing of WCAG, there is nothing to scroll sideways, and
    every control is large enough to be hit."""
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, _address(show, name))
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.add_style_tag(content=style)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "player.html"])
def test_axe_finds_nothing(browser: Browser, show: Settings, name: str, colours: str,
                           need_node: Callable[[str], Mapping[str, str]]) -> None:
    """All rules of WCAG 2.2 and good practice, with a sentence marked and the keys shown."""
    axe = Path(need_node("axe-core")["NODE_PATH"]) / "axe-core" / "axe.min.js"
    with browser.new_context(color_scheme=colours, reduced_motion="reduce") as context:
        page = opened(context.new_page(), _address(show, name))
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        page.evaluate("player.seek(5)")
        # While a page scrolls, the player that stays in sight hides a button in part.
        page.evaluate("scrollTo(0, 0)")
        page.add_script_tag(path=axe)
        assert page.evaluate(RULES) == []


def test_in_print_there_is_the_interview_alone(page: Page, show: Settings) -> None:
    """No player, no links to hear; names, questions and answers, black on white."""
    opened(page, _address(show))
    page.evaluate("player.seek(5)")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#transport, .tools, .hear, .contents, audio").locator(
        "visible=true").count() == 0
    assert page.locator("#text .name").first.is_visible()
    look = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{look}.color, {look}.backgroundColor]") == [
        "rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert len(page.pdf(format="A4")) > 10_000


def test_without_the_text_chapters_are_printed(page: Page, tmp_path: Path) -> None:
    """A sheet is never empty."""
    opened(page, _address(page_show(tmp_path, extra='text = "none"\n')))
    page.emulate_media(media="print")
    assert page.get_by_text("Das erste Licht").is_visible()


def test_the_player_fits_its_frame(page: Page, show: Settings, tmp_path: Path) -> None:
    """In the article's page it is whole, plays, and knows who speaks; it leads to the page."""
    article = tmp_path / "article.html"
    article.write_text(f'<iframe src="{_address(show, "player.html")}" width="600"'
                       f' height="{FRAME_PX}"></iframe>', encoding="utf-8")
    page.goto(article.as_uri())
    frame: FrameLocator = page.frame_locator("iframe")
    frame.locator("#play").click()
    frame.get_by_role("button", name="Pause").wait_for()
    frame.locator("[data-do=turn-on]").click()
    frame.locator("[data-do=who]").click()
    frame.get_by_role("button", name="Hören").wait_for()
    frame.get_by_text("Es spricht: ").wait_for()
    assert frame.locator("html").evaluate("one => one.scrollHeight") <= FRAME_PX
    assert frame.locator("html").evaluate("one => one.scrollWidth") <= 600
    page.evaluate("document.querySelector('iframe').width = 320")
    assert frame.locator("h1 a").get_attribute("href") == "index.html"
    frame.locator("#place").press("ArrowLeft")
    assert frame.locator("[data-do='sentence-on']").count() == 0


@pytest.mark.parametrize("width", [320, 358, 390, 480, 600, 676, 1000])
def test_the_frame_is_high_enough(page: Page, show: Settings, tmp_path: Path, width: int) -> None:
    """On a telephone, too, and with a title of several lines, of which two are shown."""
    page.set_viewport_size({"width": width, "height": 800})
    article = tmp_path / "article.html"
    article.write_text('<meta name="viewport" content="width=device-width"><style>body{margin:0}'
                       f'</style><iframe src="{_address(show, "player.html")}" width="100%"'
                       f' style="border:0;height:{FRAME_HEIGHT}"></iframe>', encoding="utf-8")
    page.goto(article.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("h1 a").evaluate("one => { one.textContent = 'Werkstätten der Küste, '"
                                   ".repeat(9); }")
    body = frame.locator("body").evaluate("one => one.getBoundingClientRect().height")
    assert body <= page.locator("iframe").evaluate("one => one.clientHeight")


def test_long_words_of_a_title_stay_on_the_screen(page: Page, show: Settings) -> None:
    """A chapter that a link leads to is not under the bar, and the title is as wide as the page."""
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, _address(show))
    page.evaluate("document.querySelector('h1').textContent = 'Restaurierungswerkstätten'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("location.hash = 'chapter-2'")
    page.wait_for_function("scrollY > 100")
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('#chapter-2').getBoundingClientRect().top") \
        >= page.evaluate("document.getElementById('transport').getBoundingClientRect().bottom")


def test_the_feed_s_address_can_be_copied(page: Page, show: Settings) -> None:
    """As it is where the page lies; a link to the place that is heard as well."""
    with serving(show, 0, dict) as root:
        opened(page, f"{root}episodes/lampen/")
        page.click("[data-do=subscribe]")
        page.get_by_text("Feed-Adresse kopiert").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{root}feed.xml"
        page.evaluate("player.seek(12.7)")
        page.click("[data-do=link]")
        page.get_by_text("Link kopiert").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{root}episodes/lampen/#t=12.7"


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"},
                                  {"forced_colors": "active"}], ids=["light", "dark", "forced"])
@pytest.mark.parametrize("api", [True, False])
def test_the_mark_can_be_seen_and_read(browser: Browser, show: Settings, look: dict[str, Any],
                                       api: bool) -> None:
    """Its ground differs from the page's and leaves the text readable, in any colours, with and
    without the CSS Custom Highlight API."""
    with browser.new_context(**look) as context:
        page = context.new_page()
        if not api:
            page.add_init_script("delete Object.getPrototypeOf(CSS).highlights;"
                                 "delete CSS.highlights")
        opened(page, _address(show))
        sentence = page.locator("#turn-2 .s").first
        page.evaluate("player.seek(0)")
        plain = _colours(sentence.screenshot())
        page.evaluate("player.seek(Number(document.querySelector('#turn-2 .s').dataset.start))")
        marked = _colours(sentence.screenshot())
        assert marked[0] != plain[0]
        for ground, ink in (plain, marked):
            assert _contrast(ground, ink) >= READABLE


def _colours(png: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The commonest colour, and the one that differs most from it."""
    found = Image.open(BytesIO(png)).convert("RGB").getcolors(1 << 24) or []
    ground = max(found)[1]
    return ground, max((colour for _, colour in found), key=lambda one: _contrast(ground, one))


def _contrast(one: Any, other: Any) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Any) -> float:
    parts = [one / 255 for one in colour]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
                        for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
