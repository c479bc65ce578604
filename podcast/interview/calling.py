"""Whether somebody is spoken to by name: `Herr Somers, …`, `Lena, wie …?`, `…, Frau Aubry?`"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from podcast.interview import words
from podcast.interview.people import UPPER, Person

_NAME = rf"{UPPER}[\w'’\-]+"


def calls(text: str, guests: Sequence[Person]) -> bool:
    """Whether a text addresses one of these guests, or anybody as Frau or Herr, by name."""
    if _formal().search(text):
        return True
    return any(vocative(one.first_name).search(text) for one in guests if one.first_name)


@cache
def _formal() -> re.Pattern[str]:
    """`Frau Aubry,` at the beginning of a sentence, or `, Frau Aubry?` at its end."""
    address = "|".join((*words.listed("people", "male_address"),
                        *words.listed("people", "female_address")))
    title = r"(?:(?:Dr|Prof|Professor|Professorin|Pfarrer|Bischof|Minister|Ministerin)\.?\s)*"
    particles = "|".join(words.listed("labels", "particles"))
    who = (rf"(?:Sehr\sgeehrter?\s|Lieber?\s|Guten\s\w+,\s)?(?:{address})\s{title}"
           rf"(?:(?:{particles})\s){{0,2}}{_NAME}(?:\s{_NAME})?")
    return re.compile(rf"(?:^|[.!?–—:]\s){who}[,?!–]|,\s{who}[?.!,]")


@cache
def vocative(name: str) -> re.Pattern[str]:
    """Matches a first name with which somebody is spoken to."""
    word = re.escape(name)
    greeting = r"(?:Lieber?\s|Hallo\s|Hi\s|Hey\s)?"
    return re.compile(rf"(?:^|[.!?–—:]\s){greeting}{word}[,?!]|,\s{word}[?!]")
