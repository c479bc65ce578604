"""Plain text: paragraphs between blank lines, one to a line, or hard-wrapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from podcast.article.byline import byline_of
from podcast.article.cleaning import clean, fold, join, odd_spaces
from podcast.article.emphasis import read_marks
from podcast.article.punctuation import LABEL, QUOTES, ends_question, ends_sentence
from podcast.article.source import Source
from podcast.article.words import listed
from podcast.errors import UserError
from podcast.model import Article, Block

_LONGEST_WRAPPED_LINE = 120
_UNWRAPPED = _LONGEST_WRAPPED_LINE + 1
_LONGEST_TITLE = 110
_LONGEST_KICKER = 40
_NARROW = 40
"""Lines of verses and columns narrower than this leave room by chance."""
_MUCH_ROOM = 0.6
"""A line of less than this share of the width did not have to end there."""
_LONG_PARAGRAPH = 60
_HEAD = 4
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<text>[^\s*_](?:[^*_]*[^\s*_])?)(?P=mark)")
Line = tuple[int, str]


class PlainText:
    """Reads any text file; the layout of last resort."""

    def score(self, source: Source) -> float:
        """Low, but never 0 for what was decoded: it can be read as plain text."""
        return 0.1 if source.text else 0.0

    def read(self, source: Source) -> Article:
        """Paragraphs with white space folded; a clear headline becomes the title."""
        text, found = clean(source.text)
        notices = (*found, *odd_spaces(text))
        blocks = tuple(_blocks(text))
        emphasised = sum(len(block.marks) for block in blocks)
        if emphasised:
            notices = (*notices, f"Read {emphasised} stretches between * or _ as emphasised.")
        if not blocks:
            raise UserError("the file holds only invisible characters", source.name,
                            "Paste the article's text into it.")
        title, blocks = _split_title(blocks)
        return Article(blocks=blocks, title=title, notices=(*source.notices, *notices))


def _blocks(text: str) -> list[Block]:
    lines = list(enumerate(text.split("\n"), start=1))
    labels = Counter(label[0].rstrip(": ") for _, line in lines if (label := LABEL.match(line)))
    labels += _lone_capitals(line.strip() for _, line in lines)
    found: list[Block] = []
    for blank, group in groupby(lines, key=lambda line: not line[1].strip()):
        if not blank:
            here = list(group)
            width = _width(here if found else lines, here)
            found.extend(_group(here, labels, _UNWRAPPED if _is_list(here, labels) else width))
    return found


def _lone_capitals(lines: Iterable[str]) -> Counter[str]:
    """Names in capitals that return on lines of their own: labels without a colon."""
    found = Counter(line for line in lines if line.isupper() and len(line) <= _LONGEST_KICKER
                    and len(line) > 2 and line[0].isalpha() and not ends_sentence(line))
    return Counter({line: count for line, count in found.items() if count > 1})


def _width(lines: list[Line], here: list[Line]) -> int:
    """The width that neighbouring lines may use; few short ones at the top, that of the text."""
    own = max(len(fold(line)) for _, line in here)
    if lines is here or len(here) > _HEAD:
        return own
    width = min(_LONGEST_WRAPPED_LINE, max(len(fold(line)) for _, line in lines))
    return width if own < _MUCH_ROOM * width else own


def _is_list(lines: list[Line], labels: Counter[str]) -> bool:
    """Whether turns stand one to a line here: behind the first one there is no other line."""
    found = [label is not None and labels[label[0].rstrip(": ")] > 1
             for label in (LABEL.match(line) for _, line in lines)]
    return found.count(True) > 1 and all(found[found.index(True):])


def _group(lines: list[Line], labels: Counter[str], width: int) -> list[Block]:
    """The paragraphs of neighbouring lines.

    A greedy line breaker never breaks where the next word would have fitted, so a break
    that leaves room is the author's: after a sentence's end it separates paragraphs, and
    where it leaves much room anywhere.
    """
    blocks: list[Block] = []
    pending: list[Line] = []
    for number, line in lines:
        if pending and _separates(pending[-1][1], line, width, labels):
            blocks.append(_block(pending))
            pending = []
        pending.append((number, line))
    return [*blocks, _block(pending)]


def _separates(before: str, line: str, width: int, labels: Counter[str]) -> bool:
    if width > _LONGEST_WRAPPED_LINE or _stands_alone(before) or _stands_alone(line):
        return True
    if any(one.isupper() and labels[one] > 1 for one in (before.strip(), line.strip())):
        return True
    before = fold(before)
    label = LABEL.match(line.strip())
    if label and f"{before} {label[0].rstrip(': ')}" in labels:
        return False
    if label and (ends_sentence(before) or before.endswith(":") or len(before) < width / 2
                  or labels[label[0].rstrip(": ")] > 1):
        return True
    fits = len(before) + 1 + len(line.split()[0]) <= width
    much = width >= _NARROW and len(before) < _MUCH_ROOM * width
    return fits and (much or ends_sentence(before))


def _stands_alone(line: str) -> bool:
    """A heading, or a line that is emphasised as a whole."""
    return _HEADING.match(line) is not None or _EMPHASIS.fullmatch(line.strip()) is not None


def _block(lines: list[Line]) -> Block:
    text, origin = join([line for _, line in lines]), lines[0][0]
    heading = _HEADING.fullmatch(text) if len(lines) == 1 else None
    if heading:
        text, marks = read_marks(heading[2])
        return Block(text, "heading", marks, len(heading[1]), origin=origin)
    text, marks = read_marks(text)
    return Block(text, marks=marks, origin=origin)


def _split_title(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    first, rest = blocks[0], blocks[1:]
    if len(rest) > 1 and _is_kicker(first.text, rest[0].text) and _is_headline(
            rest[0].text, rest[1:]):
        return rest[0].text, (first, *rest[1:])
    if rest and (first.kind == "heading" or _is_headline(first.text, rest)):
        return first.text, rest
    return "", blocks


def _is_kicker(text: str, following: str) -> bool:
    """A few words above a headline that is somebody's quoted words."""
    quoted = following[:1] in QUOTES and following[-1:] in QUOTES
    return quoted and len(text) <= _LONGEST_KICKER and text[:1] not in QUOTES


def _is_headline(text: str, rest: tuple[Block, ...]) -> bool:
    return (
        len(text) <= _LONGEST_TITLE
        and text[0].isprintable()
        and not text.endswith((".", ":", ";", ",", "…"))
        and not byline_of(text)
        and not _is_turn(text, rest)
        and not _is_first_question(text, rest)
        and _is_above(text, rest)
    )


def _is_above(text: str, rest: tuple[Block, ...]) -> bool:
    """Turns follow, or longer text soon, perhaps behind other lines of the head; a single word
    needs turns or a long one."""
    following = [block.text for block in rest[:_HEAD] if not byline_of(block.text)] or [""]
    turns = _is_labelled(following[0], rest)
    if len(text.split()) >= 2:
        return turns or any(len(one) > 1.5 * len(text) for one in following)
    word = text.strip(QUOTES)
    alone = all(block.text != text and not block.text.startswith(f"{text}:") for block in rest)
    below = turns or len(following[0]) >= _LONG_PARAGRAPH
    return (word.isalpha() and word[0].isupper() and alone and below
            and word not in listed("title", "never"))


def _is_labelled(text: str, rest: tuple[Block, ...]) -> bool:
    """Whether this begins with a label that others begin with too."""
    label = LABEL.match(text)
    return label is not None and sum(block.text.startswith(label[0]) for block in rest) > 1


def _is_turn(text: str, rest: tuple[Block, ...]) -> bool:
    """A first line with a name and a colon is a turn if others are labelled alike, if it asks,
    or if it ends like a sentence and the next one has a label too."""
    label = LABEL.match(text)
    if label is None:
        return False
    if any(block.text.startswith(label[0]) for block in rest):
        return True
    if not _may_be_name(label[0].rstrip(": ")):
        return False
    labelled = LABEL.match(rest[0].text) is not None and ends_sentence(text)
    return text.endswith("?") or labelled


def _is_first_question(text: str, rest: tuple[Block, ...]) -> bool:
    """A question to somebody (`Wie geht es Ihnen, Frau Zell?`), answered by an I that does not
    tell of that person as a standfirst would, before the next question."""
    called = _addressed().search(text)
    if called is None or not text.endswith("?") or len(rest) < _HEAD - 1:
        return False
    answer = rest[0].text
    own = not set(re.findall(r"\w+", answer.lower())).isdisjoint(listed("title", "own"))
    return (own and called["name"] not in answer and not ends_question(answer)
            and ends_question(rest[1].text) and not ends_question(rest[2].text))


@cache
def _addressed() -> re.Pattern[str]:
    """`Frau Zell,` at the beginning, or `, Frau Zell?` at the end."""
    known = "|".join(listed("title", "address"))
    who = rf"(?:{known})\s(?:[\w.]+\s){{0,3}}?(?P<name>\w[\w'’\-]*)"
    return re.compile(rf"(?:,\s(?=[^,]+$)|^(?=[^,]+,)){who}[,?]")


def _may_be_name(label: str) -> bool:
    """Not a kind of article (`Quiz`), and no small words but those of names."""
    return label not in listed("title", "kinds") and all(
        token[0].isupper() or token in listed("byline", "particles") for token in label.split())
