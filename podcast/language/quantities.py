"""Numbers with what they count: units, scales, compounds, ranges, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from podcast.language.amounts import (
    DECIMAL,
    FREE,
    NUMBER,
    Figure,
    counted,
    figure,
    half,
    in_words,
    said,
)
from podcast.language.context import Claim, Context, Piece, claim
from podcast.language.inflection import governed, one
from podcast.language.tables import Language, Unit, alternatives

_RANGE = re.compile(
    r"(?<![\d–-])(?<![A-Z]-)\d[\d.,]{0,15}(?:\s?[%°€])?(\s[–-]\s|[–-])(?=[€$£]?\s?\d)(?!\d[\d.,]{0,15}[–-]\d)")
_DATED = re.compile(r"(?<!\d)\d{1,2}\.\s?(?:\d{1,2}\.\s?|[^\W\d_]{3,9}\s)\d{4}\Z")
_LOOK = 24
_SEQUENCE = re.compile(r"(?<![\w–-])\d{1,2}(?:[–-]\d{1,2}){2,}(?![\w–-])")
_SIGN = re.compile(r"(?:^|(?<=[\s(„»\"]))([−–+-])(?=\d)|(?<=[\s(])(±)\s?(?=\d)")
_UNIT_COMPOUND = re.compile(
    rf"{FREE}(?P<number>{NUMBER})(?:-|\s?(?=[%€°]))(?P<unit>[^\W\d_]{{1,5}}(?:/[a-z]+)?²?|[%€$°]C?)"
    rf"(?:-?(?=ig)|-)(?P<rest>[^\W\d_]+)")
_BEFORE_UNIT = re.compile(rf"{FREE}({DECIMAL})\s?(?=[^\s\d,.;:!?])")
_PARTED = re.compile(r"(?<![\w/.,])(?<!\d )([½¼¾⅓⅔⅛]|\d/\d)\s?(?=[^\W\d_])")
_UP_TO = re.compile(r"\b[Bb]is zu \Z")
_SQUARED = re.compile(r"(?<![\w.,/])(?<!\d )[a-zµ]{1,2}[²³](?![\w/])")
_SLASH = re.compile(r"(?<=[a-zäöü])\s?/\s?([A-ZÄÖÜ][a-zäöü]+)")
_INITIAL = re.compile(r"[A-ZÄÖÜ]\.")
_DIGIT = re.compile(r"\s?\d")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_SUBSTANCE = re.compile(r"\d\s?[^\W\d_]{1,9}\s[A-ZÄÖÜ][\w-]{1,30}(\s?/\s?)(?=[^\W\d_])")
_RATE = re.compile(rf"{FREE}({NUMBER})\s?/\s?(?=[^\W\d_])")
_AGAINST = re.compile(r"\s?/\s?(\d+)?\s?(?=[^\W\d_])")
_LETTERS = re.compile(r"[A-Za-zÄÖÜäöüß]+")
_GOES_ON = re.compile(r"[\w²³]|-[^\W\d_]")
_POWER = re.compile(r"(?<=[^\W_])(?:\^([-−]?\d{1,4})"
                    r"|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{2,4}|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]|[⁰¹⁴⁵⁶⁷⁸⁹]))")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LESS = re.compile(r"(?<=\w )[<>](?= \w)")
_MULTIPLIED = re.compile(r"(?<=\d )\*(?= \d)")
_AVERAGE = re.compile(r"(?<!\w)[Øø]\s?(?=\d)")
_DIVIDED = re.compile(r"(?<=\d )[:÷](?= \d)")
_COMPARED = re.compile(r"([<>])\s?(?=\d)")
_BEARING = re.compile(
    r"(\d{1,3})\s?°\s?(?:(\d{1,2})\s?[′'’](?:\s?(\d{1,2})\s?(?:[″\"]|''))?(?:\s?([NSOEW])(?!\w))?"
    r"|([NSOEW])(?!\w))")
_STARS = re.compile(r"(?<![\w.,])(\d)\s?\*+(?!\w)")
_HANGING = re.compile(rf"{FREE}({NUMBER})-(?=,?\s)")


def ranges(context: Context) -> Iterator[Claim]:
    """A dash between two numbers: 2003-2004."""
    word = context.language.numerals.words["range"]
    for match in _SEQUENCE.finditer(context.text):
        spell = context.language.spell
        figures = re.findall(r"\d+", match[0])
        yield claim(match.start(), match.end(), " ".join(spell.cardinal(int(n)) for n in figures))
    minus = context.language.numerals.words["minus"] if "=" in context.text else word
    for match in _RANGE.finditer(context.text):
        apart = match[1][0] == " "
        if apart and _DATED.search(context.text, max(0, match.start() - _LOOK), match.start(1)):
            continue
        spoken = minus if apart else word
        yield claim(match.start(1), match.end(1), f" {spoken} ")


def parts(context: Context) -> Iterator[Claim]:
    """A part of a unit: ½ l, 1/4 Std."""
    fractions, spell = context.language.numerals.fractions, context.language.spell
    for match in _PARTED.finditer(context.text):
        found = unit_at(context, match.end())
        if not found or match[1] not in fractions:
            continue
        first, _, rest = fractions[match[1]].partition(" ")
        if match[1] in ("½", "1/2"):
            spoken = half(context, match.start(), found.unit.one)
        elif first == spell.before_noun(1):
            spoken = f"{one(context, match.start(), found.unit.one)} {rest.lower()}"
        else:
            spoken = f"{first} {rest.lower()}"
        stop = context.ended(found.end) if context.text[found.end - 1] == "." else ""
        yield claim(match.start(), found.end, f"{spoken} {found.unit.one}{stop}")


def units_alone(context: Context) -> Iterator[Claim]:
    """Units without a number: pro qm, je kWh; and what something is measured against."""
    for match in _before_unit(context.language).finditer(context.text):
        found = unit_at(context, match.end())
        if found:
            yield claim(match.end(), found.end, found.unit.one)
    for match in _SQUARED.finditer(context.text):
        found = unit_at(context, match.start())
        if found:
            yield claim(match.start(), found.end, found.unit.many)
    table = context.language.numerals
    for match in _SUBSTANCE.finditer(context.text):
        found = unit_at(context, match.end())
        per = f" {table.words['per']} "
        if found:
            yield claim(match.start(1), found.end, f"{per}{found.unit.one}")
        elif context.word_after(match.end()) in table.rates:
            yield claim(match.start(1), match.end(), per)
    for match in _SLASH.finditer(context.text):
        if match[1] in table.rates:
            yield claim(match.start(), match.start(1), f" {table.words['per']} ")


@lru_cache
def _before_unit(language: Language) -> re.Pattern[str]:
    words = alternatives(language.numerals.per_words)
    return re.compile(rf"(?<!\w)(?:{words})\s(?=[^\W\d_])")


def rates(context: Context) -> Iterator[Claim]:
    """Numbers against a unit: 4.000/min."""
    for match in _RATE.finditer(context.text):
        found = unit_at(context, match.end())
        if found:
            per = context.language.numerals.words["per"]
            yield claim(match.start(), found.end,
                        f"{said(context, figure(match[1]))} {per} {found.unit.one}")


def powers(context: Context) -> Iterator[Claim]:
    """Powers: 10⁻³, 2^10; and comparisons and quotients of a calculation: a < b, 10 : 2 = 5."""
    words, spell = context.language.numerals.words, context.language.spell
    if not words["power"]:
        return
    for match in _POWER.finditer(context.text):
        exponent = (match[1] or match[2]).translate(_SUPERSCRIPTS)
        minus = f"{words['minus']} " if exponent[0] in "-−" else ""
        spoken = spell.cardinal(int(exponent.lstrip("-−")))
        yield claim(match.start(), match.end(), f" {words['power']} {minus}{spoken}")
    for match in _LESS.finditer(context.text):
        yield claim(match.start(), match.end(), _compared(context, match))
    if "=" in context.text:
        for match in _DIVIDED.finditer(context.text):
            yield claim(match.start(), match.end(), words["divided"])
        for match in _MULTIPLIED.finditer(context.text):
            yield claim(match.start(), match.end(), words["times"])
    for match in _AVERAGE.finditer(context.text):
        yield claim(match.start(), match.end(), f"{words['average']} ")


def _compared(context: Context, match: re.Match[str]) -> str:
    """How a sign compares: behind a preposition what is counted, else two values."""
    words, before = context.language.numerals.words, context.word_before(match.start())
    many = (before.islower() and len(before) > 1) or not context.text[: match.start()].strip()
    more, fewer = ("more", "fewer") if many and words["more"] else ("greater", "less")
    return words[more if match[0][0] == ">" else fewer]


def signs(context: Context) -> Iterator[Claim]:
    """A plus or minus before a number, and stars behind one."""
    words = context.language.numerals.words
    for match in _COMPARED.finditer(context.text):
        yield claim(match.start(), match.end(), f"{_compared(context, match)} ")
    for match in _SIGN.finditer(context.text):
        name = "plus" if match[1] == "+" else "plus_minus" if match[2] else "minus"
        yield claim(match.start(), match.end(), f"{words[name]} ")
    if words["stars"]:
        for match in _STARS.finditer(context.text):
            many = said(context, Figure(match[1]), noun=True)
            yield claim(match.start(), match.end(), f"{many} {words['stars']}")


def unit_compounds(context: Context) -> Iterator[Claim]:
    """Numbers with the sign of a unit inside a word: 100-m-Lauf, 5-%-Hürde, 20%ig."""
    language = context.language
    for match in _UNIT_COMPOUND.finditer(context.text):
        unit = language.units.get(match["unit"]) or language.currencies.get(match["unit"])
        if unit is None:
            continue
        spoken = _inside(context, match.start(), match["number"])
        if match["rest"].startswith("ig"):
            yield claim(match.start(), match.end(), spoken + unit.many.lower() + match["rest"])
        else:
            yield claim(match.start(), match.start("rest"), f"{spoken}-{unit.many}-")


def compounds(context: Context) -> Iterator[Claim]:
    """Numbers in words: 53-Jährige in one, 90.000-Einwohner-Stadt with its hyphens."""
    for match in _compound(context.language).finditer(context.text):
        spoken = _inside(context, match.start(), match["number"])
        if match["glued"]:
            yield claim(match.start(), match.end(), spoken + match["glued"].lower())
        else:
            yield claim(match.start(), match.end(), spoken)
    for match in _HANGING.finditer(context.text):
        yield claim(match.start(), match.end(), said(context, figure(match[1]), noun=True))


@lru_cache
def _compound(language: Language) -> re.Pattern[str]:
    glued = "|".join(language.numerals.glued) or "(?!)"
    return re.compile(rf"{FREE}(?P<number>\d+:\d+|{NUMBER})"
                      rf"(?:-?(?P<glued>(?i:{glued})[^\W\d_]*)|(?=-[^\W\d_]))")


def _inside(context: Context, at: int, number: str) -> str:
    """A number at the head of a compound: einjährig, but Formel-eins-Fahrer."""
    first, _, second = number.partition(":")
    language = context.language
    if second:
        against = language.numerals.words["against"]
        return f"{in_words(language, Figure(first))}-{against}-{in_words(language, Figure(second))}"
    spell, parsed = language.spell, figure(number)
    if re.fullmatch(r"1[1-9]\d\d", number) and not number.endswith("00"):
        return spell.year(int(number))
    return in_words(language, parsed, noun=context.text[at - 1 : at] != "-")


def units(context: Context) -> Iterator[Claim]:
    """Numbers with the sign of a unit: 8,7 %, 20 °C, 120 km/h, 23 Einw./km²."""
    for match in _BEFORE_UNIT.finditer(context.text):
        found = unit_at(context, match.end())
        if found and not _labels(context, match, found):
            yield _measured(context, match, found)


def _labels(context: Context, match: re.Match[str], found: Found) -> bool:
    """Whether a sign belongs to a number behind it (1988 S. 5), or an initial is meant."""
    sign = context.text[match.end() : found.end]
    known = context.language.abbreviations.get(sign)
    if known is None or known.say or not known.numbered or not _INITIAL.fullmatch(sign):
        return False
    behind = context.word_after(found.end)
    name = behind[:1].isupper() and behind not in context.language.starters
    return bool(name or _DIGIT.match(context.text, found.end) or _YEAR.fullmatch(match[1]))


def _measured(context: Context, match: re.Match[str], found: Found) -> Claim:
    number, unit = figure(match[1]), found.unit
    noun = unit.one if number.one else _declined(context, match, found)
    first = unit.one.partition(f" {context.language.numerals.words['per']} ")[0]
    spoken = counted(context, match.start(), number, first)
    stop = context.ended(found.end) if context.text[found.end - 1] == "." else ""
    per, end = _per(context, found.end)
    return (Piece(match.start(), match.end(1), spoken),
            Piece(match.end(1), end, f" {noun}{per}{stop}"))


@dataclass(frozen=True, slots=True)
class Found:
    """A unit, and where its sign ends."""

    unit: Unit
    end: int


def unit_at(context: Context, at: int) -> Found | None:
    """The unit whose sign begins at a place, the longest one."""
    language, text = context.language, context.text
    for end in range(min(at + language.longest_unit, len(text)), at, -1):
        unit = language.units.get(text[at:end])
        apart = text[at:end] not in language.units_apart or text[at - 1] == " "
        if unit and apart and not _GOES_ON.match(text, end):
            return Found(unit, end)
    return None


def _declined(context: Context, match: re.Match[str], found: Found) -> str:
    """The plural, as a dative behind a preposition that takes nothing else: aus 16 Metern."""
    grammar, unit, at = context.language.grammar, found.unit, match.start()
    earlier = _earlier(context.language).search(context.text, max(0, at - 12), at)
    word = governed(context, earlier.start() if earlier else at)
    dative = word in grammar.dative - grammar.two_way and not _UP_TO.search(
        context.text, max(0, at - 8), at)
    substance = context.text[found.end : found.end + 2].strip()[:1].isupper()
    plural = unit.many != unit.one and unit.many.endswith("e")
    declined = plural or unit.many.endswith(context.language.numerals.declined)
    return f"{unit.many}n" if dative and declined and not substance \
        and figure(match[1]).whole != "1" else unit.many


@lru_cache
def _earlier(language: Language) -> re.Pattern[str]:
    """Another number that shares the unit: `7 und `."""
    series = alternatives(language.grammar.series)
    return re.compile(rf"(?<![\w.,])\d+ (?:{series}|–) \Z")


def _per(context: Context, at: int) -> tuple[str, int]:
    """What a unit is measured against, and its end: Gramm pro hundert Kilometer."""
    match = _AGAINST.match(context.text, at)
    if match is None:
        return "", at
    many = f"{said(context, figure(match[1]), noun=True)} " if match[1] else ""
    found = unit_at(context, match.end())
    word = _LETTERS.match(context.text, match.end())
    if found is None and word is None:
        return "", at
    name = (found.unit.many if many else found.unit.one) if found else word[0] if word else ""
    end = found.end if found else word.end() if word else at
    return f" {context.language.numerals.words['per']} {many}{name}", end


def scales(context: Context) -> Iterator[Claim]:
    """Millions written short: 1 Mio. is `eine Million`."""
    for match in _scales(context.language).finditer(context.text):
        stop = context.ended(match.end()) if match[0].endswith(".") else ""
        spoken = scaled(context, match.start(), match[1], match[2])
        space = 1 if context.text[match.end() : match.end() + 1] == " " else 0
        found = unit_at(context, match.end() + space)
        unit = f" {found.unit.many}" if found else ""
        yield claim(match.start(), found.end if found else match.end(), f"{spoken}{unit}{stop}")


def scaled(context: Context, at: int, number: str, scale: str) -> str:
    """A number and its scale: eine Million, drei Millionen, sechzigtausend."""
    singular, plural = context.language.numerals.scales[scale]
    if not singular.startswith("-"):
        many = counted(context, at, figure(number), singular)
        return f"{many} {singular if number == '1' else plural}"
    glue = "" if figure(number).whole == number else " "
    return f"{said(context, figure(number), noun=True)}{glue}{singular[1:]}"


@lru_cache
def _scales(language: Language) -> re.Pattern[str]:
    names = alternatives(language.numerals.scales)
    return re.compile(rf"{FREE}({DECIMAL})\s?({names})(?!\w)")


def bearings(context: Context) -> Iterator[Claim]:
    """Places on the globe: 52° 31′ N."""
    language, words = context.language, context.language.numerals.words
    if not language.directions:
        return
    for match in _BEARING.finditer(context.text):
        parts = [(match[1], words["degrees"]), (match[2], words["minutes"]),
                 (match[3], words["seconds"])]
        spoken = " ".join(f"{said(context, figure(many), noun=True)} {name}"
                          for many, name in parts if many)
        direction = language.directions.get(match[4] or match[5] or "", "")
        yield claim(match.start(), match.end(), f"{spoken} {direction}".rstrip())
