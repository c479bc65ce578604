"""Where chapters are proposed in an article without headings: every 60 to 150 seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.headlines import Headline, headline
from podcast.interview.people import Person
from podcast.model import Turn

LETTERS_PER_S = 14.5
PAUSE_S = 0.8
SHORTEST_S, LONGEST_S = 60.0, 150.0
_FARTHEST_S = 420.0
_OUTSIDE_COST_S = 12.0
_GOOD = 1.7
_FIRST_WORDS = 160
_WORD = re.compile(r"[\w'’\-]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A chapter that may begin at a turn."""

    turn: int
    title: str


@dataclass(frozen=True, slots=True)
class _Place:
    turn: int
    at_s: float
    title: str
    worth: float


def propose(turns: Sequence[Turn], asking: frozenset[str],
            people: Sequence[Person] = (), printed: frozenset[str] = frozenset(),
            ) -> tuple[Proposal, ...]:
    """Chapters at the turns that open a topic; `asking`: keys of those who ask.

    Nobody asks in a report: there any narrative paragraph may open a chapter. `printed` are
    whole paragraphs, which no proposed title may repeat.
    """
    starts = start_times(turns)
    total = starts[-1]
    places = [place for place in _places(turns, starts, asking, people)
              if place.title not in printed]
    if not places or total < 2 * SHORTEST_S:
        return ()
    return tuple(Proposal(one.turn, one.title) for one in _best(places, total))


def start_times(turns: Sequence[Turn]) -> tuple[float, ...]:
    """Estimated seconds at which every turn begins, and the end; asides come later."""
    times = [0.0]
    for turn in turns:
        spoken = turn.kind in ("speech", "narration")
        times.append(times[-1] + (len(turn.text) / LETTERS_PER_S + PAUSE_S) * spoken)
    return tuple(times)


def _places(turns: Sequence[Turn], starts: Sequence[float], asking: frozenset[str],
            people: Sequence[Person]) -> list[_Place]:
    found: list[_Place] = []
    heard: set[str] = set()
    for index, turn in enumerate(turns):
        opens = turn.speaker in asking if asking else turn.kind == "narration"
        if opens and turn.kind in ("speech", "narration"):
            reply = turns[index + 1].text if asking and index + 1 < len(turns) else ""
            title, worth = _judge(turn, reply, heard, people, first=not found)
            after = index > 0 and turns[index - 1].kind == "narration" and bool(asking)
            if title:
                found.append(_Place(index, starts[index], title, worth + 0.6 * after))
        if turn.kind != "omitted":
            heard.update(_content(turn.text))
    return found


def _judge(turn: Turn, reply: str, heard: set[str], people: Sequence[Person], *,
           first: bool) -> tuple[str, float]:
    """Title and worth of a chapter beginning here; an empty title if it opens no topic.

    A question whose own words make no good title takes one from the first words of its answer.
    """
    best = headline(turn.text if reply else turn.text[:240], people)
    if best.quality < _GOOD and reply:
        other = headline(reply[:_FIRST_WORDS].rpartition(" ")[0], people)
        best = max(best, Headline(other.title, other.quality - 0.3), key=lambda one: one.quality)
    tokens = _WORD.findall(turn.text[:300])
    if not best.title and not first:
        return "", 0.0
    if not best.title:
        return words.text("wording", "chapter").format(number=1), 0.0
    fresh = [word for word in _content(turn.text[:400]) if word not in heard]
    leaning = bool(tokens) and tokens[0].casefold() in words.folded("grammar", "leaning")
    worth = best.quality + min(len(turn.text) / 80, 1.2) + 0.3 * min(len(fresh), 3)
    return best.title, worth - 1.5 * leaning - 1.0 * (len(tokens) < 4)


def _content(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if word[0].isupper() and len(word) > 4}


def _best(places: list[_Place], total: float) -> list[_Place]:
    """The choice, from the first place on, with the most worth and the best distances."""
    gain = [float("-inf")] * len(places)
    back = [-1] * len(places)
    gain[0] = places[0].worth
    for here in range(1, len(places)):
        for before in range(here - 1, -1, -1):
            gap = places[here].at_s - places[before].at_s
            if gap > _FARTHEST_S and before < here - 1:
                break
            value = gain[before] + places[here].worth + _distance(gap)
            if value > gain[here]:
                gain[here], back[here] = value, before
    last = max(range(len(places)), key=lambda i: gain[i] + _distance(total - places[i].at_s))
    chosen = []
    while last >= 0:
        chosen.append(places[last])
        last = back[last]
    return chosen[::-1]


def _distance(gap: float) -> float:
    """What a chapter of this length costs; 0 between the shortest and the longest."""
    outside = max(SHORTEST_S - gap, gap - LONGEST_S, 0.0)
    return -outside / _OUTSIDE_COST_S * 2 - 3.0 * (outside > 0) - 1.5
