"""Text of people as feeds carry it: right for readers of HTML and of plain text, and not too
long."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from html import escape, unescape

_JOINER = "\u2060"
_OTHERWISE = re.compile(r"&#?\w+;?|<(?=[a-z/!?])", re.IGNORECASE)
LONGEST_DESCRIPTION = 4000
"""Bytes that a show's or an episode's description may have in the feed (PSP-1, Apple)."""
LONGEST_NAME = 255
"""Letters the W3C's feed validator takes of an author."""


def html_text(text: str) -> str:
    """Text for elements some apps read as HTML and others as they stand: escaped only if the
    former would read something else."""
    return escape(text, quote=False) if "<" in text or unescape(text) != text else text


def title_text(text: str) -> str:
    """A title that reads the same in apps that take it for HTML and in those that do not: no
    escape would, so an invisible joiner parts what HTML would read otherwise."""
    return _OTHERWISE.sub(_parted, text)


def _parted(found: re.Match[str]) -> str:
    written = found[0]
    otherwise = written[0] == "<" or unescape(written) != written
    return f"{written[0]}{_JOINER}{written[1:]}" if otherwise else written


def true_or_false(answer: bool) -> str:
    """Yes and no as iTunes' elements write them."""
    return "true" if answer else "false"


def bytes_in_feed(text: str) -> int:
    """How many bytes the text takes in a description: UTF-8, with all that HTML and XML escape."""
    return len(escape(html_text(text), quote=False).encode())


def shortened(text: str, most: int, size: Callable[[str], int] = len) -> str:
    """The text if its size (letters, if nothing else is said) is at most `most`, else its first
    words and an ellipsis."""
    if size(text) <= most:
        return text
    end = bisect_right(range(1, len(text)), most, key=lambda end: size(f"{text[:end]}…"))
    words, _, _ = text[:end + 1].rpartition(" ")
    return f"{(words or text[:end]).rstrip()}…"


def described(text: str) -> str:
    """A description as long as directories take it."""
    return shortened(text, LONGEST_DESCRIPTION, bytes_in_feed)
