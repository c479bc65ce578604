"""Roman numerals."""

from __future__ import annotations

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def value(numeral: str) -> int:
    """The value of a Roman numeral."""
    values = [_VALUES[letter] for letter in numeral]
    return sum(-one if one < after else one
               for one, after in zip(values, [*values[1:], 0], strict=True))


def is_roman(letters: str) -> bool:
    """Whether letters are a Roman numeral."""
    return bool(letters) and _ROMAN.fullmatch(letters) is not None
