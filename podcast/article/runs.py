"""Runs of text between a page's tags → paragraphs with folded white space and marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from podcast.article.punctuation import LABEL, ends_question, ends_sentence
from podcast.model import Mark, MarkKind

_DASHES = ("– ", "— ")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is set in one way, white space as it stood."""

    text: str
    mark: MarkKind | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Text between two breaks, white space folded."""

    text: str
    marks: tuple[Mark, ...] = ()
    lang: str = ""
    """The one language of all its runs; empty if they differ."""

    @property
    def emphasis(self) -> bool:
        """Whether all of it is emphasised."""
        return bool(self.marks) and sum(one.end - one.start for one in self.marks) >= len(self.text)


def paragraphs(runs: Sequence[Run | None]) -> list[Line]:
    """Paragraphs of runs; None is a line break.

    Two breaks end a paragraph. One does where a whole line is emphasised, or where
    somebody's turn begins or a question ends; elsewhere it is a space.
    """
    return joined(map(fold_runs, _split(runs)))


def joined(lines: Iterable[Line]) -> list[Line]:
    """Paragraphs of lines between breaks, joined and divided as `paragraphs` says."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if not line.text or (groups[-1] and _separates(groups[-1][-1], line)):
            groups.append([])
        if line.text:
            groups[-1].append(line)
    return [_joined(group) for group in groups if group]


def fold_runs(runs: Sequence[Run]) -> Line:
    """One line of runs; marks leave out white space around them, and grow together over it."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length, space = 0, False
    for run in runs:
        words = run.text.split()
        if not words:
            space = space or bool(run.text)
            continue
        if (space or run.text[0].isspace()) and pieces:
            pieces.append(" ")
            length += 1
        pieces.append(" ".join(words))
        _add(marks, run.mark, length, length + len(pieces[-1]), pieces)
        length += len(pieces[-1])
        space = run.text[-1].isspace()
    langs = {run.lang for run in runs if run.text.strip()}
    return Line("".join(pieces), tuple(marks), langs.pop() if len(langs) == 1 else "")


def _add(marks: list[Mark], kind: MarkKind | None, start: int, end: int,
         pieces: list[str]) -> None:
    if kind is None:
        return
    gap = 1 if len(pieces) > 1 and pieces[-2] == " " else 0
    if marks and marks[-1].kind == kind and marks[-1].end >= start - gap:
        start = marks.pop().start
    marks.append(Mark(start, end, kind))


def _split(runs: Sequence[Run | None]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run is None:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _separates(before: Line, line: Line) -> bool:
    if LABEL.fullmatch(before.text):
        return False
    if before.emphasis != line.emphasis and (before.emphasis or ends_sentence(before.text)):
        return True
    if LABEL.match(line.text) or line.text.startswith(_DASHES):
        return True
    return (ends_question(before.text)
            or (LABEL.match(before.text) is not None and ends_sentence(before.text))
            or (_begins_marked(before) and _begins_marked(line) and ends_sentence(before.text)))


def _begins_marked(line: Line) -> bool:
    return bool(line.marks) and line.marks[0].start == 0


def _joined(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    marks: list[Mark] = []
    length = 0
    for line in lines:
        for mark in line.marks:
            start = mark.start + length
            if marks and marks[-1].kind == mark.kind and marks[-1].end == start - 1 == length - 1:
                start = marks.pop().start
            marks.append(Mark(start, mark.end + length, mark.kind))
        length += len(line.text) + 1
    langs = {line.lang for line in lines}
    return Line(" ".join(line.text for line in lines), tuple(marks),
                langs.pop() if len(langs) == 1 else "")
