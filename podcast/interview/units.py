"""An article cut into what is decided about: one paragraph or one turn each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.interview import labels, words
from podcast.interview.dialogue import Dialogue
from podcast.interview.labels import Use
from podcast.interview.patterns import NAME, UPPER
from podcast.interview.people import Person
from podcast.interview.perspective import asks
from podcast.model import Block, BlockKind, Mark

_STOP = re.compile(r"[.!?…:][\"“”«»‹›‘’)\]]*$")
_ENDING = 8
"""Among so many letters before a place its sentence's end is looked for."""
_LEAST_RUN_IN = 2
_LONGEST_LONE = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the article with the label it begins with, if it does."""

    text: str
    """Source text including its label."""
    kind: BlockKind = "paragraph"
    label: str = ""
    body: int = 0
    """Offset of what is said behind the label."""
    person: Person | None = None
    """Who speaks; nobody alone where the label stands for several people."""
    emphasis: str = ""
    """`bold` or `italic` if all of it is."""
    level: int = 0
    marks: tuple[Mark, ...] = ()
    """Emphasised stretches of the text."""

    @property
    def said(self) -> str:
        """The text without its label."""
        return self.text[self.body :]


def join_lone_labels(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Use, ...]]:
    """Blocks in which a label that stands alone is joined to what it introduces; the labels
    that have no colon."""
    repeated = _repeated_names(blocks)
    joined: list[Block] = []
    uses: list[Use] = []
    lone: Block | None = None
    for block in blocks:
        if lone is not None and block.kind == "paragraph":
            if not lone.text.endswith(":"):
                uses.append(Use(len(joined), 0, lone.text, len(lone.text) + 1))
            joined.append(_after(lone, block))
            lone = None
        elif lone is None and block.kind == "paragraph" and _stands_alone(block.text, repeated):
            lone = block
        else:
            joined += [block] if lone is None else [lone, block]
            lone = None
    return tuple(joined if lone is None else [*joined, lone]), tuple(uses)


def _after(lone: Block, block: Block) -> Block:
    shift = len(lone.text) + 1
    marks = (*lone.marks, *(Mark(one.start + shift, one.end + shift, one.kind)
                            for one in block.marks))
    return Block(f"{lone.text} {block.text}", marks=marks, lang=block.lang, origin=lone.origin)


def _stands_alone(text: str, repeated: frozenset[str]) -> bool:
    if text.endswith(":"):
        return text.count(":") == 1 and labels.label_at(text) is not None
    return text in repeated


def _repeated_names(blocks: Sequence[Block]) -> frozenset[str]:
    """Short lines like names that return, each followed by longer text."""
    counts = Counter(block.text for block, after in pairwise(blocks)
                     if block.kind == "paragraph" and len(block.text) <= _LONGEST_LONE
                     and after.kind == "paragraph" and len(after.text) > len(block.text)
                     and block.text[:1].isupper() and not _STOP.search(block.text)
                     and labels.plausible(block.text) and not labels.never_speaks(block.text))
    return frozenset(text for text, count in counts.items() if count > 1)


def cut(blocks: Sequence[Block], uses: Sequence[Use], dialogue: Dialogue) -> tuple[Unit, ...]:
    """Every block as one unit, or as several where known speakers take turns inside it."""
    speakers = dialogue.speakers
    by_block: dict[int, list[Use]] = {}
    for use in uses:
        together = bool(speakers) and use.start == 0 and labels.is_together(use.label)
        if use.label in speakers or together:
            by_block.setdefault(use.block, []).append(use)
    run_in = sum(map(_begins_with_question, blocks)) >= _LEAST_RUN_IN
    return tuple(unit for index, block in enumerate(blocks)
                 for unit in _units(block, by_block.get(index, []), dialogue, run_in))


def _begins_with_question(block: Block) -> bool:
    """Whether a paragraph begins with an emphasised question and goes on plainly."""
    first = block.marks[0] if block.marks and not block.emphasis else None
    return first is not None and first.start == 0 and asks(block.text[: first.end])


def _units(block: Block, uses: list[Use], dialogue: Dialogue, run_in: bool) -> Iterator[Unit]:
    speakers = dialogue.speakers if uses else {}
    if block.kind not in ("paragraph", "list"):
        yield Unit(block.text, block.kind, level=block.level)
        return
    if not uses:
        yield from _unlabelled(block, dialogue, run_in)
        return
    if uses[0].start > 0:
        yield Unit(block.text[: uses[0].start].rstrip())
    ends = [use.start for use in uses[1:]] + [len(block.text)]
    for use, end in zip(uses, ends, strict=True):
        text = block.text[use.start : end].rstrip()
        yield Unit(text, label=use.label, body=min(use.body - use.start, len(text)),
                   person=speakers.get(use.label), emphasis=_emphasis(block, use.body, end),
                   marks=_marks(block, use.start, use.start + len(text)))


def _unlabelled(block: Block, dialogue: Dialogue, run_in: bool) -> Iterator[Unit]:
    damaged = _without_colon(block.text, dialogue)
    if damaged is not None:
        yield damaged
        return
    starts = _set_apart(block, run_in)
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        text = block.text[start:end].rstrip()
        yield Unit(text, block.kind, emphasis=_emphasis(block, start, start + len(text)),
                   level=block.level, marks=_marks(block, start, start + len(text)))


def _set_apart(block: Block, run_in: bool) -> list[int]:
    """Where a paragraph is cut: around emphasised questions that stand beside plain text, and
    where questions are `run_in`, behind any emphasised sentence at its beginning."""
    cuts = {0}
    for mark in () if block.emphasis else block.marks:
        inner = block.text[mark.start : mark.end].strip()
        before = block.text[max(0, mark.start - _ENDING) : mark.start].rstrip()
        opens = mark.start == 0 and run_in and _STOP.search(inner) and not inner.endswith(":")
        if opens or (asks(inner) and (mark.start == 0 or _STOP.search(before))):
            after = mark.end
            while after < len(block.text) and block.text[after].isspace():
                after += 1
            cuts |= {mark.start, after}
    return sorted(one for one in cuts if one == 0 or one < len(block.text))


def _marks(block: Block, start: int, end: int) -> tuple[Mark, ...]:
    """The emphasised stretches of [start, end), counted from there."""
    first = bisect_left(block.marks, start, key=lambda one: one.start)
    last = bisect_left(block.marks, end, key=lambda one: one.start)
    return tuple(Mark(one.start - start, one.end - start, one.kind)
                 for one in block.marks[first:last] if one.end <= end)


def _emphasis(block: Block, start: int, end: int) -> str:
    """`bold` or `italic` if one kind of mark covers all of a stretch."""
    first = bisect_right(block.marks, start, key=lambda one: one.end)
    last = bisect_left(block.marks, end, key=lambda one: one.start)
    marks = block.marks[first:last]
    if not marks:
        return ""
    wanted = _letters(block.text, start, end)
    for kind in ("bold", "italic"):
        covered = sum(_letters(block.text, max(one.start, start), min(one.end, end))
                      for one in marks if one.kind == kind)
        if wanted and covered >= wanted:
            return kind
    return ""


def _letters(text: str, start: int, end: int) -> int:
    return sum(not char.isspace() for char in text[start:end])


def _without_colon(text: str, dialogue: Dialogue) -> Unit | None:
    """A turn whose label lost its colon, or has another mark in its place."""
    for person in (*dialogue.journalists, *dialogue.guests):
        for form in sorted(person.forms, key=len, reverse=True):
            if text.startswith(form) and _reads_on(text[len(form) :], person, dialogue):
                body = len(text) - len(text[len(form) :].lstrip(".;,–- "))
                return Unit(text, label=text[:body].rstrip(), body=body, person=person)
    return None


def _reads_on(rest: str, person: Person, dialogue: Dialogue) -> bool:
    """Whether what follows a name is what that person says rather than what happens."""
    if person in dialogue.journalists and re.match(r"[.;]?\s", rest) and asks(rest):
        return True
    if re.match(rf"[.;]\s(?:{UPPER}|[„»«\"])", rest):
        return True
    following = re.match(rf"\s({NAME})", rest)
    return (following is not None and following[1] in words.exact("grammar", "not_nouns")
            and person in dialogue.guests)
