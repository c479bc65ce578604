"""What an episode's file says about itself, read back by other people's programs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import lameenc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3
from PIL import Image

from podcast.editions.provenance import Provenance
from podcast.editions.tags import PADDING, id3_tag
from podcast.editions.wording import one_line
from podcast.model import CastMember, Chapter, Episode, Script, Voice
from podcast.settings import Settings

SHOW = Settings(root=Path(), title="Gespräche zum Hören", cast="test", guid="g", author="Redaktion")
SCRIPT = Script(
    id="urn:uuid:1", slug="folge", title="„Über Größe“ – ein Gespräch 🎧", turns=(),
    cast=(CastMember("j", "journalist", "Blatt"), CastMember("g", "guest", "Käthe Ölß")),
    publisher="Das Blatt", published="2017-02-15", created="2024-03-01T10:00:00+01:00",
    url="https://example.org/gespräch")
CHAPTERS = (Chapter(0, 7, "Ein langer Titel macht den größten Rahmen"), Chapter(7, 15, "Kurz"),
            Chapter(15, 22, "Mittellanger Titel"), Chapter(22, 30, "Ende"))
EPISODE = Episode(SCRIPT, 30.0, (), 0, CHAPTERS, (), summary="Worum es geht – in einem Satz.")


def _jpeg() -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 64), "navy").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Thirty seconds of silence behind the tag."""
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(48000)
    encoder.set_channels(1)
    encoder.set_bit_rate(96)
    encoder.silence()
    sound = encoder.encode(bytes(48000 * 2 * 30)) + encoder.flush()
    path = tmp_path / "folge.mp3"
    path.write_bytes(id3_tag(EPISODE, SHOW, _jpeg()) + bytes(sound))
    return path


def _read(tag: bytes) -> ID3:
    return ID3(BytesIO(tag + bytes(4096)), translate=False)


def test_mutagen_reads_every_frame() -> None:
    """The tag is ID3v2.3 and holds title, names, language, dates, summary, source and note."""
    tag = _read(id3_tag(EPISODE, SHOW, _jpeg()))
    assert tag.version == (2, 3, 0)
    texts = {name: str(tag[name]) for name in ("TIT2", "TPE1", "TALB", "TLAN", "TYER", "TDAT")}
    assert texts == {"TIT2": SCRIPT.title, "TPE1": "Redaktion", "TALB": SHOW.title, "TLAN": "deu",
                     "TYER": "2017", "TDAT": "1502"}
    assert str(tag["COMM::deu"]) == EPISODE.summary
    assert tag["WOAS"].url == "https://example.org/gespr%C3%A4ch"
    assert str(tag["TXXX:Stimmen"]) == ("Alle Stimmen sind künstlich; Käthe Ölß ist nicht selbst"
                                        " zu hören.")
    assert (tag["APIC:"].type, tag["APIC:"].data) == (3, _jpeg())


def test_chapters_stand_in_time_order_in_the_bytes() -> None:
    """Players that read frames as they come meet the chapters in the order they are heard."""
    tag = id3_tag(EPISODE, SHOW, _jpeg())
    places = [tag.index(b"CHAP" + rest) for rest in _chapter_starts(tag)]
    assert places == sorted(places)
    assert len(places) == len(CHAPTERS)
    assert tag.index(b"CTOC") < places[0] < places[-1] < tag.index(b"APIC")


def _chapter_starts(tag: bytes) -> list[bytes]:
    """What follows `CHAP` in each chapter frame, sorted by the frame's start time."""
    frames = []
    at = tag.find(b"CHAP")
    while at >= 0:
        length = int.from_bytes(tag[at + 4:at + 8], "big")
        body = tag[at + 10:at + 10 + length]
        times = body.index(b"\0") + 1
        frames.append((int.from_bytes(body[times:times + 4], "big"),
                       tag[at + 4:at + 10 + times]))
        at = tag.find(b"CHAP", at + 10 + length)
    return [rest for _, rest in sorted(frames)]


def test_contents_name_the_chapters() -> None:
    """The table of contents is ordered and top-level; byte offsets are marked as unused."""
    tag = _read(id3_tag(EPISODE, SHOW, _jpeg()))
    contents = tag["CTOC:toc"]
    assert contents.flags == 3
    found = [tag[f"CHAP:{name}"] for name in contents.child_element_ids]
    assert [(one.start_time, one.end_time, str(one.sub_frames["TIT2"])) for one in found] == [
        (round(one.start_s * 1000), round(one.end_s * 1000), one.title) for one in CHAPTERS]
    assert {one.start_offset for one in found} == {one.end_offset for one in found} == {0xFFFFFFFF}


def test_ffprobe_reads_the_tag(tagged: Path, need_tool: Callable[[str], str]) -> None:
    """ffprobe lists the chapters by time, the texts and the attached picture, and is silent."""
    done = subprocess.run([need_tool("ffprobe"), "-v", "error", "-of", "json", "-show_chapters",
                           "-show_format", "-show_streams", str(tagged)],
                          check=True, capture_output=True, text=True)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert [(float(one["start_time"]), one["tags"]["title"]) for one in found["chapters"]] == [
        (one.start_s, one.title) for one in CHAPTERS]
    assert found["format"]["tags"]["title"] == SCRIPT.title
    assert found["format"]["tags"]["date"] == "2017-02-15"
    assert found["streams"][1]["disposition"]["attached_pic"] == 1


def test_eyed3_reads_the_tag(tagged: Path) -> None:
    """eyeD3 finds title, chapters, picture, and the length of the sound behind the tag."""
    import eyed3

    audio = eyed3.load(tagged)
    assert audio.tag.version == (2, 3, 0)
    assert audio.tag.title == SCRIPT.title
    assert str(audio.tag.recording_date) == "2017-02-15"
    assert [one.title for one in audio.tag.chapters] == [one.title for one in CHAPTERS]
    assert [one.image_data for one in audio.tag.images] == [_jpeg()]
    assert audio.info.time_secs == pytest.approx(30, abs=0.2)


def test_same_episode_same_bytes() -> None:
    """The tag depends on nothing but its arguments, and ends in a fixed padding."""
    tag = id3_tag(EPISODE, SHOW, _jpeg())
    assert tag == id3_tag(EPISODE, SHOW, _jpeg())
    assert tag.endswith(bytes(PADDING))
    assert not tag.endswith(bytes(PADDING + 1))


@pytest.mark.parametrize(("published", "year"), [("", "2024"), ("gestern", "2024"),
                                                 ("2017-02-15T08:00:00Z", "2017")])
def test_date_falls_back_to_the_day_of_the_script(published: str, year: str) -> None:
    """An article without a date takes the script's."""
    episode = replace(EPISODE, script=replace(SCRIPT, published=published))
    assert str(_read(id3_tag(episode, SHOW, b"jpeg"))["TYER"]) == year


def test_artist_is_the_publisher_when_the_show_has_no_author() -> None:
    """A show without an author is credited to the outlet, and to itself where there is none."""
    show = replace(SHOW, author="")
    unknown = replace(EPISODE, script=replace(SCRIPT, publisher=""))
    assert str(_read(id3_tag(EPISODE, show, b"jpeg"))["TPE1"]) == "Das Blatt"
    assert str(_read(id3_tag(unknown, show, b"jpeg"))["TPE1"]) == SHOW.title


def test_many_chapters_and_none() -> None:
    """Three hundred chapters are written; the table of contents names the 255 it can hold."""
    many = tuple(Chapter(at, at + 1, f"Kapitel {at}") for at in range(300))
    tag = _read(id3_tag(replace(EPISODE, chapters=many), SHOW, b"jpeg"))
    assert len(tag.getall("CHAP")) == 300
    assert len(tag["CTOC:toc"].child_element_ids) == 255
    assert not _read(id3_tag(replace(EPISODE, chapters=()), SHOW, b"jpeg")).getall("CTOC")


@given(st.text(min_size=1, max_size=60).filter(one_line))
def test_any_title_comes_back(title: str) -> None:
    """Whatever can be printed of a title and a chapter's title is read back unchanged."""
    episode = replace(EPISODE, script=replace(SCRIPT, title=title),
                      chapters=(Chapter(0, 5, title),))
    tag = _read(id3_tag(episode, SHOW, b"jpeg"))
    assert tag["TIT2"].text == [one_line(title)]
    assert tag["CHAP:chp0"].sub_frames["TIT2"].text == [one_line(title)]


def test_provenance_copyright_and_text() -> None:
    """Machines are told that the sound was computed and by what; whose it is, and what is said."""
    voice = Voice("tone/a", "tone", "220")
    made = Provenance(voices=(voice,), engines={"tone/a": "tone 1"})
    tag = _read(id3_tag(EPISODE, SHOW, b"jpeg", made, "Käthe Ölß: Ja.\n\nBlatt: Nein."))
    texts = {one.desc: one.text[0] for one in tag.getall("TXXX")}
    assert texts["digitalSourceType"].endswith("/digitalsourcetype/algorithmicMedia")
    assert texts["generator"].endswith("; tone 1")
    learned = replace(made, voices=(voice, Voice("pico/a", "pico")))
    tagged = _read(id3_tag(EPISODE, SHOW, b"jpeg", learned))
    assert "trainedAlgorithmicMedia" in str(tagged["TXXX:digitalSourceType"])
    assert str(tag["TCOP"]) == "2017 Das Blatt"
    [lyrics] = tag.getall("USLT")
    assert (lyrics.lang, lyrics.text) == ("deu", "Käthe Ölß: Ja.\n\nBlatt: Nein.")
    assert not tagged.getall("USLT")


@pytest.mark.parametrize(("written", "told"), [
    ("Küsten-Kurier", "2017 Küsten-Kurier"), ("2024 Küsten-Kurier", "2024 Küsten-Kurier"),
    ("© 2019–2024, Küsten-Kurier", "2024 Küsten-Kurier"), ("(c) Kurier", "2017 Kurier"),
    ("1Live", "2017 1Live"), ("3sat", "2017 3sat")])
def test_a_copyright_has_one_year(written: str, told: str) -> None:
    """The year that stands in `copyright` is not said twice, and players write the ©."""
    tag = _read(id3_tag(EPISODE, replace(SHOW, copyright=written), b"jpeg"))
    assert str(tag["TCOP"]) == told
