"""Rules for dates in figures, and for the signs of births and deaths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, Piece, claim
from podcast.language.inflection import behind_weekday, governed, ordinal_ending
from podcast.language.numbers import Ending
from podcast.language.roman import is_roman, value
from podcast.language.tables import Language, alternatives

_DATE = re.compile(
    r"(?<![\d.,])(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\."
    r"(?:(\s?)([12]\d{3}|\d\d)(?![\d%]|[.,]\d))?(?!\d)")
_ISO_DATE = re.compile(r"(?<![\w-])([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
_SLASHED = re.compile(r"(?<![\w/])(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])/([12]\d{3})(?![\w/])")
_ROMAN_MONTH = re.compile(r"(?<![\d.,])([1-9]|[12]\d|3[01])\.\s?([IVX]{1,4})\.\s?([12]\d{3})(?!\d)")
_DAY = re.compile(r"\d{1,2}\.")
_AHEAD = re.compile(r"\s?(?:[–-]|[a-z]{3,5}(?=\s))\s?\d{1,2}\.\s?\d{1,2}\.")
_LOOK = 32
_MOST = 8
"""So many dates in a row may share an ending."""


@lru_cache
def _life(language: Language) -> re.Pattern[str]:
    words = alternatives(language.life_words)
    return re.compile(rf"([*†])\s?(?=(?:(?:{words})\s)?\d|[A-ZÄÖÜ][a-zä]+ \d{{4}})")


def life_dates(context: Context) -> Iterator[Claim]:
    """The signs of a birth and a death: * 3. Mai 1950, † 1999."""
    for match in _life(context.language).finditer(context.text):
        said = context.language.life.get(match[1], "")
        dated = _DAY.match(context.text, match.end())
        on = f" {context.language.life.get('on', '')}" if dated else ""
        before = context.text[match.start() - 1 : match.start()]
        counted = context.text[max(0, match.start() - 3) : match.start()].rstrip()[-1:].isdigit()
        if said and not counted and not before.isalnum() and before not in ("*", "†"):
            yield claim(match.start(), match.end(), f"{said}{on} ")


def dates(context: Context) -> Iterator[Claim]:
    """Dates in figures: 15.02.2018, and behind `am` and its like also 15.2."""
    language = context.language
    if not language.months:
        return
    for match in _ISO_DATE.finditer(context.text):
        yield claim(match.start(), match.end(),
                    _date(context, match.span(), match[3], match[2], match[1]))
    for match in _SLASHED.finditer(context.text):
        yield claim(match.start(), match.end(),
                    _date(context, match.span(), match[1], match[2], match[3]))
    for match in _ROMAN_MONTH.finditer(context.text):
        if is_roman(match[2]) and (month := value(match[2])) <= len(language.months):
            yield claim(match.start(), match.end(),
                        _date(context, match.span(), match[1], str(month), match[3]))
    for match in _DATE.finditer(context.text):
        if _is_date(context, match):
            spoken = _date(context, match.span(), match[1], match[2], match[4] or "")
            stop = context.ended(match.end()) if not match[4] else ""
            yield claim(match.start(), match.end(), spoken + stop)
    for match in _part(language).finditer(context.text):
        ending = _ending(context, match.start())
        spoken = language.spell.ordinal(int(match[1]), ending)
        yield claim(match.start(), match.end(), spoken)


def _is_date(context: Context, match: re.Match[str]) -> bool:
    """A day and a month alone are a date behind words like `am`, or as 15.02."""
    cues = context.language.date_cues
    if match[4] or context.word_before(match.start()).lower() in cues \
            or governed(context, match.start()) in cues \
            or behind_weekday(context, match.start()):
        return True
    if len(match[1]) + len(match[2]) == 4:
        return True
    if _opens(context, match.start()) and _AHEAD.match(context.text, match.end()):
        return True
    earlier = _earlier(context, match.start())
    if earlier is None or not earlier["month"]:
        return earlier is not None
    first = _DATE.match(context.text, earlier.start("date"))
    return first is not None and _is_date(context, first)


@lru_cache
def _part(language: Language) -> re.Pattern[str]:
    """The day of a date that goes on to another one: 24. bis 26.12."""
    series = alternatives(language.grammar.series)
    return re.compile(rf"(?<![\d.,])(0?[1-9]|[12]\d|3[01])\.(?=\s?(?:[–/-]|{series})\s?"
                      r"(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.)")


def _opens(context: Context, at: int) -> bool:
    """Whether a place is the beginning of a text or of what stands in brackets."""
    return not context.text[:at].rstrip(" \"„»") or context.text[at - 1] == "("


def _earlier(context: Context, at: int) -> re.Match[str] | None:
    """The day, or the day and month, that a date is in a row with: `24. und `, `1.4. und `."""
    return _in_row(context.language).search(context.text, max(0, at - _LOOK), at)


@lru_cache
def _in_row(language: Language) -> re.Pattern[str]:
    series = alternatives(language.grammar.series)
    return re.compile(r"(?<![\d.,])(?P<date>\d{1,2}\.\s?(?P<month>\d{1,2}\.(?:\s?\d{2,4})?)?)\s?"
                      rf"(?:[–/,-]|{series})\s?\Z")


def _date(context: Context, place: tuple[int, int], day: str, month: str, years: str) -> str:
    spell = context.language.spell
    spoken = spell.ordinal(int(day), _ending(context, place[0]))
    spoken += f" {context.language.months[int(month) - 1]}"
    if not years:
        return spoken
    short = len(years) == 2 and years.startswith("0")
    return f"{spoken} {spell.digits(years) if short else spell.year(int(years))}"


def _ending(context: Context, at: int) -> Ending:
    """The ending of a date's day: its month is masculine, but stands in figures."""
    monthly = Context(f"{context.text[:at]}1. {context.language.months[0]}", context.language,
                      context.numbers)
    start = at
    for _ in range(_MOST):
        first = _earlier(context, start)
        if first is None:
            break
        start = first.start()
    return ordinal_ending(monthly, start, at + 2)


def days_and_months(context: Context) -> Iterator[Claim]:
    """Weekdays and months from one to another: Mo.–Fr., Mai–August."""
    language = context.language
    word = f" {language.numerals.words['range']} "
    for match in _from_to(language).finditer(context.text):
        yield (Piece(match.start(), match.end(1), _day(match[1], language)),
               Piece(match.end(1), match.start(3), word),
               Piece(match.start(3), match.end(), _day(match[3], language)))


def weekdays(context: Context) -> Iterator[Claim]:
    """Short weekdays: Mo, Mi und Fr, am So."""
    language = context.language
    for match in _some_days(language).finditer(context.text):
        for day in re.finditer(r"[^\W\d_]{2}(?![^\W\d_])\.?", match[0]):
            if (short := day[0].rstrip(".")) in language.days:
                start = match.start()
                yield claim(start + day.start(), start + day.end(), language.days[short])
    for match in _short_day(language).finditer(context.text):
        stop = context.ended(match.end()) if match[0].endswith(".") else ""
        yield claim(match.start(), match.end(), language.days[match[1] or match[2]] + stop)


def _day(written: str, language: Language) -> str:
    short = written.rstrip(".")
    return language.days.get(short, short)


@lru_cache
def _from_to(language: Language) -> re.Pattern[str]:
    days = alternatives([*language.days, *language.grammar.weekdays])
    months = alternatives(language.months)
    return re.compile(rf"(?<!\w)((?:{days})\.?|(?:{months}))(\s?[–-]\s?|/)"
                      rf"((?:{days})(?!\w)\.?|(?:{months}))(?!\w)")


@lru_cache
def _some_days(language: Language) -> re.Pattern[str]:
    """Several short weekdays: Mo, Mi und Fr."""
    days = alternatives(language.days)
    words = alternatives(language.grammar.series)
    return re.compile(rf"(?<!\w)(?:{days})\.?(?:(?:,\s?|\s(?:{words})\s|/|\s?[+&]\s?)(?:{days})"
                      r"(?!\w)\.?)+")


@lru_cache
def _short_day(language: Language) -> re.Pattern[str]:
    """A short weekday before a time, a date or another one, or behind `am`."""
    days = alternatives(language.days)
    return re.compile(rf"(?<![\w.])({days})(?:\.(?=,?\s?\d|\s?[+&u,])|\.?(?=\s\d|,\s\d))"
                      rf"|(?:(?<=[Aa]m )|(?<=außer )|(?<=bis ))({days})\.(?!\w)")
