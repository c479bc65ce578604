"""Figures as people write them, and how a plain number or a fraction is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import Noun, gender, noun_after, one
from podcast.language.numbers import LONGEST
from podcast.language.tables import Language, alternatives

NUMBER = (r"(?:\d{1,3}(?:\.\d{3}){1,6}(?:,\d+)?|\d{1,3}(?:['’]\d{3}){1,6}(?:[.,]\d+)?"
          r"|\d{1,3}(?: \d{3}){1,4}(?:,\d+)?|\d+(?:,\d+)?)(?![\d])(?!\.\d{3}(?!\d))")
"""A number with separators and decimals: 90.000, 1 250, 1'250.50, 8,7."""
DECIMAL = rf"(?:\d+\.\d{{1,2}}(?![\d.])|{NUMBER})"
"""The same, or a decimal point as in Switzerland; only before a unit or a currency."""
FREE = r"(?:(?<![\w.,])|(?<=\d[x×]))"
_NUMBER = re.compile(rf"{FREE}{NUMBER}")
_TIMES = re.compile(r"(?<![\w.,])(\d+)\s?[x×](?=\s?[^\W\d_]|\s?\d|[\s,.!?;)]|\Z)")
_BY = re.compile(r"(?<=\d)\s?[x×]\s?(?=\d)")
_ANY = re.compile(r"\d+")
_MIXED = re.compile(r"(?<![\w.,/])(\d{1,3})\s?([½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"
                    r"|(?<![\w.,/])(\d{1,3}) (\d)/(\d)(?![\w/])")
_SIGN = re.compile(r"[½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_SLASHED = re.compile(r"(?<![\w/.,])(\d{1,3})/(\d{1,4})(?![\w/]|[.,]\d)")
_RATED = re.compile(r"(?<![\w/.,])(\d{1,3},\d{1,2})/(\d{1,4})(?![\w/]|[.,]\d)")
_JOINED = re.compile(r"-(?=[A-ZÄÖÜa-zäöü])")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits: before the decimal mark, and behind it."""

    whole: str
    decimals: str = ""

    @property
    def one(self) -> bool:
        """Whether it is exactly 1."""
        return self.whole == "1" and not self.decimals


def figure(written: str) -> Figure:
    """The digits of a number, whichever separators it has."""
    whole, _, decimals = written.partition(",")
    if not decimals and re.fullmatch(r"\d+\.\d{1,2}|\d{1,3}(?:['’]\d{3})+\.\d+", written):
        whole, _, decimals = written.rpartition(".")
    return Figure(re.sub(r"\D", "", whole), decimals)


def said(context: Context, number: Figure, *, noun: bool = False) -> str:
    """A number in words, or in digits where the engine reads them itself.

    `noun` tells that a noun follows: `ein`, not `eins`. Long numbers and those that begin with 0
    are said digit by digit.
    """
    whole, decimals = number.whole, number.decimals
    if context.numbers == "digits" and len(whole) <= LONGEST and not (number.one and noun) \
            and not (len(whole) > 1 and whole[0] == "0"):
        return f"{whole},{decimals}" if decimals else whole
    return in_words(context.language, number, noun=noun)


def in_words(language: Language, number: Figure, *, noun: bool = False) -> str:
    """A number in words, whatever the engine prefers."""
    spell, whole, decimals = language.spell, number.whole, number.decimals
    if (len(whole) > 1 and whole.startswith("0")) or len(whole) > LONGEST:
        spoken = spell.digits(whole)
    elif noun and not decimals:
        spoken = spell.before_noun(int(whole))
    else:
        spoken = spell.cardinal(int(whole))
    point = language.numerals.words["point"]
    return f"{spoken} {point} {spell.digits(decimals)}" if decimals else spoken


def counted(context: Context, at: int, number: Figure, noun: str) -> str:
    """A number before the noun it counts: a one agrees with it (eine Tonne, einem Kilometer)."""
    return one(context, at, noun) if number.one and noun else said(context, number)


def numbers(context: Context) -> Iterator[Claim]:
    """Every other number, as words or as digits, and `2x` as `zweimal`."""
    words, spell = context.language.numerals.words, context.language.spell
    if words["times"]:
        for match in _TIMES.finditer(context.text):
            many = spell.before_noun(int(match[1])) if len(match[1]) < 15 else match[1]
            glue = " " if context.text[match.end() : match.end() + 2].strip().isdigit() else ""
            yield claim(match.start(), match.end(), f"{many}{glue}{words['times']}")
        for match in _BY.finditer(context.text):
            yield claim(match.start(), match.end(), f" {words['times']} ")
    if words["many"]:
        for match in _many(context.language).finditer(context.text):
            spoken = spell.cardinal(int(match[1].replace(".", "")))
            spoken = spoken.removeprefix(spell.before_noun(1)).capitalize()
            yield claim(match.start(), match.end(), spoken + match[2])
    for match in _NUMBER.finditer(context.text):
        yield claim(match.start(), match.end(), _plain(context, match))
    for match in _ANY.finditer(context.text):
        yield claim(match.start(), match.end(), said(context, figure(match[0])))


@lru_cache
def _many(language: Language) -> re.Pattern[str]:
    """Hundreds and thousands that are not counted: 1000e, 10.000ende."""
    endings = language.numerals.words["many"]
    return re.compile(rf"(?<![\w.,])(10{{2,5}}|10{{0,2}}\.000)-?{endings}(?!\w)")


def _plain(context: Context, match: re.Match[str]) -> str:
    number, text = figure(match[0]), context.text
    if not number.decimals and number.whole[0] == "1" and number.whole[1:].strip("0") == "" \
            and len(number.whole) > 6:
        return _of_one(context, match.start(), said(context, number))
    if not number.one or text[match.start() - 1 : match.start()] == "-":
        return said(context, number)
    noun = noun_after(context, match.end()) if text[match.end() : match.end() + 1] == " " \
        else Noun("", "")
    if noun.word and _label(context, match.start()) not in context.language.numerals.numbered:
        return counted(context, match.start(), number, noun.word)
    words = context.language.numerals.words
    if words["one_of"] and context.text.startswith(f" {words['of']} ", match.end()):
        return words["one_of"]
    ahead = _range_ahead(context, match.end())
    return said(context, number, noun=ahead)


def _of_one(context: Context, at: int, spoken: str) -> str:
    """`eine Million` in the case of what governs it: von einer Million."""
    first, _, scale = spoken.partition(" ")
    one_ = context.language.spell.form("feminine", 1)
    return f"{one(context, at, scale)} {scale}" if scale and first == one_ else spoken


def _label(context: Context, at: int) -> str:
    """The word before a number, maybe abbreviated: Platz 1, Nr. 1."""
    return context.word_before(at) or context.word_before(len(context.text[:at].rstrip(" .")))


def _range_ahead(context: Context, at: int) -> bool:
    """Whether a range of counted things goes on: 1-2 Tage."""
    return _on(context.language).match(context.text, at) is not None


@lru_cache
def _on(language: Language) -> re.Pattern[str]:
    series = alternatives(language.grammar.series)
    return re.compile(rf"\s?(?:[–-]|{series})\s?\d+\s+[A-ZÄÖÜ]")


def fractions(context: Context) -> Iterator[Claim]:
    """Fractions: ½ Liter, 1½, 2 1/2, 3/4, 5/8."""
    table = context.language.numerals
    for match in _MIXED.finditer(context.text):
        whole = match[1] or match[3]
        part = match[2] or f"{match[4]}/{match[5]}"
        if spoken := _mixed(context, int(whole), table.fractions.get(part, "")):
            yield claim(match.start(), match.end(), spoken)
    for match in _SIGN.finditer(context.text):
        yield claim(match.start(), match.end(), f" {_alone(context, match)} ")
    for match in _RATED.finditer(context.text):
        if context.word_after(match.end()) in table.ratings:
            of = f" {table.words['of']} {context.language.spell.cardinal(int(match[2]))}"
            yield claim(match.start(), match.end(), said(context, figure(match[1])) + of)
    for match in _SLASHED.finditer(context.text):
        if spoken := _slashed(context, match):
            yield claim(match.start(), match.end(), spoken)


def _alone(context: Context, match: re.Match[str]) -> str:
    """A fraction by itself; a half agrees with its noun (ein halber Liter, eine halbe Stunde)."""
    table = context.language.numerals
    noun = noun_after(context, match.end()).word
    if match[0] not in ("½", "1/2") or not noun or not table.words["half"]:
        return table.fractions.get(match[0], "")
    return half(context, match.start(), noun)


def half(context: Context, at: int, noun: str) -> str:
    """`ein halber`, `eine halbe`, `einem halben` before a noun."""
    half = context.language.numerals.words["half"]
    article = one(context, at, noun)
    ending = {"ein": {"m": "er", "n": "es"}.get(gender(noun, context.language), ""),
              "eine": "e"}.get(article, "en")
    return f"{article} {half}{ending}"


def _mixed(context: Context, whole: int, part: str) -> str:
    if not part or whole > 999:
        return ""
    spoken = context.language.spell.before_noun(whole)
    half = context.language.numerals.words["half"]
    return spoken + part.replace(" ", "") if part.endswith(half) else f"{spoken} {part}"


def _slashed(context: Context, match: re.Match[str]) -> str:
    table, spell = context.language.numerals, context.language.spell
    many, of = int(match[1]), match[2]
    if match[0] in table.fractions:
        joined = _JOINED.match(context.text, match.end())
        spoken = table.fractions[match[0]]
        return spoken.replace(" ", "-") if joined else _alone(context, match)
    if context.word_after(match.end()) in table.ratings:
        return f"{spell.cardinal(many)} {table.words['of']} {spell.cardinal(int(of))}"
    if of in table.denominators and many < int(of) and not match[1].startswith("0"):
        return f"{spell.before_noun(many)} {table.denominators[of]}"
    return ""
