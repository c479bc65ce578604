"""Emphasis between stars or underscores, taken only where it is unmistakable."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podcast.model import Mark, MarkKind

STARS = "*_"
_TOKEN = re.compile(r"(?P<run>(?P<sign>[*_])(?P=sign)*)|\\(?P<escaped>[!-/:-@\[-`{-~])")
_LONGEST_RUN = 3


@dataclass(frozen=True, slots=True)
class _Sign:
    """A run of stars or underscores that may begin or end emphasis."""

    start: int
    end: int
    run: str
    opens: bool
    closes: bool


def read_marks(text: str, *, escapes: bool = False) -> tuple[str, tuple[Mark, ...]]:
    """The text without the signs of emphasis, and the stretches they enclosed.

    `Bürger*innen`, `snake_case` and `5*3` stay as they are. With `escapes` a backslash before
    an ASCII punctuation sign takes its meaning, and goes. Stretches never overlap: bold wins.
    """
    if not any(sign in text for sign in (*STARS, "\\")):
        return text, ()
    found = [one for one in _TOKEN.finditer(text) if escapes or one["run"]]
    paired = _pairs([_sign(text, one) for one in found if one["run"]])
    return _taken_out(text, [one for one in found if one["escaped"] or one.start() in paired],
                      paired)


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


def _sign(text: str, found: re.Match[str]) -> _Sign:
    before = text[found.start() - 1] if found.start() else " "
    after = text[found.end()] if found.end() < len(text) else " "
    ends_word = not before.isspace() and (not after.isalnum() or _closes_early(found, before))
    return _Sign(found.start(), found.end(), found["run"],
                 opens=not before.isalnum() and not after.isspace(), closes=ends_word)


def _closes_early(found: re.Match[str], before: str) -> bool:
    """`**Frage?**Antwort`: a forgotten space is no reason to doubt two stars."""
    return len(found["run"]) > 1 and not before.isalnum()


def _pairs(signs: list[_Sign]) -> dict[int, int]:
    """Where emphasis begins and ends: the start of each paired run → +1 opens, -1 closes."""
    pairs: dict[int, int] = {}
    waiting: list[_Sign] = []
    counts: dict[str, int] = {}
    for sign in signs:
        if len(sign.run) > _LONGEST_RUN:
            continue
        if sign.closes and counts.get(sign.run):
            opener = _unwind(waiting, counts, sign.run)
            if opener.end < sign.start:
                pairs |= {opener.start: 1, sign.start: -1}
                continue
        if sign.opens:
            waiting.append(sign)
            counts[sign.run] = counts.get(sign.run, 0) + 1
    return pairs


def _unwind(waiting: list[_Sign], counts: dict[str, int], run: str) -> _Sign:
    while True:
        opener = waiting.pop()
        counts[opener.run] -= 1
        if opener.run == run:
            return opener


def _taken_out(text: str, found: list[re.Match[str]],
               paired: dict[int, int]) -> tuple[str, tuple[Mark, ...]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    depth: dict[MarkKind, int] = {"bold": 0, "italic": 0}
    done = length = 0
    for one in found:
        piece = text[done:one.start()]
        _extend(marks, length, length + len(piece), depth)
        if one["escaped"]:
            _extend(marks, length + len(piece), length + len(piece) + 1, depth)
            piece += one["escaped"]
        else:
            depth["italic" if len(one["run"]) == 1 else "bold"] += paired[one.start()]
        pieces.append(piece)
        length, done = length + len(piece), one.end()
    return "".join((*pieces, text[done:])), tuple(marks)


def _extend(marks: list[Mark], start: int, end: int, depth: dict[MarkKind, int]) -> None:
    """Mark [start, end) as the depths say, growing the last mark where it goes on."""
    kind: MarkKind | None = next((one for one in depth if depth[one]), None)
    if kind is None or start == end:
        return
    if marks and marks[-1].end == start and marks[-1].kind == kind:
        start = marks.pop().start
    marks.append(Mark(start, end, kind))
