"""Numbers that count nothing: telephones, postcodes, book numbers, paragraphs of law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import gender
from podcast.language.tables import Language, Law, alternatives

_TELEPHONE = re.compile(
    r"(?<![\w.,/])(?<!\d )(?:\+\d{1,3}|00[1-9]\d{0,2}|\(?0\d{1,5}\)?)"
    r"(?:(?: ?[/–-] ?| |\(0\) ?|(?<=\)))\(?\d{1,12}\)?){1,8}(?!\w|[.,]\d)"
    r"|(?<![\w.,/])0\d{6,}(?!\w)")
_BOOK = re.compile(
    r"(?<=ISBN)(?:-1[03])?:? ?(?=\d)([\d-]{9,17}[\dX])|(?<=ISSN) ?(\d{4}-\d{3}[\dX])")
_ACCOUNT = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?(?=[\dA-Z]*\d)[\dA-Z]{4}){3,7}(?: ?[\dA-Z]{1,3})?(?!\w)")
_NETWORK = re.compile(r"(?<![\w.,])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}"
                      r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\w]|\.\d)")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_POSTCODE = re.compile(r"(?<![\w.,])(?:([DAF]|CH)-)?(\d{4,5})(?=\s([A-ZÄÖÜ][^\W\d_]+))")
_NUMBER = re.compile(r"\d+")
_FEWEST = 6


def telephones(context: Context) -> Iterator[Claim]:
    """Telephone numbers, digit by digit: 030 / 12 34 56, +49 89 1234."""
    language = context.language
    for match in _TELEPHONE.finditer(context.text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= _FEWEST and not _is_range(match[0]):
            plus = language.numerals.words["plus"] + " " if match[0][0] == "+" else ""
            yield claim(match.start(), match.end(), plus + language.spell.digits(digits))
    for number, say in language.telephones.items():
        for match in re.finditer(rf"(?<!\w){number}(?!\w)", context.text):
            yield claim(match.start(), match.end(), say)
    for match in _announced(language).finditer(context.text):
        yield claim(match.start(1), match.end(1), language.spell.digits(match[1]))


def _is_range(written: str) -> bool:
    """Whether 0,5-1 or 05-06 was met rather than a telephone number."""
    return re.fullmatch(r"0\d?\s?[–-]\s?\d{1,2}", written) is not None


@lru_cache
def _announced(language: Language) -> re.Pattern[str]:
    """A number behind words like Telefon: or Notruf."""
    words = alternatives(language.numerals.digitwise)
    return re.compile(rf"(?<!\w)(?:{words})\.?:?\s(-?\d{{2,}}(?:[ /–-]+\d{{2,}})*)(?![\w]|[.,]\d)")


def book_numbers(context: Context) -> Iterator[Claim]:
    """ISBN and ISSN, digit by digit."""
    for match in _BOOK.finditer(context.text):
        number = match[1] or match[2]
        spoken = context.language.spell.digits(number) + (" X" if number[-1] == "X" else "")
        yield claim(match.start(), match.end(), f" {spoken}")


def scripture(context: Context) -> Iterator[Claim]:
    """Chapter and verse: Joh 3,16 is `Johannes drei sechzehn`, of 2 Kön the `zweites Buch`."""
    books = context.language.scripture
    if not books:
        return
    for match in _verse(context.language).finditer(context.text):
        numbers = " ".join(context.cardinal(int(one)) for one in match.group("chapter", "verse"))
        book, part = books[match["book"]], match["part"]
        first = f"{_which(int(part), book, context.language)} " if part else ""
        yield claim(match.start(), match.end(), f"{first}{book} {numbers}")


def _which(part: int, book: str, language: Language) -> str:
    """Which of several books or letters: zweites (Buch der Könige), erster (Petrusbrief)."""
    neuter = gender(book.partition(" ")[0], language) == "n"
    return language.spell.ordinal(part, "es" if neuter else "er")


@lru_cache
def _verse(language: Language) -> re.Pattern[str]:
    books = alternatives(language.scripture)
    return re.compile(rf"(?<![\w.,])(?:(?P<part>[1-5])\.?\s)?(?P<book>{books})\s"
                      rf"(?P<chapter>\d{{1,3}})\s?,\s?(?P<verse>\d{{1,3}})(?!\w)")


def accounts(context: Context) -> Iterator[Claim]:
    """Numbers of bank accounts (IBAN), sign by sign."""
    spell = context.language.spell
    for match in _ACCOUNT.finditer(context.text):
        signs = (spell.digits(one) if one.isdecimal() else one for one in match[0] if one != " ")
        yield claim(match.start(), match.end(), " ".join(signs))


def network_addresses(context: Context) -> Iterator[Claim]:
    """Addresses of machines: 192.168.0.1, not the number 1.100.200."""
    language = context.language
    dot = f" {language.numerals.words['dot']} "
    for match in _NETWORK.finditer(context.text):
        if not _GROUPED.fullmatch(match[0]):
            parts = (language.spell.cardinal(int(one)) for one in match[0].split("."))
            yield claim(match.start(), match.end(), dot.join(parts))


def postcodes(context: Context) -> Iterator[Claim]:
    """Postcodes before the name of a town."""
    language = context.language
    for match in _POSTCODE.finditer(context.text):
        known = match[3] in language.cities and len(match[2]) == 5 and match[2][-2:] != "00"
        cued = (match[2][-2:] != "00" or match[3] in language.cities) and _address(
            language).search(context.text, max(0, match.start() - 20), match.start(2))
        if match[1] or known or cued:
            prefix = f"{' '.join(match[1])} " if match[1] else ""
            yield claim(match.start(), match.end(2), prefix + language.spell.digits(match[2]))


@lru_cache
def _address(language: Language) -> re.Pattern[str]:
    """What stands before a postcode: a house number, a word like Postfach."""
    words = alternatives(language.numerals.address_cues)
    return re.compile(rf"(?:[^\W\d_]\.?\s\d{{1,3}}[a-z]?,|(?:{words})[\s\d:]*,?)\s*\Z")


def law(context: Context) -> Iterator[Claim]:
    """References to law: § 18 Abs. 2 S. 1, §§ 3 ff., Art. 5 Abs. 1."""
    words = context.language.law
    if not words.parts:
        return
    for match in _reference(context.language).finditer(context.text):
        if match["sign"]:
            yield claim(match.start("sign"), match.end("sign"), _paragraph(context, match))
        for number in _NUMBER.finditer(context.text, match.start(), match.end()):
            yield claim(number.start(), number.end(), context.cardinal(int(number[0])))
        for part in _part(words).finditer(context.text, match.end("first"), match.end()):
            yield claim(part.start(1), part.end(1), words.parts[part[1]])


def _paragraph(context: Context, match: re.Match[str]) -> str:
    """`Paragraf`, or its oblique and plural form."""
    words, grammar = context.language.law, context.language.grammar
    governor = context.word_before(match.start()).lower()
    oblique = match["sign"] == "§§" or grammar.articles.get(governor) == "en"
    return f"{words.many if oblique else words.one} "


@lru_cache
def _reference(language: Language) -> re.Pattern[str]:
    parts, names = alternatives(language.law.parts), alternatives(language.law.names)
    series = alternatives(language.grammar.series)
    return re.compile(
        rf"(?:(?P<sign>§§?)|(?<!\w)(?:{names}))\s?(?P<first>\d{{1,6}}[a-z]?(?!\w))"
        rf"(?:\s?(?:,|{series}|[–-]|(?:{parts}))\s?(?:\d{{1,6}}[a-z]?(?!\w)|[a-z](?!\w))){{0,12}}"
        rf"(?:\s(?:{parts})(?=\s|\Z))?")


@lru_cache
def _part(words: Law) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({alternatives(words.parts)})(?=\s?\d|\s|\Z|[,;)])")
