"""What stands around a conversation: person boxes, captions, credits, links, authors' lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from podcast.article.byline import byline_of
from podcast.interview import words
from podcast.interview.boxes import box_of, is_bare_box
from podcast.interview.credits import (
    ends_with_credit,
    is_caption,
    is_credit,
    names_makers,
    says_who_asked,
)
from podcast.interview.patterns import UPPER
from podcast.interview.perspective import asks
from podcast.interview.quotes import find_quotes
from podcast.interview.units import Unit

STOP = re.compile(r"[.!?…:;,][\"“”«»‹›‘’)\]]*$")
"""Matches the end of a text that ends like a sentence."""
SHORT = 90
_KICKERS = 1
_QUOTED_HEAD = 1
_LONGEST_HEADLINE = 110
_STANDFIRST = 150
_LONGEST_SECTION = 30
_MASTHEAD = re.compile(r"\s[·|•/]\s")
_QUOTES = ("„", "»", "«", "\"", "“")
_LINKED = "phrase of newsletters and links"
"""Items of a list below such a heading are links too."""
_SENTENCE_END = re.compile(r"[.!?…]$")
_SECTION_END = re.compile(r"[.!?…:;,]$")
_TOP = 6
"""Among so many first paragraphs the author's line stands."""
_LONGEST_PULLED = 320
_SHORTEST_PULLED = 50
_SHINGLE = 4
_PULLED = 0.75
"""Share of a pull quote's word groups that stand elsewhere too."""
_WORD = re.compile(r"\w+")
_WHOLE_QUOTE = re.compile(r"[.!?…][“”«»\"]$")
_INNER_STOP = re.compile(rf"\w{{2}}[.!?…:][\"“”«»‹›‘’)]*\s+(?:{UPPER}|[„»«\"])")
_LONGEST_NOTE = 500
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|\b0\d{2,5}\s?[/–-]\s?\d{3}"
                      r"|\b[\w\-]+\.(?:de|at|ch|org|com|net|info|eu|example)\b")


def around(units: Sequence[Unit]) -> Iterator[dict[str, float]]:
    """What speaks for each unit's being none of the conversation."""
    repeats = _Repeats(units)
    linked = False
    for index, unit in enumerate(units):
        seen = dict.fromkeys(_seen(units, index, repeats), 1.0)
        linked = unit.person is None and (_LINKED in seen if unit.kind != "list" else linked)
        linked = linked and len(unit.text) <= SHORT and (unit.kind == "list"
                                                         or not _SENTENCE_END.search(unit.text))
        yield seen | ({_LINKED: 1.0} if linked else {})


def _seen(units: Sequence[Unit], index: int, repeats: _Repeats) -> Iterator[str]:
    unit = units[index]
    if unit.kind not in ("paragraph", "list"):
        yield f"marked as {unit.kind}"
    if unit.person is not None:
        return
    if unit.kind == "quote" and index and units[index - 1].text.endswith(":"):
        yield "quote that a colon announces"
    yield from _box(unit.text, units[index - 1].text if index else "")
    yield from _head(units, index)
    yield from _links(unit.text)
    yield from _pictures(unit.text)
    if unit.kind == "paragraph" and _stands_in_head(units, index):
        yield "standfirst or kicker"
    if repeats.elsewhere(unit):
        yield "repeats a sentence of the article"
    yield from _ending(unit)


def _box(text: str, before: str) -> Iterator[str]:
    if box_of(text) is not None:
        yield "heading of a person box"
    elif is_bare_box(before):
        yield "follows the heading of a person box"


def _head(units: Sequence[Unit], index: int) -> Iterator[str]:
    """What stands above an article: section, authors, standfirst."""
    text = units[index].text
    if says_who_asked(text):
        yield "names who asked"
    elif (index < _TOP and byline_of(text)) or names_makers(text):
        yield "names the author near the top"
    if index <= _KICKERS and not any(STOP.search(one.text) for one in units[:index]):
        section = len(text) <= _LONGEST_SECTION or _MASTHEAD.search(text)
        if section and text[:1] not in _QUOTES and not _SECTION_END.search(text):
            yield "section name near the top"
    if index <= _QUOTED_HEAD and _is_quoted_line(text):
        yield "quoted headline near the top"
    if _is_first_long(units, index):
        yield "first long paragraph"
    if index == 0 and len(text) > _SHORTEST_PULLED:
        yield "directly below the headline"


def _stands_in_head(units: Sequence[Unit], index: int) -> bool:
    """Whether a line with a question or turn soon below has nothing but such lines above."""
    below = units[index + 1 : index + 3]
    return (index < _TOP and not _is_quoted_line(units[index].text)
            and not any(_is_said(one) for one in units[: index + 1])
            and any(_is_said(one) for one in below))


def _is_said(unit: Unit) -> bool:
    return unit.person is not None or asks(unit.text) or len(unit.text) > _STANDFIRST


def _is_quoted_line(text: str) -> bool:
    quotes = find_quotes(text)
    return (len(text) <= _LONGEST_HEADLINE and len(quotes) == 1
            and quotes[0] == (0, len(text)) and len(text.split()) > 2)


def _is_first_long(units: Sequence[Unit], index: int) -> bool:
    """The standfirst: long, near the top, not a question, and nothing long or asked before it."""
    if index >= _TOP or len(units[index].text) < _STANDFIRST or asks(units[index].text):
        return False
    return all(len(one.text) < _STANDFIRST and not asks(one.text) for one in units[:index])


def _ending(unit: Unit) -> Iterator[str]:
    text = unit.text
    if unit.kind != "list" and len(text) <= SHORT and not STOP.search(text):
        yield "short, without a final stop"
    if text.startswith("* "):
        yield "footnote"
    if _INNER_STOP.search(text):
        yield "several sentences"


def _links(text: str) -> Iterator[str]:
    if (words.starts(text.lstrip("→►▶➤*•– "), "boilerplate", "starts", case=True)
            or (text[:4].isupper() and words.starts(text, "boilerplate", "starts"))
            or _is_sharing(text) or _is_meta(text) or _holds(text, "inside")):
        yield _LINKED
    if _holds(text, "events"):
        yield "speaks of tickets and dates"
    if len(text) < _LONGEST_NOTE and _ADDRESS.search(text):
        yield "gives an address"


def _pictures(text: str) -> Iterator[str]:
    if words.starts(text, "boilerplate", "credit") or is_credit(text):
        yield "photo credit"
    elif ends_with_credit(text):
        yield "ends with a photo credit"
    elif is_caption(text):
        yield "speaks of a picture"


class _Repeats:
    """Which word groups stand in an article more than once."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()
        for unit in units:
            self._counts.update(set(_shingles(unit.said)))

    def elsewhere(self, unit: Unit) -> bool:
        """Whether a short unit only says again what another one says."""
        if len(unit.text) > _LONGEST_PULLED:
            return False
        own = set(_shingles(unit.said))
        again = sum(self._counts[one] > 1 for one in own)
        return bool(own) and again >= _PULLED * len(own) and _is_pulled(unit)


def _is_pulled(unit: Unit) -> bool:
    """A pull quote is quoted, emphasised or set apart; its source is not."""
    if unit.kind == "quote":
        return True
    if unit.text[:1] in "„»«\"“" and _WHOLE_QUOTE.search(unit.text):
        return True
    quoted = unit.text[:1] in "„»«\"“" or bool(unit.emphasis) or not STOP.search(unit.text)
    return quoted and len(unit.text) > _SHORTEST_PULLED


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    tokens = [token.casefold() for token in _WORD.findall(text)]
    return zip(*(tokens[shift:] for shift in range(_SHINGLE)), strict=False)


def _holds(text: str, table: str) -> bool:
    return len(text) < _LONGEST_NOTE and words.holds(text, "boilerplate", table)


def _is_sharing(text: str) -> bool:
    if len(text) > 120:
        return False
    found = [word for word in re.split(r"[\s|·•,/]+", text) if word]
    known = words.folded("boilerplate", "share")
    return bool(found) and all(word.casefold() in known for word in found)


def _is_meta(text: str) -> bool:
    """A line of nothing but dates, times and figures."""
    if len(text) > 120 or not any(char.isdigit() for char in text):
        return False
    known = words.folded("boilerplate", "meta")
    return all(token.isdigit() or token.casefold() in known for token in _WORD.findall(text))
