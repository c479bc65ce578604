"""Text of people as feeds carry it: right for readers of HTML and of plain text, and not too
long."""

from __future__ import annotations

from html import escape, unescape

LONGEST_DESCRIPTION = 4000
"""Letters that Apple Podcasts takes of a show's or an episode's description."""
LONGEST_NAME = 255
"""Letters the W3C's feed validator takes of an author."""


def html_text(text: str) -> str:
    """Text for elements some apps read as HTML and others as they stand: escaped only if the
    former would read something else."""
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


def true_or_false(answer: bool) -> str:
    """Yes and no as iTunes' elements write them."""
    return "true" if answer else "false"


def shortened(text: str, most: int) -> str:
    """The text if it has no more than `most` letters, else its first words and an ellipsis."""
    if len(text) <= most:
        return text
    words, _, _ = text[:most].rpartition(" ")
    return f"{(words or text)[:most - 1].rstrip()}…"
