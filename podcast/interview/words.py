"""The German words of this room, read once from its tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from podcast.interview.conjugation import conjugated

_WORD = re.compile(r"\w+")
Value = str | int | float | list[str]
Tables = dict[str, dict[str, Value]]
_FILES = ("de.toml", "names.toml", "furniture.toml", "nouns.toml",
          "speech.toml", "quoting.toml")


@cache
def _tables() -> Tables:
    room = files("podcast.interview")
    found = merged((name, tomllib.loads(room.joinpath(name).read_text("utf-8"))) for name in _FILES)
    found["verbs"]["saying"] = _saying(found["verbs"])
    return found


def merged(tables: Iterable[tuple[str, Tables]]) -> Tables:
    """The sections of several files as one; raises ValueError where two share a section."""
    found: Tables = {}
    for name, sections in tables:
        twice = found.keys() & sections.keys()
        if twice:
            raise ValueError(f"{name}: section [{min(twice)}] stands in another file already")
        found |= sections
    return found


def _saying(verbs: dict[str, Value]) -> list[str]:
    """Every form of every verb of saying: regular ones by their stem, the others as listed."""
    weak, strong, joined = (_split(verbs[kind]) for kind in ("weak", "strong", "joined"))
    hard, inseparable = (_split(verbs[kind]) for kind in ("hard", "inseparable"))
    regular = {form for stem in weak for form in conjugated(stem, hard, inseparable)}
    return sorted(regular | {*strong, *joined})


def _split(table: Value) -> tuple[str, ...]:
    """A list, or the words of one text."""
    if isinstance(table, str):
        return tuple(table.split())
    assert isinstance(table, list)
    return tuple(table)


@cache
def listed(section: str, name: str) -> tuple[str, ...]:
    """The words of one table, as written: a list, or one text with spaces between them."""
    return _split(_tables()[section][name])


@cache
def exact(section: str, name: str) -> frozenset[str]:
    """The words of one table, upper and lower case as written."""
    return frozenset(listed(section, name))


@cache
def folded(section: str, name: str) -> frozenset[str]:
    """The words of one table without upper and lower case."""
    return frozenset(word.casefold() for word in listed(section, name))


def text(section: str, name: str) -> str:
    """One wording."""
    return str(_tables()[section][name])


def number(section: str, name: str) -> int:
    """One whole number."""
    return int(str(_tables()[section][name]))


@cache
def weight(section: str, name: str) -> float:
    """How much one piece of evidence counts."""
    return float(str(_tables()[section][name]))


@cache
def names(section: str) -> dict[str, None]:
    """What the tables of one section are called, in their order."""
    return dict.fromkeys(_tables()[section])


@cache
def table_of(section: str) -> dict[str, str]:
    """Every word of a section → the name of its table."""
    return {word: name for name in names(section) for word in listed(section, name)}


def holds(text_: str, section: str, name: str) -> bool:
    """Whether a text holds one of the words of a table as a whole word, in whatever case."""
    small = text_.casefold()
    by_word, others = _by_first_word(section, name)
    likely = (word for token in _WORD.findall(small) for word in by_word.get(token, ()))
    return any(_stands_in(small, word) for word in (*likely, *others))


@cache
def _by_first_word(section: str, name: str) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The entries of a table by the word they begin with, and those that begin with a sign."""
    found: dict[str, tuple[str, ...]] = {}
    others: tuple[str, ...] = ()
    for word in sorted(folded(section, name)):
        first = _WORD.match(word)
        if first:
            found[first[0]] = (*found.get(first[0], ()), word)
        else:
            others = (*others, word)
    return found, others


def _stands_in(text_: str, word: str) -> bool:
    at = text_.find(word)
    while at >= 0:
        if _bounded(text_, at, at + len(word)):
            return True
        at = text_.find(word, at + 1)
    return False


def starts(text_: str, section: str, name: str, *, case: bool = False) -> str:
    """The longest word of a table that the text begins with, as printed; empty if there is none."""
    for word in _by_letter(section, name).get(text_[:1].casefold(), ()):
        head = text_[: len(word)]
        same = head == word if case else head.casefold() == word.casefold()
        if same and _bounded(text_, 0, len(head)):
            return head
    return ""


@cache
def _by_letter(section: str, name: str) -> dict[str, tuple[str, ...]]:
    """First letter → the words that begin with it, longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(listed(section, name), key=len, reverse=True):
        found.setdefault(word[0].casefold(), []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}


def _bounded(text_: str, start: int, end: int) -> bool:
    """Whether a stretch neither begins nor ends inside a word."""
    inside_left = start > 0 and text_[start - 1].isalnum() and text_[start].isalnum()
    inside_right = end < len(text_) and text_[end].isalnum() and text_[end - 1].isalnum()
    return not (inside_left or inside_right)
