"""The page as a file: all of the interview, well formed, and all that belongs beside it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from podcast.editions.page.turns import interview
from podcast.model import Script
from podcast.script import parse_script, write_script
from podcast.settings import Settings
from tests.pages import folder, page_show
from tests.shows import episode_of
from tests.test_script_roundtrip import scripts
from tests.test_transcripts import bare, displayed, spoken

LIMIT_BYTES = 60_000


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A show with one built episode."""
    return page_show(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def page(show: Settings) -> HtmlElement:
    """Its page."""
    return html.document_fromstring((folder(show) / "index.html").read_text(encoding="utf-8"))


def _said(text: HtmlElement) -> str:
    return bare("".join(one.text_content() for one in text.cssselect(".s")))


def _texts(page: HtmlElement, selector: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.cssselect(selector)]


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(scripts(), st.booleans())
def test_every_letter_is_there_once_and_in_order(script: Script, word_times: bool) -> None:
    """Whatever a script displays of what is heard stands in the sentences of the page; beside them
    there are only names, headings and what questions are played with."""
    script = parse_script(write_script(script), "probe", "probe.md")
    assume(any(turn.kind != "omitted" for turn in script.turns))
    episode = spoken(script, word_times=word_times)
    text = html.fragment_fromstring("".join(interview(episode, "a.mp3")), create_parent=True)
    assert _said(text) == displayed(episode)
    for one in text.cssselect(".s, .name, h2, .hear"):
        one.drop_tree()
    assert bare(text.text_content()) == ""


def test_sentences_have_the_times_of_the_sound(show: Settings, page: HtmlElement) -> None:
    """To the millisecond, in the order of the ear; words in hundredths of a second from there."""
    cues = episode_of(show).cues
    spans = page.cssselect(".s")
    assert [(one.get("data-start"), one.get("data-end")) for one in spans] == [
        (f"{cue.start_s:.3f}", f"{cue.end_s:.3f}") for cue in cues]
    for span, cue in zip(spans, cues, strict=True):
        words = [int(one) for one in span.get("data-words").split(",") if one]
        assert len(span.get("data-words").split(",")) == len(span.text_content().split(" "))
        assert words == sorted(words)
        assert words[0] / 100 + cue.start_s == pytest.approx(cue.words[0].start_s, abs=0.006)


def test_questions_are_headings_that_can_be_played(page: HtmlElement) -> None:
    """Chapters are headings of the second level, questions of the third, with one control each
    that plays from there even without a script."""
    assert _texts(page, "h1") == ["Die Lampen von Ruhrort"]
    assert _texts(page, "#text h2") == ["Einleitung", "Das erste Licht", "Was bleibt", "Zur Person"]
    assert _texts(page, "h3")[:2] == ["Kanalbote: Frau Lange, wann ging die erste Lampe an?",
                                      "Kanalbote: Und dann…"]
    assert _texts(page, ".question .hear") == [f"Ab Frage {one} hören" for one in range(1, 5)]
    for one in page.cssselect(".question"):
        (link,), begins = one.cssselect("a"), one.cssselect(".s")[0].get("data-start")
        assert re.fullmatch(r"lampen\.[0-9a-f]{8}\.mp3#t=[\d.]+", link.get("href"))
        assert float(link.get("href").partition("=")[2]) == float(begins)


def test_what_stands_around_the_text(page: HtmlElement, show: Settings) -> None:
    """Source, speakers, person box, what was left out and why, corrections, disclosure, files."""
    article = "https://kanalbote.example/lampen?a=1&b=2"
    assert page.cssselect("link[rel=canonical]")[0].get("href") == article
    assert page.cssselect(".source a")[0].get("href") == article
    assert _texts(page, ".byline") == ["Von Mia Kern · Kanalbote · 2. März 2026 · 1 Minute"]
    assert _texts(page, ".disclosure") == [
        "Alle Stimmen sind künstlich; Ute Lange ist nicht selbst zu hören."]
    assert all(one.cssselect(".name") for one in page.cssselect(".turn"))
    assert set(_texts(page, ".name")) == {"Kanalbote:", "Ute Lange:", "Sprecherstimme:"}
    assert "Jahrgang 1958" in _texts(page, ".box")[0]
    assert _texts(page, ".after li") == ["Bildunterschrift: Kanalbote Lampe im Hafen",
                                         "Korrigiert am 5. März 2026: Es waren 12 Lampen."]
    assert [one.text_content() for one in page.cssselect("#text [lang]")] == ["Mechelen & Gent"]
    for link in page.cssselect(".downloads a"):
        assert (folder(show) / link.get("href")).is_file()
    assert _texts(page, ".downloads a") == ["Ton (MP3)", "Buch zum Hören und Lesen (EPUB)", "Text",
                                            "Untertitel (WebVTT)", "Untertitel (SubRip)"]
    assert re.fullmatch(r"Ton \(MP3\) (\d+,\d MB|\d+ kB)", _texts(page, ".downloads li")[0])
    assert page.cssselect("[data-feed]")[0].get("data-feed") == "../../feed.xml"


def test_the_page_is_small(show: Settings, page: HtmlElement) -> None:
    """Page, style and script take at most 60 kB beside the text."""
    files = [folder(show) / "index.html", *folder(show).glob("page.*")]
    assert len(files) == 3
    assert sum(one.stat().st_size for one in files) - len(_said(page)) < LIMIT_BYTES


def test_nothing_is_fetched_from_elsewhere(show: Settings) -> None:
    """Page and player name no file but their own; links to other places only lead there."""
    for name in ("index.html", "player.html"):
        made = html.document_fromstring((folder(show) / name).read_text(encoding="utf-8"))
        loaded = [one.get("src") or one.get("href")
                  for one in made.cssselect("[src], link[rel=stylesheet]")]
        assert len(loaded) == 3
        assert all((folder(show) / one).is_file() for one in loaded)
    style = next(folder(show).glob("page.*.css")).read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


def test_text_kept_back_is_on_neither(tmp_path: Path) -> None:
    """With `text = "none"` the page has player and chapters, and no sentence of the interview."""
    made = folder(page_show(tmp_path, extra='text = "none"\n'))
    for name in ("index.html", "player.html"):
        text = (made / name).read_text(encoding="utf-8")
        assert "Niemand wollte bleiben" not in text
        assert "Bildunterschrift" not in text and "#chapter" not in text
    page = html.document_fromstring((made / "index.html").read_text(encoding="utf-8"))
    assert not page.cssselect("#text, [data-do=single], [href='#text']")
    assert len(page.cssselect(".contents li")) == 4
    data = json.loads(page.cssselect("#episode")[0].text_content())
    assert len(data["sentences"]) > 10


def test_the_html_is_valid(show: Settings, need_node: Callable[[str], Mapping[str, str]]) -> None:
    """html-validate finds no fault in page and player."""
    checker = Path(need_node("html-validate")["NODE_PATH"]) / "html-validate/bin/html-validate.mjs"
    config = Path(__file__).with_name("html-validate.json")
    done = subprocess.run(["node", checker, "--config", config, folder(show) / "index.html",
                           folder(show) / "player.html"], capture_output=True, text=True,
                          check=False)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0
