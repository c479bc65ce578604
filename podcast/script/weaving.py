"""One paragraph in three versions, merged sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from podcast.script.alignment import Words, align, resembles
from podcast.script.hunks import locate
from podcast.script.remarks import changed, gone
from podcast.script.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence that both sides changed, each otherwise."""

    at: int
    """The paragraph it belongs to, among those woven."""
    comment: str
    before: str
    """What stands in the script; empty: a person deleted it."""
    after: str
    """What stands in the article; empty: it is gone."""


@dataclass(frozen=True, slots=True)
class Woven:
    """The paragraphs as they are to be, and what was decided."""

    paragraphs: tuple[tuple[Sentence, ...], ...]
    taken: tuple[tuple[str, str], ...]
    """(before, after) of every sentence that follows the article."""
    conflicts: tuple[Conflict, ...]


@dataclass(slots=True)
class _Weaving:
    """The sentences of the script while the article's changes are carried over."""

    base: Sequence[Sentence]
    theirs: Sequence[Sentence]
    ours: Sequence[Sentence]
    homes: Sequence[int]
    """The paragraph of each of our sentences."""
    kept: list[Sentence | None] = field(init=False)
    behind: dict[int, list[Sentence]] = field(default_factory=dict)
    ahead: dict[int, list[Sentence]] = field(default_factory=dict)
    taken: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept = list(self.ours)

    def run(self) -> None:
        """Decide sentence by sentence, then put in what is new."""
        old, new, own = (Words([one.text for one in many])
                         for many in (self.base, self.theirs, self.ours))
        to_theirs = align(old, new, replaces=True)[0]
        found = locate(old, new, to_theirs, own, replaces=True)
        for i in range(len(self.base)):
            self._decide(i, to_theirs.get(i), found.pairs.get(i))
        known = {k for i, k in found.pairs.items() if own.texts[k] == old.texts[i]}
        spare = Counter(text for k, text in enumerate(own.texts) if k not in known)
        spots = {j: found.pairs[i] for i, j in to_theirs.items() if i in found.pairs}
        paired = set(to_theirs.values())
        for j, one in enumerate(self.theirs):
            if j not in paired and spare[one.text]:
                spare[one.text] -= 1
                spots |= {j: found.present[j]} if j in found.present else {}
            elif j not in paired:
                self._insert(j, one, spots)

    def _decide(self, i: int, j: int | None, k: int | None) -> None:
        """What becomes of an old sentence: its new version and the script's are known."""
        before = self.base[i]
        after = self.theirs[j] if j is not None else None
        ours = self.ours[k] if k is not None else None
        if after is not None and (after.spans == before.spans or _same(after, ours)):
            return
        if ours is None or k is None:
            if after is not None and after.text != before.text:
                self._conflict(None, changed(after.text, before.text), after.text)
        elif ours.spans == before.spans:
            self.kept[k] = after and replace(after, before=ours.before)
            self.taken.append((before.text, after.text if after else ""))
        elif after is None:
            if resembles(before.text, ours.text):
                self._conflict(k, gone(before.text), "")
        elif after.text != before.text:
            self._conflict(k, changed(after.text, before.text), after.text)

    def _conflict(self, k: int | None, comment: str, after: str) -> None:
        home = self.homes[k] if k is not None else 0
        before = self.ours[k].text if k is not None else ""
        self.conflicts.append(Conflict(home, comment, before, after))

    def _insert(self, j: int, sentence: Sentence, spots: dict[int, int]) -> None:
        """Behind what it follows in the article, else before what follows it."""
        self.taken.append(("", sentence.text))
        before = next((spots[one] for one in range(j - 1, -1, -1) if one in spots), None)
        if before is None:
            later = (spots[one] for one in range(j + 1, len(self.theirs)) if one in spots)
            self.ahead.setdefault(next(later, 0), []).append(sentence)
        else:
            spots[j] = before
            self.behind.setdefault(before, []).append(sentence)

    def paragraph(self, home: int) -> tuple[Sentence, ...]:
        """The sentences of one of our paragraphs as they are to be."""
        found: list[Sentence] = []
        for k, own in enumerate(self.kept):
            if self.homes[k] == home:
                found += [*self.ahead.get(k, []), *([own] if own else []), *self.behind.get(k, [])]
        return tuple(found)


def weave(base: Sequence[Sentence], theirs: Sequence[Sentence],
          ours: Sequence[Sequence[Sentence]]) -> Woven:
    """Carry the changes from `base` to `theirs` over into our paragraphs."""
    homes = [home for home, sentences in enumerate(ours) for _ in sentences]
    weaving = _Weaving(base, theirs, [one for many in ours for one in many], homes)
    weaving.run()
    return Woven(tuple(weaving.paragraph(home) for home in range(len(ours))),
                 tuple(weaving.taken), tuple(weaving.conflicts))


def joined(sentences: Sequence[Sentence]) -> str:
    """The paragraph that sentences make, as written."""
    text = ""
    for one in sentences:
        text += (one.before or " " if text else one.before.lstrip()) + one.source
    return text


def _same(after: Sentence, ours: Sentence | None) -> bool:
    return ours is not None and after.text == ours.text
