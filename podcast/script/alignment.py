"""Which of two versions' paragraphs or sentences are the same ones, changed or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

Pairs = Mapping[int, int]
ALIKE = 0.4
"""Two texts that share this part of their words are versions of one (Dice's coefficient)."""
_CELLS = 60_000
"""How many pairs are compared one by one; in longer gaps only rare words and order count."""
_WORD = re.compile(r"\w+")
_END = re.compile(r"(?<=[.!?…])[\"“”»«)]*\s+")
_GRAM = 3


class Words:
    """The texts of one version, and their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.words = [_WORD.findall(text.casefold()) for text in texts]
        self.counts = [Counter(words) for words in self.words]

    def alike(self, place: int, other: Words, there: int) -> float:
        """How much two texts share: 0 nothing, 1 every word."""
        if self.texts[place] == other.texts[there]:
            return 1.0
        one, two = self.counts[place], other.counts[there]
        total = one.total() + two.total()
        return 2 * sum((one & two).values()) / total if total else 0.0

    def overlap(self, place: int, other: Words, there: int) -> float:
        """How much of the shorter text's words the longer one has."""
        one, two = self.counts[place], other.counts[there]
        return sum((one & two).values()) / max(1, min(one.total(), two.total()))

    def signs(self, place: int) -> Iterator[str | tuple[str, ...]]:
        """The whole text, and what a changed version would still hold: sentences, words in a row.
        """
        yield self.texts[place]
        yield from (one for one in _END.split(self.texts[place]) if one.count(" ") >= _GRAM - 1)
        words = self.words[place]
        yield from (tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1))


def resembles(one: str, other: str) -> bool:
    """Whether a text is a version of another rather than something else in its place."""
    return Words([one]).alike(0, Words([other]), 0) >= ALIKE


Fits = Callable[[int, int], bool]


def any_two(i: int, j: int) -> bool:
    """Nothing forbids a pair."""
    return True


def align(before: Words, after: Words, fits: Fits = any_two, *, replaces: bool = False,
          ) -> tuple[Pairs, Pairs]:
    """(in order, moved): the place in `after` of what stood at a place in `before`.

    As many things as are left between two such places are the same ones in other words;
    `replaces`: as far as there are any. `fits` forbids pairs. Nearly linear in the texts.
    """
    voted = _votes(before, after, fits)
    anchors = _rising(voted)
    pairs: dict[int, int] = {}
    edges = [(-1, -1), *anchors, (len(before.texts), len(after.texts))]
    for (i1, j1), (i2, j2) in pairwise(edges):
        pairs |= dict(_gap(before, after, range(i1 + 1, i2), range(j1 + 1, j2), fits, replaces))
        if i2 < len(before.texts):
            pairs[i2] = j2
    taken = set(pairs.values())
    moved = {i: j for i, j in voted if i not in pairs and j not in taken}
    return pairs, moved


def _votes(before: Words, after: Words, fits: Fits) -> list[tuple[int, int]]:
    """Pairs that share most of what is unique in both versions, each place in one pair at most."""
    here, there = _unique(before), _unique(after)
    votes = Counter((place, there[sign]) for sign, place in here.items() if sign in there)
    certain = {(place, there[sign]) for sign, place in here.items()
               if sign in there and isinstance(sign, str)}
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (i, j), _ in sorted(votes.items(), key=lambda one: (-one[1], one[0])):
        if (i not in found and j not in taken and fits(i, j)
                and ((i, j) in certain or before.overlap(i, after, j) >= ALIKE)):
            found[i] = j
            taken.add(j)
    return sorted(found.items())


def _unique(version: Words) -> dict[str | tuple[str, ...], int]:
    places: dict[str | tuple[str, ...], int] = {}
    for place in range(len(version.texts)):
        for sign in version.signs(place):
            places[sign] = place if places.get(sign, place) == place else -1
    return {sign: place for sign, place in places.items() if place >= 0}


def _rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs in which both places rise (patience sorting)."""
    tops: list[int] = []
    ends: list[tuple[int, int]] = []
    back: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in pairs:
        place = bisect_left(tops, pair[1])
        back[pair] = ends[place - 1] if place else None
        tops[place:place + 1], ends[place:place + 1] = [pair[1]], [pair]
    found: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = back[last]
    return found[::-1]


def _gap(before: Words, after: Words, here: range, there: range,
         fits: Fits, replaces: bool) -> Iterator[tuple[int, int]]:
    """Pairs between two anchors: equal ends, then the best likeness, then what is left alone."""
    while here and there and before.texts[here[0]] == after.texts[there[0]] and fits(
            here[0], there[0]):
        yield here[0], there[0]
        here, there = here[1:], there[1:]
    while here and there and before.texts[here[-1]] == after.texts[there[-1]] and fits(
            here[-1], there[-1]):
        yield here[-1], there[-1]
        here, there = here[:-1], there[:-1]
    best = _best(before, after, here, there, fits) if len(here) * len(there) <= _CELLS else []
    yield from best
    edges = [(here.start - 1, there.start - 1), *best, (here.stop, there.stop)]
    for (i1, j1), (i2, j2) in pairwise(edges):
        left = list(zip(range(i1 + 1, i2), range(j1 + 1, j2), strict=False))
        if (replaces or i2 - i1 == j2 - j1) and all(fits(i, j) for i, j in left):
            yield from left


def _best(before: Words, after: Words, here: range, there: range,
          fits: Fits) -> list[tuple[int, int]]:
    """The pairs in order with the highest sum of likenesses (dynamic programming)."""
    gains = [[0.0] * (len(there) + 1) for _ in range(len(here) + 1)]
    likeness: dict[tuple[int, int], float] = {}
    for row, i in enumerate(here, 1):
        for column, j in enumerate(there, 1):
            alike = before.alike(i, after, j) if fits(i, j) else 0.0
            likeness[row, column] = alike if alike >= ALIKE else -1.0
            gains[row][column] = max(gains[row - 1][column], gains[row][column - 1],
                                     gains[row - 1][column - 1] + likeness[row, column])
    found = []
    row, column = len(here), len(there)
    while row and column:
        if gains[row][column] == gains[row - 1][column]:
            row -= 1
        elif gains[row][column] == gains[row][column - 1]:
            column -= 1
        else:
            found.append((here[row - 1], there[column - 1]))
            row, column = row - 1, column - 1
    return found[::-1]
