"""Where quotations begin and end, whatever their marks."""

from __future__ import annotations

import re

# Opening mark → the marks that may close it.
_CLOSERS = {
    "„": ("“", "”", "\"", "''"), "»": ("«",), "«": ("»",), "“": ("”", "\""), "\"": ("\"", "“", "”"),
    "‚": ("‘", "’", "'"), "‹": ("›",), "›": ("‹",), "‘": ("’",), "'": ("'",), "”": ("”",),
    ",,": ("''", "“", "”", "\"", "‘‘"), "``": ("''",), "<<": (">>",), ">>": ("<<",), "‘‘": ("’’",),
}
# A mark three times in a row, and one inside a word, is none.
_MARK = re.compile(r"([„“”\"»«‚‘’‹›'])\1\1+|(?<!\w),,(?=\w)|''|``|<<|>>|‘‘|’’"
                   r"|[„“”\"»«‚‹›]|(?<!\w)[‘'](?=\w)|(?<=\S)[‘’'](?!\w)")
_SMALL = re.compile(r"['‘][a-zäöü]{1,2}\s")
_BEFORE_OPENING = "([{–—-/:,;…„“»«‚‘‹›\""
_HARD_SPACES = "\u00a0\u202f"
_DEEPEST = 6
_APOSTROPHES = "'‘‚"

MARKS = "\"„“”«»‹›‚‘’'"
"""Every mark of quotation that is one letter."""
OPENERS = "".join(dict.fromkeys(mark[0] for mark in _CLOSERS))
"""The first letters of marks that may open a quotation."""
STOPS = ".!?…"
_AFTER_STOP = f"{MARKS})]"


def find_quotes(text: str) -> list[tuple[int, int]]:
    """Outermost quotations as [start, end) including their marks, in order."""
    return _scan(text)[0]


def find_quotes_and_open(text: str) -> tuple[list[tuple[int, int]], int]:
    """The same, and the offset of a mark left open behind the last of them, or -1."""
    found, waiting = _scan(text)
    last = found[-1][1] if found else 0
    return found, next(
        (at for at in waiting if at >= last and text[at] not in _APOSTROPHES), -1)


def stops(quote: str) -> bool:
    """Whether a text ends like a sentence, whatever marks and brackets close behind."""
    return quote.rstrip(_AFTER_STOP)[-1:] in tuple(STOPS)


def _scan(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Whole quotations, and the marks that were left open.

    One pass with a stack of open marks; a mark left open inside a closed pair opens nothing.
    """
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark = match[0]
        start, end = match.span()
        if match[1]:
            continue
        if stack and not text[end : end + 1].isalnum():
            level = _closed(mark, stack)
            if level >= 0 and _ends(text[start - 1]):
                pairs.append((stack[level][1], end))
                del stack[level:]
                continue
        if mark in _CLOSERS and _opens(text, mark, start, end):
            stack.append((mark, start))
            if len(stack) > _DEEPEST:
                del stack[0]
    return _outermost(pairs), [start for _, start in stack]


def _closed(mark: str, stack: list[tuple[str, int]]) -> int:
    """The innermost open level that a mark may close, or -1."""
    for level in range(len(stack) - 1, -1, -1):
        if mark in _CLOSERS[stack[level][0]]:
            return level
    return -1


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs come ordered by their end: a later one swallows those it holds."""
    found: list[tuple[int, int]] = []
    for start, end in pairs:
        while found and found[-1][0] > start:
            found.pop()
        found.append((start, end))
    return found


def _opens(text: str, mark: str, start: int, end: int) -> bool:
    after = text[end] if end < len(text) else " "
    if after.isspace():
        return mark in "«»" and after in _HARD_SPACES
    if mark in "'‘" and (not after.isalnum() or _SMALL.match(text, start)):
        return False
    before = text[start - 1] if start else " "
    return before in _BEFORE_OPENING or before.isspace() or (
        mark in "„»‚" and not before.isalnum())


def _ends(before: str) -> bool:
    """A closing mark stands behind something."""
    return not before.isspace() or before in _HARD_SPACES
