"""Sentences → captions: what fits on a screen at once, cut where it is said."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import NamedTuple

from podcast.editions.sentences import Sentence, sentences
from podcast.model import Episode
from podcast.words import heard_words

MAX_S = 7.0
"""A caption stands no longer where its words allow."""
MAX_LINES = 2
_FILL = 0.95
"""Lines are seldom filled to the last character."""
_CLAUSE_END = re.compile(r"[,;:.!?…–—][\"“”„«»‹›‘’‚)\]]* ")
_JOINER = "\u200d"

_Lazy = Callable[[], "_Moments"]
Lines = tuple[tuple[int, int], ...]
"""Characters [start, end) of a sentence's text, for each line of a caption."""


class Caption(NamedTuple):
    """A sentence, or a part of one, as it stands on a screen; a tuple, for there are thousands."""

    start_ms: int
    end_ms: int
    sentence: Sentence
    lines: Lines
    opens: bool
    """Whether a turn or another speaker begins with it."""


class _Moments(NamedTuple):
    """When growing places of a sentence's text are reached, in seconds: its ends, and between them
    what is known for sure."""

    places: tuple[int, ...]
    moments: tuple[float, ...]

    def at(self, place: int) -> float:
        """When a place is reached; between two that are known, in proportion."""
        after = bisect_right(self.places, place)
        if after == len(self.places):
            return self.moments[-1]
        first, last = self.places[after - 1], self.places[after]
        begin, end = self.moments[after - 1], self.moments[after]
        return begin + (end - begin) * (place - first) / (last - first)


class _Page(NamedTuple):
    """A sentence and the size of the screen."""

    text: str
    width: int
    indent: int
    """How much of the first line is taken by something else."""
    moments: _Moments
    is_long: bool
    """Whether the whole sentence would stand too long."""


def captions(episode: Episode, width: int, indents: Mapping[str, int]) -> Iterator[Caption]:
    """An episode's captions in order, none before the one before it ends.

    A line has at most `width` characters; of the line with which a speaker begins, `indents`
    says how many are taken already, by key of the cast.
    """
    before_ms = 0
    for sentence, moments in zip(sentences(episode), _known(episode), strict=True):
        indent = indents[sentence.cue.speaker] if sentence.opens else 0
        cards = _cards(sentence, moments, width, indent)
        ends = [begin for begin, _ in cards[1:]] + [sentence.cue.end_s]
        for number, ((begin, lines), end) in enumerate(zip(cards, ends, strict=True)):
            start_ms = max(before_ms, round(begin * 1000))
            before_ms = max(start_ms + 1, round(end * 1000))
            yield Caption(start_ms, before_ms, sentence, lines, sentence.opens and number == 0)


def clock(milliseconds: int, point: str = ".") -> str:
    """A time as captions have it: `01:02:03.004`."""
    seconds = milliseconds // 1000
    return (f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}"
            f"{milliseconds % 1000:03}")


def _cards(sentence: Sentence, known: _Lazy, width: int, indent: int,
           ) -> list[tuple[float, Lines]]:
    """What is shown at once, and from when on."""
    cue, text = sentence.cue, sentence.text
    is_long = cue.end_s - cue.start_s > MAX_S
    lines = _lines(text, 0, len(text), width, indent)
    if lines and not is_long:
        return [(cue.start_s, lines)]
    moments = known()
    page = _Page(text, width, indent, moments, is_long)
    return [(moments.at(one[0][0]), one) for one in _cut(page, 0, len(text))]


@lru_cache(maxsize=1)
def _known(episode: Episode) -> tuple[_Lazy, ...]:
    """The moments of each sentence of an episode, found out for the first captions that ask."""
    return tuple(cache(partial(_moments, one)) for one in sentences(episode))


def _moments(sentence: Sentence) -> _Moments:
    cue, lead, length = sentence.cue, sentence.lead, len(sentence.text)
    heard, track_s, end_s, unsure = cue.heard, cue.track_s, cue.end_s, frozenset(cue.unsure)
    before, moment = 0, cue.start_s
    places, moments = [before], [moment]
    for word, first, last in heard_words(cue.read, heard):
        place, begin = word.start + lead, track_s + heard[first][0]
        if before < place < length and moment <= begin <= end_s \
                and unsure.isdisjoint(range(first, last)):
            before, moment = place, begin
            places.append(place)
            moments.append(begin)
    return _Moments((*places, length), (*moments, end_s))


def _cut(page: _Page, start: int, end: int) -> list[Lines]:
    """Characters [start, end) as captions of about equal length, cut at clauses where possible."""
    indent = 0 if start else page.indent
    lines = _lines(page.text, start, end, page.width, indent)
    behind = end + page.text.startswith(" ", end)
    seconds = page.moments.at(behind) - page.moments.at(start) if page.is_long else 0.0
    if lines and seconds <= MAX_S:
        return [lines]
    length = end - start
    count = max(2, math.ceil((length + indent) / (MAX_LINES * page.width * _FILL)),
                math.ceil(seconds / MAX_S))
    target = start + length * (count // 2) // count
    space = _space(page.text, start, end, target, reach=length // count // 3)
    if not space and lines:
        return [lines]
    cut = space or _inside_word(page.text, start, target)
    return _cut(page, start, cut) + _cut(page, cut + (cut == space), end)


def _space(text: str, start: int, end: int, target: int, reach: int) -> int:
    """The space behind a clause within `reach` of the target, else the nearest one; 0: none."""
    spaces = [match.end() - 1 for match in
              _CLAUSE_END.finditer(text, max(start, target - reach), min(end, target + reach))]
    if not spaces:
        both = (text.rfind(" ", start, target), text.find(" ", target, end))
        spaces = [one for one in both if one > start]
    return min(spaces, key=lambda place: abs(place - target), default=0)


def _inside_word(text: str, start: int, target: int) -> int:
    """A place near the target that parts no sign from what modifies it."""
    place = max(target, start + 1)
    while place > start + 1 and (text[place - 1] == _JOINER or text[place] == _JOINER
                                 or unicodedata.category(text[place]) in ("Mn", "Me", "Sk")):
        place -= 1
    return place


def _lines(text: str, start: int, end: int, width: int, indent: int) -> Lines:
    """One line, or two of about equal length; empty if that is not enough."""
    length, first = end - start, width - indent
    if length <= first:
        return ((start, end),)
    if length <= first + 1 + width:
        middle = max(start, (start + end - indent) // 2)
        space = text.rfind(" ", start, middle + 1)
        if space <= start or end - space - 1 > width:
            space = text.find(" ", middle, end)
        if start < space <= start + first and end - space - 1 <= width:
            return ((start, space), (space + 1, end))
    return ((start, start), (start, end)) if indent and length <= width else ()
