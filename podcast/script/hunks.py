"""What belongs together in an old draft, a new draft and the script that people edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from podcast.script.alignment import Fits, Words, align, any_two
from podcast.script.passages import Passage

_NEAR = 3
"""How far apart the parts of a divided paragraph may stand: a question may come between."""
_PART = 0.5
"""A part of a paragraph consists of it by this share at least (three-word sequences)."""
Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Hunk:
    """Places of the same passages in the three versions, each in its own order."""

    base: tuple[int, ...]
    theirs: tuple[int, ...]
    ours: tuple[int, ...]
    moved_there: bool = False
    """The article has them elsewhere now."""
    moved_here: bool = False
    """A person has put them elsewhere."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where an old version's parts are in the script, and which new ones are there already."""

    pairs: Mapping[int, int]
    moved: Mapping[int, int]
    present: Mapping[int, int]
    """Place in the new version → place in the script."""


def locate(base: Words, theirs: Words, pairs: Mapping[int, int], ours: Words,
           fits: Fits = any_two, *, replaces: bool = False) -> Located:
    """Find the old version's parts in the script; `pairs`: old place → new place.

    What already reads as in the new version, because a person has made the same change, is
    found first.
    """
    old = set(base.texts)
    back = {j: i for i, j in pairs.items()}
    wanted: dict[str, list[int]] = {}
    for j, text in enumerate(theirs.texts):
        if text not in old:
            wanted.setdefault(text, []).append(j)
    present: dict[int, int] = {}
    for k, text in enumerate(ours.texts):
        if wanted.get(text):
            present[wanted[text].pop(0)] = k
    found = {back[j]: k for j, k in present.items() if j in back}
    present |= _repeated(base, theirs, ours, paired=set(back))
    done = set(present.values())
    here = [i for i in range(len(base.texts)) if i not in found]
    there = [k for k in range(len(ours.texts)) if k not in done]
    steady, moved = align(_part(base, here), _part(ours, there),
                          lambda i, k: fits(here[i], there[k]), replaces=replaces)
    found |= {here[i]: there[k] for i, k in steady.items()}
    away = {here[i]: there[k] for i, k in moved.items()}
    return Located(found, away, {j: k for j, k in present.items() if j not in back})


def _repeated(base: Words, theirs: Words, ours: Words, paired: set[int]) -> dict[int, int]:
    """What the new version says once more than the old one, where the script does so too."""
    more = Counter(ours.texts) - Counter(base.texts)
    again = [j for j, text in enumerate(theirs.texts) if j not in paired and more[text]]
    places = align(theirs, ours)[0] if again else {}
    found: dict[int, int] = {}
    for j in again:
        k, text = places.get(j, -1), theirs.texts[j]
        if k >= 0 and ours.texts[k] == text and more[text]:
            more[text] -= 1
            found[j] = k
    return found


def group(base: Sequence[Passage], theirs: Sequence[Passage], ours: Sequence[Passage],
          ) -> tuple[Hunk, ...]:
    """Every passage of the three versions in exactly one hunk."""
    old, new, own = (Words([one.text for one in many]) for many in (base, theirs, ours))
    steady, moved = align(old, new, lambda i, j: base[i].heading == theirs[j].heading)
    to_theirs = {**steady, **moved}
    found = locate(old, new, to_theirs, own, lambda i, k: base[i].heading == ours[k].heading)
    to_ours = {**found.pairs, **found.moved}
    groups = _Groups()
    for i, j in to_theirs.items():
        groups.unite(("base", i), ("theirs", j))
    for i, k in to_ours.items():
        groups.unite(("base", i), ("ours", k))
    for j, k in found.present.items():
        groups.unite(("theirs", j), ("ours", k))
    same = {i for i, k in to_ours.items() if base[i].form == ours[k].form
            and base[i].spans == ours[k].spans}
    for i, j, sibling in _parts(old, new, to_theirs):
        # Where nobody edited either part, each follows the article on its own.
        if not {i, sibling} <= same:
            groups.unite(("base", i), ("theirs", j))
    for i, k, _ in _parts(old, own, to_ours):
        groups.unite(("base", i), ("ours", k))
    sizes = (("base", len(base)), ("theirs", len(theirs)), ("ours", len(ours)))
    made = groups.hunks([(side, place) for side, size in sizes for place in range(size)])
    away = _rearranged(found.pairs)
    return tuple(replace(one, moved_there=any(i in moved for i in one.base),
                         moved_here=any(i in found.moved or i in away for i in one.base))
                 for one in made)


def _rearranged(pairs: Mapping[int, int]) -> set[int]:
    """Old places whose new one stands before that of an earlier place."""
    farthest, found = -1, set[int]()
    for i in sorted(pairs):
        if pairs[i] < farthest:
            found.add(i)
        farthest = max(farthest, pairs[i])
    return found


def _part(words: Words, places: Sequence[int]) -> Words:
    return Words([words.texts[place] for place in places])


def _parts(base: Words, other: Words, pairs: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """(old place, other place, old place of the part that is aligned) beyond the aligned ones.

    They come from a paragraph divided in two, or from two joined to one.
    """
    back = {j: i for i, j in pairs.items()}
    for j in range(len(other.texts)):
        if j not in back:
            yield from ((back[near], j, back[near]) for near in _around(j, back)
                        if _belongs(other, j, base, back[near], other, near))
    for i in range(len(base.texts)):
        if i not in pairs:
            yield from ((i, pairs[near], near) for near in _around(i, pairs)
                        if _belongs(base, i, other, pairs[near], base, near))


def _around(place: int, known: Mapping[int, int]) -> list[int]:
    near = [place + step * sign for step in range(1, _NEAR + 1) for sign in (-1, 1)]
    return [one for one in near if one in known]


def _belongs(piece: Words, at: int, whole: Words, there: int, sibling: Words, near: int) -> bool:
    """Whether a paragraph is a part of another that the known part does not hold itself."""
    signs = set(piece.signs(at))
    if len(signs) <= 1:
        return False
    return (len(signs & set(whole.signs(there))) >= _PART * len(signs)
            > len(signs & set(sibling.signs(near))))


class _Groups:
    """Things that belong together, in sets that do not overlap."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def unite(self, one: Node, other: Node) -> None:
        """Put the sets of two things together."""
        self._above[self._top(one)] = self._top(other)

    def hunks(self, nodes: Sequence[Node]) -> list[Hunk]:
        """Every set of the things named."""
        sets: dict[Node, dict[str, list[int]]] = {}
        for side, place in nodes:
            one = sets.setdefault(self._top((side, place)), {"base": [], "theirs": [], "ours": []})
            one[side].append(place)
        return [Hunk(tuple(one["base"]), tuple(one["theirs"]), tuple(one["ours"]))
                for one in sets.values()]

    def _top(self, node: Node) -> Node:
        while (above := self._above.get(node, node)) != node:
            self._above[node] = self._above.get(above, above)
            node = above
        return node
