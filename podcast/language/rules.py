"""The rules by which written text is read, in their order: what one has claimed, others leave.

What is longer or surer comes first: an address before the dots and numbers in it, a date before
the ordinals it is made of, an amount of money before plain numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from podcast.language import (
    abbreviations,
    acronyms,
    addresses,
    amounts,
    calendar,
    clock,
    codes,
    emojis,
    letters,
    money,
    ordinals,
    points,
    quantities,
    rulers,
    years,
)
from podcast.language.context import Claim, Context, Piece
from podcast.language.folding import EMOJI

DIGIT = re.compile(r"[\d½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
ADDRESS = re.compile(r"[@#]|\.\w|://")
DOT = re.compile(r"\w\.")
PER = re.compile(r"[/²³]|\b\w{2,3} \w{1,4}\b")
DASH = re.compile(r"[–-]|\b[A-Z]\w\b")
MARKUP = re.compile(r"<")
LIFE = re.compile(r"[*†]")
GENDER = re.compile(r"[a-zäöüß](?:[*:_/(][a-zäöüß-]|In)")
MATH = re.compile(r"[\^⁰¹⁴-⁹⁻<>=Øø]|²\d")
COLON = re.compile(r"\d\s?:\s?\d")
ROMAN = re.compile(r"\b[IVXLC]+\b")
CAPITALS = re.compile(r"[A-ZÄÖÜ]{2}|[^\W\d_][A-ZÄÖÜ]|\d")
ANY = re.compile("")


@dataclass(frozen=True, slots=True)
class Rule:
    """How something is read, and what a text must hold for it to be there at all."""

    name: str
    read: Callable[[Context], Iterator[Claim]]
    trigger: re.Pattern[str]


RULES: tuple[Rule, ...] = (
    Rule("phrases of the table", acronyms.phrases, ANY),
    Rule("markup", letters.markup, MARKUP),
    Rule("emoji", emojis.emojis, EMOJI),
    Rule("addresses", addresses.addresses, ADDRESS),
    Rule("ends of addresses", addresses.domains, ADDRESS),
    Rule("handles and tags", addresses.handles, ADDRESS),
    Rule("powers and comparisons", quantities.powers, MATH),
    Rule("born and died", calendar.life_dates, LIFE),
    Rule("telephone numbers", codes.telephones, DIGIT),
    Rule("book numbers", codes.book_numbers, DIGIT),
    Rule("chapter and verse", codes.scripture, DIGIT),
    Rule("bank accounts", codes.accounts, CAPITALS),
    Rule("network addresses", codes.network_addresses, DIGIT),
    Rule("paragraphs of law", codes.law, DIGIT),
    Rule("dates in figures", calendar.dates, DIGIT),
    Rule("durations", clock.durations, COLON),
    Rule("times", clock.times, DIGIT),
    Rule("scores and ratios", clock.scores, COLON),
    Rule("from day to day", calendar.days_and_months, DASH),
    Rule("money", money.money, DIGIT),
    Rule("parts of units", quantities.parts, DIGIT),
    Rule("fractions", amounts.fractions, DIGIT),
    Rule("decades", years.decades, DIGIT),
    Rule("compounds with units", quantities.unit_compounds, DIGIT),
    Rule("compounds", quantities.compounds, DIGIT),
    Rule("bearings", quantities.bearings, DIGIT),
    Rule("units", quantities.units, DIGIT),
    Rule("units without a number", quantities.units_alone, PER),
    Rule("rates", quantities.rates, DIGIT),
    Rule("scales", quantities.scales, DIGIT),
    Rule("words of two kinds", letters.heteronyms, ANY),
    Rule("weekdays", calendar.weekdays, DASH),
    Rule("postcodes", codes.postcodes, DIGIT),
    Rule("abbreviations", abbreviations.abbreviations, DOT),
    Rule("street names", abbreviations.streets, DOT),
    Rule("rulers", rulers.rulers, ROMAN),
    Rule("Roman numerals", rulers.numerals, ROMAN),
    Rule("dotted letters", letters.dotted_letters, DOT),
    Rule("initials", letters.initials, DOT),
    Rule("gender forms", letters.gender_forms, GENDER),
    Rule("symphonies", ordinals.works, DIGIT),
    Rule("added time", ordinals.added_time, DIGIT),
    Rule("points of a list", points.enumerations, DIGIT),
    Rule("ordinals", ordinals.ordinals, DIGIT),
    Rule("ordinals in letters", ordinals.suffixed, DIGIT),
    Rule("ranges", quantities.ranges, DIGIT),
    Rule("signs", quantities.signs, DIGIT),
    Rule("years", years.years, DIGIT),
    Rule("formulas", acronyms.formulas, DIGIT),
    Rule("words of the table", acronyms.table, ANY),
    Rule("acronyms", acronyms.acronyms, CAPITALS),
    Rule("numbers", amounts.numbers, DIGIT),
)


def claims(context: Context, taken: bytearray) -> list[Claim]:
    """What the rules read in their own way, outside what is `taken`."""
    found: list[Claim] = []
    missing: set[re.Pattern[str]] = set()
    present: set[re.Pattern[str]] = {ANY}
    for rule in RULES:
        trigger = rule.trigger
        if trigger in missing:
            continue
        if trigger not in present:
            if not trigger.search(context.text):
                missing.add(trigger)
                continue
            present.add(trigger)
        found += (_named(one, rule) for one in rule.read(context) if claimable(one, taken))
    return found


def _named(one: Claim, rule: Rule) -> Claim:
    source = f"rule: {rule.name}"
    return tuple(Piece(piece.start, piece.end, piece.spoken, piece.lang, piece.ipa, source)
                 for piece in one)


def claimable(one: Claim, taken: bytearray) -> bool:
    """Whether a claim's place is free; it is taken from then on."""
    start, end = one[0].start, one[-1].end
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\1" * (end - start)
    return True
