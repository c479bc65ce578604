"""The page in a browser: heard, read along, and used by keyboard, with and without its script."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from podcast.editions.paragraphs import chapter_begins
from podcast.serve import serving
from podcast.settings import Settings
from tests.pages import folder, opened, page_show
from tests.shows import episode_of

pytestmark = pytest.mark.xdist_group("browser")
NOW = "document.querySelector('audio').currentTime"
PAUSED = "document.querySelector('audio').paused"
CURRENT = "[...document.querySelectorAll('.s')].findIndex(one => one.ariaCurrent)"


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A show with one built episode."""
    return page_show(tmp_path_factory.mktemp("hearing"))


@pytest.fixture
def address(show: Settings) -> str:
    """The page's address on the disk."""
    return (folder(show) / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened from the disk."""
    with browser.new_context(viewport={"width": 1000, "height": 800}) as context:
        yield opened(context.new_page(), address)


@pytest.fixture
def starts(show: Settings) -> list[float]:
    """When each sentence begins."""
    return [round(cue.start_s, 3) for cue in episode_of(show).cues]


def _focused(page: Page) -> str:
    """What has the focus: its name in the page, else its text."""
    return str(page.evaluate("""() => { const one = document.activeElement;
        return one.dataset.do || one.id || one.textContent.trim() || one.tagName; }"""))


def _status(page: Page) -> str:
    page.wait_for_function("document.getElementById('status').textContent")
    return page.inner_text("#status")


def _press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_without_its_script_all_can_be_heard_and_read(browser: Browser, address: str) -> None:
    """The browser's own player, the whole text, and links into the sound; no button that does
    nothing."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert page.locator("audio[controls]").is_visible()
        assert page.locator("#text").is_visible()
        assert page.locator(".question .hear").count() == 4
        assert page.locator("button:visible").count() == 0


def test_only_its_own_files_are_asked_for(browser: Browser, show: Settings, address: str) -> None:
    """From the disk and over HTTP; no cookie is set, nothing plays by itself."""
    with serving(show, 0, dict) as root:
        for place in (address, f"{root}episodes/lampen/"):
            with browser.new_context() as context:
                page, asked = context.new_page(), list[str]()
                page.on("request", lambda one, asked=asked: asked.append(one.url))
                opened(page, place)
                assert page.evaluate(PAUSED)
                page.click("#play")
                page.wait_for_function(f"{NOW} > 0.5")
                below = place.removesuffix("index.html")
                assert len(asked) >= 4
                assert all(one.startswith(below) for one in asked)
                assert context.cookies() == []


def test_focus_follows_the_page(page: Page) -> None:
    """Skip links first, then source, player, chapters and text, as they are seen."""
    order = []
    for _ in range(26):
        page.keyboard.press("Tab")
        order.append(_focused(page))
    assert order == [
        "Zum Player", "Zum Text", "Zum Artikel bei Kanalbote", "play", "back", "forward", "place",
        "chapter-back", "chapter-on", "turn-back", "turn-on", "sentence-back", "sentence-on",
        "slower", "faster", "start", "who", "link", "single", "follow", "words", "everywhere",
        "Tasten und Satzmodus", "Einleitung", "0:00", "Das erste Licht"]


def test_the_keyboard_is_enough(page: Page, starts: list[float], show: Settings) -> None:
    """Each key does what the page says, while the text has the focus."""
    _press(page, "Tab", "Tab", "Enter")
    assert _focused(page) == "text"
    _press(page, " ")
    page.wait_for_function(f"!{PAUSED}")
    _press(page, "w")
    assert page.evaluate(PAUSED)
    assert _status(page) == "Es spricht: Sprecherstimme"
    _press(page, "0", "ArrowRight", "ArrowRight")
    assert page.evaluate(NOW) == pytest.approx(starts[1], abs=0.01)
    _press(page, "ArrowLeft", "l")
    assert page.evaluate(NOW) == pytest.approx(starts[0] + 15, abs=0.02)
    _press(page, "j", "PageDown")
    second = chapter_begins(episode_of(show))[1]
    assert page.evaluate(NOW) == pytest.approx(second, abs=0.01)
    assert page.evaluate(CURRENT) == starts.index(round(second, 3))
    _press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft")
    assert page.evaluate(NOW) >= second
    _press(page, "PageUp", ">", ">", "<")
    assert page.inner_text("#speed") == "1,1×"
    _press(page, "?")
    assert page.locator("#keys dl").is_visible()
    assert _focused(page) == "Tasten und Satzmodus"


def test_keys_are_the_page_s_own_only_where_it_is_used(page: Page) -> None:
    """Outside player and text they do nothing, until somebody wants them everywhere."""
    page.focus("footer a")
    _press(page, "k", "l")
    assert page.evaluate(PAUSED) and page.evaluate(NOW) == 0
    page.click("[data-do=everywhere]")
    page.focus("footer a")
    _press(page, "l")
    assert page.evaluate(NOW) == 15
    page.focus("[data-do=faster]")
    _press(page, " ")
    assert page.evaluate(PAUSED), "a button's own key is left to it"


def test_sentence_by_sentence(page: Page, starts: list[float], show: Settings) -> None:
    """Focus moves to the sentence, it is played and then there is silence; Enter goes on, Escape
    ends it. Outside of it focus stays where it is."""
    page.click("[data-do=single]")
    for index in range(3):
        assert page.evaluate("document.activeElement.dataset.start") == f"{starts[index]:.3f}"
        page.wait_for_function(PAUSED)
        end_s = episode_of(show).cues[index].end_s
        assert end_s <= page.evaluate(NOW) < end_s + 0.3
        _press(page, "Enter")
        page.wait_for_function(f"!{PAUSED}")
    page.click("#play")
    page.wait_for_function(PAUSED)
    page.click("#play")
    page.wait_for_function(PAUSED)
    assert page.evaluate(NOW) < starts[5], "the button plays a sentence as well"
    page.locator(".s").nth(3).focus()
    _press(page, "ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.start") == f"{starts[2]:.3f}"
    _press(page, "Escape")
    before = _focused(page)
    page.evaluate(f"player.playFrom({starts[4]})")
    page.wait_for_function(f"{CURRENT} === 5")
    assert _focused(page) == before


def test_every_move_keeps_the_sentence_mode(page: Page, starts: list[float]) -> None:
    """Whichever button or key leads on, the sentence there has the focus, is in sight, and is
    played alone; Tab leaves it and comes back, although the text does not run along."""
    page.set_viewport_size({"width": 700, "height": 420})
    page.click("[data-do=follow]")
    page.click("[data-do=single]")
    for name in ("sentence-on", "turn-on", "chapter-on", "forward", "turn-back"):
        page.click(f"[data-do={name}]")
        page.wait_for_function(PAUSED)
        current = page.evaluate(CURRENT)
        assert page.evaluate("document.activeElement.dataset.start") == f"{starts[current]:.3f}"
        assert page.evaluate("""() => { const box = document.activeElement.getBoundingClientRect();
            const bar = document.getElementById('transport').getBoundingClientRect();
            return box.top >= Math.max(0, bar.bottom) && box.bottom <= innerHeight; }""")
    _press(page, "Tab", "Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.start") == f"{starts[current]:.3f}"


def test_the_sentence_that_is_heard_is_marked(page: Page, starts: list[float]) -> None:
    """As it begins, to a tenth of a second; nothing is said to screen readers meanwhile."""
    page.evaluate("""() => { window.marked = []; window.said = 0;
        new MutationObserver(list => { const now = document.querySelector('.s[aria-current]');
            if (now) marked.push([audio.currentTime, Number(now.dataset.start)]);
        }).observe(text, {subtree: true, attributeFilter: ['aria-current']});
        new MutationObserver(() => { said += 1; }).observe(document.getElementById('status'),
            {childList: true, characterData: true, subtree: true}); }""")
    page.evaluate(f"player.playFrom({starts[2] - 0.2})")
    page.wait_for_function("marked.length > 3")
    late = [now - start for now, start in page.evaluate("marked.slice(1)")]
    assert median(late) <= 0.1
    assert min(late) > -0.1
    assert page.evaluate("[said, document.querySelectorAll('.s[aria-current]').length]") == [0, 1]


def test_a_click_plays_a_sentence_and_text_can_be_selected(page: Page, starts: list[float]) -> None:
    """What is selected stays so, and nothing plays."""
    page.locator(".s").nth(3).click(position={"x": 8, "y": 8})
    page.wait_for_function(f"!{PAUSED}")
    assert starts[3] - 0.02 <= page.evaluate(NOW) < starts[3] + 1
    page.evaluate("audio.pause()")
    page.locator(".s").nth(5).dblclick()
    page.evaluate("audio.pause()")
    at = page.evaluate(NOW)
    chosen = page.evaluate("getSelection().toString()")
    page.evaluate("""() => { const one = document.querySelectorAll('.s')[6];
        getSelection().selectAllChildren(one); one.click(); }""")
    assert chosen and page.evaluate("getSelection().toString()")
    assert page.evaluate(PAUSED) and page.evaluate(NOW) == at


def test_questions_and_chapters_play_from_their_links(page: Page) -> None:
    """With the script the links play here instead of leading to the file."""
    link = page.locator(".question .hear").nth(1)
    begins = float(link.get_attribute("data-from") or 0)
    link.click()
    page.wait_for_function(f"!{PAUSED}")
    assert begins <= page.evaluate(NOW) < begins + 1
    assert page.url.endswith("/index.html")
    assert page.evaluate("navigator.mediaSession.metadata.title") == "Die Lampen von Ruhrort"
    assert page.evaluate("navigator.mediaSession.metadata.artist") == "Das erste Licht"


def test_place_and_speed_are_remembered(page: Page) -> None:
    """A page that is opened again goes on where it was left, paused."""
    for _ in range(3):
        page.click("[data-do=faster]")
    page.evaluate("player.seek(12.5)")
    page.reload()
    page.wait_for_function("audio.readyState > 0")
    assert page.evaluate(NOW) == pytest.approx(12.5, abs=0.05)
    assert page.evaluate("[audio.playbackRate, audio.preservesPitch, audio.paused]") == [
        1.3, True, True]
    for _ in range(50):
        page.click("[data-do=slower]")
    assert page.evaluate("audio.playbackRate") == 0.5


def test_addresses_lead_to_a_second_or_a_turn(browser: Browser, address: str,
                                              starts: list[float]) -> None:
    """`#t=12.5` and `#turn-3`; neither plays by itself."""
    with browser.new_context() as context:
        page = opened(context.new_page(), f"{address}#t=12.5")
        assert page.evaluate(NOW) == pytest.approx(12.5, abs=0.01)
        page.wait_for_function("spans[at].getBoundingClientRect().bottom <= innerHeight")
        page.evaluate("location.hash = '#turn-3'")
        page.wait_for_function(f"{NOW} !== 12.5")
        first = page.locator("#turn-3 .s").first.get_attribute("data-start")
        assert page.evaluate(NOW) == pytest.approx(float(first or 0), abs=0.01)
        assert page.evaluate(PAUSED)


def test_a_button_is_not_scrolled_away(page: Page) -> None:
    """Who steps through the text with the buttons below the bar can press them again; a key, with
    the focus in the text, brings the sentence into sight."""
    page.set_viewport_size({"width": 700, "height": 420})
    for name in ("sentence-on", "turn-on", "chapter-on", "chapter-on"):
        page.click(f"[data-do={name}]")
    assert page.evaluate(CURRENT) > 4
    assert page.evaluate("scrollY") < 100
    page.focus("#text")
    _press(page, "ArrowLeft")
    page.wait_for_function("scrollY > 200")


def test_a_link_to_a_place_leads_to_its_sentence(browser: Browser, page: Page, address: str,
                                                 starts: list[float]) -> None:
    """Also where it is taken as the sentence begins; what is no time is no place."""
    page.evaluate("() => { window.copied = []; window.copy = text => copied.push(text); }")
    for start in starts:
        page.evaluate(f"player.seek({start})")
        page.click("[data-do=link]")
    copied = page.evaluate("copied")
    with browser.new_context() as context:
        other = opened(context.new_page(), address)
        for index, link in enumerate(copied):
            other.evaluate(f"location.hash = '{link.partition('#')[2]}'")
            other.wait_for_function(f"{CURRENT} === {index}")
        other.evaluate("location.hash = '#t=1.2.3'")
        assert other.evaluate(CURRENT) == len(starts) - 1


def test_scrolling_with_the_voice(browser: Browser, address: str) -> None:
    """The text comes along, at once where motion is not wanted, until the user scrolls."""
    with browser.new_context(reduced_motion="reduce", viewport={"width": 600, "height": 500}) \
            as context:
        page = opened(context.new_page(), address)
        last = page.locator(".s").count() - 3
        play = f"() => {{ player.playFrom(starts[{last}] + 0.05); return scrollY; }}"
        assert page.evaluate(play) > 500
        box = page.locator(".s").nth(last).bounding_box()
        assert box and 0 < box["y"] < 500
        page.mouse.move(300, 400)
        page.mouse.wheel(0, -200)
        page.wait_for_function("!isOn('follow')")
        there = page.evaluate("scrollY")
        page.wait_for_function(f"{CURRENT} > {last}")
        assert page.evaluate("scrollY") == pytest.approx(there, abs=200)
        page.click("[data-do=follow]")
        assert page.evaluate("isOn('follow')")


def test_words_are_marked_by_choice(page: Page) -> None:
    """One word of the sentence, as long as it is wanted."""
    size = "CSS.highlights.get('word').size"
    page.evaluate("player.playFrom(starts[1])")
    page.wait_for_function(f"{NOW} > starts[1] + 0.3")
    assert page.evaluate(size) == 0
    page.click("[data-do=words]")
    page.wait_for_function(f"{size} === 1")
    page.evaluate("audio.pause()")
    word = page.evaluate("[...CSS.highlights.get('word')][0].toString()")
    assert word in page.evaluate("spans[at].textContent").split(" ")
    page.click("[data-do=words]")
    assert page.evaluate(size) == 0
