"""Written text as the rules see it: composed letters, plain spaces, hyphens and digits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

_PLAIN = re.compile(r"[\t\n\r -~¡-¬®-ɏ–—‘’‚“”„†‡•…‰′″‹›€⁄™−×«»]*")
"""What stands for itself: ASCII, composed Latin letters, the usual marks; no soft hyphen."""
_SAME = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2043": "-", "\uff0d": "-", "\u2012": "–",
                       "\u2015": "—", "\u2212": "−"})
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]")
_EMOJI_JOINTS = "\u200d\ufe0f"
_COMPATIBLE = re.compile(r"[ﬀ-ﬆ！-～]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made plain, and where each of its characters stands in the written one."""

    text: str
    origin: tuple[int, ...] | None = None
    """Index of each character in the written text, then that text's length; None: the same."""

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The written characters [start, end) that a stretch of the plain text stands for."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end]

    def plain(self, position: int) -> int:
        """The place in the plain text of a place in the written one."""
        return position if self.origin is None else bisect_left(self.origin, position)


def fold(text: str) -> Folded:
    """The text with composed letters, plain spaces and hyphens, without invisible characters.

    Every written character that is no space belongs to a plain one: an invisible character, or
    an accent, to the one before it.
    """
    if _PLAIN.fullmatch(text):
        return Folded(text)
    made: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text):
        if made and not made[-1].isspace() and _joins(char):
            if EMOJI.match(made[-1]) and char in _EMOJI_JOINTS:
                made.append(char)
                origin.append(at)
            else:
                made[-1] = _composed(made[-1], char)
            continue
        for one in _plain(char):
            made.append(one)
            origin.append(at)
    return Folded("".join(made), (*origin, len(text)))


def _joins(char: str) -> bool:
    """Whether a character is part of the one before it."""
    return char in _INVISIBLE or char == "\ufe0f" or unicodedata.combining(char) != 0


def _composed(letter: str, more: str) -> str:
    together = unicodedata.normalize("NFC", letter + more)
    return together if len(together) == 1 else letter


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    if _COMPATIBLE.match(char):
        return unicodedata.normalize("NFKC", char)
    if char.isdecimal() and not char.isascii():
        return str(unicodedata.decimal(char))
    return char.translate(_SAME).translate(_SUBSCRIPTS)
