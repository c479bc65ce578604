"""What a rule sees: the text, the language, and the words around a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from podcast.language.tables import Language

Numbers = Literal["words", "digits"]
_WORD = re.compile(r"[^\W\d_]+")
_LOOK = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """Displayed characters [start, end) that a rule reads in its own way."""

    start: int
    end: int
    spoken: str


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
        before = self.text[max(0, at - _LOOK) : at].rstrip()
        found = re.search(r"[^\W\d_]+\Z", before)
        return found[0] if found else ""

    def word_after(self, at: int) -> str:
        """The word that begins behind a place, nothing but spaces between."""
        found = re.compile(r"\s*([^\W\d_]+)").match(self.text, at)
        return found[1] if found else ""

    def at_end(self, at: int) -> bool:
        """Whether nothing but closing marks follows."""
        return not re.compile(r"[\s\"'“”’»«)\]]*\S").match(self.text, at)
