"""The front page in a browser: searched, used by keyboard, in every shape, without its script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import deqr
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from podcast.front import front_pages
from podcast.record import load_record
from podcast.serve import serving
from podcast.settings import Settings
from podcast.store import Store
from tests.fronts import BASE, front_show
from tests.test_page_shapes import CUT, RULES, SPACED

pytestmark = pytest.mark.xdist_group("browser")
TOLD = "/Treffer|Nichts|Mindestens/.test(document.getElementById('status').textContent)"
SMALL = """[...document.querySelectorAll('a:not(.unseen), button, input')].filter(one =>
    one.checkVisibility()).map(one => [one.outerHTML, one.getBoundingClientRect()]).filter(
    ([, box]) => box.width < 24 || box.height < 24).map(([text]) => text)"""
"""WCAG 2.2, 2.5.8, for links as well: none of this page stands in running text."""
STREET = "Die Straße nach Mölln war weiß."


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built show with three episodes, one of which keeps its text back."""
    return front_show(tmp_path_factory.mktemp("search"))


@pytest.fixture
def address(show: Settings) -> str:
    """The page's address on the disk."""
    return (show.output_dir / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened from the disk."""
    with browser.new_context(viewport={"width": 1000, "height": 800}) as context:
        yield _opened(context, address)


def _opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def ask(page: Page, query: str) -> list[str]:
    """What is found, as the page shows it behind the times."""
    page.evaluate("part('status').textContent = ''")
    page.fill("#query", query)
    page.press("#query", "Enter")
    page.wait_for_function(TOLD)
    return [text.strip() for text in
            page.locator("#found li a > span:last-child").all_text_contents()]


def _marks(page: Page) -> list[str]:
    return page.locator("#found mark").all_text_contents()


@pytest.mark.parametrize(("query", "marks"), [
    ("straße", ["Straße"]), ("STRASSE", ["Straße"]), ("mölln weiss", ["Mölln", "weiß"]),
    ("moelln", ["Mölln"]), ("Molln", ["Mölln"]), ("Mo\u0308lln", ["Mölln"]), ("weiß", ["weiß"]),
])
def test_letters_are_found_however_they_are_written(page: Page, query: str, marks: list[str],
                                                    ) -> None:
    """Case, umlauts and ß; what is marked is what stands there."""
    assert STREET in ask(page, query)
    assert _marks(page) == (marks * 3)[:len(_marks(page))]


@pytest.mark.parametrize(("query", "mark"), [
    ("müller", "Mueller"), ("muller", "Mueller"), ("cafe", "Café"), ("café", "Café"),
    ("rene", "René"), ("fuss", "Fuß"), ("läutete", "läutete"), ("lautete", "läutete"),
])
def test_accents_and_digraphs(page: Page, query: str, mark: str) -> None:
    """Both ways: ü finds ue, and ue or u find ü; accents may be left out."""
    assert len(ask(page, query)) == 1
    assert _marks(page) == [mark]


def test_all_words_stand_close_together(page: Page) -> None:
    """In a sentence or its neighbours, which are then shown with it; further apart is no hit."""
    assert ask(page, "kalt herbst") == ["Im Herbst. Es war kalt."]
    assert page.inner_text("#status") == "1 Treffer in 1 Folge"
    assert sorted(_marks(page)) == ["Herbst", "kalt"]
    assert ask(page, "herbst bleiben") == []
    assert page.inner_text("#status") == "Nichts gefunden."
    assert len(ask(page, "lampen")) > 2
    assert page.inner_text("#status").endswith("Treffer in 2 Folgen")


def test_a_hit_leads_to_its_second(page: Page) -> None:
    """On the episode's page, paused; who comes back finds what was asked for."""
    ask(page, "niemand")
    link = page.locator("#found li a")
    assert page.locator("#found h3").all_text_contents() == ["Die Lampen von Ruhrort"]
    second = float((link.get_attribute("href") or "").partition("#t=")[2])
    link.click()
    page.wait_for_function("document.querySelector('audio').readyState > 0")
    assert page.url.endswith(f"episodes/lampen/index.html#t={second:g}")
    assert page.evaluate("document.querySelector('[aria-current]').textContent") == (
        "Niemand wollte bleiben.")
    page.go_back()
    page.wait_for_function(TOLD)
    assert page.input_value("#query") == "niemand"
    assert page.locator("#found mark").count() == 1


def test_texts_come_with_the_first_search(browser: Browser, show: Settings, address: str) -> None:
    """None before; only the show's own files are asked for, from the disk and over HTTP; no cookie
    is set."""
    with serving(show, 0, dict) as root:
        for place in (address, root):
            with browser.new_context() as context:
                page, asked = context.new_page(), list[str]()
                page.on("request", lambda one, asked=asked: asked.append(one.url))
                page.goto(place)
                page.wait_for_load_state()
                assert not [one for one in asked if "search." in one]
                assert ask(page, "mölln")
                assert len([one for one in asked if "search." in one]) == 2
                assert all(one.startswith(place.removesuffix("index.html")) for one in asked)
                assert context.cookies() == []


def test_a_text_that_is_missing_is_told(browser: Browser, address: str) -> None:
    """The others are searched."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/episodes/lampen/search.*", lambda one: one.abort())
        page.goto(address)
        assert STREET in ask(page, "mölln")
        assert page.inner_text("#status").endswith("Nicht geladene Texte: 1.")


def test_an_empty_field_shows_the_episodes(page: Page) -> None:
    """As do a single letter and Escape; while there is a query, hits stand in their place."""
    ask(page, "lampen")
    assert not page.locator("#episodes").is_visible()
    page.press("#query", "Escape")
    page.locator("#episodes").wait_for()
    assert page.locator("#found *").count() == 0
    assert ask(page, "x") == []
    assert page.inner_text("#status") == "Mindestens zwei Buchstaben oder eine Ziffer eingeben."
    assert page.locator("#episodes").is_visible()


def test_the_keyboard_is_enough(page: Page) -> None:
    """Skip links first; from the field Tab leads through its button to what was found."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Zur Suche"
    page.keyboard.press("Enter")
    page.keyboard.insert_text("niemand")
    page.wait_for_function(TOLD)
    seen = []
    for _ in range(3):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent"))
    assert seen[:2] == ["Suchen", "Die Lampen von Ruhrort"]
    assert seen[2].endswith("Niemand wollte bleiben. ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/episodes/lampen/index.html#t=*")


def test_many_hits_come_by_and_by(browser: Browser, show: Settings, tmp_path: Path) -> None:
    """Five of an episode and twenty episodes, then buttons for more, which hand the focus on."""
    _many(show, tmp_path, 45)
    with browser.new_context() as context:
        page = _opened(context, (tmp_path / "index.html").as_uri())
        assert len(ask(page, "zwölf boote")) == 20 * 5
        assert page.inner_text("#status") == "315 Treffer in 45 Folgen"
        page.locator("#found section").nth(1).get_by_role("button").click()
        assert page.locator("#found section").nth(1).locator("li").count() == 7
        assert page.evaluate("document.activeElement.textContent").startswith("0:50")
        for groups in (40, 45):
            page.get_by_role("button", name="Weitere Folgen zeigen").click()
            assert page.locator("#found section").count() == groups
        assert page.get_by_role("button", name="Weitere Folgen zeigen").count() == 0
        assert page.evaluate("document.activeElement.textContent") == "Folge 4"


def _many(show: Settings, root: Path, count: int) -> None:
    """A front page of many episodes with seven sentences each."""
    from dataclasses import replace

    record = load_record(Store(show.store_dir), show.guid, "lampen")
    assert record is not None
    items = []
    for number in range(count):
        slug = f"folge-{number}"
        made = replace(record.item.files["search"], path=f"episodes/{slug}/search.js")
        script = replace(record.item.script, slug=slug, id=f"id-{number:03}",
                         title=f"Folge {number}")
        items.append(replace(record.item, script=script,
                             files={**record.item.files, "search": made}))
        (root / made.path).parent.mkdir(parents=True)
        said = [[10 * at, "Da lagen zwölf Boote."] for at in range(7)]
        (root / made.path).write_text(f'hoerfassung("{slug}",{said});'.replace("'", '"'),
                                      encoding="utf-8")
    for name, data in front_pages(show, items, b"").items():
        (root / name).write_bytes(data)


def test_without_its_script_everything_is_there(browser: Browser, address: str) -> None:
    """Episodes, links and the feed's address; no search and no button that does nothing."""
    with browser.new_context(java_script_enabled=False) as context:
        page = _opened(context, address)
        assert page.locator(".episode").count() == 3
        assert page.locator("#feed").is_visible() and page.locator("figure svg").is_visible()
        assert page.locator("button:visible, input:visible").count() == 0
        page.click(".episode h3 a >> nth=1")
        assert page.locator("h1").inner_text() == "Die Lampen von Ruhrort"


def test_the_code_is_the_feed_s_address(page: Page) -> None:
    """As a phone's camera reads it, in any colours."""
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        drawn = Image.open(BytesIO(page.locator("figure svg").screenshot())).convert("RGB")
        (read,) = deqr.QRdecDecoder().decode(drawn)
        assert read.data_entries[0].data == f"{BASE}feed.xml"


def test_the_address_is_copied(browser: Browser, show: Settings) -> None:
    """As it is where the page lies."""
    with serving(show, 0, dict) as root, browser.new_context(
            permissions=["clipboard-read", "clipboard-write"]) as context:
        page = _opened(context, root)
        page.click("#copy")
        page.get_by_text("Feed-Adresse kopiert").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{root}feed.xml"


@pytest.mark.parametrize("style", ["* {}", SPACED], ids=["usual", "spaced"])
@pytest.mark.parametrize("query", ["", "lampen"])
def test_nothing_is_cut_on_a_narrow_screen(page: Page, query: str, style: str) -> None:
    """At 320 pixels, also with the text spacing of WCAG, nothing scrolls sideways, and every
    control is large enough to be hit."""
    page.set_viewport_size({"width": 320, "height": 640})
    if query:
        ask(page, query)
    page.add_style_tag(content=style)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"},
                                  {"forced_colors": "active"}], ids=["light", "dark", "forced"])
@pytest.mark.parametrize("query", ["", "lampen"])
def test_axe_finds_nothing(browser: Browser, address: str, look: dict[str, Any], query: str,
                           need_node: Callable[[str], Mapping[str, str]]) -> None:
    """All rules of WCAG 2.2 and good practice, with and without hits."""
    axe = Path(need_node("axe-core")["NODE_PATH"]) / "axe-core" / "axe.min.js"
    with browser.new_context(**look) as context:
        page = _opened(context, address)
        if query:
            ask(page, query)
        page.add_script_tag(path=axe)
        assert page.evaluate(RULES) == []


def test_in_print_there_is_what_can_be_read(page: Page) -> None:
    """Episodes and the feed's address with its code, black on white, whatever is looked for;
    nothing to press, and nothing that leads to it."""
    ask(page, "lampen")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#search, button, .offers, .apps").locator("visible=true").count() == 0
    assert not page.get_by_text("Oder gleich in der App").is_visible()
    assert page.locator(".episode h3").first.is_visible() and page.locator("#feed").is_visible()
    look = "getComputedStyle(document.body)"
    assert page.evaluate(f"[{look}.color, {look}.backgroundColor]") == [
        "rgb(0, 0, 0)", "rgb(255, 255, 255)"]
