"""Comments with a meaning: what to look over (`prüfen`), and what both sides changed (`konflikt`).

A person deletes either of them when done. They are never spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from podcast.errors import UserError
from podcast.script.header import split_header
from podcast.script.keywords import BEFORE, CONFLICT, DELETED, DIVIDED, DOUBT, GONE, NOW
from podcast.script.text import normalise, plain_lines, quiet, unescape

_DOUBT = re.compile(rf"{DOUBT}\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_CONFLICT = re.compile(rf"(?<!\\)<!--\s*{CONFLICT}\b", re.IGNORECASE)
_ENDS = re.compile(r"\\.|<!--.*?-->|-->", re.DOTALL)
"""Escapes, whole comments, and what ends a comment."""
CHOOSE = (f"Keep the paragraph below each '{CONFLICT}' comment or write the article's version"
          " there, then delete the comment.")


def write_doubt(doubt: str) -> str:
    """The comment that asks a person to look something over."""
    return f"<!-- {DOUBT}: {quiet(doubt)} -->"


def read_doubt(comment: str) -> str:
    """What a comment's content asks to look over, or nothing."""
    found = _DOUBT.fullmatch(normalise(comment))
    return normalise(unescape(found[1])) if found else ""


def changed(now: str, before: str) -> str:
    """The comment for what the article changed and a person changed otherwise."""
    old = f" | {BEFORE}: {before}" if before else ""
    return _conflict(f"{NOW}: {now}{old}")


def deleted(now: str, before: str) -> str:
    """The comment for what the article changed and a person deleted."""
    return _conflict(f"{DELETED}, {NOW}: {now} | {BEFORE}: {before}")


def supersedes(comment: str, line: str) -> bool:
    """Whether a comment tells of a further change of what the comment in a line tells."""
    _, _, known = line.strip().partition(f"{NOW}: ")
    _, _, before = comment.rpartition(f" | {BEFORE}: ")
    said = known.removesuffix("-->").rpartition(f" | {BEFORE}: ")[0]
    return bool(said and _CONFLICT.match(line.strip())) and before == f"{said} -->"


def gone(before: str) -> str:
    """The comment for what the article no longer has and a person changed."""
    return _conflict(f"{GONE}: {before}")


def divided(now: str) -> str:
    """The comment for paragraphs that the article and a person divide differently."""
    return _conflict(f"{DIVIDED}: {now}")


def conflict_lines(text: str, where: str) -> tuple[int, ...]:
    """The lines of a script, counted from 1, on which a conflict waits for a person."""
    text = plain_lines(text)
    behind = split_header(text, where)[1]
    return tuple(number for number, line in enumerate(text.split("\n"), 1)
                 if number > behind for _ in _CONFLICT.finditer(line))


def conflicts(text: str) -> Iterator[str]:
    """What each comment on a conflict says, however it is spaced and capitalised."""
    for found in _CONFLICT.finditer(text):
        end = text.find("-->", found.end())
        if end < 0:
            return
        yield normalise(text[found.end() : end].lstrip(" \t\r\n:"))


def stray_ends(text: str, where: str) -> Iterator[tuple[int, bool]]:
    """The lines of a script, counted from 1, that hold a `-->` without a comment before it, and
    whether it ends the line."""
    text = plain_lines(text)
    lines = text.split("\n")
    behind = split_header(text, where)[1]
    body = "\n" * behind + "\n".join(lines[behind:])
    for found in _ENDS.finditer(body):
        if found[0] == "-->":
            number = body.count("\n", 0, found.start())
            yield number + 1, lines[number].rstrip().endswith("-->")


def require_settled(path: Path, where: str) -> None:
    """Return if no conflict waits in a script file, else raise UserError naming the lines."""
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = conflict_lines(text, where) if CONFLICT in text.casefold() else ()
    if lines:
        places = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines))}"
        raise UserError("the article and the script differ, and somebody has to choose"
                        f" ({places}); the last good episode stays", f"{where}:{lines[0]}",
                        CHOOSE)


def _conflict(text: str) -> str:
    return f"<!-- {CONFLICT}: {quiet(normalise(text))} -->"
