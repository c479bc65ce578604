"""Rules for times, dates, ordinals, years and decades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context
from podcast.language.letters import is_roman, roman
from podcast.language.numbers import Ending, before_noun, cardinal, ordinal, year
from podcast.language.tables import Language

_TIME = re.compile(
    r"(?<![\w.,:])([01]?\d|2[0-4])(?:[.:]([0-5]\d))?(\s?Uhr\b)"
    r"|(?<![\w.,:])([01]?\d|2[0-4])[.:]([0-5]\d)"
    r"(?=\s?(?:[–-]|bis|und|oder)\s?(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?\s?Uhr\b)"
    r"|(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\w:]|[.,]\d)"
)
_SCORE = re.compile(r"(?<=\d)\s?:\s?(?=\d)")
_DATE = re.compile(
    r"(?<![\d.,])(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\."
    r"(?:\s?([12]\d{3}|\d\d)(?![\d%]))?(?!\d)"
)
_ISO_DATE = re.compile(r"(?<![\w-])([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
_ORDINAL = re.compile(
    r"(?<![\w.,])(\d{1,3})\.(?=\s+[^\W\d_]|\s+[\"„“‚»«]?[^\W\d_]|,\s*\d|\s?[–/-]\s?\d)")
_LAST_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,2})\.(?=[\"'“”»«)\]]*\s*\Z)")
_REGNAL = re.compile(r"(?<=[^\W\d_] )([IVX]{1,5})\.(?=[\s,;:!?)]|\Z)")
_YEAR = re.compile(r"(?<![\w.,'’])(1[1-9]\d\d)(?![\w]|[.,]\d|/\d{3})")
_DECADE = re.compile(r"(?<![\w.,])(\d{2}|1[1-9]\d0|2\d\d0)er(n|s)?(?![^\W\d_])")
_SECOND_YEAR = re.compile(r"(?<=\d{4})/(\d\d)(?!\d)")


def times(context: Context) -> Iterator[Claim]:
    """Times of day: 14.30 Uhr, 14:30; and scores: 2:1."""
    code, words = context.language.code, context.language.numerals.words
    for match in _TIME.finditer(context.text):
        hour, minute = (match[1], match[2]) if match[1] else (match[4] or match[6],
                                                             match[5] or match[7])
        spoken = f"{before_noun(int(hour), code)} {words['clock']}"
        if minute and int(minute):
            spoken += f" {cardinal(int(minute), code)}"
        yield Claim(match.start(), match.end(), spoken)
    for match in _SCORE.finditer(context.text):
        yield Claim(match.start(), match.end(), f" {words['against']} ")


def dates(context: Context) -> Iterator[Claim]:
    """Dates in figures: 15.02.2018, and behind `am` and its like also 15.2."""
    language = context.language
    for match in _ISO_DATE.finditer(context.text):
        spoken = _date(context, match.start(), match[3], match[2], match[1])
        yield Claim(match.start(), match.end(), spoken)
    for match in _DATE.finditer(context.text):
        if match[3] or context.word_before(match.start()).lower() in language.date_cues:
            spoken = _date(context, match.start(), match[1], match[2], match[3] or "")
            stop = "." if not match[3] and context.at_end(match.end()) else ""
            yield Claim(match.start(), match.end(), spoken + stop)


def _date(context: Context, at: int, day: str, month: str, years: str) -> str:
    language = context.language
    spoken = ordinal(int(day), ending(context, at), language.code)
    spoken += f" {language.months[int(month) - 1]}"
    return f"{spoken} {year(int(years), language.code)}" if years else spoken


def ordinals(context: Context) -> Iterator[Claim]:
    """A number with a dot inside a sentence, inflected by the word before it."""
    code = context.language.code
    for match in _ORDINAL.finditer(context.text):
        spoken = ordinal(int(match[1]), ending(context, match.start()), code)
        yield Claim(match.start(), match.end(), spoken)
    for match in _LAST_ORDINAL.finditer(context.text):
        decided = _decided(context, match.start())
        if decided:
            spoken = ordinal(int(match[1]), decided, code)
            yield Claim(match.start(), match.end(), f"{spoken}.")


def ending(context: Context, at: int) -> Ending:
    """The ending of an ordinal that begins at a place."""
    return _decided(context, at) or "er"


def _decided(context: Context, at: int) -> Ending | None:
    """The ending that the word before demands, if there is such a word."""
    table = context.language.numerals.ordinals
    series = _series(context.language).search(context.text, max(0, at - 60), at)
    at = series.start() if series else at
    word = context.word_before(at).lower()
    if word in table.en:
        return "en"
    if word not in table.e:
        return None
    gap = context.text[max(0, at - 60) : at]
    before = context.word_before(at - len(gap) + len(gap.rstrip()) - len(word))
    behind_noun = before[:1].isupper() and len(context.words_before(at)) > 2
    dative = word == "der" and (behind_noun or before.lower() in table.dative)
    return "en" if dative else "e"


@lru_cache
def _series(language: Language) -> re.Pattern[str]:
    """What stands between a word and the last of several ordinals: `14. und `."""
    words = "|".join(sorted(language.numerals.ordinals.series))
    return re.compile(rf"(?:\d{{1,3}}\.?\s?(?:[,/–-]|(?:{words})(?=\s))\s*)+\Z")


def regnal_names(context: Context) -> Iterator[Claim]:
    """Numerals behind a ruler's name: Friedrich II., der Zweite."""
    for match in _REGNAL.finditer(context.text):
        name = context.word_before(match.start())
        initial = len(match[1]) == 1 and context.word_after(match.end())[:1].isupper()
        if not name[:1].isupper() or initial or not is_roman(match[1]):
            continue
        article, ends = _regnal_case(context, match.start(), name)
        spoken = ordinal(roman(match[1]), ends, context.language.code).capitalize()
        stop = "." if context.at_end(match.end()) else ""
        yield Claim(match.start(), match.end(), f"{article} {spoken}{stop}")


def _regnal_case(context: Context, at: int, name: str) -> tuple[str, Ending]:
    table = context.language.numerals
    words = context.words_before(at)
    if name in table.regnal_feminine:
        return table.regnal["female"], "e"
    if len(words) > 1 and words[-2].lower() in table.ordinals.dative:
        return table.regnal["dative"], "en"
    if name.endswith("s") and len(name) > 5:
        return table.regnal["genitive"], "en"
    return table.regnal["masculine"], "e"


def decades(context: Context) -> Iterator[Claim]:
    """Decades and their people: 1990er, 80er-Jahre, die 68er."""
    code, suffix = context.language.code, context.language.numerals.words["decade"]
    for match in _DECADE.finditer(context.text):
        spoken = year(int(match[1]), code) + suffix + (match[2] or "")
        yield Claim(match.start(), match.end(), spoken)


def years(context: Context) -> Iterator[Claim]:
    """1100 to 1999 as years, unless they count something; and the second year of 2007/08."""
    for match in _YEAR.finditer(context.text):
        if not _counts(context, match):
            yield Claim(match.start(), match.end(), year(int(match[1]), context.language.code))
    for match in _SECOND_YEAR.finditer(context.text):
        spoken = cardinal(int(match[1]), context.language.code)
        yield Claim(match.start(), match.end(), f" {spoken}")


def _counts(context: Context, match: re.Match[str]) -> bool:
    """Whether a number between 1100 and 1999 says how many."""
    table = context.language.numerals
    if context.word_before(match.start()) in table.year_cues:
        return False
    symbol = context.text[match.end() : match.end() + 2].strip()
    if symbol[:1] in {"%", "‰", "°", *table.currencies}:
        return True
    after = context.word_after(match.end())
    if after in context.language.units or after in table.currencies.values():
        return True
    return after[:1].isupper() and (int(match[1]) % 10 == 0 or int(match[1]) < 1800)
