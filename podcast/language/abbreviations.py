"""Abbreviations with their dots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import governed, noun_after, ordinal_ending
from podcast.language.tables import Abbreviation, Language, alternatives

_FIRST = re.compile(r"(?<![\w.])[^\W\d_]{1,20}\.")
_MORE = re.compile(r"(?:-|\s?)[^\W\d_]{1,12}(?:\.|(?!\w))")
_NUMBER = re.compile(r"\s?\d|\s?[IVX]+\b|\s?(?:S|M|X{0,3}L)\b")
_BEGINNING = re.compile(r"\A[\s\"'„“»«‚(\[–—-]*\Z")
_DAY = re.compile(r"\d\.?\s?\Z|[–/-]\s?\Z")
_COUNTED = re.compile(r"(?<![\w.])\d{1,2}\.\s\Z")
_NAME = re.compile(r"\s[^\W\d_]+[),;]")
_FOLLOWING = re.compile(r"(?<![\w.,])(?P<number>\d{1,4})(?P<more>ff?\.)(?!\w)")
_SURNAME = re.compile(r"\s?(?:[A-ZÄÖÜ]\.|(?:v\.|von) )")
_LOOK = 40
_MOST_PARTS = 4
_LETTER = 2
"""The length of a letter and its dot."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    entry: Abbreviation


def abbreviations(context: Context) -> Iterator[Claim]:
    """Abbreviations; at the end of a sentence the dot ends it as well."""
    for found in _found(context.text, context.language):
        said = _said(context, found)
        if said and not _is_letter(context, found):
            yield claim(found.start, found.end, said + context.ended(found.end))
    for match in _FOLLOWING.finditer(context.text):
        label = context.word_before(match.start("number"))
        short = context.word_before(len(context.text[: match.start("number")].rstrip(" .")))
        known = context.language.abbreviations.get(f"{short}.")
        said = context.language.law.parts.get(match["more"], "")
        if said and ((known and known.numbered) or label in context.language.numerals.numbered):
            yield claim(match.start("more"), match.end(), said + context.ended(match.end()))


def _is_letter(context: Context, found: _Found) -> bool:
    """Whether a sentence ends with a number's letter, as in Gleis 12 b."""
    return (found.end - found.start == _LETTER and found.entry.ends == "never"
            and context.at_end(found.end) and context.text[: found.start].rstrip()[-1:].isdigit())


def _found(text: str, language: Language) -> Iterator[_Found]:
    """Every abbreviation of a text, the longest at each place; spaces inside them may lack."""
    done = 0
    for first in _FIRST.finditer(text):
        if first.start() < done:
            continue
        ends = [first.end()]
        while len(ends) < _MOST_PARTS and (more := _MORE.match(text, ends[-1])):
            ends.append(more.end())
        for end in reversed(ends):
            found = _entry(text, first.start(), end, language)
            if found:
                yield found
                done = found.end
                break


def _entry(text: str, start: int, end: int, language: Language) -> _Found | None:
    """The abbreviation at [start, end); the last dot may be the sentence's own."""
    begins = start < _LOOK and _BEGINNING.match(text[:start]) is not None
    key = "".join(text[start:end].split())
    entry = language.known_abbreviation(key, begins=begins)
    if entry is None and key.endswith(".") and key.count(".") > 1:
        end -= 1
        entry = language.known_abbreviation(key[:-1], begins=begins)
    initials = key.startswith("v.") and key.count(".") == _LETTER and key[-2].isupper() \
        and _SURNAME.match(text, end) and not text[:start].rstrip()[-1:].isdigit()
    if entry is None or initials or (not entry.say and not _NUMBER.match(text, end)) \
            or text[end : end + 1].isalpha():
        return None
    applies = not entry.dated or _in_date(text, start, end, language)
    return _Found(start, end, entry) if applies else None


def _in_date(text: str, start: int, end: int, language: Language) -> bool:
    before = text[max(0, start - _LOOK) : start]
    if _DAY.search(before) or _NUMBER.match(text, end):
        return True
    word = re.search(r"(\w+)\s\Z", before)
    return word is not None and word[1].lower() in language.date_words


def _said(context: Context, found: _Found) -> str:
    entry = found.entry
    if entry.numbered and _NUMBER.match(context.text, found.end):
        return entry.numbered
    if entry.say.endswith("-"):
        return entry.say[:-1] + _adjective_ending(context, found)
    if entry.genitive and _genitive(context, found):
        return entry.genitive
    unit = context.language.units.get(context.text[found.start : found.end])
    if unit and _COUNTED.search(context.text, max(0, found.start - _LOOK), found.start):
        return unit.one
    return entry.say


def _adjective_ending(context: Context, found: _Found) -> str:
    """The ending before a noun; none where a foreign word follows (engl. „tank“)."""
    name = context.text[found.start - 1 : found.start] == "(" and _NAME.match(
        context.text, found.end)
    attributive = context.text[found.end : found.end + 2].strip()[:1].isalpha() and not name
    numbered = _COUNTED.search(context.text, max(0, found.start - _LOOK), found.start)
    start = numbered.start() if numbered else found.start
    governed_by_article = governed(context, start) in context.language.grammar.articles
    if not governed_by_article and not (attributive and noun_after(context, found.end).word):
        return ""
    return ordinal_ending(context, start, found.end)


def _genitive(context: Context, found: _Found) -> bool:
    """Whether `des` governs it, maybe with ordinals between: des 19. Jh."""
    governor = governed(context, found.start)
    ordinals = _ordinals(context.language).search(
        context.text, max(0, found.start - _LOOK), found.start)
    word = ordinals[1].lower() if ordinals else governor
    return word.endswith("es") and context.language.grammar.articles.get(word) == "en"


@lru_cache
def _ordinals(language: Language) -> re.Pattern[str]:
    """An article and the ordinals behind it: `des 18. und 19. `"""
    series = alternatives(language.grammar.series)
    return re.compile(rf"(?<!\w)(\w+)\s(?:[a-zäöüß]{{4,}}\s)?"
                      rf"(?:\d{{1,2}}\.\s?(?:(?:{series})\s|,\s?|/|[–-])?\s?)+\Z")


def streets(context: Context) -> Iterator[Claim]:
    """Endings of street names: Hauptstr. 5."""
    if not any(ending in context.text for ending in context.language.street):
        return
    for match in street_pattern(context.language).finditer(context.text):
        said = match[1] + context.language.street[match[2]]
        yield claim(match.start(), match.end(), said + context.ended(match.end()))


@lru_cache
def street_pattern(language: Language) -> re.Pattern[str]:
    """The ending of a street's name."""
    endings = "|".join(map(re.escape, language.street)) or "(?!)"
    return re.compile(rf"([^\W\d_]{{2,40}})({endings})(?!\w)")
