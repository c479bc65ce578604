"""A part of a page → blocks in order: nothing lost, structure kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from podcast.article import frames
from podcast.article.cleaning import clean, fold
from podcast.article.elements import line_of, names, text_of, words
from podcast.article.frames import Frame
from podcast.article.furniture import Page
from podcast.article.runs import Run, paragraphs
from podcast.article.tables import is_data, rows_of, table_text
from podcast.article.words import listed
from podcast.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

_FILE_NAME = re.compile(r"\S*\.(jpe?g|png|gif|webp|svg|avif)|(img|image|dsc|dscn)?[_\d-]+",
                        re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_FOOTNOTE = re.compile(r"[\[(]?(\d{1,3}|[a-z*†])[\])]?")


@dataclass(frozen=True, slots=True)
class Walked:
    """The blocks of a part of a page, and what was done to its text."""

    blocks: tuple[Block, ...]
    letters: int
    """How much of the page's text was read; white space not counted."""
    notices: tuple[str, ...]


def walk(page: Page, root: _Element, lang: str) -> Walked:
    """Read everything under an element that is neither furniture nor hidden."""
    from lxml import etree

    walker = _Walker(page, lang)
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    skipped = None
    for event, element in steps:
        if event == "start":
            if walker.enter(element, element is root):
                continue
            steps.skip_subtree()
            skipped = element
        elif event == "end" and element is skipped:
            continue
        elif event == "end":
            walker.leave()
        if element is not root:
            walker.say(element.tail)
    walker.flush()
    return walker.walked()


class _Walker:
    """Collects runs of text until a block ends."""

    def __init__(self, page: Page, lang: str) -> None:
        self._page = page
        self._lang = lang
        self._frames = [Frame(lang=lang)]
        self._runs: list[Run | None] = []
        self._alts: list[Block] = []
        self._blocks: list[Block] = []
        self._seen: list[str] = []
        self._counts: Counter[str] = Counter()

    def enter(self, element: _Element, is_root: bool) -> bool:
        """Begin an element; False if what is inside is not read here."""
        if not is_root and element in self._page.furniture:
            return False
        if element.tag in ("br", "img", "table", "sup") and self._is_done(element):
            return False
        found = names(element)
        frame = frames.inner(self._frames[-1], element, found, words(element), self._page.rules)
        if frame.is_block:
            self.flush()
        self._frames.append(frame)
        if frame.quotes > self._frames[-2].quotes:
            self._counts["q"] += 1
        self._set(frame.before)
        self.say(element.text)
        return True

    def leave(self) -> None:
        """End the innermost element."""
        frame = self._frames[-1]
        self._set(frame.after)
        if frame.is_block:
            self.flush()
        self._frames.pop()

    def say(self, text: str | None) -> None:
        """Add text of the page as the innermost element sets it."""
        if text:
            self._seen.append(text)
            self._set(text)

    def _set(self, text: str) -> None:
        if not text:
            return
        frame = self._frames[-1]
        for number, line in enumerate(text.split("\n") if frame.preformatted else (text,)):
            self._runs += [None] if number else []
            self._runs.append(Run(clean(line)[0], frame.mark, frame.lang))

    def flush(self) -> None:
        """End the block at hand; descriptions of its pictures follow it."""
        frame = self._frames[-1]
        for line in paragraphs(self._runs):
            lang = line.lang if line.lang.partition("-")[0] != self._lang.partition("-")[0] else ""
            self._blocks.append(Block(line.text, frame.kind, line.marks, frame.level, lang,
                                      frame.line))
        self._runs = []
        self._blocks += self._alts
        self._alts = []

    def walked(self) -> Walked:
        """All blocks, without descriptions of pictures that say what the caption says."""
        captions = {fold(one.text).casefold() for one in self._blocks if one.kind == "caption"}
        blocks = tuple(one for one in self._blocks
                       if one.kind != "alt" or one.text.casefold() not in captions)
        seen = "".join(self._seen)
        notices = clean(seen)[1]
        if self._counts["q"]:
            notices += (f"Added quotation marks to {self._counts['q']} <q> elements, "
                        "as browsers do.",)
        return Walked(blocks, len("".join(seen.split())), notices)

    def _is_done(self, element: _Element) -> bool:
        """Deal with what needs no frame; False for anything else."""
        if element.tag == "br":
            self._runs.append(None)
        elif element.tag == "img":
            self._picture(element)
        elif element.tag == "table":
            return self._is_written(element)
        elif element.tag == "sup":
            return self._is_raised(element)
        return True

    def _picture(self, element: _Element) -> None:
        text = fold(clean(element.get("alt", ""))[0])
        if words(element) & {"emoji", "smiley"}:
            self.say(text)
        elif (text and element.get("role") not in ("presentation", "none")
              and not _FILE_NAME.fullmatch(text) and text not in listed("page", "empty_alts")):
            self._alts.append(Block(text, "alt", origin=line_of(element)))

    def _is_written(self, table: _Element) -> bool:
        if names(table) & self._page.rules.boxes:
            return self._is_box(table)
        if not is_data(table):
            return False
        self.flush()
        for caption in table.iterchildren("caption"):
            self._blocks.append(Block(text_of(caption), "caption",
                                      origin=line_of(caption)))
        self._seen.append(text_of(table))
        self._blocks.append(Block(fold(clean(table_text(table))[0]), "table",
                                  origin=line_of(table)))
        return True

    def _is_box(self, table: _Element) -> bool:
        """A box that is set as a table is read row by row."""
        rows = rows_of(table)
        if not rows:
            return False
        self.flush()
        self._seen.append(text_of(table))
        self._blocks += [Block(": ".join(filter(None, map(fold, row))), "box",
                               origin=line_of(table)) for row in rows]
        return True

    def _is_raised(self, element: _Element) -> bool:
        """A note's number is not read; an exponent is written as one."""
        text = text_of(element)
        linked = element.find(".//a") is not None or "reference" in words(element)
        if linked and _FOOTNOTE.fullmatch(text):
            return True
        raised = text.translate(_SUPERSCRIPT)
        if raised.isnumeric() or raised.strip("⁺⁻").isnumeric():
            self.say(raised)
            return True
        return False


