"""The few rules of Markdown that scripts know, as rules of markdown-it.

Block: chapter headings, quotes, comments, paragraphs. Inline: escapes, comments, spans, stress.
Lists, code, tables, links, HTML and all the rest are switched off: they would eat German.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from podcast.errors import UserError
from podcast.script.attributes import Attributes, read_attributes
from podcast.script.keywords import OMITTED

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_MARKS = re.compile(r"[\\*\[\]<]")
"""A paragraph without one of these is text as it stands: most are, and need no parser."""
_UNCLOSED = "a comment is not closed"
_OPENING = re.compile(r"(?<!\\)<!--")
_OMITS = re.compile(rf"\s*{OMITTED}\b")
_CLOSE = "Write --> at its end, or a backslash before <!-- if it is text."


@dataclass(slots=True)
class Marks:
    """The open brackets and stars of a paragraph while it is read."""

    where: str
    line: int
    voices: Collection[str]
    open: list[Token] = field(default_factory=list)
    brackets: int = 0

    def place(self, state: StateInline) -> str:
        """File and line of the character being read."""
        return f"{self.where}:{self.line_of(state)}"

    def line_of(self, state: StateInline) -> int:
        """The line of the character being read, counted from 1."""
        return self.line + state.src.count("\n", 0, state.pos)


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """A markdown-it that knows these rules and no others."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("zero").enable(["heading", "escape"])
    made.block.ruler.before("paragraph", "comment", _comment, {"alt": ["paragraph"]})
    made.block.ruler.before("paragraph", "quote", _quote, {"alt": ["paragraph"]})
    for name, rule in (("bracket", _bracket), ("close", _close), ("star", _star),
                       ("remark", _remark)):
        made.inline.ruler.push(name, rule)
    return made


def blocks(text: str, where: str) -> list[Token]:
    """Headings, paragraphs, comments and quoted paragraphs with the lines they stand on."""
    tokens: list[Token] = []
    md = markdown()
    md.block.parse(text, md, {"where": where}, tokens)
    return tokens


def pieces(text: str, where: str, line: int, voices: Collection[str]) -> list[Token]:
    """The text, openings and closings of spans that a paragraph consists of."""
    tokens: list[Token] = []
    md = markdown()
    if not _MARKS.search(text):
        from markdown_it.token import Token

        return [Token("text", "", 0, content=text)]
    md.inline.parse(text, md, {"marks": Marks(where, line, voices)}, tokens)
    return tokens


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment that begins a line and has the end of its last line for itself."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<!--", first):
        return False
    stop = state.src.find("-->", first + 4)
    if stop < 0:
        raise UserError(_UNCLOSED, f"{state.env['where']}:{start + 1}", _CLOSE)
    _require_one(state.src[first + 4 : stop], state.env["where"], start + 1)
    last = start + state.src.count("\n", first, stop)
    if state.src[stop + 3 : state.eMarks[last]].strip():
        if last == start:
            return False
        raise UserError("text follows the end of a comment", f"{state.env['where']}:{last + 1}",
                        "Begin a new line behind -->.")
    if not silent:
        _push(state, "comment", state.src[first + 4 : stop], start, last + 1)
        state.line = last + 1
    return True


def _require_one(comment: str, where: str, line: int) -> None:
    """Return unless another comment begins within one, which would hide what lies between."""
    inner = _OPENING.search(comment)
    if inner:
        begun = line + comment.count("\n", 0, inner.start())
        raise UserError(f"{_UNCLOSED} before the next one begins in line {begun}",
                        f"{where}:{line}", _CLOSE)


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that begin with `>`: one aside per paragraph, however deep the quote."""
    if not _quoted(state, start):
        return False
    if silent:
        return True
    line, lines = start, list[str]()
    while line < end and _quoted(state, line):
        text = state.src[state.bMarks[line] : state.eMarks[line]].lstrip(" \t>").rstrip()
        if not text and lines:
            _push(state, "aside", "\n".join(lines), line - len(lines), line)
            lines = []
        elif text:
            lines.append(text)
        line += 1
    if lines:
        _push(state, "aside", "\n".join(lines), line - len(lines), line)
    state.line = line
    return True


def _quoted(state: StateBlock, line: int) -> bool:
    return state.src.startswith(">", state.bMarks[line] + state.tShift[line])


def _push(state: StateBlock, kind: str, text: str, start: int, end: int) -> None:
    token = state.push(kind, "", 0)
    token.content = text
    token.map = [start, end]


def _bracket(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    marks: Marks = state.env["marks"]
    marks.open.append(_mark(state, "["))
    marks.brackets += 1
    return True


def _close(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "]":
        return False
    marks: Marks = state.env["marks"]
    opening = _last_bracket(marks)
    if opening is None or not state.src.startswith("]{", state.pos):
        _mark(state, "]")
        return True
    found, end = read_attributes(state.src, state.pos + 1, marks.voices, marks.place(state))
    _pair(state, opening, found)
    state.pos = end
    return True


def _last_bracket(marks: Marks) -> Token | None:
    """The innermost open bracket; stars opened within it stay stars."""
    if not marks.brackets:
        return None
    marks.brackets -= 1
    while marks.open[-1].content != "[":
        marks.open.pop()
    return marks.open.pop()


def _star(state: StateInline, silent: bool) -> bool:
    """`*words*`, opened and closed where words begin and end: `Bürger*innen` is a word."""
    if state.src[state.pos] != "*":
        return False
    marks: Marks = state.env["marks"]
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    after = state.src[state.pos + 1 : state.pos + 2]
    closes = bool(before) and not before.isspace() and not after.isalnum()
    opens = bool(after) and not after.isspace() and not before.isalnum()
    if "*" in (before, after):
        closes = opens = False
    if closes and marks.open and marks.open[-1].content == "*":
        _pair(state, marks.open.pop(), Attributes(stress=True))
        state.pos += 1
        return True
    token = _mark(state, "*")
    if opens:
        marks.open.append(token)
    return True


def _remark(state: StateInline, silent: bool) -> bool:
    """A comment within a paragraph: not shown; it cannot hold left-out text."""
    if not state.src.startswith("<!--", state.pos):
        return False
    marks: Marks = state.env["marks"]
    stop = state.src.find("-->", state.pos + 4)
    if stop < 0:
        raise UserError(_UNCLOSED, marks.place(state), _CLOSE)
    _require_one(state.src[state.pos + 4 : stop], marks.where, marks.line_of(state))
    if _OMITS.match(state.src, state.pos + 4, stop):
        raise UserError("left-out text stands within a paragraph", marks.place(state),
                        "Give the comment a paragraph of its own.")
    state.push("remark", "", 0).content = state.src[state.pos + 4 : stop]
    state.pos = stop + 3
    return True


def _mark(state: StateInline, sign: str) -> Token:
    """The sign as text; it becomes an opening when its partner is found."""
    token = state.push("text", "", 0)
    token.content = sign
    state.pos += 1
    return token


def _pair(state: StateInline, opening: Token, found: Attributes) -> None:
    opening.type, opening.content = "open", ""
    opening.meta = {"attributes": found, "where": state.env["marks"].place(state)}
    state.push("close", "", 0)
