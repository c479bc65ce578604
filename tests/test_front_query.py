"""What the front page's search takes for a word, a number and a title, and how it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from podcast.front import front_pages
from podcast.record import load_record
from podcast.settings import Settings
from podcast.store import Store
from tests.fronts import front_show
from tests.test_front_search import SMALL, ask
from tests.test_page_shapes import CUT, SPACED

pytestmark = pytest.mark.xdist_group("browser")
SAID = ("Es waren 8.214 Boote.", "Dann 8 214 Säcke.", "Zuletzt 8\u202f214 Mark.", "Ruhe.", "Ruhe.",
        "Es stieg um 0,3 Prozent.", "Aus 10,35 wurde nichts.", "Ruhe.", "Ruhe.", "Ist 1 < 2?",
        "Ruhe.", "Ruhe.", "Am 4.3.2026 kam MP3.", "Ruhe.", "Ruhe.", "C'est la vie, Clara.",
        "Ruhe.", "Ruhe.", "Öl aus Köln.", "Ruhe.", "Ruhe.", "Die 30er waren laut.")
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
BESIDE = """[...document.querySelectorAll('a:not(.unseen), h1, h3, p, li')].filter(one =>
    one.checkVisibility() && one.getBoundingClientRect().right > innerWidth
    ).map(one => one.outerHTML)"""


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built show with three episodes, one of which keeps its text back."""
    return front_show(tmp_path_factory.mktemp("query"))


@pytest.fixture
def page(browser: Browser, show: Settings) -> Iterator[Page]:
    """Its front page, opened from the disk."""
    with browser.new_context() as context:
        opened = context.new_page()
        opened.goto((show.output_dir / "index.html").as_uri())
        yield opened


@pytest.fixture
def said(page: Page, show: Settings, tmp_path: Path) -> Page:
    """A front page of one episode with a long title, in which `SAID` is said."""
    record = load_record(Store(show.store_dir), show.guid, "lampen")
    assert record is not None
    script = replace(record.item.script, title=f"Das {LONG}")
    texts = replace(record.item.files["search"], path="texts.js")
    item = replace(record.item, script=script, files={**record.item.files, "search": texts})
    calls = ",".join(f'[{10 * at},"{text}"]' for at, text in enumerate(SAID))
    (tmp_path / texts.path).write_text(f'hoerfassung("lampen",[{calls}]);', encoding="utf-8")
    for name, data in front_pages(replace(show, title=LONG), [item], b"").items():
        (tmp_path / name).write_bytes(data)
    page.goto((tmp_path / "index.html").as_uri())
    return page


@pytest.mark.parametrize(("query", "marks"), [
    ("8214", ["8.214", "8 214", "8\u202f214"]), ("8.214", ["8.214", "8 214", "8\u202f214"]),
    ("8 214", ["8.214", "8 214", "8\u202f214"]), ("8\u2009214", ["8.214", "8 214", "8\u202f214"]),
    ("0,3", ["0,3"]), ("10,35", ["10,35"]), ("1 < 2", ["1", "2"]), ("3", ["3"]),
    ("2026", ["2026"]), ("4.3.2026", ["4.3.2026"]), ("30", ["30"]), ("30er", ["30er"]),
    ("MP3", ["MP3"]),
])
def test_numbers(said: Page, query: str, marks: list[str]) -> None:
    """A number is one word and never a part of another; no sign between thousands matters."""
    ask(said, query)
    assert said.locator("#found mark").all_text_contents() == marks


@pytest.mark.parametrize(("query", "marks"), [
    ("C'est la vie", ["C", "est", "la", "vie"]), ("la", ["la"]), ("öl", ["Öl"]), ("OEL", ["Öl"]),
    ("lau", ["lau"]),
])
def test_short_words_stand_alone(said: Page, query: str, marks: list[str]) -> None:
    """A word of one or two letters is not looked for inside others; longer ones are."""
    ask(said, query)
    assert said.locator("#found mark").all_text_contents() == marks


@pytest.mark.parametrize("query", ["???", ".", "x", "< >", "\u0301"])
def test_what_cannot_be_looked_for_is_told(page: Page, query: str) -> None:
    """Nobody waits for an answer; the episodes stay."""
    ask(page, query)
    assert page.inner_text("#status") == "Mindestens zwei Buchstaben oder eine Ziffer eingeben."
    assert page.locator("#episodes").is_visible()


def test_where_nothing_is_found_the_episodes_stay(page: Page) -> None:
    """Also after a search that had hits in their place."""
    ask(page, "lampen")
    assert not page.locator("#episodes").is_visible()
    ask(page, "gibtsnicht")
    assert page.inner_text("#status") == "Nichts gefunden."
    assert page.locator("#episodes").is_visible()


def test_the_answer_is_seen(page: Page) -> None:
    """In ink and in the size of text, apart from the hint above it."""
    ask(page, "lampen")
    assert page.evaluate("""(({ color, fontSize, marginTop }) => [
        color === getComputedStyle(document.body).color, fontSize, marginTop])(
        getComputedStyle(part('status')))""") == [True, "16px", "12px"]


def test_titles_are_found(page: Page) -> None:
    """Also of an episode whose text is kept back; the hit leads to it."""
    assert ask(page, "STILLE") == []
    assert page.inner_text("#status") == "1 Treffer in 1 Folge"
    assert page.locator("#found h3 mark").all_text_contents() == ["stille"]
    page.click("#found h3 a")
    assert page.locator("h1").inner_text() == "Die stille Folge"


def test_guests_are_found(page: Page) -> None:
    """By name, also together with a word of the title; the name is marked."""
    ask(page, "ute lange")
    assert page.locator("#found section").count() == 3
    assert page.locator("#found section").first.locator(".guest").inner_html() == (
        "<mark>Ute</mark> <mark>Lange</mark>")
    ask(page, "lange stille")
    assert page.locator("#found h3").all_text_contents() == ["Die stille Folge"]
    assert page.locator("#found mark").all_text_contents() == ["stille", "Lange"]


def test_chapters_are_found(page: Page) -> None:
    """By their headings, also where the text is kept back; the hit leads to the second."""
    assert ask(page, "das erste licht") == ["Kapitel: Das erste Licht"]
    assert page.locator("#found li a").get_attribute("href") == "episodes/lampen/index.html#t=15"
    assert ask(page, "einleitung") == ["Kapitel: Einleitung"] * 3
    assert page.inner_text("#status") == "3 Treffer in 3 Folgen"
    assert page.locator("#found li a").first.get_attribute("href") == (
        "episodes/still/index.html#t=0")


@pytest.mark.parametrize("style", ["* {}", SPACED], ids=["usual", "spaced"])
@pytest.mark.parametrize("query", ["", "rind"])
def test_long_words_on_a_narrow_screen(said: Page, query: str, style: str) -> None:
    """A title's long word is broken, in the list and among what was found, rather than cut."""
    said.set_viewport_size({"width": 320, "height": 640})
    if query:
        ask(said, query)
    said.add_style_tag(content=style)
    assert said.evaluate("document.documentElement.scrollWidth") <= 320
    for check in (BESIDE, CUT, SMALL):
        assert said.evaluate(check) == []
