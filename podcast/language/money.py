"""Amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.amounts import DECIMAL, Figure, counted, figure, said
from podcast.language.context import Claim, Context, claim
from podcast.language.quantities import scaled
from podcast.language.tables import Language, Unit, alternatives

_EMPTY_CENTS = r"(?:[.,](?:[-–—]{1,2}))?"


def money(context: Context) -> Iterator[Claim]:
    """Amounts: 3,50 € is `drei Euro fünfzig`, $2 Mio. `zwei Millionen Dollar`, 0,50 € in cents."""
    currencies = context.language.currencies
    for match in _before(context.language).finditer(context.text):
        yield claim(match.start(), match.end(), _amount(context, match, currencies[match["sign"]]))
    for match in _first(context.language).finditer(context.text):
        number = figure(match["amount"])
        cents = Figure(number.decimals.lstrip("0") or "0")
        yield claim(match.start(), match.end(),
                    f"{said(context, Figure(number.whole))} {said(context, cents)}")
    for match in _only_cents(context.language).finditer(context.text):
        many = said(context, Figure(match["cents"].lstrip("0") or "0"), noun=True)
        name = context.language.cents[currencies[match["sign"]].many]
        yield claim(match.start(), match.end(), f"{many} {name}")
    for match in _behind(context.language).finditer(context.text):
        stop = context.ended(match.end()) if match["sign"].endswith(".") else ""
        amount = _amount(context, match, currencies[match["sign"]])
        yield claim(match.start(), match.end(), amount + stop)


def _amount(context: Context, match: re.Match[str], currency: Unit) -> str:
    language, number = context.language, figure(match["amount"])
    per = f" {language.numerals.words['per']} {_measure(context, match['per'])}" \
        if match["per"] else ""
    if match["scale"]:
        many = scaled(context, match.start(), match["amount"], match["scale"])
        return f"{many} {currency.many}{per}"
    if match.groupdict().get("to"):
        upper = said(context, figure(match["to"]))
        word = language.numerals.words["range"]
        return f"{said(context, number)} {word} {upper} {currency.many}"
    return _exact(context, match, number, currency) + per


def _exact(context: Context, match: re.Match[str], number: Figure, currency: Unit) -> str:
    """An amount to the cent: zwei Euro fünfzig, neunundneunzig Cent."""
    language = context.language
    cents = number.decimals if len(number.decimals) == 2 else ""
    if number.whole == "0" and cents.strip("0") and currency.many in language.cents:
        return f"{said(context, Figure(cents.lstrip('0')), noun=True)} " \
               f"{language.cents[currency.many]}"
    if not cents:
        noun = currency.one if number.one else currency.many
        return f"{counted(context, match.start(), number, currency.one)} {noun}"
    whole = Figure(number.whole)
    noun = currency.one if whole.one else currency.many
    spoken = f"{counted(context, match.start(), whole, currency.one)} {noun}"
    return f"{spoken} {said(context, Figure(cents.lstrip('0')))}" if cents.strip("0") else spoken


def _measure(context: Context, sign: str) -> str:
    unit = context.language.units.get(sign)
    return unit.one if unit else sign


@lru_cache
def _behind(language: Language) -> re.Pattern[str]:
    signs = alternatives(language.currencies)
    scales = alternatives(language.numerals.scales)
    return re.compile(
        rf"(?<![\w.,])(?P<amount>{DECIMAL}){_EMPTY_CENTS}\s?(?:(?P<scale>{scales})[ -]?)?"
        rf"(?P<sign>{signs})(?![\w-])(?:\s?/\s?(?P<per>[^\W\d_]+²?))?")


@lru_cache
def _first(language: Language) -> re.Pattern[str]:
    """The first of two amounts that share a currency: zwischen 13,60 und 15,30 Euro."""
    signs = alternatives(language.currencies)
    words = alternatives(language.grammar.series)
    return re.compile(rf"(?<![\w.,])(?P<amount>\d+,\d\d)(?=\s?(?:{words}|[–-])\s?\d+(?:,\d\d)?\s?"
                      rf"(?:{signs})(?!\w))")


@lru_cache
def _only_cents(language: Language) -> re.Pattern[str]:
    """An amount with a dash for its whole part: -,50 €."""
    signs = alternatives(sign for sign, unit in language.currencies.items()
                         if unit.many in language.cents)
    return re.compile(rf"(?<![\w.,])[-–—],(?P<cents>\d\d)\s?(?P<sign>{signs})(?!\w)")


@lru_cache
def _before(language: Language) -> re.Pattern[str]:
    signs = alternatives(one for one in language.currencies if not one[-1].islower())
    scales = alternatives(language.numerals.scales)
    words, months = language.numerals.words, alternatives(language.months)
    hour = alternatives(one for one in (words["clock"], words["clock_sign"]) if one)
    return re.compile(
        rf"(?<![\w])(?P<sign>{signs})\s?(?P<amount>{DECIMAL}){_EMPTY_CENTS}"
        rf"(?!(?:\s?[–-]\s?\d+)?\s?(?:{hour})(?!\w)|\.\s?(?:{months}))"
        rf"(?:\s?[–-]\s?(?P<to>{DECIMAL}))?(?:\s?(?P<scale>{scales})(?!\w))?(?P<per>(?!))?")
