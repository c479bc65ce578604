"""From whose side a text speaks: does it ask, address somebody, or tell of itself?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from podcast.interview import words
from podcast.interview.quotes import find_quotes

_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[.!?…:–—]")
_STOPS = frozenset(".!?…:–—")
_READ = 2_500
_CLOSERS = " \"“”«»‹›‘’')]*_–—-"
_ASIDE = re.compile(r"\([^()]{1,40}\)$")


@dataclass(frozen=True, slots=True)
class Perspective:
    """What a text's own words, outside its quotations, give away."""

    asks: bool
    """Its last sentence is a question."""
    asks_inside: bool
    """A sentence before the last one is a question."""
    replies: bool
    """What follows its last question speaks to nobody: it answers itself."""
    own: float
    """0 to 1: speaks of itself (ich 1, wir 0.6)."""
    addresses: float
    """0 to 1: speaks to somebody (surely 1, perhaps 0.5)."""
    familiar: bool
    """Says du or ihr, and not Sie."""
    opener: str
    """The first word, in small letters."""
    quoted: float
    """Share of the text in quotation marks."""
    reports: bool
    """Gives somebody's quoted words with a verb of saying."""
    indirect: bool
    """Reports in the subjunctive (er sei, sie habe) and not of itself."""
    length: int


def perspective_of(text: str) -> Perspective:
    """Read a turn without its label."""
    read = text if len(text) <= _READ else text[:_READ]
    quotes = find_quotes(read)
    tokens = _TOKEN.findall(_fillers().sub(r"\1", _without(read, quotes)))
    folded = [token.casefold() for token in tokens]
    quoted = sum(end - start for start, end in quotes)
    return Perspective(
        asks=asks(text),
        asks_inside="?" in tokens[:-2],
        replies=_replies(tokens),
        own=_own(folded),
        addresses=_addresses(tokens, folded),
        familiar=(not words.folded("grammar", "familiar").isdisjoint(folded)
                  and words.exact("grammar", "polite").isdisjoint(tokens)),
        opener=next((one for one in folded if one not in _STOPS), ""),
        quoted=quoted / max(len(read), 1),
        reports=bool(quotes) and not words.folded("verbs", "saying").isdisjoint(folded),
        indirect=_indirect(folded),
        length=len(text))


@cache
def _fillers() -> re.Pattern[str]:
    """`Wissen Sie, …`: said while answering, to nobody in particular."""
    fillers = "|".join(map(re.escape, words.listed("grammar", "fillers")))
    return re.compile(rf"(^|[.!?…:–]\s)(?:{fillers})[,:]")


def _replies(tokens: list[str]) -> bool:
    """Whether a sentence follows the last question that says neither Sie nor du."""
    last = max((place for place, one in enumerate(tokens) if one == "?"), default=-1)
    rest = tokens[last + 1 :]
    return last >= 0 and len(rest) > 1 and not _addresses(rest, [one.casefold() for one in rest])


def asks(text: str) -> bool:
    """Whether a text ends with a question."""
    end = text.rstrip(_CLOSERS)
    if end.endswith("?"):
        return True
    return _ASIDE.sub("", text.rstrip()).rstrip(_CLOSERS).endswith("?")


def tells(text: str) -> bool:
    """Whether a text speaks of itself (ich, wir)."""
    return _own([token.casefold() for token in _TOKEN.findall(text[:_READ])]) > 0


def addresses(text: str) -> bool:
    """Whether a text speaks to somebody (Sie, Ihr, du)."""
    tokens = _TOKEN.findall(text[:_READ])
    return _addresses(tokens, [token.casefold() for token in tokens]) > 0


def without_quotes(text: str) -> str:
    """A text without what stands in quotation marks."""
    return _without(text, find_quotes(text))


def _without(text: str, quotes: list[tuple[int, int]]) -> str:
    if not quotes:
        return text
    pieces, last = [], 0
    for start, end in quotes:
        pieces.append(text[last:start])
        last = end
    return " ".join([*pieces, text[last:]])


def _own(folded: list[str]) -> float:
    if not words.folded("grammar", "first_singular").isdisjoint(folded):
        return 1.0
    return 0.6 if not words.folded("grammar", "first_plural").isdisjoint(folded) else 0.0


def _indirect(folded: list[str]) -> bool:
    return not _own(folded) and not words.folded("grammar", "subjunctive").isdisjoint(folded)


def _addresses(tokens: list[str], folded: list[str]) -> float:
    """Capitals are the polite address, but every sentence begins with one."""
    if not words.folded("grammar", "familiar").isdisjoint(folded):
        return 1.0
    polite = words.exact("grammar", "polite")
    best = 0.0
    for place, token in enumerate(tokens):
        if token in polite:
            if place and tokens[place - 1] not in _STOPS:
                return 1.0
            best = 0.5
    return best
