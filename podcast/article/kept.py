"""The article as it was read ⇄ text for people: `scripts/<slug>.source.txt`.

One paragraph a block, a blank line between them. `# ` stands before the title, `## ` to
`###### ` before headings, stars stand around emphasis, and a word in brackets before
whatever is no plain paragraph. A backslash takes a sign's meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, get_args

from podcast.article.emphasis import read_marks, write_marks
from podcast.article.source import Source
from podcast.article.words import word
from podcast.model import Article, Block, BlockKind, Mark, MarkKind

SOURCE_SUFFIX = ".source.txt"
_FENCE = "---\n"
_HEADER = re.compile(r"---\n((?:[^\n:]+: [^\n]*\n)+)---\n\n?")
_DETAILS = ("subtitle", "author", "publisher", "published", "url", "language")
_HEADING = re.compile(r"(#{1,6}) (.*)", re.DOTALL)
_ESCAPE = "\\*_"
_LINE_ENDS = {"\n": "␤n", "\r": "␤r", "␤": "␤␤"}


class Kept:
    """Reads what `write_kept` wrote."""

    def score(self, source: Source) -> float:
        """1 for a file of that name which reading and writing leave as it is."""
        is_named = source.name.endswith(SOURCE_SUFFIX)
        return 1.0 if is_named and write_kept(read_kept(source.text)) == source.text else 0.0

    def read(self, source: Source) -> Article:
        """The article as it was read before."""
        return replace(read_kept(source.text), notices=source.notices)


def write_kept(article: Article) -> str:
    """The article as text that `read_kept` reads back; notices and lines of origin are dropped."""
    details = [f"{word('kept', name)}: {_one_line(getattr(article, name))}\n"
               for name in _DETAILS if getattr(article, name) != getattr(Article(()), name)]
    header = _FENCE + "".join(details) + _FENCE + "\n" if details else ""
    title = [f"# {_one_line(article.title)}"] if article.title else []
    return header + "\n\n".join([*title, *map(_written, article.blocks)]) + "\n"


def read_kept(text: str) -> Article:
    """The article that `write_kept` wrote; a block's origin is its place, counted from 1."""
    header = _HEADER.match(text)
    details = dict(_detail(line) for line in header[1].split("\n")) if header else {}
    body = (text[header.end():] if header else text).removesuffix("\n")
    parts = [_lines(part) for part in body.split("\n\n")] if body else []
    title = ""
    if parts and parts[0].startswith("# "):
        title = parts.pop(0).removeprefix("# ")
    blocks = tuple(replace(_block(part), origin=place) for place, part in enumerate(parts, start=1))
    return replace(Article(blocks, title=title), **_known(details))


def _known(details: dict[str, str]) -> dict[str, Any]:
    return {name: details[name] for name in _DETAILS if name in details}


def _detail(line: str) -> tuple[str, str]:
    label, _, value = line.partition(": ")
    names = {word("kept", name): name for name in _DETAILS}
    return names.get(label, ""), _lines(value)


def _written(block: Block) -> str:
    """The plainest notation that reads back as the same block."""
    plain = replace(block, origin=0)
    return next(_one_line(one) for one in _notations(plain) if one and _block(one) == plain)


def _notations(block: Block) -> Iterator[str]:
    for escape in ("", _ESCAPE):
        text = write_marks(block.text, block.marks, escape)
        if block.kind == "heading":
            yield f"{'#' * block.level} {text}" if block.level > 1 else ""
        yield text
        yield _bracket(block) + (f" {text}" if text else "")
    places = tuple(f"{word('kept', one.kind)} {one.start}–{one.end}" for one in block.marks)
    yield _bracket(block, places) + " " + write_marks(block.text, (), _ESCAPE)


def _bracket(block: Block, places: tuple[str, ...] = ()) -> str:
    level = (f"{word('kept', 'level')} {block.level}",) if block.level else ()
    tag = re.sub(r"([\\\]·\s])", r"\\\1", block.lang)
    lang = (f"{word('kept', 'lang')} {tag}",) if tag else ()
    return "[" + " · ".join((word("kept", block.kind), *level, *lang, *places)) + "]"


def _block(part: str) -> Block:
    heading, bracket = _HEADING.fullmatch(part), _bracket_pattern().fullmatch(part)
    if heading:
        text, marks = _inline(heading[2])
        return Block(text, kind="heading", level=len(heading[1]), marks=marks)
    text, marks = _inline((bracket["text"] or "") if bracket else part)
    if not bracket:
        return Block(text, marks=marks)
    block = Block(text, kind=_kinds()[bracket["kind"]], marks=marks)
    for item in _item_pattern().finditer(bracket["items"]):
        block = _with(block, item)
    return block


def _with(block: Block, item: re.Match[str]) -> Block:
    if item["level"]:
        return replace(block, level=int(item["level"]))
    if item["mark"]:
        kind: MarkKind = "bold" if item["mark"] == word("kept", "bold") else "italic"
        mark = Mark(int(item["start"]), int(item["end"]), kind)
        return replace(block, marks=(*block.marks, mark))
    return replace(block, lang=re.sub(r"\\(.)", r"\1", item["lang"], flags=re.DOTALL))


def _inline(text: str) -> tuple[str, tuple[Mark, ...]]:
    return read_marks(text, escapes=True)


@cache
def _kinds() -> dict[str, BlockKind]:
    return {word("kept", kind): kind for kind in get_args(BlockKind)}


@cache
def _item_pattern() -> re.Pattern[str]:
    level, lang, bold, italic = (word("kept", one) for one in ("level", "lang", "bold", "italic"))
    return re.compile(rf" · (?:{level} (?P<level>-?[0-9]+)|{lang} (?P<lang>(?:\\.|[^\\\]·\s])+)"
                      rf"|(?P<mark>{bold}|{italic}) (?P<start>-?[0-9]+)–(?P<end>-?[0-9]+))",
                      re.DOTALL)


@cache
def _bracket_pattern() -> re.Pattern[str]:
    items = re.sub(r"\?P<\w+>", "?:", _item_pattern().pattern)
    return re.compile(rf"\[(?P<kind>{'|'.join(_kinds())})(?P<items>(?:{items})*)\]"
                      r"(?: (?P<text>.*))?", re.DOTALL)


def _one_line(text: str) -> str:
    return re.sub("[\n\r␤]", lambda found: _LINE_ENDS[found[0]], text)


def _lines(text: str) -> str:
    signs = {written: sign for sign, written in _LINE_ENDS.items()}
    return re.sub("␤[nr␤]", lambda found: signs[found[0]], text)
