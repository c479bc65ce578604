"""Edits of a script file by its passages; every line they do not touch keeps its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from podcast.script.passages import Passage
from podcast.script.remarks import supersedes
from podcast.script.text import lines_as_written, newline_of


@dataclass(frozen=True, slots=True)
class Insertion:
    """New lines, and which of the caller's changes it shows."""

    text: str
    change: int


@dataclass(slots=True)
class Edits:
    """What becomes of the passages of a file, by their places."""

    texts: dict[int, str] = field(default_factory=dict)
    """The new lines of a passage."""
    marks: dict[int, str] = field(default_factory=dict)
    """The new lines right above a passage that ask to look it over; empty: none."""
    dropped: set[int] = field(default_factory=set)
    comments: dict[int, list[Insertion]] = field(default_factory=dict)
    """Comments right above a passage."""
    above: dict[int, list[Insertion]] = field(default_factory=dict)
    below: dict[int, list[Insertion]] = field(default_factory=dict)
    """Blocks behind a passage; -1: at the file's end."""

    def apply(self, text: str, passages: Sequence[Passage]) -> Edited:
        """The file's new text."""
        output = _Output(lines_as_written(text), newline_of(text))
        for place, passage in enumerate(passages):
            output.copy(passage.top)
            self._passage(output, place, passage)
            for one in self.below.get(place, []):
                output.insert(one)
        output.copy(len(output.lines))
        for one in self.below.get(-1, []):
            output.insert(one)
        return Edited("".join(output.written), tuple(output.starts), output.blocks)

    def _passage(self, output: _Output, place: int, passage: Passage) -> None:
        for one in self.above.get(place, []):
            output.insert(one)
        for comment in self.comments.get(place, []):
            output.supersede(comment.text)
        for comment in self.comments.get(place, []):
            output.blocks[comment.change] = output.number + output.apart
            output.add(comment.text)
        if place in self.dropped:
            output.starts.append(output.number)
            output.skip(passage.end)
            output.close_up()
            return
        if place in self.marks:
            output.skip(passage.start)
            if self.marks[place]:
                output.add(self.marks[place])
        output.copy(passage.start)
        output.starts.append(output.number)
        if place in self.texts:
            output.add(self.texts[place])
            output.skip(passage.end)
        output.copy(passage.end)


@dataclass(frozen=True, slots=True)
class Edited:
    """A file's new text and where things stand in it, lines counted from 1."""

    text: str
    starts: tuple[int, ...]
    """The line of every passage, or where a dropped one stood."""
    blocks: dict[int, int]
    """The line of what was put in, by change."""


@dataclass(slots=True)
class _Output:
    """The new file while it is written from top to bottom."""

    lines: list[str]
    newline: str
    written: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    blocks: dict[int, int] = field(default_factory=dict)
    at: int = 0
    apart: bool = False
    """Whether an empty line has to come before whatever comes next."""

    @property
    def number(self) -> int:
        """The line that is written next."""
        return len(self.written) + 1

    def copy(self, end: int) -> None:
        """Take over the lines up to one."""
        if self.at < end and self.apart:
            self.apart = False
            if _blank(self.lines[self.at]):
                # A `>` alone goes on with a quote, which ends at what was put in.
                self.at += 1
            self.written.append(self.newline)
        self.written += self.lines[self.at : end]
        self.at = max(self.at, end)

    def skip(self, end: int) -> None:
        """Leave out the lines up to one."""
        self.at = max(self.at, end)

    def add(self, text: str) -> None:
        """Write lines of our own."""
        if self.apart:
            self.written.append(self.newline)
            self.apart = False
        self._end_line()
        self.written += [line + self.newline for line in text.split("\n")]

    def supersede(self, comment: str) -> None:
        """Leave out an older comment right above that this one replaces."""
        at = len(self.written)
        while at and self.written[at - 1].lstrip().startswith("<!--"):
            at -= 1
            if supersedes(comment, self.written[at]):
                del self.written[at]
                return

    def insert(self, block: Insertion) -> None:
        """Write a block with empty lines around it."""
        if self.written and not self.apart and not _blank(self.written[-1]):
            self.apart = True
        self._end_line()
        line = self.number + self.apart
        self.add(block.text)
        self.blocks[block.change] = line
        self.apart = True

    def close_up(self) -> None:
        """Of two empty lines that meet where something was left out, keep the first."""
        at_blank = not self.written or _blank(self.written[-1])
        while self.at < len(self.lines) and at_blank and _blank(self.lines[self.at]):
            self.at += 1

    def _end_line(self) -> None:
        if self.written and not self.written[-1].endswith(("\n", "\r")):
            self.written[-1] += self.newline


def _blank(line: str) -> bool:
    return not line.strip(" \t\r\n>")
