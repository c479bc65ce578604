"""The book as a file: all of the interview, each sentence with its sound, nothing silent."""

from __future__ import annotations

import re
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from podcast.audio.splice import Splice
from podcast.editions.base import PIECE_BYTES
from podcast.editions.book.container import BookOrder, Cut, write_book
from podcast.editions.book.document import documents
from podcast.editions.book.overlay import ACTIVE, PLAYING, overlay
from podcast.editions.book.text import document_text
from podcast.model import Episode, Script
from podcast.script import parse_script, write_script
from podcast.settings import Settings
from podcast.store import Store
from tests.books import NAMES, TITLE, Book, book_of, book_show, clips, moment_s
from tests.shows import episode_of, finished
from tests.test_script_roundtrip import scripts
from tests.test_transcripts import bare, displayed, spoken


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A show with one built episode."""
    return book_show(tmp_path_factory.mktemp("books"))


@pytest.fixture(scope="module")
def book(show: Settings) -> Book:
    """Its book."""
    return book_of(show)


@pytest.fixture(scope="module")
def episode(show: Settings) -> Episode:
    """The episode with all its times."""
    return episode_of(show)


def _said(page: etree._Element, ids: list[str]) -> str:
    """The text of these elements without headings and labels."""
    for one in page.iterfind(".//h:b[@class='name']", NAMES):
        one.text = ""
    for one in page.iterfind(".//h:div/h:h1", NAMES):
        if one.find("h:span[@id]", NAMES) is None:
            one.text = ""
    found = {one.get("id"): "".join(one.itertext()) for one in page.iter() if one.get("id")}
    return bare("".join(found[own] for own in ids))


def _silent(page: etree._Element) -> str:
    """Visible text outside of the elements of sentences."""
    outside = page.xpath("h:body//text()[not(ancestor::*[re:test(@id, '^s[0-9]+$')])]",
                         namespaces=NAMES)
    return bare("".join(outside))


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(scripts(), st.sampled_from([0.001, 0.4]))
def test_every_letter_is_there_once_and_heard(script: Script, word_s: float) -> None:
    """Whatever a script displays of what is heard stands in the elements of its sentences, in the
    order of the ear; no other text is visible, and no two sentences are heard at once."""
    script = parse_script(write_script(script), "probe", "probe.md")
    assume(any(turn.kind != "omitted" for turn in script.turns))
    heard = spoken(script, word_s=word_s)
    whole = ""
    for one in documents(heard):
        page = etree.fromstring(document_text(one, script).encode())
        ids = [text.get("src", "").partition("#")[2] for text in
               etree.fromstring(overlay(one).encode()).iterfind(".//s:text", NAMES)]
        assert _silent(page) == ""
        whole += _said(page, ids)
        moments = one.moments_ms
        assert all(before < after for before, after in pairwise(moments))
    assert whole == displayed(heard)


def test_overlays_follow_the_episode(book: Book, episode: Episode) -> None:
    """Every sentence begins where the episode has it; clips touch, and lie within their sound."""
    cues, first_s = iter(episode.cues), {one.name: one.first_frame * 0.024
                                         for one in documents(episode)}
    assert len(book.spoken) == 6
    for name in book.spoken:
        found = clips(book, name)
        for _, begin, _ in found:
            assert begin + first_s[name] == pytest.approx(next(cues).start_s, abs=0.0006)
        assert [end for _, _, end in found[:-1]] == [begin for _, begin, _ in found[1:]]
        frames = len(book.files[f"EPUB/{name}.mp3"]) // 288 - 1
        assert found[-1][2] == pytest.approx((frames - 1) * 0.024)
        assert [own for own, *_ in found] == [f"s{at}" for at in range(1, len(found) + 1)]
    assert next(cues, None) is None


def test_durations_are_those_of_the_clips(book: Book) -> None:
    """Each overlay's `media:duration` is the length of its clips, and the book's is their sum."""
    package = book.tree("package.opf")
    stated = {one.get("refines", ""): moment_s(one.text or "") for one in
              package.iterfind(".//o:meta[@property='media:duration']", NAMES)}
    own = {f"#{name}-smil": sum(end - begin for _, begin, end in clips(book, name))
           for name in book.spoken}
    assert stated == pytest.approx(own | {"": sum(own.values())})


def test_the_sound_is_that_of_the_mp3(book: Book, show: Settings) -> None:
    """The frames of all documents, one after the other, are those of the published MP3."""
    joined = b"".join(book.files[f"EPUB/{name}.mp3"][288:] for name in book.spoken)
    (path,) = (show.output_dir / "episodes" / "lampen").glob("*.mp3")
    assert path.read_bytes().endswith(joined)
    assert joined.count(b"\xff\xfb") >= len(joined) // 288


def test_labels_and_headings_are_not_silent(book: Book) -> None:
    """All visible text of what is heard stands in the element of a sentence: names in their
    turn's first one, a heading in that which follows it."""
    for name in book.spoken:
        page = book.tree(f"{name}.xhtml")
        assert _silent(page) == ""
        (heading,) = page.iterfind(".//h:h1", NAMES)
        assert heading.get("id") == "heading"
    texts = [" ".join("".join(one.itertext()).split()) for one in
             book.tree("chapter-04.xhtml").iterfind(".//h:div[@id]", NAMES)]
    assert 'Fragen & Antworten <heute> Kanalbote: Zwei Sätze fragen.' in texts
    names = [one.text for one in book.tree("chapter-04.xhtml").iterfind(".//h:b", NAMES)]
    assert names == ["Kanalbote:", 'Ute "Uli" Lange & Töchter:']


def test_foreign_words_say_their_language(book: Book) -> None:
    """`lang` stands on what the script says is foreign, and on every document."""
    page = book.tree("chapter-04.xhtml")
    assert page.get("lang") == "de"
    assert [(one.get("lang"), one.text) for one in page.iterfind(".//h:span[@lang]", NAMES)] == [
        ("nl", "zwei"), ("nl", "Mechelen & Gent")]


def test_contents_lead_to_chapters_and_questions(book: Book) -> None:
    """The table of contents names every heading and, below it, the questions by number."""
    nav = book.tree("nav.xhtml")
    links = [(one.get("href"), one.text) for one in
             nav.xpath("//h:nav[@e:type='toc']//h:a", namespaces=NAMES)]
    assert ("chapter-02.xhtml", "Das erste Licht") in links
    assert ("chapter-04.xhtml#turn-10", "Frage 4: Zwei Sätze fragen. Wirklich zwei: "
            "<b>1 < 2</b>?") in links
    assert [text for _, text in links if text and text.startswith("Frage 1")]
    for href, _ in links:
        name, _, own = (href or "").partition("#")
        ids = [one.get("id") for one in book.tree(name).iter()]
        assert not own or ids.count(own) == 1


def test_what_is_not_heard_stands_at_the_end(book: Book) -> None:
    """The last document has no sound and says so; it names people, source, what was left out."""
    page = book.tree("about.xhtml")
    text = " ".join("".join(page.itertext()).split())
    for expected in (TITLE, 'Ute "Uli" Lange & Töchter', "Von Mia & Kern", "2. März 2026",
                     "Alle Stimmen sind künstlich", "Diese Seite wird nicht vorgelesen.",
                     "Bildunterschrift: Kanalbote Lampe im Hafen", "Es waren <12> Lampen."):
        assert expected in text
    (link,) = page.iterfind(".//h:a", NAMES)
    assert link.get("href") == "https://kanalbote.example/lampen?a=1&b=2"
    assert 'idref="about-xhtml"/>\n</spine>' in book.files["EPUB/package.opf"].decode()


def test_the_package_tells_who_can_read_it_how(book: Book) -> None:
    """Identity, people and dates come from the script; access is described, not certified."""
    package = book.tree("package.opf")
    told = [(one.tag.rpartition("}")[2], one.text) for one in package.iterfind(".//dc:*", NAMES)]
    assert told == [
        ("identifier", "urn:uuid:11111111-2222-4333-8444-555555555555"), ("title", TITLE),
        ("language", "de"), ("publisher", "Kanalbote"), ("date", "2026-03-02"),
        ("source", "https://kanalbote.example/lampen?a=1&b=2"), ("creator", "Mia & Kern"),
        ("contributor", "Kanalbote"), ("contributor", 'Ute "Uli" Lange & Töchter')]
    metas = [(one.get("property"), one.text) for one in package.iterfind(".//o:meta", NAMES)]
    assert ("dcterms:modified", "2026-03-04T23:00:00Z") in metas
    assert ("media:active-class", ACTIVE) in metas
    assert ("media:playback-active-class", PLAYING) in metas
    assert ("schema:accessibilityFeature", "synchronizedAudioText") in metas
    assert [text for name, text in metas if name == "schema:accessModeSufficient"] == [
        "textual,auditory", "textual", "auditory"]
    assert ("media:narrator", "Synthetische Stimme tone/lotte") in metas
    assert not [name for name, _ in metas if name and ("conformsTo" in name or "cert" in name)]
    style = book.files["EPUB/book.css"].decode()
    assert f".{ACTIVE}" in style and f".{PLAYING}" in style


def test_the_container_begins_with_its_type(book: Book) -> None:
    """`mimetype` comes first, nothing is compressed, and nothing tells the time of day."""
    data = book.path.read_bytes()
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    assert data.count(b"PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00") == len(book.files)


def test_the_same_script_gives_the_same_book(show: Settings, book: Book, tmp_path: Path) -> None:
    """Another build elsewhere makes the same bytes under the same name."""
    other = book_of(book_show(tmp_path))
    assert other.path.name == book.path.name
    assert other.path.read_bytes() == book.path.read_bytes()
    assert re.fullmatch(r"lampen\.[0-9a-f]{8}\.epub", book.path.name)


def test_a_script_without_chapters_and_questions(tmp_path: Path) -> None:
    """Narration alone is a book of a title page and one chapter."""
    made = book_of(book_show(tmp_path, body="\nIm Hafen brennt Licht. Es ist kalt.\n"))
    assert made.spoken == ["title", "chapter-01"]
    assert "Frage" not in made.files["EPUB/nav.xhtml"].decode()


def test_the_title_is_heard_on_the_title_page(book: Book, tmp_path: Path) -> None:
    """Where the announcement says the title, be it in two sentences, that is the heading; else
    the heading stands with its first sentence."""
    (heading,) = book.tree("title.xhtml").iterfind(".//h:h1", NAMES)
    assert [one.get("id") for one in heading] == ["s1", "s2"]
    assert "".join(heading.itertext()) == f"{TITLE}."
    own = book_show(tmp_path, extra='[frame]\nopening = "Guten Tag. Hier ist der Kanal."\n')
    (opened,) = book_of(own).tree("title.xhtml").iterfind(".//h:div[@id='s1']", NAMES)
    assert "".join(opened.itertext()) == f"{TITLE}\nGuten Tag."


def test_text_kept_back_makes_no_book(tmp_path: Path) -> None:
    """With `text = "none"` there is no book, and one made before is gone."""
    made = finished(book_show(tmp_path, extra='text = "none"\n'))
    assert not [name for name in made if name.endswith(".epub")]


def test_long_sound_is_never_in_memory(tmp_path: Path) -> None:
    """Of sound of 32 MB no more than a few pieces are held at once."""
    store, frames = Store(tmp_path / "store"), 4096
    store.put("tracks", "long", {}, bytes(frames * 256))
    splice = Splice(bytes(256), ((1, "long", frames),) * 32, 0)
    order = BookOrder(tmp_path, "long.{hash}.epub", (("EPUB/a.mp3", Cut(b"", splice)),))
    tracemalloc.start()
    made = write_book(order, store)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * PIECE_BYTES < 32 * PIECE_BYTES < made.size_bytes
