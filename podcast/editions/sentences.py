"""Cues → sentences: all that is displayed, beside the time at which it is heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from podcast.editions.wording import one_line
from podcast.model import Cue, Episode, Turn

Stretch = tuple[int, int, str]
"""Characters [start, end) and the BCP 47 tag of the language they are in."""


class Sentence(NamedTuple):
    """A cue with all that is displayed of it; a tuple, for there are thousands."""

    cue: Cue
    text: str
    """On one line, with the signs beside the cue's text that nobody says."""
    lead: int
    """How many characters come before the cue's own text."""
    opens: bool
    """Whether a turn or another speaker begins with it."""
    foreign: tuple[Stretch, ...] = ()
    """What the script says is in another language."""


@lru_cache(maxsize=1)
def sentences(episode: Episode) -> tuple[Sentence, ...]:
    """An episode's sentences as they are heard; their texts are those of its turns, whole.

    Most editions ask for them: they are kept until another episode's are asked for.
    """
    return tuple(one for index, cues in groupby(episode.cues, key=attrgetter("turn"))
                 for one in _of_turn(episode.turns[index], tuple(cues)))


def _of_turn(turn: Turn, cues: Sequence[Cue]) -> Iterator[Sentence]:
    text = turn.text
    places = tuple(_places(text, cues))
    foreign = tuple(_foreign(turn))
    speaker = ""
    for cue, place, (start, end) in zip(cues, places, pairwise((0, *places[1:], len(text))),
                                        strict=True):
        raw = text[start:end]
        begin = start + len(raw) - len(raw.lstrip())
        yield Sentence(cue, one_line(raw), place - begin, cue.speaker != speaker,
                       tuple(_within(foreign, begin, end)) if foreign else ())
        speaker = cue.speaker


def _places(text: str, cues: Sequence[Cue]) -> Iterator[int]:
    """Where each cue's text begins: they stand one after the other, and nothing said between."""
    behind = 0
    for cue in cues:
        place = text.index(cue.text, behind)
        behind = place + len(cue.text)
        yield place


def _foreign(turn: Turn) -> Iterator[Stretch]:
    place = 0
    for span in turn.spans:
        if span.lang:
            yield place, place + len(span.text), span.lang
        place += len(span.text)


def _within(stretches: Sequence[Stretch], start: int, end: int) -> Iterator[Stretch]:
    """The parts of stretches that lie in [start, end), counted from there."""
    for first, last, lang in stretches:
        if first < end and last > start:
            yield max(first, start) - start, min(last, end) - start, lang
