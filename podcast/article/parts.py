"""The lines of a Markdown text → blocks: headings, quotes, lists, pictures, paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from podcast.article.cleaning import join
from podcast.article.emphasis import read_marks
from podcast.article.punctuation import CLOSING, ENDS, LABEL
from podcast.article.runs import Line, joined
from podcast.model import Block, BlockKind, Mark

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]\s*(\S.*)")
_CLOSING = re.compile(r"\s#+\Z")
_SETEXT = re.compile(r" {0,3}(=+|--+)[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r" {0,6}(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,300}\")?\)")
_HARD = ("  ", "\\")
_TURN_ENDS = (*ENDS, *CLOSING, "**")


@dataclass(frozen=True, slots=True)
class _Part:
    """Neighbouring lines of one kind, without the signs that say so."""

    lines: tuple[str, ...]
    kind: BlockKind = "paragraph"
    level: int = 0
    origin: int = 0


def read_blocks(text: str, skipped: int) -> tuple[Block, ...]:
    """The blocks of a text as they are set; `skipped` lines of the file stand above it."""
    return tuple(block for part in _parts(text, skipped) for block in _blocks(part))


def links_in(text: str) -> int:
    """How many links the text holds, pictures not counted."""
    return sum(not one[1] for one in _LINK.finditer(text))


def _parts(text: str, skipped: int) -> list[_Part]:
    """The lines of a text in parts; a part ends at a blank line and where another kind begins."""
    parts: list[_Part] = []
    pending: list[str] = []
    before: BlockKind | None = None
    for number, line in enumerate(text.split("\n"), start=skipped + 1):
        underline = _SETEXT.fullmatch(line) if before == "paragraph" else None
        if underline:
            level = 1 if underline[1][0] == "=" else 2
            parts[-1] = replace(parts[-1], lines=tuple(pending), kind="heading", level=level)
            before = None
            continue
        part = _part(line, number)
        if part and part.kind == "paragraph" and before in ("list", "quote"):
            part = replace(part, kind=before)
        if before is None or not part or part.kind != before or _begins(line, before):
            _close(parts, pending)
            parts += [part] if part else []
            pending = []
        pending += part.lines if part else ()
        before = part.kind if part and part.kind != "heading" else None
    _close(parts, pending)
    return [part for part in parts if part.lines]


def _close(parts: list[_Part], lines: list[str]) -> None:
    if parts and lines:
        parts[-1] = replace(parts[-1], lines=tuple(lines))


def _part(line: str, number: int) -> _Part | None:
    """The part that one line alone would be; None for blank lines and rules."""
    heading, item, quote = _ATX.fullmatch(line), _ITEM.match(line), _QUOTE.match(line)
    if not line.strip() or _RULE.fullmatch(line):
        return None
    if heading:
        title = _CLOSING.sub("", heading[2].rstrip()).rstrip()
        return _Part((title,), "heading", len(heading[1]), number)
    if item:
        return _Part((line[item.end():],), "list", 0, number)
    if quote:
        return _Part((line[quote.end():],), "quote", 0, number)
    return _Part((line,), "paragraph", 0, number)


def _begins(line: str, before: BlockKind) -> bool:
    return before == "list" and _ITEM.match(line) is not None


def _blocks(part: _Part) -> list[Block]:
    """The paragraphs of a part, and the descriptions of its pictures behind them."""
    text = "\n".join(part.lines)
    alts = [Block(" ".join(one[2].split()), "alt", origin=part.origin)
            for one in _LINK.finditer(text) if one[1] and one[2].strip()]
    visible = _LINK.sub(lambda one: "" if one[1] else one[2], text)
    lines = [Line(*_read(segment)) for segment in _segments(visible.split("\n"))]
    return [*(Block(line.text, part.kind, line.marks, part.level, origin=part.origin)
              for line in joined(lines)), *alts]


def _read(text: str) -> tuple[str, tuple[Mark, ...]]:
    return read_marks(" ".join(unescape(text).split()), escapes=True)


def _segments(lines: list[str]) -> list[str]:
    """Lines between breaks: hard ones, and those before somebody's turn."""
    segments: list[list[str]] = [[]]
    for line in lines:
        begins = LABEL.match(line) or line.startswith(("**", "– ", "— "))
        if segments[-1] and begins and segments[-1][-1].rstrip().endswith(_TURN_ENDS):
            segments.append([])
        hard = line.endswith(_HARD)
        segments[-1].append(line.removesuffix("\\") if hard else line)
        segments += [[]] if hard else []
    return [join(segment) for segment in segments if any(one.strip() for one in segment)]
