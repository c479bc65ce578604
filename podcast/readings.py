"""What was once read is not read again: each paragraph's sentences and words are kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, fields
from functools import cache
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

from podcast.engines.base import Preferences
from podcast.language import Language, Lexicon, Override, read, split_sentences
from podcast.model import Span, Turn
from podcast.store import Store, content_key
from podcast.words import Word

KIND = "readings"
_fields = attrgetter(*(one.name for one in fields(Span)))


class Paragraph:
    """A turn while it is read; what was read before comes from the store, if there is one."""

    def __init__(self, turn: Turn, language: Language, lexicon: Lexicon, store: Store | None,
                 ) -> None:
        self._language, self._lexicon, self._store = language, lexicon, store
        self._text = turn.text
        self._key = content_key("places", _version(), language.version, lexicon.version,
                                [_fields(span) for span in turn.spans])
        entry = store.get(KIND, self._key) if store else None
        self._known: dict[str, Any] = dict(entry.meta["readings"]) if entry else {}
        self._grown = False
        self._words: dict[str, tuple[Word, ...]] = {}

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """The [start, end) of the sentences of a stretch of the paragraph."""
        key = content_key(text)
        if key not in self._known:
            self._learn(key, split_sentences(text, self._language))
        return tuple((start, end) for start, end in self._known[key])

    def words(self, start: int, end: int, overrides: tuple[Override, ...],
              preferences: Preferences) -> tuple[Word, ...]:
        """The words of characters [start, end) of the paragraph for an engine; what is said of
        them otherwise are always the same `overrides`."""
        place = f"{start}-{end} {_digest(preferences)}"
        if place not in self._words:
            if place not in self._known:
                words = read(self._text[start:end], overrides, self._language, preferences,
                             self._lexicon)
                self._learn(place, words)
            self._words[place] = tuple(map(Word._make, self._known[place]))
        return self._words[place]

    def keep(self) -> None:
        """Remember what was read now for the first time, where anything may be written at all."""
        if self._store and self._grown:
            with suppress(OSError):
                self._store.put(KIND, self._key, {"readings": self._known}, b"")

    def _learn(self, key: str, value: object) -> None:
        self._known[key] = value
        self._grown = True


@cache
def _digest(preferences: Preferences) -> str:
    return content_key(asdict(preferences))


@cache
def _version() -> str:
    """Digest of the rules and of what they lean on: other rules read otherwise."""
    from importlib.metadata import version

    here = Path(__file__).parent
    files = [*here.glob("language/*.py"), *here.glob("engines/*.py"), *here.glob("engines/*.toml"),
             here / "words.py"]
    code = b"".join(path.read_bytes() for path in sorted(files))
    packages = [version(name) for name in ("emoji", "espeakng-loader")]
    return content_key(sha256(code).hexdigest(), packages)
