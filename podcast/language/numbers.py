"""Numbers in words, by the spell-out rules of Unicode CLDR (RBNF)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

Ending = Literal["e", "en", "er", "es", "em"]
LARGEST = 10**15
_ORDINALS = {"e": "", "en": "-n", "er": "-r", "es": "-s", "em": "-m"}


def cardinal(number: int, code: str) -> str:
    """The number in words; one digit after the other if there is no word for it."""
    if abs(number) >= LARGEST:
        return digits(str(abs(number)), code)
    return _spelled(number, "spellout-numbering", code)


def before_noun(number: int, code: str) -> str:
    """The number in words as it stands before a noun or in a compound: ein, not eins."""
    return _spelled(number, "spellout-cardinal-neuter", code) if number == 1 else (
        cardinal(number, code))


def ordinal(number: int, ending: Ending, code: str) -> str:
    """The ordinal in words with its ending."""
    if number >= LARGEST:
        return digits(str(number), code)
    return _spelled(number, f"spellout-ordinal{_ORDINALS[ending]}", code)


def year(number: int, code: str) -> str:
    """The number in words as a year: neunzehnhundertvierundsechzig."""
    return _spelled(number, "spellout-numbering-year", code) if 1100 <= number < 2000 else (
        cardinal(number, code))


def digits(text: str, code: str) -> str:
    """Each digit in words."""
    return " ".join(cardinal(int(one), code) for one in text if one.isdecimal())


@lru_cache(maxsize=4096)
def _spelled(number: int, ruleset: str, code: str) -> str:
    result = _engine(code).format_number(number, ruleset_names=[ruleset])
    return result.text_by_ruleset[ruleset].replace("\u00ad", "")


@lru_cache
def _engine(code: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language(code)
