"""An article cut into what is decided about: one paragraph or one labelled turn each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.interview import labels
from podcast.interview.dialogue import Dialogue
from podcast.interview.labels import Use
from podcast.interview.people import Person
from podcast.model import Block, BlockKind


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

    @property
    def said(self) -> str:
        """The text without its label."""
        return self.text[self.body :]


def merge_lone_labels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks in which a label that stands alone on its line is joined to what it introduces."""
    merged: list[Block] = []
    lone: Block | None = None
    for block in blocks:
        if lone is not None:
            block = Block(f"{lone.text} {block.text}", origin=lone.origin)
            lone = None
        if block.kind == "paragraph" and _is_lone_label(block.text):
            lone = block
        else:
            merged.append(block)
    return tuple(merged if lone is None else [*merged, lone])


def _is_lone_label(text: str) -> bool:
    return text.endswith(":") and text.count(":") == 1 and labels.label_at(text) is not None


def cut(blocks: Sequence[Block], uses: Sequence[Use], dialogue: Dialogue) -> tuple[Unit, ...]:
    """Every block as one unit, or as several where known speakers take turns inside it."""
    speakers = dialogue.speakers
    by_block: dict[int, list[Use]] = {}
    for use in uses:
        if use.label in speakers:
            by_block.setdefault(use.block, []).append(use)
    return tuple(unit for index, block in enumerate(blocks)
                 for unit in _units(block, by_block.get(index, []), dialogue, speakers))


def _units(block: Block, uses: list[Use], dialogue: Dialogue,
           speakers: dict[str, Person]) -> list[Unit]:
    if block.kind != "paragraph":
        return [Unit(block.text, block.kind)]
    if not uses:
        return [_without_colon(block.text, dialogue)]
    found = []
    if uses[0].start > 0:
        found.append(Unit(block.text[: uses[0].start].rstrip()))
    ends = [use.start for use in uses[1:]] + [len(block.text)]
    for use, end in zip(uses, ends, strict=True):
        text = block.text[use.start : end].rstrip()
        found.append(Unit(text, label=use.label, body=min(use.body - use.start, len(text)),
                          person=speakers[use.label]))
    return found


def _without_colon(text: str, dialogue: Dialogue) -> Unit:
    """A question whose label lost its colon is still labelled; anything else is not."""
    for person in dialogue.journalists:
        for form in sorted(person.forms, key=len, reverse=True):
            rest = text[len(form) :]
            if text.startswith(form) and re.match(r"[.;]?\s", rest) and rest.endswith("?"):
                body = len(text) - len(rest.lstrip(".; "))
                return Unit(text, label=text[:body].rstrip(), body=body, person=person)
    return Unit(text)
