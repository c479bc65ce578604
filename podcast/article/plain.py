"""Plain text: paragraphs between blank lines, one to a line, or hard-wrapped."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from podcast.article.byline import byline_of, listed
from podcast.article.cleaning import clean, fold, join
from podcast.article.source import Source
from podcast.errors import UserError
from podcast.model import Article, Block, Mark, MarkKind

_LONGEST_WRAPPED_LINE = 120
_LONGEST_TITLE = 110
_LONG_PARAGRAPH = 60
_HEADING = re.compile(r"#{1,6}\s+(.*\S)")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<text>[^\s*_](?:[^*_]*[^\s*_])?)(?P=mark)")
_LABEL = re.compile(r"[^\W_][^:.!?\n]{0,48}:(\s|$)")
_SENTENCE_END = re.compile(r"[.!?…:][\"“”«»‹›‘’)\]]*$")
_QUOTES = "\"“”„«»‹›‘’‚'"
Line = tuple[int, str]


class PlainText:
    """Reads any text file; the layout of last resort."""

    def score(self, source: Source) -> float:
        """Low, but never 0: whatever was decoded can be read as plain text."""
        return 0.1

    def read(self, source: Source) -> Article:
        """Paragraphs with white space folded; a clear headline becomes the title."""
        text, notices = clean(source.text)
        blocks = tuple(_blocks(text))
        emphasised = sum(_EMPHASIS.fullmatch(block.text) is not None for block in blocks)
        if emphasised:
            notices = (*notices, f"Removed the marks of emphasis (* or _) around {emphasised} "
                       "whole paragraphs.")
            blocks = tuple(_unmarked(block) for block in blocks)
        if not blocks:
            raise UserError("the file holds only invisible characters", source.name,
                            "Paste the article's text into it.")
        title, blocks = _split_title(blocks)
        return Article(blocks=blocks, title=title, notices=(*source.notices, *notices))


def _blocks(text: str) -> list[Block]:
    lines = list(enumerate(text.split("\n"), start=1))
    found: list[Block] = []
    for blank, group in groupby(lines, key=lambda line: not line[1].strip()):
        if not blank:
            found.extend(_group(list(group)))
    return found


def _group(lines: list[Line]) -> list[Block]:
    """The paragraphs of neighbouring lines.

    A greedy line breaker never breaks where the next word would have fitted, so a break
    that leaves room is the author's: after a sentence's end it separates paragraphs.
    """
    width = max(len(fold(line)) for _, line in lines)
    blocks: list[Block] = []
    pending: list[Line] = []
    for number, line in lines:
        if pending and _separates(pending[-1][1], line, width):
            blocks.append(_block(pending))
            pending = []
        pending.append((number, line))
    return [*blocks, _block(pending)]


def _separates(before: str, line: str, width: int) -> bool:
    if width > _LONGEST_WRAPPED_LINE or _stands_alone(before) or _stands_alone(line):
        return True
    before = fold(before)
    if _LABEL.match(line.strip()) and (_SENTENCE_END.search(before) or len(before) < width / 2):
        return True
    fits = len(before) + 1 + len(line.split()[0]) <= width
    return fits and _SENTENCE_END.search(before) is not None and not before.endswith(":")


def _stands_alone(line: str) -> bool:
    """A heading, or a line that is emphasised as a whole."""
    return _HEADING.match(line) is not None or _EMPHASIS.fullmatch(line.strip()) is not None


def _unmarked(block: Block) -> Block:
    found = _EMPHASIS.fullmatch(block.text)
    if found is None:
        return block
    kind: MarkKind = "italic" if len(found["mark"]) == 1 else "bold"
    return replace(block, text=found["text"], marks=(Mark(0, len(found["text"]), kind),))


def _block(lines: list[Line]) -> Block:
    text = join([line for _, line in lines])
    heading = _HEADING.fullmatch(text) if len(lines) == 1 else None
    if heading:
        return Block(heading[1], kind="heading", origin=lines[0][0])
    return Block(text, origin=lines[0][0])


def _split_title(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    first, rest = blocks[0], blocks[1:]
    if rest and (first.kind == "heading" or _is_headline(first.text, rest)):
        return first.text, rest
    return "", blocks


def _is_headline(text: str, rest: tuple[Block, ...]) -> bool:
    return (
        len(text) <= _LONGEST_TITLE
        and text[0].isprintable()
        and not text.endswith((".", ":", ";", ",", "…"))
        and not byline_of(text)
        and not _is_turn(text, rest)
        and _is_above(text, rest)
    )


def _is_above(text: str, rest: tuple[Block, ...]) -> bool:
    """Longer text follows, perhaps behind the author's line; a single word needs a long one."""
    following = next((block.text for block in rest if not byline_of(block.text)), "")
    if len(text.split()) >= 2:
        return len(following) > 1.5 * len(text)
    word = text.strip(_QUOTES)
    alone = all(block.text != text and not block.text.startswith(f"{text}:") for block in rest)
    return (word.isalpha() and word[0].isupper() and alone and len(following) >= _LONG_PARAGRAPH
            and word not in listed("title", "never"))


def _is_turn(text: str, rest: tuple[Block, ...]) -> bool:
    """A first line with a colon is a turn if others are labelled alike, or if it asks."""
    label = _LABEL.match(text)
    if label is None:
        return False
    return (text.endswith("?") or _LABEL.match(rest[0].text) is not None
            or any(block.text.startswith(label[0]) for block in rest))
