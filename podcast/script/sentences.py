"""A paragraph as written, cut into its sentences without cutting any mark."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from podcast.language import Language, split_sentences
from podcast.model import Span
from podcast.script.attributes import read_attributes
from podcast.script.grammar import pieces
from podcast.script.reader import read_spans

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, or several where a mark holds them together."""

    before: str
    """What stands between it and the one before: white space, pauses and comments."""
    source: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence as displayed."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A displayed character, where it is written, and how many marks are open there."""

    letter: str
    at: int
    depth: int


def sentences_of(source: str, voices: tuple[str, ...], language: Language) -> tuple[Sentence, ...]:
    """The sentences of a paragraph that was read before; joined they are the paragraph."""
    shown = _shown(source, pieces(source, "", 0, voices), voices)
    borders = _borders(shown, language) if shown else []
    found, before, start = [], "", 0
    for left, right in [*borders, (len(source), len(source))]:
        written = source[start:left]
        found.append(Sentence(before, written, read_spans(written, "", 0, voices)))
        before, start = source[left:right], right
    return tuple(found)


def _borders(shown: list[_Shown], language: Language) -> list[tuple[int, int]]:
    """Where the source may be cut: white space between sentences, outside all marks."""
    spans = split_sentences("".join(one.letter for one in shown), language)
    found = []
    for (_, end), (start, _) in pairwise(spans):
        free = [one.at for one in shown[end:start] if not one.depth]
        if free:
            found.append((free[0], free[-1] + 1))
    return found


def _shown(source: str, tokens: list[Token], voices: tuple[str, ...]) -> list[_Shown]:
    """Every displayed character; none at all where the source is not as plain as that."""
    shown: list[_Shown] = []
    at = depth = 0
    for token in tokens:
        written = token.markup if token.type == "text_special" else token.content
        if token.type == "remark":
            at = source.find("-->", at) + 3
        elif token.type == "open":
            at, depth = at + 1, depth + 1
        elif token.type == "close":
            bracket = source.startswith("]{", at)
            at = read_attributes(source, at + 1, voices, "")[1] if bracket else at + 1
            depth -= 1
        elif source.startswith(written, at) and token.type != "hardbreak":
            shown += [_Shown(letter, at + place * (written == token.content), depth)
                      for place, letter in enumerate(token.content)]
            at += len(written)
        else:
            return []
    return shown
