"""Person boxes: their headings, the credits glued to them, and portraits in a few lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from podcast.interview import words
from podcast.interview.patterns import UPPER, titles
from podcast.interview.people import Person

_READ = 400
_NEAR = 60
_BIRTH = 160
_AGED = re.compile(r",\s\d{2},")
_BORN = re.compile(r"\bgeboren|\bgeb\.|\bJahrgang\b|\(\*\s?\d{4}")
_WORD = re.compile(r"\w+")
_AGE = re.compile(r"(?:,|\()\s?(?:\d{2}(?:\s?Jahre(?:\salt)?)?|Jahrgang\s\d{4}|\*?\s?\d{4})\s?[,)]"
                  r"|\bgeboren\b|\bgeb\.|\bJahrgang\b|\b\d{4}\sin\s")


@dataclass(frozen=True, slots=True)
class Box:
    """Heading and photo credit that were glued to a person box, and where its text begins."""

    end: int
    credit: bool


@cache
def _box_pattern() -> re.Pattern[str]:
    headings = "|".join(re.escape(one) for one in words.listed("box", "headings"))
    agencies = "|".join(re.escape(one) for one in
                        sorted(words.listed("box", "agencies"), key=len, reverse=True))
    name = rf"{UPPER}[\w.\-]+(?:\s{UPPER}[\w.\-]+){{0,2}}"
    credit = rf"(?:{name}\s?/\s?)?(?:{agencies})(?:\s?/\s?(?:{agencies}|{name}(?=\s{UPPER})))*"
    return re.compile(rf"(?i:{headings})(?:\s?[:|–])?(?=\s|$)\s*(?P<credit>{credit}(?=\s|$))?\s*")


def box_of(text: str) -> Box | None:
    """Heading and credit at the beginning of a person box, or None if it is not one."""
    found = _box_pattern().match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if rest and not rest[0].isupper() and not rest[0].isdigit() and rest[0] not in "\"„“»«":
        return None
    return Box(found.end(), found["credit"] is not None)


def is_bare_box(text: str) -> bool:
    """Whether a text is nothing but the heading of a person box."""
    box = box_of(text)
    return box is not None and box.end >= len(text)


def biography(text: str, people: Sequence[Person], *, anybody: bool = False) -> float:
    """How much a text that begins with somebody's name reads like their life, 0 to 1.

    `anybody`: any full name will do, if it is said when that person was born.
    """
    head = text[:_READ]
    named = any((found := one.mentions.search(head)) is not None and found.start() <= _NEAR
                and (len(found[0].split()) > 1 or _AGED.match(head, found.end()))
                for one in people)
    if not named and not (anybody and _full_name().match(text) and is_born(text)):
        return 0.0
    life = sum(token.casefold() in words.folded("box", "life") for token in _WORD.findall(head))
    return min((bool(_AGE.search(head)) * 2 + life) / 4, 1.0)


@cache
def _full_name() -> re.Pattern[str]:
    return re.compile(rf"\W*{titles()}{UPPER}[\w\-]+(?:\s\w+){{0,2}}?\s{UPPER}[\w\-]+\W")


def is_born(text: str) -> bool:
    """Whether a text says near its beginning when somebody was born."""
    return _BORN.search(text[:_BIRTH]) is not None
