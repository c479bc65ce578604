"""A paragraph as words, marks and whole quotations, cut into sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from podcast.interview import words
from podcast.interview.nouns import first_name_gender
from podcast.interview.quotes import OPENERS, STOPS, find_quotes_and_open, stops

_TOKEN = re.compile(r"\w+(?:['’\-/&+]\w+)*(?:[*:_]innen?\b|(?<=\w)[*:]in\b)?|[^\w\s]")
_CLOSING = re.compile(r"[“«”](?!\w)")
_BREAKS = ":–—("


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
    """Begins like a noun or name: at the beginning of a sentence, many words only seem to."""


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
    quotes, still = _quotes(text, goes_on, reopened)
    tokens = tuple(_tokens(text, quotes))
    return Passage(text, tokens, tuple(_starts(tokens)), still)


def _quotes(text: str, goes_on: bool, reopened: bool) -> tuple[list[tuple[int, int]], bool]:
    """Quotations, closed by hand at the paragraph's ends, and whether the last goes on."""
    quotes, opened = find_quotes_and_open(text)
    if goes_on and text.lstrip()[:1] not in tuple(OPENERS):
        close = _CLOSING.search(text)
        if close and not any(start < close.start() < end for start, end in quotes):
            quotes = [(0, close.end()), *(one for one in quotes if one[0] >= close.end())]
    if opened < 0 or len(text) - opened < 25:
        return quotes, False
    begins = not text[:opened].strip() or text[:opened].rstrip()[-1:] in ":.!?"
    if begins and (reopened or not text[:opened].strip() or text[:opened].rstrip().endswith(":")):
        return [*quotes, (opened, len(text.rstrip()))], True
    return quotes, False


def _tokens(text: str, quotes: Sequence[tuple[int, int]]) -> Iterator[Token]:
    at = 0
    token = None
    for start, end in (*quotes, (len(text), len(text))):
        for match in _TOKEN.finditer(text, at, start):
            if match.start() >= at:
                token = _token(text, match, token)
                at = token.end
                yield token
        if end > start:
            token = Token(text[start:end], "", start, end, "quote")
            yield token
        at = end


def _token(text: str, match: re.Match[str], before: Token | None) -> Token:
    word, start, end = match[0], match.start(), match.end()
    if not (word[0].isalnum() or word[0] == "_"):
        return Token(word, word, start, end, "mark")
    if text[end : end + 1] == "." and _abbreviated(word):
        word, end = f"{word}.", end + 1
    low = word.casefold()
    return Token(word, low, start, end, "word", _is_capital(word, low, before))


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
        return stops(token.text)
    return token.kind == "mark" and token.text in STOPS


def _is_capital(word: str, low: str, before: Token | None) -> bool:
    """Inside a sentence only the polite address is neither noun nor name."""
    if not (word.partition("-")[2] if word[0].isdigit() else word)[:1].isupper():
        return False
    if before is None or before.kind == "quote" or before.text in _BREAKS or _is_stop(before):
        return not _is_small(word, low)
    return word not in words.exact("grammar", "polite")


def _is_small(word: str, low: str) -> bool:
    """Words whose capital the beginning of a sentence explains."""
    return (low in _small() or word in words.exact("grammar", "not_nouns")
            or (low.endswith(words.listed("endings", "small"))
                and first_name_gender(word) == "unknown"))


@cache
def _small() -> frozenset[str]:
    return frozenset({*words.folded("mentions", "small"), *prepositions(),
                      *words.table_of("determiners"), *words.folded("verbs", "saying")})


@cache
def prepositions() -> frozenset[str]:
    """All prepositions, in small letters."""
    return words.folded("grammar", "prepositions") | words.folded("mentions", "rare_prepositions")
