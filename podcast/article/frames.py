"""What an element of a page does to the text inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.article.elements import lang_of, line_of
from podcast.article.rules import Names, Rules
from podcast.article.words import listed
from podcast.model import BlockKind, MarkKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD, _ITALIC = ("b", "strong"), ("i", "em")
_ASKING = ("dt", "summary")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_RANKS: dict[BlockKind, int] = {"paragraph": 0, "list": 1, "heading": 2, "table": 2, "quote": 3,
                                "box": 4, "caption": 5, "alt": 5}
"""What stands in a box is of the box, whatever else it is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How text stands inside an element and all those around it."""

    kind: BlockKind = "paragraph"
    level: int = 0
    mark: MarkKind | None = None
    lang: str = ""
    line: int = 0
    is_block: bool = False
    preformatted: bool = False
    quotes: int = 0
    before: str = ""
    after: str = ""


def inner(outer: Frame, element: _Element, found: Names, words: Names, rules: Rules) -> Frame:
    """The frame inside an element."""
    tag = str(element.tag)
    block = tag in rules.blocks or bool(found & rules.captions) or _is_line(element)
    kind = _kind(tag, found, words, rules)
    level = _HEADINGS.get(tag, outer.level)
    asking = tag in _ASKING or bool(words & rules.question_words)
    mark = "bold" if asking else _mark(outer.mark, tag, element.get("style", ""))
    if _RANKS[outer.kind] > _RANKS[kind]:
        mark = "bold" if tag in _HEADINGS and outer.kind == "box" else mark
        kind = outer.kind
    if kind not in ("heading", "box"):
        level = 0
    frame = replace(
        outer, kind=kind, level=level, mark=mark, is_block=block, before="", after="",
        lang=lang_of(element) or outer.lang, preformatted=outer.preformatted or tag == "pre",
        line=line_of(element) if block else outer.line)
    return _with_signs(frame, tag, words, rules)


def _is_line(element: _Element) -> bool:
    """Whether this stands beside a date without a sign between them: each is a line."""
    parent = element.getparent()
    if parent is None or parent.find("time") is None or len(parent) < 2:
        return False
    return not "".join((parent.text or "", *(one.tail or "" for one in parent))).strip()


def _kind(tag: str, found: Names, words: Names, rules: Rules) -> BlockKind:
    if found & rules.captions or words & rules.caption_words:
        return "caption"
    if found & rules.boxes or words & rules.box_words:
        return "box"
    if found & rules.quotes or words & rules.quote_words:
        return "quote"
    if tag in _HEADINGS or "[role=heading]" in found:
        return "heading"
    return "list" if tag == "li" else "paragraph"


def _mark(outer: MarkKind | None, tag: str, style: str) -> MarkKind | None:
    weight, slant = _WEIGHT.search(style), _SLANT.search(style)
    bold = outer == "bold" or tag in _BOLD
    italic = outer == "italic" or tag in _ITALIC
    if weight:
        bold = weight[1].lower() == "bold" or weight[1][0] in "6789"
    if slant:
        italic = slant[1].lower() != "normal"
    return "bold" if bold else "italic" if italic else None


def _with_signs(frame: Frame, tag: str, words: Names, rules: Rules) -> Frame:
    """Text that browsers show around an element: quotation marks, a gap before a credit."""
    if tag == "q":
        opening, closing = _quotes(frame)
        return replace(frame, quotes=frame.quotes + 1, before=opening, after=closing)
    if not frame.is_block and words & rules.credit_words:
        return replace(frame, before=" ", after=" ")
    return frame


def _quotes(frame: Frame) -> tuple[str, str]:
    signs = listed("page", "quotes") if frame.lang.startswith("de") else ("“", "”", "‘", "’")
    inner_pair = 2 * (frame.quotes % 2)
    return signs[inner_pair], signs[inner_pair + 1]
