"""The show's front page as files: what stands on it, what belongs to it, here and at a target."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement

from podcast.editions.artwork import read_cover
from podcast.editions.sentences import sentences
from podcast.feed import FeedItem
from podcast.front import front_pages
from podcast.publish import publish, withdraw
from podcast.record import load_record
from podcast.settings import THIS_MACHINE, Settings, load_settings
from podcast.store import Store
from tests.fronts import BASE, QUIET, front_show
from tests.shows import episode_of, finished, run_build_here

LIMIT_BYTES = 60_000
SCHEMES = {"https", "podcast", "overcast", "pktc"}


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built show with three episodes, one of which keeps its text back."""
    return front_show(tmp_path_factory.mktemp("front"))


@pytest.fixture
def page(show: Settings) -> HtmlElement:
    """Its front page."""
    return _read(show.output_dir)


def _read(folder: Path) -> HtmlElement:
    return html.document_fromstring((folder / "index.html").read_text(encoding="utf-8"))


def _texts(page: HtmlElement, selector: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.cssselect(selector)]


def _item(show: Settings, slug: str) -> FeedItem:
    record = load_record(Store(show.store_dir), show.guid, slug)
    assert record is not None
    return record.item


def _pages(show: Settings, items: list[FeedItem]) -> Mapping[str, bytes]:
    cover = next(show.output_dir.glob("cover.*.jpg")).read_bytes()
    return front_pages(show, items, cover)


def test_what_stands_on_it(page: HtmlElement) -> None:
    """The show in its language, with its picture described, and that the voices are synthetic."""
    assert page.get("lang") == "de"
    assert _texts(page, "h1") == ["Gespräche am Kanal"]
    assert _texts(page, ".show") == ["Podcast von Kanalbote"]
    assert _texts(page, ".about p")[0] == "Interviews zum Hören."
    assert _texts(page, ".disclosure") == ["Alle Stimmen sind künstlich."]
    assert [one.get("alt") for one in page.cssselect("img")] == [
        "Titelbild von „Gespräche am Kanal“"]
    assert _texts(page, "h2") == ["Suchen", "Folgen", "Abonnieren"]
    assert page.cssselect("#search")[0].get("hidden") is not None, "it needs the script"


def test_episodes_newest_first(page: HtmlElement, show: Settings) -> None:
    """Title, date, length, guests and the first sentences; links to the page and to the sound."""
    assert _texts(page, ".episode h3") == ["Die stille Folge", "Die Lampen von Ruhrort",
                                           "Die Straße nach Mölln"]
    assert _texts(page, ".episode .byline")[1] == "3. März 2026 · 1 Minute · Mit Ute Lange"
    assert _texts(page, ".episode > p:nth-of-type(2)")[1] == (
        "Im Hafen brennt Licht. „Das bleibt auch so, solange ich hier bin“, sagt Ute Lange.")
    assert _texts(page, ".offers a")[:3] == [
        "Hören: Die stille Folge", "Ton (MP3): Die stille Folge",
        "Hören und mitlesen: Die Lampen von Ruhrort"]
    links = [one.get("href") for one in page.cssselect(".episode a")]
    assert len(links) == 9
    assert all((show.output_dir / one).is_file() for one in links)
    assert page.cssselect(".episode h3 a")[1].get("href") == "episodes/lampen/index.html"


def test_the_feed_can_be_taken_anywhere(page: HtmlElement) -> None:
    """As an address, by links into apps that say how, and as a code that reads the same."""
    feed = f"{BASE}feed.xml"
    assert page.cssselect("#feed")[0].get("href") == feed == _texts(page, "#feed")[0]
    assert page.cssselect("link[rel=alternate]")[0].get("href") == "feed.xml"
    apps = {one.text_content(): urlsplit(one.get("href")) for one in page.cssselect(".apps a")}
    assert {one.scheme for one in apps.values()} == SCHEMES
    for name in ("AntennaPod", "Overcast"):
        assert parse_qs(apps[name].query)["url"] == [feed]
    for name in ("Apple Podcasts", "Pocket Casts"):
        bare = feed.partition("://")[2]
        assert unquote(apps[name].geturl()).endswith(bare)
    assert page.cssselect("figure svg")[0].get("aria-label") == "QR-Code der Feed-Adresse"


def test_a_show_that_is_only_here_opens_no_app(show: Settings) -> None:
    """Nobody else reaches this machine's own address: no links into apps, no code for phones."""
    here = replace(show, base_url=THIS_MACHINE)
    made = html.document_fromstring(_pages(here, [])["index.html"].decode())
    assert not made.cssselect(".apps, figure")
    assert _texts(made, "#episodes p") == ["Es gibt noch keine Folgen."]


def test_it_is_small_and_fetches_only_its_own(page: HtmlElement, show: Settings) -> None:
    """Page, style, script and picture take at most 60 kB; nothing else is loaded, and no browser
    asks for a picture that is not there."""
    assert page.cssselect("link[rel=icon]")[0].get("href") == "data:,"
    loaded = [one.get("src") or one.get("href")
              for one in page.cssselect("[src], link[rel=stylesheet]")]
    assert sorted(Path(one).suffix for one in loaded) == [".css", ".jpg", ".js"]
    files = [show.output_dir / one for one in (*loaded, "index.html")]
    assert sum(one.stat().st_size for one in files) < LIMIT_BYTES
    style = next(one for one in files if one.suffix == ".css").read_text(encoding="utf-8")
    assert "url(" not in style and "@import" not in style


def test_the_same_bytes_each_time(show: Settings) -> None:
    """Whatever the order of the episodes; without a cover there is no picture."""
    items = [_item(show, slug) for slug in ("lampen", "strasse")]
    assert _pages(show, items) == _pages(show, items[::-1])
    bare = front_pages(show, items, read_cover(show, None))
    assert len(bare) == 3 and b"<img" not in bare["index.html"]


def test_titles_cannot_break_it(show: Settings) -> None:
    """What people write is text, and never markup; an episode's own language is told."""
    item = _item(show, "lampen")
    hostile = '<script>alert("1")</script> & $title ${x}'
    script = replace(item.script, title=hostile, slug='a"b c', language="de-CH")
    made = _pages(replace(show, title=hostile, description="</p><b>1\n\n2"),
                  [replace(item, script=script, summary="<i>1</i>. $skip",
                           chapters=(replace(item.chapters[0], title=hostile),))])
    parsed = html.document_fromstring(made["index.html"].decode())
    assert _texts(parsed, "h1, h3") == [hostile, hostile]
    assert _texts(parsed, ".about p")[:2] == ["</p><b>1", "2"]
    assert len(parsed.cssselect("script")) == 3 and not parsed.cssselect("b, i")
    assert json.loads(parsed.get_element_by_id("chapters").text) == {'a"b c': [[0, hostile]]}
    assert parsed.cssselect("h3")[0].get("lang") == "de-CH"


def test_a_show_without_words_in_its_language_is_refused(show: Settings) -> None:
    """Nothing is said in another language unasked."""
    with pytest.raises(Exception, match="no wording for language 'tlh'"):
        _pages(replace(show, language="tlh"), [])


def test_texts_for_the_search(show: Settings, page: HtmlElement) -> None:
    """Each sentence as it is displayed, behind its second; none where the text is kept back."""
    listed = {one.get("data-slug"): one.get("data-texts") for one in page.cssselect(".episode")}
    assert listed[QUIET] is None
    assert not list((show.output_dir / "episodes" / QUIET).glob("search.*"))
    text = (show.output_dir / (listed["lampen"] or "")).read_text(encoding="utf-8")
    called = re.fullmatch(r'hoerfassung\("lampen",(.*)\);\n', text)
    assert called
    said = json.loads(called[1])
    assert said == [[round(one.cue.start_s, 2), one.text]
                    for one in sentences(episode_of(show))]


def test_the_html_is_valid(show: Settings, need_node: Callable[[str], Mapping[str, str]]) -> None:
    """html-validate finds no fault."""
    checker = Path(need_node("html-validate")["NODE_PATH"]) / "html-validate/bin/html-validate.mjs"
    config = Path(__file__).with_name("html-validate.json")
    done = subprocess.run(["node", checker, "--config", config, show.output_dir / "index.html"],
                          capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_files_of_an_older_page_go(tmp_path: Path) -> None:
    """A build puts back what is missing and drops what the page does not name any more."""
    show = front_show(tmp_path)
    before = finished(show)
    (show.output_dir / "front.00000000.css").write_text("old", encoding="utf-8")
    next(show.output_dir.glob("front.*.js")).unlink()
    (show.output_dir / "index.html").write_text("mine", encoding="utf-8")
    run_build_here(show)
    assert finished(show) == before


def test_published_and_withdrawn(tmp_path: Path) -> None:
    """The target has the front page of what is published there, and an episode that was taken
    back leaves it at once, with its text."""
    show = front_show(tmp_path / "show")
    target = tmp_path / "target"
    publish(show, str(target))
    assert (target / "index.html").read_bytes() == (show.output_dir / "index.html").read_bytes()
    texts = next(target.glob("episodes/lampen/search.*.js"))
    withdraw(show, "lampen", str(target))
    page = _read(target)
    assert _texts(page, ".episode h3") == ["Die stille Folge", "Die Straße nach Mölln"]
    assert not texts.exists()
    for one in page.cssselect("[src], link[rel=stylesheet]"):
        assert (target / (one.get("src") or one.get("href"))).is_file()
    assert load_settings(show.root).base_url == BASE
