"""The page in every shape: narrow, spaced out, printed, in a frame; and the rules of axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page

from podcast.serve import serving
from podcast.settings import Settings
from tests.pages import folder, opened, page_show

pytestmark = pytest.mark.xdist_group("browser")
FRAME_PX = 180
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
    assert frame.locator("#transport").evaluate("one => one.getBoundingClientRect().bottom") \
        <= FRAME_PX
    assert frame.locator("h1 a").get_attribute("href") == "index.html"
    frame.locator("#place").press("ArrowLeft")
    assert frame.locator("[data-do='sentence-on']").count() == 0


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
        assert page.evaluate("navigator.clipboard.readText()") == f"{root}episodes/lampen/#t=12"
