"""Paragraphs that were read once are not read again, whatever was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.engines.base import Preferences
from podcast.language import Lexicon, load_language
from podcast.language.lexicon import EMPTY
from podcast.model import Span, Turn
from podcast.readings import KIND, Paragraph
from podcast.store import Store

GERMAN = load_language("de")
TURN = Turn("speech", "a", (Span("Am 15. Februar. Gut."),))


def paragraph(store: Store | None, turn: Turn = TURN, lexicon: Lexicon = EMPTY) -> Paragraph:
    """A turn that is about to be read."""
    return Paragraph(turn, GERMAN, lexicon, store)


def entries(folder: Path) -> list[Path]:
    """The readings that are kept."""
    return sorted(path for path in (folder / KIND).rglob("*") if path.is_file())


def test_kept_and_found(tmp_path: Path) -> None:
    """A second reading is the first one, and comes from the store."""
    store = Store(tmp_path)
    first = paragraph(store)
    read = (first.sentences(TURN.text), first.words(0, 15, (), Preferences()))
    first.keep()
    (kept,) = entries(tmp_path)
    assert read[0] == ((0, 15), (16, 20))
    assert [word.spoken for word in read[1]] == ["Am", "fünfzehnten", "Februar."]
    second = paragraph(store)
    assert (second.sentences(TURN.text), second.words(0, 15, (), Preferences())) == read
    stamp = kept.stat().st_mtime_ns
    second.keep()
    assert kept.stat().st_mtime_ns == stamp


def test_the_store_is_asked_first(tmp_path: Path) -> None:
    """What the store holds is what is read, so that nothing is worked out twice."""
    store = Store(tmp_path)
    one = paragraph(store)
    one.words(16, 20, (), Preferences())
    one.keep()
    (kept,) = entries(tmp_path)
    entry = store.get(KIND, kept.name)
    assert entry is not None
    ((key, words),) = entry.meta["readings"].items()
    changed = [*words[0][:2], "Besser.", *words[0][3:]]
    store.put(KIND, kept.name, {"readings": {key: [changed]}}, b"")
    (word,) = paragraph(store).words(16, 20, (), Preferences())
    assert word.spoken == "Besser."


def test_what_a_reading_depends_on(tmp_path: Path) -> None:
    """Another text, lexicon or engine is read anew; no store, nothing kept."""
    store = Store(tmp_path)
    for turn, lexicon in ((TURN, EMPTY), (Turn("speech", "a", (Span("Gut."),)), EMPTY),
                          (TURN, Lexicon({}, "other"))):
        one = paragraph(store, turn, lexicon)
        one.words(0, len(turn.text), (), Preferences())
        one.keep()
    assert len(entries(tmp_path)) == 3
    one = paragraph(store, Turn("speech", "a", (Span("5 km"),)))
    one.words(0, 4, (), Preferences())
    assert [word.spoken for word in one.words(0, 4, (), Preferences(numbers="digits"))] == [
        "5", "Kilometer"]
    paragraph(None).keep()


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\x00\xff", b'{"readings": 3}\n'])
def test_damaged_entries_are_read_again(tmp_path: Path, damage: bytes) -> None:
    """A damaged entry is as good as none."""
    store = Store(tmp_path)
    one = paragraph(store)
    before = one.words(0, 20, (), Preferences())
    one.keep()
    (kept,) = entries(tmp_path)
    kept.write_bytes(damage)
    assert paragraph(store).words(0, 20, (), Preferences()) == before
