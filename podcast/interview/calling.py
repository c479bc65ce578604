"""Whether somebody is spoken to by name: `Herr Somers, …`, `Lena, wie …?`, `…, Frau Aubry?`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from podcast.interview.patterns import NAME, address, greeting, particles, titles
from podcast.interview.people import Person


def calls(text: str, guests: Sequence[Person]) -> bool:
    """Whether a text addresses one of these guests, or anybody as Frau or Herr, by name."""
    if _formal().search(text):
        return True
    return any(vocative(one.first_name).search(text) for one in guests if one.first_name)


@cache
def _formal() -> re.Pattern[str]:
    """`Frau Aubry,` at the beginning of a sentence, or `, Frau Aubry?` at its end."""
    who = (rf"{greeting()}{address()}\s{titles()}(?:{particles()}\s){{0,2}}"
           rf"{NAME}(?:\s{NAME})?")
    return re.compile(rf"(?:^|[.!?–—:]\s){who}[,?!–]|,\s{who}[?.!,]")


@lru_cache(1000)
def vocative(name: str) -> re.Pattern[str]:
    """Matches a first name with which somebody is spoken to."""
    word = re.escape(name)
    return re.compile(rf"(?:^|[.!?–—:]\s){greeting()}{word}[,?!]|,\s{word}[?!]")
