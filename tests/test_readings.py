"""Paragraphs that were read once are not read again, whatever was kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from podcast.engines.base import Preferences
from podcast.language import Lexicon, load_language
from podcast.language.lexicon import EMPTY
from podcast.model import Script, Span, Turn, Voice
from podcast.readings import KIND, Paragraph, Readings
from podcast.settings import Pauses
from podcast.store import Store
from podcast.utterances import Ensemble, Speaker
from tests.test_script_roundtrip import scripts

GERMAN = load_language("de")
TURN = Turn("speech", "a", (Span("Am 15. Februar. Gut."),))


def paragraph(store: Store | None, turn: Turn = TURN, lexicon: Lexicon = EMPTY,
              ) -> tuple[Paragraph, Readings]:
    """A turn that is about to be read, and what its script's readings are."""
    readings = Readings(store, "show", "script")
    return Paragraph(turn, GERMAN, lexicon, readings), readings


def keep(made: tuple[Paragraph, Readings]) -> None:
    """Keep what was read."""
    for one in made:
        one.keep()


def entries(folder: Path) -> list[Path]:
    """The readings that are kept."""
    return sorted(path for path in (folder / KIND).rglob("*") if path.is_file())


def test_kept_and_found(tmp_path: Path) -> None:
    """A second reading is the first one, and comes from the store."""
    store = Store(tmp_path)
    first = paragraph(store)
    read = (first[0].sentences(TURN.text), first[0].words(0, 15, (), Preferences()))
    keep(first)
    (kept,) = entries(tmp_path)
    assert read[0] == ((0, 15), (16, 20))
    assert [word.spoken for word in read[1]] == ["Am", "fünfzehnten", "Februar."]
    second = paragraph(store)
    assert (second[0].sentences(TURN.text), second[0].words(0, 15, (), Preferences())) == read
    stamp = kept.stat().st_mtime_ns
    keep(second)
    assert kept.stat().st_mtime_ns == stamp


def test_the_store_is_asked_first(tmp_path: Path) -> None:
    """What the store holds is what is read, so that nothing is worked out twice."""
    store = Store(tmp_path)
    one = paragraph(store)
    one[0].words(16, 20, (), Preferences())
    keep(one)
    (kept,) = entries(tmp_path)
    entry = store.get(KIND, kept.name)
    assert entry is not None
    assert entry.payload.count(b'"Gut."') == 1
    store.put(KIND, kept.name, {}, entry.payload.replace(b'"Gut."', b'"Besser."'))
    (word,) = paragraph(store)[0].words(16, 20, (), Preferences())
    assert word.spoken == "Besser."


def test_what_a_reading_depends_on(tmp_path: Path) -> None:
    """Another text, lexicon or engine is read anew; no store, nothing kept."""
    readings = Readings(Store(tmp_path))
    for number, (turn, lexicon) in enumerate(
            ((TURN, EMPTY), (Turn("speech", "a", (Span("Gut."),)), EMPTY),
             (TURN, Lexicon({}, "other"))), 1):
        one = Paragraph(turn, GERMAN, lexicon, readings)
        one.words(0, len(turn.text), (), Preferences())
        one.keep()
        readings.keep()
        (kept,) = entries(tmp_path)
        assert kept.read_bytes().count(b"\n") == 1 + number
    one, _ = paragraph(None, Turn("speech", "a", (Span("5 km"),)))
    one.words(0, 4, (), Preferences())
    assert [word.spoken for word in one.words(0, 4, (), Preferences(numbers="digits"))] == [
        "5", "Kilometer"]
    keep((one, Readings()))


def test_what_nobody_asks_for_any_more_is_forgotten(tmp_path: Path) -> None:
    """A paragraph that left the script, and a way of cutting it that nobody wants, are dropped
    when others come."""
    store, other = Store(tmp_path), Turn("speech", "a", (Span("Gut."),))
    first, readings = paragraph(store)
    first.parts("one way", lambda: [(0, 1)])
    keep((first, readings))
    second, readings = paragraph(store)
    assert second.parts("another", lambda: [(0, 2)]) == ((0, 2),)
    keep((second, readings))
    (kept,) = entries(tmp_path)
    assert b"another" in kept.read_bytes()
    assert b"one way" not in kept.read_bytes()
    third, readings = paragraph(store, other)
    third.words(0, 4, (), Preferences())
    keep((third, readings))
    assert b"another" not in kept.read_bytes()


def test_the_same_words_of_two_people(tmp_path: Path) -> None:
    """Both are known the next time: nothing is learnt, nothing written."""
    turns = [Turn("speech", key, (Span("Gut. Ja."),)) for key in ("a", "b")]
    voices = {key: Voice(f"tone/{key}", "tone") for key in ("a", "b")}
    stamps = []
    for _ in range(2):
        ensemble = Ensemble(voices, {one.name: Preferences() for one in voices.values()},
                            readings=Readings(Store(tmp_path)))
        speaker = Speaker(Pauses(), GERMAN, ensemble)
        said = [one.speaker for turn in turns for one in speaker.speak(turn, 0).utterances]
        assert said == ["a", "a", "b", "b"]
        ensemble.readings.keep()
        (kept,) = entries(tmp_path)
        stamps.append(kept.stat().st_ino)
    assert stamps[0] == stamps[1]


@given(scripts())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_kept_changes_nothing(script: Script) -> None:
    """A script is laid out alike whether its paragraphs are known or not."""
    with TemporaryDirectory() as folder:
        voices = {one.key: Voice(f"tone/{one.key}", "tone") for one in script.cast}
        laid = []
        for _ in range(2):
            ensemble = Ensemble(voices, {one.name: Preferences() for one in voices.values()},
                                readings=Readings(Store(Path(folder))))
            laid.append([Speaker(Pauses(), GERMAN, ensemble).speak(turn, index)
                         for index, turn in enumerate(script.turns) if turn.kind != "omitted"])
            ensemble.readings.keep()
        assert laid[0] == laid[1]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\x00\xff", b'{"readings": 3}\n'])
def test_damaged_entries_are_read_again(tmp_path: Path, damage: bytes) -> None:
    """A damaged entry is as good as none."""
    store = Store(tmp_path)
    one = paragraph(store)
    before = one[0].words(0, 20, (), Preferences())
    keep(one)
    (kept,) = entries(tmp_path)
    kept.write_bytes(damage)
    assert paragraph(store)[0].words(0, 20, (), Preferences()) == before
