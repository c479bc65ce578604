"""Titles, slugs and keys: short names made from what is printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from podcast.interview import words

LONGEST_SLUG = 60
_LONGEST_OPENING = 60
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o",
                          "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def slugify(text: str, fallback: str = "interview") -> str:
    """Small ASCII letters, digits and hyphens, at most 60 characters, cut between words."""
    small = unicodedata.normalize("NFC", text.lower()).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", small).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")
    if len(slug) > LONGEST_SLUG:
        cut = slug[: LONGEST_SLUG + 1].rpartition("-")[0]
        slug = cut or slug[:LONGEST_SLUG]
    return slug.strip("-") or fallback


def make_key(name: str, taken: Iterable[str]) -> str:
    """A cast key from a surname that nobody else has."""
    used = {"journalist", "narrator", *taken}
    stem = slugify(name, "guest")
    key, number = stem, 2
    while key in used:
        key, number = f"{stem}-{number}", number + 1
    return key


def opening_words(text: str) -> str:
    """The first sentence of a text, or as many of its first words as a title holds."""
    sentence = re.split(r"(?<=\w[.!?…])\s", text[: 4 * _LONGEST_OPENING], maxsplit=1)[0]
    if len(sentence) <= _LONGEST_OPENING and len(text) > len(sentence):
        return sentence.rstrip(" .:,;")
    if len(text) <= _LONGEST_OPENING:
        return text.rstrip(" .:,;")
    cut = text[:_LONGEST_OPENING].rpartition(" ")[0] or text[:_LONGEST_OPENING]
    return cut.rstrip(" .:,;–-") + " …"


def interview_title(guests: Sequence[str]) -> str:
    """`Interview mit A, B und C`."""
    joined = words.text("wording", "and").join(
        part for part in (", ".join(guests[:-1]), guests[-1]) if part)
    return words.text("wording", "title").format(guests=joined)
