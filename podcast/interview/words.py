"""The German words of this room, read once from its tables."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from podcast.interview.conjugation import conjugated

Value = str | int | float | list[str]
_FILES = ("de.toml", "names.toml", "furniture.toml", "nouns.toml",
          "speech.toml", "quoting.toml")


@cache
def _tables() -> dict[str, dict[str, Value]]:
    room = files("podcast.interview")
    read = (tomllib.loads(room.joinpath(name).read_text("utf-8")) for name in _FILES)
    found = {section: table for tables in read for section, table in tables.items()}
    found["verbs"]["saying"] = _saying(found["verbs"])
    return found


def _saying(verbs: dict[str, Value]) -> list[str]:
    """Every form of every verb of saying: regular ones by their stem, the others as listed."""
    weak, strong, joined = (_split(verbs[kind]) for kind in ("weak", "strong", "joined"))
    return sorted({form for stem in weak for form in conjugated(stem)} | {*strong, *joined})


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


def weight(section: str, name: str) -> float:
    """How much one piece of evidence counts; what the table does not know counts nothing."""
    return float(str(_tables()[section].get(name, 0.0)))


@cache
def names(section: str) -> dict[str, None]:
    """What the tables of one section are called, in their order."""
    return dict.fromkeys(_tables()[section])


@cache
def any_of(section: str, name: str, *, case: bool = False) -> re.Pattern[str]:
    """Matches one of the words of a table, longest first, as whole words."""
    words = sorted(listed(section, name), key=len, reverse=True)
    body = "|".join(_bounded(word) for word in words)
    return re.compile(f"(?:{body})", re.NOFLAG if case else re.IGNORECASE)


def _bounded(word: str) -> str:
    left = r"(?<!\w)" if word[0].isalnum() else ""
    right = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{left}{re.escape(word)}{right}"


def starts(text_: str, section: str, name: str, *, case: bool = False) -> str:
    """The word of a table that the text begins with, as printed; empty if there is none."""
    found = any_of(section, name, case=case).match(text_)
    return found[0] if found else ""
