"""Turns and headings with the lines they stand on, and as they are written there."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.model import Script, Span, Turn


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn, or a heading as a turn that nobody speaks, where it stands in its file."""

    turn: Turn
    start: int
    """Its first line, counted from 0."""
    end: int
    """The line behind its last."""
    source: str
    """Its text as written, without what stands around it."""
    head: str = ""
    """What opens it: a label, `> `, `## `, or a comment with its reason."""
    tail: str = ""
    heading: bool = False
    top: int = -1
    """First line of the marks (`prüfen`) right above it; its own first line if there are none."""

    @property
    def form(self) -> tuple[bool, str, str, str]:
        """What kind of passage it is, and whose."""
        return self.heading, self.turn.kind, self.turn.speaker, self.turn.reason

    @property
    def spans(self) -> tuple[Span, ...]:
        """What stands in it, with marks."""
        return self.turn.spans

    @property
    def text(self) -> str:
        """What stands in it, as displayed."""
        return self.turn.text


@dataclass(frozen=True, slots=True)
class Laid:
    """A script file with its passages in their order."""

    script: Script
    passages: tuple[Passage, ...]
