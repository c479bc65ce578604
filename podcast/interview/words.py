"""The German words of this room, read once from `de.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, str | int | list[str]]]:
    return tomllib.loads(files("podcast.interview").joinpath("de.toml").read_text("utf-8"))


@cache
def listed(section: str, name: str) -> tuple[str, ...]:
    """The words of one table, as written."""
    found = _tables()[section][name]
    assert isinstance(found, list)
    return tuple(found)


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
