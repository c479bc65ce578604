"""Rules for dotted letters, initials and gender forms, and for words that are said in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, Piece, claim
from podcast.language.tables import Heteronym, Language, alternatives

_DOTTED = re.compile(r"(?<![\w.])[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+(?!\w)(?:\.(?=\s[^\s]|\Z)|)")
_INITIAL = re.compile(r"(?<![\w.])([A-ZÄÖÜ])\.(?=\s?[A-ZÄÖÜ][\w.'’-]|-[A-ZÄÖÜ]|,?\s[a-zäöü])")
_MARKUP = re.compile(r"</?(?:em|strong|b|i|u|s|q|mark|small|cite|abbr|span|sub|sup|br|p)\s?/?>")


def markup(context: Context) -> Iterator[Claim]:
    """Tags left in a text are not said: <em>sehr</em>."""
    for match in _MARKUP.finditer(context.text):
        yield claim(match.start(), match.end(), "")


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
    """`Leser*innen` is said with a gap before the ending, `jede*r` with one before its letter."""
    if not context.language.gender_apart:
        return
    for match in _pairs(context.language).finditer(context.text):
        yield claim(match.start(), match.end(), f"{match[1]} {match[2]}")
    for match in _gender(context.language).finditer(context.text):
        ending = next(match[name] for name in ("ending", "ending2", "ending3", "ending4")
                      if match[name]).lower()
        changed = len(ending) == 1 and ending != "e" and match["stem"][-1] in "er"
        gap = " " if changed or ending in context.language.gender_apart else ""
        yield claim(match.start(), match.end(),
                    match["stem"] + gap + ending + (match["rest"] or ""))


@lru_cache
def _pairs(language: Language) -> re.Pattern[str]:
    """Two pronouns or articles for one person: sie*er, dem:der."""
    words = alternatives(language.gender_pairs)
    return re.compile(rf"(?<![^\W\d_])((?i:{words}))[*:_/]({words})(?![^\W\d_])")


@lru_cache
def _gender(language: Language) -> re.Pattern[str]:
    """A stem, a sign or a capital, and the ending; in brackets or before a compound's rest only an
    ending that is said apart."""
    apart, joined = alternatives(language.gender_apart), alternatives(language.gender_joined)
    capital = alternatives(one.capitalize() for one in language.gender_apart)
    return re.compile(
        rf"(?<![^\W\d_])(?P<stem>[^\W\d_]{{1,60}}[a-zäöüß])(?:"
        rf"(?:[*:_]|/-?)(?P<ending>{apart}|{joined})(?!\w)"
        rf"|[*:_](?P<ending2>{apart})(?:(?P<rest>[a-zäöüß]+)(?!\w)|(?=-))"
        rf"|\((?P<ending3>{apart})\)(?!\w)"
        rf"|(?P<ending4>{capital})(?!\w))")


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
