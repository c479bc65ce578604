"""Rules for years and decades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.tables import Language, alternatives

_YEAR = re.compile(r"(?<![\w.,'’:])(1[1-9]\d\d)(?!\w|:\d|[.,]\d|/(?![12]\d{3}(?!\d))\d{3})")
_SECOND_YEAR = re.compile(r"(?<=\d{4})/(\d\d)(?!\d)")
_BIG_YEAR = re.compile(r"(?<=\d{4})/([12]\d{3})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\w)['’](\d\d)(?!\w)")


def decades(context: Context) -> Iterator[Claim]:
    """Decades and their people: 1990er, 80er-Jahre, die 68er; and the coin or team of 2er."""
    spell, suffix = context.language.spell, context.language.numerals.words["decade"]
    if not suffix:
        return
    for match in _decade(context.language).finditer(context.text):
        spoken = spell.year(int(match[2].replace(".", ""))) + suffix + (match[3] or "")
        yield claim(match.start(), match.end(), spoken)


@lru_cache
def _decade(language: Language) -> re.Pattern[str]:
    endings = alternatives(language.numerals.decade_endings)
    return re.compile(rf"(?<![\w.,])(['’]?)(\d{{1,3}}(?:\.\d{{3}})+|\d{{1,4}})"
                      rf"{language.numerals.words['decade']}({endings})?(?![^\W\d_])")


def years(context: Context) -> Iterator[Claim]:
    """1100 to 1999 as years, unless they count something; and the second year of 2007/08."""
    spell = context.language.spell
    for match in _YEAR.finditer(context.text):
        if not _counts(context, match):
            yield claim(match.start(), match.end(), spell.year(int(match[1])))
    for match in _SECOND_YEAR.finditer(context.text):
        yield claim(match.start(), match.end(), f" {spell.cardinal(int(match[1]))}")
    for match in _BIG_YEAR.finditer(context.text):
        yield claim(match.start(), match.end(), f" {spell.year(int(match[1]))}")
    for match in _SHORT_YEAR.finditer(context.text):
        yield claim(match.start(), match.end(), spell.cardinal(int(match[1])))


def _counts(context: Context, match: re.Match[str]) -> bool:
    """Whether a number between 1100 and 1999 says how many."""
    table, text = context.language.numerals, context.text
    before = context.word_before(match.start())
    if before in table.year_cues or before.lower() in table.year_cues:
        return False
    symbol = text[match.end() : match.end() + 2].strip()
    if symbol[:1] in {"%", "‰", "°", *context.language.currencies}:
        return True
    after = context.word_after(match.end())
    if after in context.language.units or after in table.countable:
        return True
    if after in context.language.cities:
        return False
    if before.lower() in table.counts:
        return True
    plural = after[:1].isupper() and after.endswith(table.plural_endings)
    return plural and (not int(match[1]) % 10 or before.lower() in table.counts_before_noun)
