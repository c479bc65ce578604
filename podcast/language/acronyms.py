"""Acronyms: letter by letter, or as a word if they can be said; and the words of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.tables import Language, alternatives

_WORD = re.compile(r"\w+")
_MIXED = re.compile(r"(?<![^\W\d_])([A-ZÄÖÜ][^\W\d_]{0,20}[A-ZÄÖÜ][^\W\d_]{0,20}|[a-z][A-ZÄÖÜ]{2,})"
                    r"(?![^\W\d_]|[.:]\w)")
_FORMULA = re.compile(r"(?<!\w)(?=[A-Za-z]+\d)(?:[A-Z][a-z]?\d{0,2}){2,8}(?!\w)")
_FORMULA_PART = re.compile(r"\d+|[A-Z][a-z]?")
_CODA = "[BCDFGKLMNPRSTVWXZ]|[LMNR][DFGKMNPSTZ]|S[KPT]|[FKP]T|CK|CH|NG|TT|SS|LL"
_SAYABLE = re.compile(
    rf"(?:SCH|CH|TH|PH|QU|ST|SP|SK|[BCDFGKPTVW][LRNW]|[^AEIOUÄÖÜ])?[AEIOUYÄÖÜ]{{1,2}}"
    rf"(?:(?:{_CODA})?[BCDFGHJKLMNPQRSTVWXZ][AEIOUYÄÖÜ]{{1,2}})*(?:{_CODA})?")
_SHOUT = re.compile(r"(?<!\w)[A-ZÄÖÜẞ]{2,}(?:[\s,.;:!?„“\"'»«–-]+[A-ZÄÖÜẞ]+(?!\w)){2,}")
_LOWER = re.compile(r"[a-zäöüß]")
_VOWEL = re.compile(r"[AEIOUYÄÖÜ]")


def phrases(context: Context) -> Iterator[Claim]:
    """What is more or less than a word, and that the table says how to say."""
    text = context.text
    for phrase, say in context.language.phrases.items():
        at = text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if not (text[at - 1 : at] + text[end : end + 1]).strip("-").isalnum():
                yield claim(at, end, say)
            at = text.find(phrase, end)


def table(context: Context) -> Iterator[Claim]:
    """Words that the table says how to say."""
    words = context.language.acronyms
    for match in _WORD.finditer(context.text):
        if match[0] in words:
            yield claim(match.start(), match.end(), words[match[0]])


def formulas(context: Context) -> Iterator[Claim]:
    """Letters with figures between them, one by one: H2SO4, MP3."""
    for match in _FORMULA.finditer(context.text):
        parts = (context.cardinal(int(part)) if part.isdigit() else " ".join(part.upper())
                 for part in _FORMULA_PART.findall(match[0]))
        yield claim(match.start(), match.end(), " ".join(parts))


def acronyms(context: Context) -> Iterator[Claim]:
    """Capitals: spelled, read as a word, or shouted."""
    language = context.language
    shouts = [match.span() for match in _SHOUT.finditer(context.text)
              if _is_sentence(match[0], language)]
    for match in _capitals(language).finditer(context.text):
        shouted = any(start <= match.start() and match.end() <= end for start, end in shouts)
        spoken = _shouted(match[1], language) if shouted else capitals(match[1], language)
        yield claim(match.start(), match.end(), spoken + (match[2] or ""))
    for match in _MIXED.finditer(context.text):
        if not _VOWEL.search(match[1].upper()) or _like_a_law(match[1]):
            yield claim(match.start(), match.end(), " ".join(match[1].upper()))


@lru_cache
def _capitals(language: Language) -> re.Pattern[str]:
    endings = alternatives(language.numerals.plurals)
    return re.compile(
        rf"(?<![^\W\d_])([A-ZÄÖÜ]{{2,}})({endings})?(?![^\W\d_]|[.:]\w)")


def _is_sentence(shout: str, language: Language) -> bool:
    """Whether capitals are words that are shouted rather than acronyms in a row."""
    grammar = language.grammar
    small = grammar.articles.keys() | grammar.dative | grammar.accusative | grammar.series
    return any(word in language.shouted or word.lower() in small for word in _WORD.findall(shout))


def _like_a_law(word: str) -> bool:
    """Whether most letters are capitals and no syllable can be read: StVO, EuGH."""
    lower = len(_LOWER.findall(word))
    return len(word) <= 6 and len(word) - lower > lower and not re.search(r"[a-z]{2}", word)


def _shouted(word: str, language: Language) -> str:
    if word in language.shouted:
        return word.lower()
    if word in language.acronyms_spelled or (not _SAYABLE.fullmatch(word) and len(word) < 5 \
            and not _VOWEL.search(word)):
        return " ".join(word)
    return word.lower()


def capitals(word: str, language: Language) -> str:
    """A word of capitals: letter by letter, or as a word."""
    if word in language.shouted:
        return word.lower()
    if word in language.acronyms_read:
        return word.capitalize()
    sayable = len(word) > 6 or (len(word) > 3 and _SAYABLE.fullmatch(word))
    if sayable and word not in language.acronyms_spelled:
        return word.capitalize()
    return " ".join(word)
