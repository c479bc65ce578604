"""What was once read is not read again: each paragraph's sentences and words are kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
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
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Row = Sequence[Any]
"""A part of a paragraph, as JSON has it."""
Known = dict[str, Any]
"""What is known of a paragraph, as JSON has it."""


class Readings:
    """What was read of a script before, by paragraph.

    A script has hundreds of paragraphs, so they share an entry of the store; each is only looked
    into when it is asked for.
    """

    def __init__(self, store: Store | None = None, *owner: str) -> None:
        """`owner` says whose script it is: another one has other paragraphs."""
        self._store, self._key = store, content_key("paragraphs", *owner)
        entry = store.get(KIND, self._key) if store else None
        lines = entry.payload.decode().split("\n") if entry else ()
        self._kept = dict(line.split("\t") for line in lines if line)
        self._used: dict[str, str] = {}
        self._grown = False

    def of(self, key: str) -> Known:
        """What is known of a paragraph."""
        if key not in self._kept:
            return {}
        self._used[key] = self._kept[key]
        known: Known = json.loads(self._kept[key])
        return known

    def learn(self, key: str, known: Known) -> None:
        """Remember what was read of a paragraph."""
        self._used[key] = self._kept[key] = _JSON.encode(known)
        self._grown = True

    def keep(self) -> None:
        """Keep what was asked for or learnt, if anything was; where nothing may be written it is
        read again next time."""
        if self._store and self._grown:
            text = "".join(f"{key}\t{known}\n" for key, known in self._used.items())
            with suppress(OSError):
                self._store.put(KIND, self._key, {}, text.encode())
            self._grown = False


class Paragraph:
    """A turn while it is read; what was read before is known from its `readings`."""

    def __init__(self, turn: Turn, language: Language, lexicon: Lexicon, readings: Readings,
                 ) -> None:
        self._language, self._lexicon, self._readings = language, lexicon, readings
        self._text = turn.text
        self._key = content_key("places", _version(), language.version, lexicon.version,
                                turn.speaker, [_fields(span) for span in turn.spans])
        self._known = readings.of(self._key)
        self._asked: Known = {}
        self._grown = False

    def sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """The [start, end) of the sentences of a stretch of the paragraph."""
        found = self._find(sha256(text.encode()).hexdigest(),
                           lambda: split_sentences(text, self._language))
        return tuple((start, end) for start, end in found)

    def words(self, start: int, end: int, overrides: tuple[Override, ...],
              preferences: Preferences) -> tuple[Word, ...]:
        """The words of characters [start, end) of the paragraph for an engine; what is said of
        them otherwise are always the same `overrides`."""
        found = self._find(f"{start}-{end} {preferences_digest(preferences)}",
                           lambda: read(self._text[start:end], overrides, self._language,
                                        preferences, self._lexicon))
        return tuple(map(Word._make, found))

    def parts(self, how: str, cut: Callable[[], Iterable[Row]]) -> Sequence[Row]:
        """The parts into which the paragraph is cut, once it was; `how` stands for all that says
        how, beside its text and who says it."""
        return self._find(how, lambda: tuple(cut()))

    def keep(self) -> None:
        """Remember what was asked for, if any of it was read for the first time."""
        if self._grown:
            self._readings.learn(self._key, self._asked)
            self._grown = False

    def _find(self, key: str, make: Callable[[], Sequence[Any]]) -> Sequence[Any]:
        if key not in self._known:
            self._known[key] = make()
            self._grown = True
        found: Sequence[Any] = self._known[key]
        self._asked[key] = found
        return found


@cache
def preferences_digest(preferences: Preferences) -> str:
    """A digest of what an engine prefers to be given."""
    return content_key(asdict(preferences))


@cache
def _version() -> str:
    """Digest of the rules and of what they lean on: other rules read and cut otherwise."""
    from importlib.metadata import version

    here = Path(__file__).parent
    files = [*here.glob("language/*.py"), *here.glob("engines/*.py"), *here.glob("engines/*.toml"),
             here / "words.py", here / "utterances.py"]
    code = b"".join(path.read_bytes() for path in sorted(files))
    packages = [version(name) for name in ("emoji", "espeakng-loader")]
    return content_key(sha256(code).hexdigest(), packages)
