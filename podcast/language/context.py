"""What a rule sees: the text, the language, and the words around a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from podcast.language.tables import Language

Numbers = Literal["words", "digits"]
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"\s*([^\W\d_]+)")
_MORE = re.compile(r"[\s\"'“”’‘»«›‹)\]]*\S")
_LOOK = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain characters [start, end), and how they are said."""

    start: int
    end: int
    spoken: str
    lang: str = ""
    """BCP 47 tag, where they are said in another language than the text's."""
    ipa: str = ""
    source: str = ""
    """What says so: `script`, `lexicon: Entry` or `rule: name`."""


Claim = tuple[Piece, ...]
"""What a rule reads in its own way: pieces in text order, all or none of them."""


def claim(start: int, end: int, spoken: str) -> Claim:
    """A claim of one piece."""
    return (Piece(start, end, spoken),)


@dataclass(frozen=True, slots=True)
class Context:
    """The text that is being read."""

    text: str
    language: Language
    numbers: Numbers

    def words_before(self, at: int) -> Sequence[str]:
        """The words before a place, the nearest last; not beyond 60 characters."""
        return _WORD.findall(self.text[max(0, at - _LOOK) : at])

    def word_before(self, at: int) -> str:
        """The word that ends directly before a place, nothing but spaces between."""
        text, end = self.text, max(at, 0)
        while end and text[end - 1] == " ":
            end -= 1
        start = end
        while start and text[start - 1].isalpha():
            start -= 1
        return text[start:end]

    def word_after(self, at: int) -> str:
        """The word that begins behind a place, nothing but spaces between."""
        found = _AFTER.match(self.text, at)
        return found[1] if found else ""

    def at_end(self, at: int) -> bool:
        """Whether nothing but closing marks follows."""
        return not _MORE.match(self.text, at)

    def ended(self, at: int) -> str:
        """A full stop where the text ends at a place: a dot that was claimed ended it as well."""
        return "." if self.at_end(at) else ""

    def cardinal(self, number: int) -> str:
        """A number as the engine wants it."""
        return str(number) if self.numbers == "digits" else self.language.spell.cardinal(number)
