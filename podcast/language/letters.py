"""Rules for dotted letters, initials and gender forms, and for words that are said in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, Piece, claim
from podcast.language.tables import Heteronym, Language

_DOTTED = re.compile(r"(?<![\w.])[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+(?!\w)(?:\.(?=\s[^\s]|\Z)|)")
_INITIAL = re.compile(r"(?<![\w.])([A-ZÄÖÜ])\.(?=\s?[A-ZÄÖÜ][\w.'’-]|-[A-ZÄÖÜ]|,?\s[a-zäöü])")
_GENDER = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,60}[a-zäöüß])(?:[*:_]|/-?|(\())(innen|in|er|en|es|em|r|n|s|e|m)(?(2)\))(?!\w)")
_GENDER_CAPITAL = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}[a-zäöüß])I(nnen|n)(?!\w)")
_GENDER_COMPOUND = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}[a-zäöüß])[*:_](innen)(?=[a-zäöüß]|-)")


def dotted_letters(context: Context) -> Iterator[Claim]:
    """Names written with inner dots are spelled: sp.a, U.S.A."""
    for match in _DOTTED.finditer(context.text):
        parts = match[0].rstrip(".").split(".")
        if any(len(part) == 1 for part in parts):
            stop = context.ended(match.end()) if match[0].endswith(".") else ""
            yield claim(match.start(), match.end(), " ".join("".join(parts).upper()) + stop)


def initials(context: Context) -> Iterator[Claim]:
    """Initials stand without a stop: B. Somers, J. R. R. Tolkien."""
    for match in _INITIAL.finditer(context.text):
        yield claim(match.start(), match.end(), match[1])


def gender_forms(context: Context) -> Iterator[Claim]:
    """`Leser*innen` is said with a gap before the ending, `jede*r` without."""
    if not context.language.gender_endings:
        return
    for match in _GENDER.finditer(context.text):
        gap = " " if match[3].startswith("in") else ""
        if match[2] and not gap:
            continue
        yield claim(match.start(), match.end(), match[1] + gap + match[3])
    for match in _GENDER_COMPOUND.finditer(context.text):
        yield claim(match.start(), match.end(), f"{match[1]} {match[2]}")
    for match in _GENDER_CAPITAL.finditer(context.text):
        yield claim(match.start(), match.end(), f"{match[1]} i{match[2]}")


def heteronyms(context: Context) -> Iterator[Claim]:
    """Words that are written alike and said in two ways, told apart by the words around them."""
    for one, pattern in _heteronyms(context.language):
        if one.word in context.text:
            for match in pattern.finditer(context.text):
                start, end = match.span(match.lastindex or 0)
                yield (Piece(start, end, one.say or context.text[start:end], ipa=one.ipa),)


@lru_cache
def _heteronyms(language: Language) -> tuple[tuple[Heteronym, re.Pattern[str]], ...]:
    return tuple((one, re.compile(rf"(?<!\w){one.find}(?!\w)")) for one in language.heteronyms)
