"""Rules for plain numbers and what they count: ranges, compounds, money, units, fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context
from podcast.language.numbers import LARGEST, before_noun, cardinal, digits
from podcast.language.tables import Language

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?:['’ ]\d{3})+|\d+)(?:,\d+)?(?!\d)(?!\.\d{3}(?!\d))"
_FREE = r"(?<![\w.,])"
_NUMBER = re.compile(rf"{_FREE}{NUMBER}")
_RANGE = re.compile(
    r"(?<![\d–-])\d[\d.,]{0,15}(?:\s?[%°€])?(\s[–-]\s|[–-])(?=\d)(?!\d[\d.,]{0,15}[–-]\d)")
_MINUS = re.compile(r"(?:^|(?<=[\s(]))[−-](?=\d)")
_COMPOUND = re.compile(rf"{_FREE}({NUMBER})-([^\W\d_]\w*(?:-\w+)*)")
_TIMES = re.compile(r"(?<![\w.,])(\d+)\s?[x×](?!\w)")
_ANY = re.compile(r"\d+")


def ranges(context: Context) -> Iterator[Claim]:
    """A dash between two numbers: 2003-2004."""
    word = context.language.numerals.words["range"]
    for match in _RANGE.finditer(context.text):
        yield Claim(match.start(1), match.end(1), f" {word} ")


def signs(context: Context) -> Iterator[Claim]:
    """A minus before a number."""
    word = context.language.numerals.words["minus"]
    for match in _MINUS.finditer(context.text):
        yield Claim(match.start(), match.end(), f"{word} ")


def compounds(context: Context) -> Iterator[Claim]:
    """Numbers in words: 53-Jährige in one, 90.000-Einwohner-Stadt with its hyphens."""
    code, glued = context.language.code, context.language.numerals.glued
    for match in _COMPOUND.finditer(context.text):
        number, rest = match[1], match[2]
        said = in_words(number, code, noun=True)
        if rest.lower().startswith(glued):
            yield Claim(match.start(), match.end(), said + rest.lower())
        else:
            yield Claim(match.start(1), match.end(1), said)


def money(context: Context) -> Iterator[Claim]:
    """Amounts: 3,50 € is said `drei Euro fünfzig`, 5 Mio. € `fünf Millionen Euro`."""
    table = context.language.numerals
    for match in _money(context.language).finditer(context.text):
        name = table.currencies.get(match["symbol"] or match["prefix"], match["symbol"])
        amount, code = match["amount"], context.language.code
        whole, _, cents = amount.partition(",")
        if match["scale"]:
            spoken = f"{_scaled(context, amount, match['scale'])} {name}"
        elif len(cents) == 2:
            spoken = f"{_plain(context, whole, noun=True)} {name}"
            spoken += f" {cardinal(int(cents), code)}" if int(cents) else ""
        else:
            spoken = f"{_plain(context, amount, noun=True)} {name}"
        yield Claim(match.start(), match.end(), spoken)


@lru_cache
def _money(language: Language) -> re.Pattern[str]:
    table = language.numerals
    signs = "|".join(re.escape(one) for one in (*table.currencies, *table.currencies.values()))
    scales = "|".join(re.escape(one) for one in table.scales)
    return re.compile(
        rf"(?<![\w.,])(?:(?P<prefix>[€$£])\s?)?(?P<amount>{NUMBER})(?:\s?(?P<scale>{scales}))?"
        rf"(?(prefix)|\s?(?P<symbol>{signs})(?!\w))")


def scales(context: Context) -> Iterator[Claim]:
    """Millions written short: 1 Mio. is `eine Million`."""
    names = "|".join(re.escape(one) for one in context.language.numerals.scales)
    for match in re.finditer(rf"{_FREE}({NUMBER})\s?({names})", context.text):
        stop = "." if context.at_end(match.end()) else ""
        yield Claim(match.start(), match.end(), _scaled(context, match[1], match[2]) + stop)


def units(context: Context) -> Iterator[Claim]:
    """Numbers with the sign of a unit: 8,7 %, 20 °C, 120 km/h."""
    for match in _units(context.language).finditer(context.text):
        spoken = _plain(context, match[1], noun=True)
        yield Claim(match.start(), match.end(), f"{spoken} {context.language.units[match[2]]}")


@lru_cache
def _units(language: Language) -> re.Pattern[str]:
    signs = "|".join(re.escape(one) for one in sorted(language.units, key=len, reverse=True))
    return re.compile(rf"{_FREE}({NUMBER})\s?({signs})(?![\w²³/])")


def fractions(context: Context) -> Iterator[Claim]:
    """Fractions that have a name."""
    table = context.language.numerals.fractions
    for match in re.finditer(r"[½¼¾⅓⅔⅛]|(?<![\w/.,])\d/\d(?![\w/])", context.text):
        if match[0] in table:
            yield Claim(match.start(), match.end(), f" {table[match[0]]}")


def numbers(context: Context) -> Iterator[Claim]:
    """Every other number, as words or as digits, and `2x` as `zweimal`."""
    code = context.language.code
    for match in _TIMES.finditer(context.text):
        yield Claim(match.start(), match.end(), before_noun(int(match[1]), code) + "mal")
    for match in _NUMBER.finditer(context.text):
        yield Claim(match.start(), match.end(), _counted(context, match))
    for match in _ANY.finditer(context.text):
        yield Claim(match.start(), match.end(), _plain(context, match[0]))


def _counted(context: Context, match: re.Match[str]) -> str:
    """The number; a one agrees with the noun behind it."""
    table = context.language.numerals
    after = context.word_after(match.end())
    if match[0] == "1" and after[:1].isupper():
        feminine = after.endswith(table.feminine) and after not in table.not_feminine
        return table.words["one_feminine" if feminine else "one"]
    return _plain(context, match[0])


def _plain(context: Context, number: str, noun: bool = False) -> str:
    whole = re.sub(r"\D", "", number.partition(",")[0])
    if context.numbers == "digits" and len(whole) < 16 and not (number == "1" and noun):
        point, cents = number.partition(",")[1:]
        return whole + point + cents
    return in_words(number, context.language.code, noun, context.language.numerals.words["point"])


def _scaled(context: Context, number: str, scale: str) -> str:
    one, many = context.language.numerals.scales[scale]
    if number == "1":
        return f"{context.language.numerals.words['one_feminine']} {one}"
    return f"{_plain(context, number)} {many}"


def in_words(number: str, code: str, noun: bool = False, point: str = "") -> str:
    """A number as written, in words; long ones and those that begin with 0 digit by digit."""
    whole, _, cents = number.partition(",")
    whole = re.sub(r"\D", "", whole)
    if (len(whole) > 1 and whole.startswith("0")) or int(whole or "0") >= LARGEST:
        spoken = digits(whole, code)
    elif noun and not cents:
        spoken = before_noun(int(whole), code)
    else:
        spoken = cardinal(int(whole), code)
    return f"{spoken} {point} {digits(cents, code)}" if cents else spoken
