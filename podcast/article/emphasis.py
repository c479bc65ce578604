"""Emphasis between stars or underscores, taken only where it is unmistakable."""

from __future__ import annotations

import re

from podcast.model import Mark, MarkKind

STARS = "*_"
_TOKEN = re.compile(r"\*+|_+|\\[!-/:-@\[-`{-~]")
_LONGEST_RUN = 3
Token = tuple[int, str]
"""Where a run of stars or underscores stands, or a backslash and the sign behind it."""


def read_marks(text: str, *, escapes: bool = False) -> tuple[str, tuple[Mark, ...]]:
    """The text without the signs of emphasis, and the stretches they enclosed.

    `Bürger*innen`, `snake_case` and `5*3` stay as they are. With `escapes` a backslash before
    an ASCII punctuation sign takes its meaning, and goes. Stretches never overlap: bold wins.
    """
    if not any(sign in text for sign in (*STARS, "\\")):
        return text, ()
    tokens = [(one.start(), one[0]) for one in _TOKEN.finditer(text)]
    steps = _pairs(text, [one for one in tokens if one[1][0] != "\\"])
    if escapes:
        steps |= {start: 0 for start, sign in tokens if sign[0] == "\\"}
    return _taken_out(text, [one for one in tokens if one[0] in steps], steps)


def write_marks(text: str, marks: tuple[Mark, ...], escape: str = "") -> str:
    """The text with stars around its marks; characters of `escape` get a backslash."""
    signs = {"bold": "**", "italic": "*"}
    pieces, done = [], 0
    for mark in marks:
        inner = _escaped(text[mark.start:mark.end], escape)
        pieces += [_escaped(text[done:mark.start], escape), signs[mark.kind], inner,
                   signs[mark.kind]]
        done = mark.end
    return "".join((*pieces, _escaped(text[done:], escape)))


def _escaped(text: str, escape: str) -> str:
    return re.sub(f"([{re.escape(escape)}])", r"\\\1", text) if escape else text


def _pairs(text: str, runs: list[Token]) -> dict[int, int]:
    """Where emphasis begins and ends: the start of each paired run → +1 opens, -1 closes."""
    pairs: dict[int, int] = {}
    waiting: list[Token] = []
    counts: dict[str, int] = {}
    padded = f" {text} "
    for start, run in runs:
        if len(run) > _LONGEST_RUN:
            continue
        before, after = padded[start], padded[start + len(run) + 1]
        if counts.get(run) and _closes(run, before, after):
            opener = _unwind(waiting, counts, run)
            if opener + len(run) < start:
                pairs[opener], pairs[start] = 1, -1
                continue
        if not (before.isalnum() or after.isspace()):
            waiting.append((start, run))
            counts[run] = counts.get(run, 0) + 1
    return pairs


def _closes(run: str, before: str, after: str) -> bool:
    """`**Frage?**Antwort`: a forgotten space is no reason to doubt two stars."""
    return not before.isspace() and (
        not after.isalnum() or (len(run) > 1 and not before.isalnum()))


def _unwind(waiting: list[Token], counts: dict[str, int], run: str) -> int:
    """Where the last such run that waits begins; all behind it wait no longer."""
    while True:
        start, opener = waiting.pop()
        counts[opener] -= 1
        if opener == run:
            return start


def _taken_out(text: str, tokens: list[Token],
               steps: dict[int, int]) -> tuple[str, tuple[Mark, ...]]:
    """The text without these runs, and of these escapes without the backslashes."""
    pieces: list[str] = []
    marks: list[Mark] = []
    bold = italic = done = length = 0
    for start, sign in tokens:
        piece = text[done:start]
        if piece and (bold or italic):
            _extend(marks, length, length + len(piece), "bold" if bold else "italic")
        pieces.append(piece)
        length += len(piece)
        done = start + (1 if sign[0] == "\\" else len(sign))
        if len(sign) == 1:
            italic += steps[start]
        else:
            bold += steps[start]
    return "".join((*pieces, text[done:])), tuple(marks)


def _extend(marks: list[Mark], start: int, end: int, kind: MarkKind) -> None:
    """Mark [start, end), growing the last mark where it goes on."""
    if marks and marks[-1].end == start and marks[-1].kind == kind:
        start = marks.pop().start
    marks.append(Mark(start, end, kind))
