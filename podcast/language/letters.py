"""Rules for letters that are no words: addresses, abbreviations, gender forms, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context
from podcast.language.numbers import cardinal
from podcast.language.tables import Language

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>„“”\"»«]*[\w/]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.@])[\w-]{2,63}\.(?:de|com|org|net|info|eu|at|ch|be)(?:/[\w/-]*)?(?![\w.]\w)"
)
_ADDRESS_PART = re.compile(r"[^\W_]+|.")
_GENDER = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}[a-zäöüß])[*:_/]-?(innen|in|r|n|s|e|m)(?!\w)")
_GENDER_CAPITAL = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}[a-zäöüß])I(nnen|n)(?!\w)")
_DOTTED = re.compile(r"(?<![\w.])[^\W\d_]{1,2}(?:\.[^\W\d_]{1,2})+(?!\w)(?:\.(?=\s[A-ZÄÖÜ]))?")
_INITIAL = re.compile(r"(?<![\w.])([A-ZÄÖÜ])\.(?=\s?[A-ZÄÖÜ][\w.])")
_CAPITALS = re.compile(r"(?<![^\W\d_])([A-ZÄÖÜ]{2,})(s?)(?![^\W\d_]|[.:]\w)")
_SAYABLE = re.compile(r"(?:[^AEIOUÄÖÜ]{0,2}[AEIOUÄÖÜY]{1,2})+[^AEIOUÄÖÜ]{0,2}")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10}


def addresses(context: Context) -> Iterator[Claim]:
    """Web and mail addresses, said part by part without the scheme."""
    web = context.language.web
    for match in _ADDRESS.finditer(context.text):
        shown = re.sub(r"https?://(www\.)?|^www\.", "", match[0]).rstrip("/")
        parts = (web.get(part, part) for part in _ADDRESS_PART.findall(shown))
        yield Claim(match.start(), match.end(), " ".join(parts))


def abbreviations(context: Context) -> Iterator[Claim]:
    """Abbreviations with their dots; at the end of a sentence the dot ends it as well."""
    for match in abbreviation_pattern(context.language).finditer(context.text):
        said = context.language.abbreviation(match[0]).say
        stop = "." if context.at_end(match.end()) else ""
        yield Claim(match.start(), match.end(), said + stop)


@lru_cache
def abbreviation_pattern(language: Language) -> re.Pattern[str]:
    """Any abbreviation of a language, with or without the spaces inside it."""
    forms = "|".join(_form(one, language) for one in language.spellings)
    return re.compile(rf"(?<![\w.])(?:{forms})(?!\w)")


def _form(written: str, language: Language) -> str:
    """One abbreviation as an expression; those of several parts may begin a sentence."""
    form = re.escape(written).replace(r"\ ", r"\s?")
    if " " in written and written[0].islower():
        form = f"[{written[0]}{written[0].upper()}]{form[1:]}"
    return rf"{form}(?=\s?\d)" if language.abbreviation(written).ends == "numbered" else form


def dotted_letters(context: Context) -> Iterator[Claim]:
    """Names written with inner dots are spelled (sp.a), and initials stand without a stop."""
    for match in _DOTTED.finditer(context.text):
        parts = match[0].rstrip(".").split(".")
        if any(len(part) == 1 for part in parts):
            yield Claim(match.start(), match.end(), " ".join("".join(parts).upper()))
    for match in _INITIAL.finditer(context.text):
        yield Claim(match.start(), match.end(), match[1])


def gender_forms(context: Context) -> Iterator[Claim]:
    """`Leser*innen` is said with a gap before the ending, `jede*r` without."""
    for match in _GENDER.finditer(context.text):
        gap = " " if match[2].startswith("in") else ""
        yield Claim(match.start(), match.end(), match[1] + gap + match[2])
    for match in _GENDER_CAPITAL.finditer(context.text):
        yield Claim(match.start(), match.end(), f"{match[1]} i{match[2]}")


def acronyms(context: Context) -> Iterator[Claim]:
    """Words of the table, then capitals: letter by letter, or as a word if they can be said."""
    language = context.language
    for match in _table(language).finditer(context.text):
        yield Claim(match.start(), match.end(), language.acronyms[match[0]])
    for match in _CAPITALS.finditer(context.text):
        capitals, plural = match[1], match[2]
        if is_roman(capitals) and context.word_before(match.start())[:1].isupper():
            spoken = cardinal(roman(capitals), language.code)
        else:
            spoken = _capitals(capitals, language)
        yield Claim(match.start(), match.end(), spoken + plural)


@lru_cache
def _table(language: Language) -> re.Pattern[str]:
    words = sorted(map(re.escape, language.acronyms), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def _capitals(capitals: str, language: Language) -> str:
    if capitals in language.shouted:
        return capitals.lower()
    if capitals in language.acronyms_read:
        return capitals.capitalize()
    sayable = len(capitals) > 6 or (len(capitals) > 3 and _SAYABLE.fullmatch(capitals))
    if sayable and capitals not in language.acronyms_spelled:
        return capitals.capitalize()
    return " ".join(capitals)


def roman(numeral: str) -> int:
    """The value of a Roman numeral below forty."""
    values = [_VALUES[letter] for letter in numeral]
    return sum(-one if one < after else one
               for one, after in zip(values, [*values[1:], 0], strict=True))


def is_roman(letters: str) -> bool:
    """Whether letters are a Roman numeral below forty."""
    return bool(letters) and _ROMAN.fullmatch(letters) is not None
