"""What listeners read beside the interview: fixed phrases by language, and text safe to print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from podcast.errors import UserError
from podcast.model import Script

_FILE = Path(__file__).with_name("wording.toml")


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one language; `{…}` are filled in by this module."""

    iso639_2: str
    """The language as ID3 writes it."""
    disclosure: str
    disclosure_guest: str
    disclosure_guests: str
    conjunction: str
    voices: str
    chapters: str
    source: str
    no_episodes: str
    date: str
    months: tuple[str, ...]


@cache
def wording(language: str) -> Wording:
    """The phrases of a BCP 47 language tag; UserError lists the languages there are."""
    import tomllib

    known: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found = known.get(language.lower().partition("-")[0])
    if found is None:
        raise UserError(f"no wording for language '{language}'",
                        next_step=f"Known: {', '.join(sorted(known))}.")
    return Wording(**(found | {"months": tuple(found["months"])}))


def disclosure(script: Script) -> str:
    """The sentence that says the voices are synthetic and which guests are not heard."""
    words = wording(script.language)
    guests = [one_line(member.name) for member in script.by_role("guest") if one_line(member.name)]
    if not guests:
        return words.disclosure
    listed = words.conjunction.join(filter(None, [", ".join(guests[:-1]), guests[-1]]))
    phrase = words.disclosure_guest if len(guests) == 1 else words.disclosure_guests
    return phrase.replace("{guests}", listed)


def long_date(iso: str, language: str) -> str:
    """An ISO 8601 date as people write it; empty if it is none."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return ""
    words = wording(language)
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def printable(text: str) -> str:
    """The text without what XML 1.0 (2.2) and UTF-16 cannot carry, nor control characters."""
    return "".join(_printable(text.replace("\r\n", "\n").replace("\r", "\n")))


def one_line(text: str) -> str:
    """`printable` text with white space folded: fit for a title."""
    return " ".join(printable(text).split())


def _printable(text: str) -> Iterator[str]:
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in "\t\n"):
            continue
        if ord(character) & 0xFFFF < 0xFFFE:
            yield character
