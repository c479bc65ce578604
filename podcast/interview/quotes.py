"""Where quotations begin and end, whatever their marks; the tag decides elsewhere who speaks."""

from __future__ import annotations

# Opening mark → the marks that may close it. A straight or double-use mark opens only where a
# word could begin, and closes only where one could end.
_PAIRS = {"„": "“”\"", "»": "«", "«": "»", "“": "”\"", "\"": "\"“”", "‚": "‘’", "‹": "›", "›": "‹",
          "”": "”"}
_BEFORE_OPENING = "([{–—-/:,;…"


def find_quotes(text: str) -> list[tuple[int, int]]:
    """Outermost quotations as [start, end) including their marks, in order.

    A mark that is never closed opens nothing; the text behind it is looked at again, once for
    every kind of mark, so the time stays linear.
    """
    found: list[tuple[int, int]] = []
    hopeless: set[str] = set()
    position = 0
    while position < len(text):
        mark = text[position]
        if mark not in _PAIRS or mark in hopeless or not _opens(text, position):
            position += 1
            continue
        end = _closing(text, position)
        if end < 0:
            hopeless.add(mark)
            position += 1
            continue
        found.append((position, end))
        position = end
    return found


def _opens(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    if after.isspace():
        return False
    return before.isspace() or before in _BEFORE_OPENING or (
        text[position] in "„»‚" and not before.isalnum())


def _closing(text: str, start: int) -> int:
    """Offset behind the mark that closes the quotation begun at `start`, or -1."""
    mark = text[start]
    closers = _PAIRS[mark]
    depth = 0
    inner = False
    for position in range(start + 1, len(text)):
        one = text[position]
        if one == "\"" != mark and (inner or _opens(text, position)):
            inner = not inner
        elif one == mark and one not in closers and _opens(text, position):
            depth += 1
        elif one in closers and _ends(text, position):
            if depth == 0:
                return position + 1
            depth -= 1
    return -1


def _ends(text: str, position: int) -> bool:
    """A closing mark stands behind something and before no letter."""
    after = text[position + 1] if position + 1 < len(text) else " "
    return not text[position - 1].isspace() and not after.isalnum()
