"""A paragraph as words, marks and whole quotations, cut into sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from podcast.interview import words
from podcast.interview.quotes import find_quotes, unclosed

_TOKEN = re.compile(r"\w+(?:['’\-/&+]\w+)*(?:[*:_]innen?\b|(?<=\w)[*:]in\b)?|[^\w\s]")
_STOPS = ".!?…"
_INNER_STOP = re.compile(r"[.!?…][\"“”«»‹›‘’')\]]*$")
_CLOSERS = " \t\u00a0\u202f\"“”«»‹›‘’'"
_OPENERS = "\"„“«»‹›‚‘',<>`"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a whole quotation with its place in the paragraph."""

    text: str
    low: str
    """In small letters; empty for a quotation."""
    start: int
    end: int
    kind: Literal["word", "mark", "quote"]
    capital: bool = False
    """Begins like a noun or name, and is no small word at the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph ready to be read: its tokens, and where sentences begin."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[int, ...]
    """The token each sentence begins with."""
    open_at_end: bool = False
    """A quotation goes on in the next paragraph."""

    def sentence_of(self, place: int) -> int:
        """The number of the sentence a token stands in."""
        return bisect_right(self.sentences, place) - 1

    def bounds(self, sentence: int) -> tuple[int, int]:
        """First token of a sentence, and the one behind its last."""
        after = sentence + 1
        end = self.sentences[after] if after < len(self.sentences) else len(self.tokens)
        return self.sentences[sentence], end


def passage_of(text: str, *, goes_on: bool = False, reopened: bool = False) -> Passage:
    """Read a paragraph.

    `goes_on`: a quotation of the paragraph before is still open; `reopened`: the next paragraph
    begins with an opening mark, so one left open here goes on there.
    """
    quotes, still = _with_open_ends(text, find_quotes(text), goes_on, reopened)
    tokens = tuple(_tokens(text, quotes))
    starts = tuple(_starts(tokens))
    first = set(starts)
    cased = tuple(_cased(token, place in first, tokens[place - 1].text if place else ".")
                  for place, token in enumerate(tokens))
    return Passage(text, cased, starts, still)


def _with_open_ends(text: str, quotes: list[tuple[int, int]], goes_on: bool,
                    reopened: bool) -> tuple[list[tuple[int, int]], bool]:
    """Quotations closed by hand at the paragraph's ends."""
    if goes_on and text.lstrip()[:1] not in tuple(_OPENERS):
        close = re.search(r"[“«”](?!\w)", text)
        if close and not any(start < close.start() < end for start, end in quotes):
            quotes = [(0, close.end()), *(one for one in quotes if one[0] >= close.end())]
    opened = unclosed(text)
    if opened < 0 or len(text) - opened < 25:
        return quotes, False
    begins = not text[:opened].strip() or text[:opened].rstrip()[-1:] in ":.!?"
    if begins and (reopened or not text[:opened].strip() or text[:opened].rstrip().endswith(":")):
        return [*quotes, (opened, len(text.rstrip()))], True
    return quotes, False


def _tokens(text: str, quotes: Sequence[tuple[int, int]]) -> Iterator[Token]:
    at = 0
    for start, end in (*quotes, (len(text), len(text))):
        for match in _TOKEN.finditer(text, at, start):
            if match.start() >= at:
                token = _token(text, match)
                at = token.end
                yield token
        if end > start:
            yield Token(text[start:end], "", start, end, "quote")
        at = end


def _token(text: str, match: re.Match[str]) -> Token:
    word, start, end = match[0], match.start(), match.end()
    if not (word[0].isalnum() or word[0] == "_"):
        return Token(word, word, start, end, "mark")
    if text[end : end + 1] == "." and _abbreviated(word):
        word, end = f"{word}.", end + 1
    return Token(word, word.casefold(), start, end, "word")


def _abbreviated(word: str) -> bool:
    return (word in words.exact("mentions", "abbreviations")
            or (len(word) == 1 and word.isupper()) or (len(word) < 3 and word.isdigit()))


def _starts(tokens: Sequence[Token]) -> Iterator[int]:
    """A sentence begins behind a stop where the next word is capital, a number or a quotation."""
    if tokens:
        yield 0
    for place in range(1, len(tokens)):
        before, token = tokens[place - 1], tokens[place]
        fresh = token.kind == "quote" or token.text[0].isupper() or token.text[0].isdigit()
        if fresh and _is_stop(before) and token.kind != "mark":
            yield place


def _is_stop(token: Token) -> bool:
    if token.kind == "quote":
        return _INNER_STOP.search(token.text[-4:]) is not None
    return token.kind == "mark" and token.text in _STOPS


def _cased(token: Token, first: bool, before: str) -> Token:
    if token.kind != "word" or not _is_capital(token, first or before in ":–—("):
        return token
    return Token(token.text, token.low, token.start, token.end, "word", True)


@cache
def _small() -> frozenset[str]:
    return words.folded("mentions", "small") | words.folded("mentions", "prepositions")


def _is_capital(token: Token, first: bool) -> bool:
    text = token.text
    if text[0].isdigit():
        return "-J" in text
    if not text[0].isupper() or token.low in _small():
        return False
    if not first:
        return True
    return not (token.low in words.names("determiners")
                or token.low in words.folded("verbs", "saying")
                or text in words.exact("grammar", "not_nouns")
                or token.low.endswith(("weise", "lich", "ßend", "isch", "ig", "lichst")))
