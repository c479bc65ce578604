"""What names of people look like in running text: pieces that regular expressions are built of."""

from __future__ import annotations

import re
from functools import cache

from podcast.interview import words

UPPER = f"[{''.join(chr(one) for one in range(0x41, 0x250) if chr(one).isupper())}]"
"""Matches a Latin capital letter, with or without accents."""
NAME = rf"{UPPER}[\w'’\-]*"
"""Matches one capitalised word."""


@cache
def address(gender: str = "") -> str:
    """`Frau` or `Herr`, or one of them only."""
    kinds = (gender,) if gender else ("male", "female")
    return _any_of([one for kind in kinds for one in words.listed("people", f"{kind}_address")])


@cache
def titles() -> str:
    """No, one or several academic titles and offices before a name, each with a space."""
    known = [one.rstrip(".") for one in (*words.listed("labels", "titles"),
                                         *words.listed("people", "offices"))]
    return rf"(?:{_any_of(known)}\.?\s)*"


@cache
def greeting() -> str:
    """`Liebe `, `Hallo `, or nothing."""
    return rf"(?:{_any_of(words.listed('people', 'greetings'))}\s)?"


@cache
def particles() -> str:
    """One small word inside a name (`van`)."""
    return _any_of(words.listed("labels", "particles"))


def knows_first_name(first_name: str) -> bool:
    """Whether a word is a first name of the tables; the first half of `Hans-Peter` counts."""
    folded = first_name.casefold().split("-")[0]
    return any(folded in words.folded("names", table) for table in ("male", "female", "either"))


def _any_of(forms: tuple[str, ...] | list[str]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(one) for one in longest)})"
