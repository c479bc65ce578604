"""Points of a list: numbers with a dot that are counted off, and are no ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import gender, is_counted, noun_after

_POINT = re.compile(r"(?:(?<=[:;,(] )|(?<=\A))(\d)\.(?=\s[^\W\d_])")
_FIRST = re.compile(r"[\"„“‚»«(]?(\d{1,2})\.(?=\s+[\"„“‚»«(]?[^\W\d_])")
_DESCRIBED = re.compile(r"\s+([A-ZÄÖÜ][a-zäöüß-]+e)[rs]?\s+([A-ZÄÖÜ][\w-]+)")
_MOST = 12
"""A list seldom has more points than these; a greater number before a noun is an ordinal."""


def enumerations(context: Context) -> Iterator[Claim]:
    """Points of a list inside a sentence: 1. Geld, 2. Zeit; and one that opens a sentence."""
    ending = context.language.numerals.words["enumerating"]
    if not ending:
        return
    points = [*_POINT.finditer(context.text)]
    numbers = [int(match[1]) for match in points]
    if len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]:
        for match in points:
            spoken = context.language.spell.ordinal(int(match[1]), "e")
            yield claim(match.start(), match.end(), spoken + ending)
    first = _FIRST.match(context.text)
    if first and not _is_ordinal(context, int(first[1]), first.end()):
        yield claim(first.start(1), first.end(), f"{context.cardinal(int(first[1]))}.")


def _is_ordinal(context: Context, number: int, at: int) -> bool:
    """Whether a number that opens a sentence belongs to the noun behind it: 2. Bundesliga."""
    language, grammar = context.language, context.language.grammar
    word = context.word_after(at)
    if word in language.starters:
        return False
    if is_counted(word, language) or word in grammar.ranks \
            or not grammar.series.isdisjoint((word, f"{word}.")):
        return True
    noun = noun_after(context, at)
    if word.islower():
        return noun.gender in ("m", "f", "n") and bool(noun.adjectives)
    described = _DESCRIBED.match(context.text, at)
    if described and described[1].lower().endswith(grammar.adjectival_endings):
        kind = _kind(described[2], context)
    else:
        kind = _kind(noun.word, context)
    return kind not in ("", "p") or (number > _MOST and bool(noun.gender))


def _kind(word: str, context: Context) -> str:
    """The gender of a noun that is often numbered, alone or at the end of a compound."""
    language = context.language
    last = word.rpartition("-")[2].lower()
    listed = any(last[at:] in language.grammar.nouns for at in (0, *range(1, len(last) - 3)))
    return gender(word, language) if listed else ""
