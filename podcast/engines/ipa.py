"""IPA, symbol by symbol: what stands in a transcription, whoever writes it down."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_IGNORED = str.maketrans("", "", "\u035c\u0361.\u203f|()[]/ \u0329\u032f\u0306\u0308\u030a\u031a")
_STRESS = "ˈˌ'"
_EQUAL = {"g": "ɡ", "ʀ": "ʁ", "r": "ʁ", "ɾ": "ʁ", "ɹ": "ʁ", "ɻ": "ʁ", "ɫ": "l", "ɦ": "h", "χ": "x",
          "ɱ": "m", "ʋ": "v", "ɚ": "ɐ", "ɝ": "ɜ", "ɨ": "ɪ", "ʔ": "", "ᵻ": "ɪ", "ɘ": "ə", "β": "v",
          "ɣ": "ɡ", "ɲ": "nj", "ʎ": "lj", "ɕ": "ʃ", "ʑ": "ʒ", "ʂ": "ʃ", "ʐ": "ʒ", "ħ": "h",
          "ʝ": "j", "ɥ": "y", "ʉ": "y", "ɯ": "ɪ", "ɤ": "ə", "ɵ": "ø", "ɶ": "œ",
          "ʰ": "", "ʲ": "j", "’": "", "ˑ": "ː"}
"""Symbols that German ears take for one another."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound of a transcription."""

    symbol: str
    vowel: bool
    stressed: bool = False
    long: bool = False


def sounds(ipa: str, vowels: Mapping[str, str], consonants: Mapping[str, str]) -> Iterator[Sound]:
    """The sounds of a transcription by the tables' symbols, the longest first.

    Stress is told of the next vowel. Raises ValueError naming a symbol that is in no table.
    """
    text, stressed, at = _folded(ipa), False, 0
    while at < len(text):
        if text[at] in _STRESS or text[at] == "ː":
            stressed, at = stressed or text[at] in "ˈ'", at + 1
            continue
        symbol = _longest(text, at, vowels) or _longest(text, at, consonants)
        if not symbol:
            raise ValueError(text[at])
        vowel = symbol in vowels
        yield Sound(symbol, vowel, vowel and stressed, symbol.endswith("ː"))
        stressed = stressed and not vowel
        at += len(symbol)


def _folded(ipa: str) -> str:
    """The transcription with nasal vowels in one character each, and nothing beside sounds."""
    text = unicodedata.normalize("NFD", ipa).replace("c\u0327", "\u00e7")
    for vowel in "aɑɒɔoɛeœɐ":
        text = text.replace(f"{vowel}\u0303", f"{vowel}~")
    return "".join(_EQUAL.get(one, one) for one in text.translate(_IGNORED))


def _longest(text: str, at: int, table: Mapping[str, str]) -> str:
    return next((text[at : at + length] for length in (4, 3, 2, 1)
                 if text[at : at + length] in table), "")


def nearest(symbol: str) -> str | None:
    """What German ears take a symbol for; empty for marks that add little; None if unknown."""
    if unicodedata.combining(symbol) or symbol.translate(_IGNORED) == "":
        return ""
    return _EQUAL.get(symbol)
