"""What listeners read beside the interview: fixed phrases by language, and text safe to print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from podcast.errors import UserError
from podcast.language import corrected, disclosure, load_language
from podcast.model import Script

_FILE = Path(__file__).with_name("wording.toml")


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one language."""

    iso639_2: str
    """The language as ID3 writes it."""
    voices: str
    chapters: str
    chapter: str
    """Before a chapter's number."""
    source: str
    omitted: str
    """Above what is displayed in the source but not read out."""
    corrections: str
    no_episodes: str
    page: str
    synthetic_voice: str
    narrator: str
    journalist: str
    guest: str
    downloads: Mapping[str, str]
    """What a listener can take away, by edition, in the order in which it is offered."""
    hearing: Mapping[str, str]
    """What stands on the page to hear and read."""
    told: Mapping[str, str]
    """What that page's script says."""
    front: Mapping[str, str]
    """What stands on the show's front page."""
    found: Mapping[str, str]
    """What the search on it says."""
    book: Mapping[str, str]
    """What stands in the book and is not read out."""


@cache
def wording(language: str) -> Wording:
    """The phrases of a BCP 47 language tag; UserError lists the languages there are."""
    import tomllib

    known: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found = known.get(language.lower().partition("-")[0])
    if found is None:
        raise UserError(f"no wording for language '{language}'",
                        next_step=f"Known: {', '.join(sorted(known))}.")
    return Wording(**found)


def disclosed(script: Script) -> str:
    """The sentence that says the voices are synthetic, fit for a tag or a page."""
    return one_line(disclosure(load_language(script.language), script))


def corrections(script: Script) -> tuple[str, ...]:
    """A line for each correction of the script, fit for a tag or a page."""
    return tuple(one_line(one) for one in corrected(load_language(script.language), script))


def about(summary: str, script: Script) -> str:
    """What a tag says of an episode: its summary, and what was corrected."""
    return "\n".join(filter(None, (printable(summary), *corrections(script))))


def printable(text: str) -> str:
    """The text without what XML 1.0 (2.2) and UTF-16 cannot carry, nor control characters."""
    if text.isprintable():
        return text
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
