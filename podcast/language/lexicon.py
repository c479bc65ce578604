"""The pronunciation lexicon: words that are said otherwise than they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from podcast.engines.base import Preferences
from podcast.errors import UserError
from podcast.language.context import Claim, Piece
from podcast.language.respelling import respelled
from podcast.language.tables import Language

TABLE = "words"
KEYS = ("say", "ipa", "like", "source")
_LONGEST = 200
_SUFFIX = re.compile(r"['’]?[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """How a word or phrase is said; at least one of `say`, `ipa` and `like` is given."""

    word: str
    say: str = ""
    """In letters of the text's own language."""
    ipa: str = ""
    like: str = ""
    """BCP 47 tag: say it as one would in that language."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by their first run of letters, the longest first."""

    entries: Mapping[str, tuple[Entry, ...]]
    version: str = ""
    """Digest of the entries."""
    parts: frozenset[str] = frozenset()
    """Every word of every entry."""

    def find(self, text: str, language: Language, preferences: Preferences) -> Iterator[Claim]:
        """Every word of a text that has an entry, inflected forms included."""
        for match in _TOKEN.finditer(text):
            for stem in stems_of(match[0], language.inflections):
                found = next((one for one in self.entries.get(stem, ())
                              if _fits(text, match.start(), one, language)), None)
                if found:
                    yield (_piece(text, match.start(), found, language, preferences),)
                    break

    def __contains__(self, word: str) -> bool:
        """Whether a word is an entry, or a part of one."""
        return word in self.parts


EMPTY = Lexicon({})


def load_lexicon(paths: Sequence[Path]) -> Lexicon:
    """The entries of several files, those of earlier ones first; a missing file has none.

    UserError names file and word of what is wrong.
    """
    folder = next((path for path in paths if path.is_dir()), None)
    if folder:
        raise UserError("this is a folder, not a lexicon", str(folder), "Move it away.")
    return _lexicon(tuple((path, path.read_bytes()) for path in paths if path.exists()))


@lru_cache(maxsize=4)
def _lexicon(files: Sequence[tuple[Path, bytes]]) -> Lexicon:
    from podcast.store import content_key

    found: dict[str, Entry] = {}
    for path, data in reversed(files):
        found |= {one.word: one for one in _entries(path, data)}
    by_first: dict[str, list[Entry]] = {}
    for one in sorted(found.values(), key=lambda entry: -len(entry.word)):
        by_first.setdefault(_TOKEN.findall(one.word)[0], []).append(one)
    version = content_key([astuple(found[word]) for word in sorted(found)])
    parts = frozenset(part for word in found for part in _TOKEN.findall(word))
    return Lexicon({first: tuple(some) for first, some in by_first.items()}, version, parts)


def _entries(path: Path, data: bytes) -> Iterator[Entry]:
    from podcast.settings import parse_toml

    tables = parse_toml(data, str(path))
    unknown = next((key for key in tables if key != TABLE), None)
    words = tables.get(TABLE, {})
    if unknown or not isinstance(words, dict):
        wrong = f"unknown table '{unknown}'" if unknown else f"'{TABLE}' is no table"
        raise UserError(wrong, str(path),
                        f'Entries stand below [{TABLE}]: Mechelen = {{ like = "nl" }}.')
    for word, value in words.items():
        yield _entry(word, value, f"{path}: {word}")


def _entry(word: str, value: object, where: str) -> Entry:
    if isinstance(value, str):
        value = {"say": value}
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise UserError("an entry is a respelling in quotes, or a table of texts", where,
                        'Write "Makrong", or { ipa = "maˈkʁɔ̃", like = "fr" }.')
    unknown = [key for key in value if key not in KEYS]
    if unknown:
        raise UserError(f"unknown key '{unknown[0]}'", where, f"Known: {', '.join(KEYS)}.")
    silent = "say" in value and not _TOKEN.search(value["say"])
    if silent or not _TOKEN.search(word) or not any(value.get(key) for key in KEYS[:3]):
        raise UserError("an entry needs a word of letters, and say, ipa or like with letters",
                        where, 'Write "Makrong", or { ipa = "maˈkʁɔ̃", like = "fr" }.')
    entry = Entry(word, **value)
    _require_known(entry, where)
    return entry


def _require_known(entry: Entry, where: str) -> None:
    """Raise UserError if a sound or a language of the entry is known to no voice."""
    from podcast.engines.espeak import language_of, unknown_sound

    sound = unknown_sound(entry.ipa) if entry.ipa else ""
    if sound:
        raise UserError(f"ipa: nobody here can say the sound '{sound}'", where,
                        "Write it with the sounds of German, English and French.")
    if entry.like and not language_of(entry.like):
        raise UserError(f"like: no voice here knows the language '{entry.like}'", where,
                        "Write a BCP 47 tag like nl, fr, pl or en-GB.")


def stems_of(token: str, inflections: Mapping[str, str]) -> Iterator[str]:
    """A word, and what may be left of it without an ending."""
    yield token
    yield from (token.removesuffix(ending) for ending in inflections
                if token.endswith(ending) and len(token) - len(ending) > 2)


def _fits(text: str, at: int, entry: Entry, language: Language) -> bool:
    end = at + len(entry.word)
    if not text.startswith(entry.word, at) or (at and text[at - 1].isalnum()):
        return False
    return _ending(text, end) in ("", *language.inflections)


def _ending(text: str, at: int) -> str:
    """The letters directly behind a place: the ending of an inflected form."""
    match = _SUFFIX.match(text, at)
    return match[0].lstrip("'’") if match else ""


def _piece(text: str, at: int, entry: Entry, language: Language, preferences: Preferences,
           ) -> Piece:
    """How the engine is told to say an entry: in IPA, in its language, or in letters."""
    end = at + len(entry.word)
    ending = _ending(text, end)
    last = end + len(ending) + (1 if ending and text[end] in "'’" else 0)
    native = entry.like and preferences.switches and not entry.say
    letters = (entry.say or (entry.word if native else _guessed(entry, language))) + ending
    ipa = entry.ipa + language.inflections.get(ending, "") if entry.ipa else ""
    return Piece(at, last, letters, entry.like, ipa, f"lexicon: {entry.word}")


def _guessed(entry: Entry, language: Language) -> str:
    if entry.ipa:
        return _letters(entry.ipa, language) or entry.word
    return foreign_letters(entry.word, entry.like, language) or entry.word


def foreign_letters(text: str, lang: str, language: Language) -> str:
    """How eSpeak says a text in another language, in this language's letters; empty if unknown."""
    from podcast.engines.espeak import language_of, transcribe

    name = language_of(lang)
    if not name or name == language_of(language.code):
        return ""
    if len(text) > _LONGEST:
        return ""
    ipa = transcribe(text, name)
    if len(ipa.split()) > len(text.replace("-", " ").split()):
        return ""  # it spelled a letter that it does not know
    letters = _letters(ipa, language)
    return letters.title() if text[:1].isupper() else letters


def _letters(ipa: str, language: Language) -> str:
    """A transcription in letters; empty if one of its sounds has none."""
    try:
        return respelled(ipa, language)
    except ValueError:
        return ""
