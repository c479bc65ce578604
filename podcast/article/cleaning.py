"""White space and invisible characters: what reading changes in a text, and says so."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_ODD_SPACES = re.compile(r"(?<=\S)(?:[^\S\n ][^\S\n]*|[^\S\n]{2,})(?=\S)")
_SOFT_HYPHEN = "\xad"
_DASHES = "-\u2010\u2011"
_KEEP_SPACE = frozenset(("und", "oder", "bis", "sowie", "bzw.", "beziehungsweise"))
"""Words before which a hyphen at a line's end stands for a left-out half ("Vor- und …")."""


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with `\\n` line ends, composed letters and no invisible characters; notices."""
    text = _BREAKS.sub("\n", text).replace("\u2029", "\n\n")
    soft = text.count(_SOFT_HYPHEN)
    visible, removed = _INVISIBLE.subn("", text)
    composed = unicodedata.normalize("NFC", visible)
    notices = []
    if removed:
        detail = f", {soft} of them soft hyphens" if soft else ""
        notices.append(f"Removed {removed} invisible characters{detail}.")
    if composed != visible:
        notices.append("Letters with separate accents were composed.")
    return composed, tuple(notices)


def odd_spaces(text: str) -> tuple[str, ...]:
    """A notice of the spaces inside lines that reading makes into single ones, if there are any."""
    count = len(_ODD_SPACES.findall(text))
    return (f"Made {count} tabs, special or repeated spaces into single ones.",) if count else ()


def fold(text: str) -> str:
    """One line with single spaces: every kind of white space counts as a space."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """The text without white space: what counts when texts are compared."""
    return "".join(text.split())


def join(lines: list[str]) -> str:
    """Hard-wrapped lines as one paragraph; a word broken at a hyphen closes up, keeping it."""
    pieces: list[str] = []
    for line in lines:
        words = line.split()
        if not words:
            continue
        if pieces and not _closes_up(pieces[-1], words[0]):
            pieces.append(" ")
        pieces.append(" ".join(words))
    return "".join(pieces)


def _closes_up(before: str, word: str) -> bool:
    return (len(before) > 1 and before[-1] in _DASHES and before[-2].isalpha()
            and word[0].isalpha() and word not in _KEEP_SPACE)
