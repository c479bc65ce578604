"""Rules for ordinals: a number with a dot, or with its ending in letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import decided_ending, governed, is_counted
from podcast.language.numbers import Ending
from podcast.language.tables import Language, alternatives

_ORDINAL = re.compile(
    r"(?<![\w.,])(\d{1,3}\.\d{3}|\d{1,4})\.(?=\s+[\"„“‚»«(]?[^\W\d_]|,\s*\d|,\s+[a-zäöü]|\s?[–/-]\s?\d|\s+\d|-[^\W\d_])")
_LAST = re.compile(r"(?<![\w.,])(\d{1,2})\.(?=[\"'“”»«)\]]*\s*(?:\Z|[,;:]))")
_WORK = re.compile(r"([^\W\d_]+['’]?) (\d{1,3})\.(?=\s[a-zäöüß(–]|[\"“”»«)]*\s*(?:\Z|[,;:)]))")
_GROUP = re.compile(r"(?<![\w.,])([2-9]|1\d)\.(?=\s[a-zäöüß]|[\"“«)]*\s*\Z|,)")
_ADDED = re.compile(r"(?<![\w.,])(\d{2,3})\.\s?\+\s?(\d{1,2})(?:(\.)(?=\s[A-ZÄÖÜ]))?(?![\w,])")
_BETWEEN = re.compile(r"(?<=\d\.)\s?([–-]|/)\s?(?=\d{1,3}\.)")


def ordinals(context: Context) -> Iterator[Claim]:
    """A number with a dot inside a sentence, inflected by the words around it."""
    spell, words = context.language.spell, context.language.numerals.words
    for match in _GROUP.finditer(context.text):
        if context.word_before(match.start()) in context.language.grammar.groups:
            people = spell.ordinal(int(match[1]), "e").removesuffix("e")
            yield claim(match.start(), match.end(), people + context.ended(match.end()))
    for match in _ORDINAL.finditer(context.text):
        end = _series_end(context, match.end())
        decided = decided_ending(context, match.start(), end)
        number = match[1].replace(".", "")
        article = governed(context, match.start()) in context.language.grammar.articles
        if len(number) < 4 or article:
            yield claim(match.start(), match.end(), spell.ordinal(int(number), decided or "er"))
    for match in _LAST.finditer(context.text):
        decided = decided_ending(context, match.start(), match.end())
        if decided:
            spoken = spell.ordinal(int(match[1]), decided)
            yield claim(match.start(), match.end(), spoken + context.ended(match.end()))
    for match in _BETWEEN.finditer(context.text):
        if match[1] != "/":
            yield claim(match.start(), match.end(), f" {words['range']} ")


def works(context: Context) -> Iterator[Claim]:
    """Symphonies by their numbers alone: Beethovens 9."""
    grammar, spell = context.language.grammar, context.language.spell
    for match in _WORK.finditer(context.text):
        if match[1].rstrip("s'’") in context.language.symphonists:
            oblique = governed(context, match.start()) in grammar.dative | grammar.with_genitive
            spoken = spell.ordinal(int(match[2]), "er" if oblique else "e").capitalize()
            yield claim(match.start(2), match.end(), spoken + context.ended(match.end()))


def added_time(context: Context) -> Iterator[Claim]:
    """Minutes of a match that were added: in der 90.+3 Minute, (90.+3)."""
    spell, plus = context.language.spell, context.language.numerals.words["plus"]
    for match in _ADDED.finditer(context.text):
        minute = match[3] or is_counted(context.word_after(match.end()), context.language)
        last = spell.ordinal(int(match[2]), "en") if minute else spell.cardinal(int(match[2]))
        stop = "" if minute else context.ended(match.end())
        yield claim(match.start(), match.end(),
                    f"{spell.cardinal(int(match[1]))} {plus} {last}{stop}")


def suffixed(context: Context) -> Iterator[Claim]:
    """Ordinals with their ending in letters: der 3te, zum 2ten Mal, 100ste."""
    if not context.language.numerals.suffixed:
        return
    for match in _with_letters(context.language).finditer(context.text):
        ending: Ending = match[2]  # type: ignore[assignment]  # the pattern's choices
        spoken = context.language.spell.ordinal(int(match[1]), ending)
        yield claim(match.start(), match.end(), spoken)


@lru_cache
def _with_letters(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,])(\d{{1,3}})-?{language.numerals.suffixed}(?!\w)")


def _series_end(context: Context, at: int) -> int:
    """Where the last of several ordinals ends: the noun stands behind it."""
    found = _series(context.language).match(context.text, at)
    return found.end() if found else at


@lru_cache
def _series(language: Language) -> re.Pattern[str]:
    words = alternatives(language.grammar.series)
    return re.compile(rf"(?:(?:,?\s?(?:{words})\s|,\s?|\s?[–/-]\s?)(?:zum\s)?\d{{1,3}}\.){{1,8}}")
