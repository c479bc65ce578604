"""The text of a Word file: Office Open XML, read from the zip without running anything in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from podcast.article.byline import byline_of
from podcast.article.cleaning import clean, fold
from podcast.article.dates import iso_date
from podcast.article.punctuation import ends_sentence
from podcast.article.runs import Run, paragraphs
from podcast.article.source import Source
from podcast.article.words import listed
from podcast.errors import UserError
from podcast.model import Article, Block, BlockKind, MarkKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIMIT_BYTES = 20_000_000
"""Of one part, unpacked: far more than a book, far less than a zip bomb."""
_RESAVE = "Open it in a word processor, save it again as .docx or as plain text, and give that."
_HEAD = 3
_LONGEST_KICKER = 60
_OFF = ("0", "false", "off", "none")


def read_word(source: Source) -> Article:
    """The article in a Word file; UserError if it is broken or holds none."""
    body = _part(source, "word/document.xml")
    if body is None:
        raise UserError("the Word file holds no text", source.name, _RESAVE)
    styles = _styles(_part(source, "word/styles.xml"))
    blocks = tuple(_blocks(body, styles))
    title, blocks = _split_title(blocks)
    properties = _properties(_part(source, "docProps/core.xml"))
    if not blocks:
        raise UserError("the Word file holds no text", source.name, _RESAVE)
    texts = "".join(node.text or "" for node in body.iter(f"{_W}t"))
    author = properties.get("creator", "")
    return Article(blocks, url=source.url, title=title or properties.get("title", ""),
                   author=byline_of(author) or author,
                   published=iso_date(properties.get("created", "")),
                   notices=(*source.notices, *clean(texts)[1], *_notices(body)))


def _part(source: Source, name: str) -> _Element | None:
    """One XML part of the package; None if it has none."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package, package.open(name) as file:
            data = file.read(_LIMIT_BYTES + 1)
        if len(data) > _LIMIT_BYTES:
            raise UserError("the Word file unpacks to more than 20 MB", source.name, _RESAVE)
        return etree.fromstring(data, parser)
    except KeyError:
        return None
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, EOFError, ValueError,
            NotImplementedError, RuntimeError) as error:
        raise UserError("the Word file is broken", source.name, _RESAVE) from error


def _styles(part: _Element | None) -> dict[str, str]:
    """Style identifier → name in lower case, as every language of Word stores it."""
    if part is None:
        return {}
    named = {style.get(f"{_W}styleId", ""): style.find(f"{_W}name")
             for style in part.iter(f"{_W}style")}
    return {key: name.get(f"{_W}val", "").lower() for key, name in named.items()
            if name is not None}


def _blocks(body: _Element, styles: dict[str, str]) -> Iterator[Block]:
    number = 0
    for node in _in_order(body):
        number += 1
        if node.tag == f"{_W}tbl":
            rows = [" | ".join(fold(clean(_text(cell))[0]) for cell in row.iter(f"{_W}tc"))
                    for row in node.iter(f"{_W}tr")]
            if any(row.strip(" |") for row in rows):
                yield Block(" || ".join(rows), "table", origin=number)
            continue
        kind, level = _kind(node, styles)
        for line in paragraphs(list(_runs(node, styles))):
            yield Block(line.text, kind, line.marks, level, origin=number)


def _in_order(body: _Element) -> Iterator[_Element]:
    """Paragraphs and tables of the text itself, also inside content controls."""
    from lxml import etree

    steps = etree.iterwalk(body, events=("start",), tag=(f"{_W}p", f"{_W}tbl"))
    for _, node in steps:
        yield node
        steps.skip_subtree()


def _kind(paragraph: _Element, styles: dict[str, str]) -> tuple[BlockKind, int]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    key = style.get(f"{_W}val", "") if style is not None else ""
    name = styles.get(key, key).lower()
    if name == "title" or name in listed("word", "title"):
        return "heading", 1
    for start in ("heading", *listed("word", "heading")):
        level = name.removeprefix(start).strip()
        if name.startswith(start) and level.isdecimal():
            return "heading", max(1, min(6, int(level[:2])))
    if name == "caption" or name in listed("word", "caption"):
        return "caption", 0
    if "quote" in name or name in listed("word", "quote"):
        return "quote", 0
    return ("list", 0) if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else ("paragraph", 0)


def _runs(paragraph: _Element, styles: dict[str, str]) -> Iterator[Run | None]:
    """The runs of a paragraph; deleted text, notes and field codes are none."""
    for run in paragraph.iter(f"{_W}r"):
        mark = _mark(run, styles)
        if run.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        for node in run:
            if node.tag == f"{_W}t":
                yield Run(clean(node.text or "")[0], mark)
            elif node.tag == f"{_W}tab":
                yield Run(" ", mark)
            elif node.tag == f"{_W}noBreakHyphen":
                yield Run("-", mark)
            elif node.tag in (f"{_W}br", f"{_W}cr"):
                yield None


def _mark(run: _Element, styles: dict[str, str]) -> MarkKind | None:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    name = styles.get(style.get(f"{_W}val", ""), "") if style is not None else ""
    if _is_on(run, "b") or name in ("strong", "intense emphasis"):
        return "bold"
    return "italic" if _is_on(run, "i") or name in ("emphasis", "subtle emphasis") else None


def _is_on(run: _Element, name: str) -> bool:
    switch = run.find(f"{_W}rPr/{_W}{name}")
    return switch is not None and switch.get(f"{_W}val", "1") not in _OFF


def _text(node: _Element) -> str:
    return "".join(one.text or "" if one.tag == f"{_W}t" else " "
                   for one in node.iter(f"{_W}t", f"{_W}p", f"{_W}br", f"{_W}tab"))


def _split_title(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The first heading of the first level, perhaps below a kicker."""
    for place, one in enumerate(blocks[:_HEAD]):
        if one.kind == "heading" and one.level == 1:
            return one.text, (*blocks[:place], *blocks[place + 1:])
        if len(one.text) > _LONGEST_KICKER or ends_sentence(one.text):
            break
    return "", blocks


def _properties(part: _Element | None) -> dict[str, str]:
    if part is None:
        return {}
    return {str(one.tag).rpartition("}")[2]: fold(clean(one.text or "")[0]) for one in part}


def _notices(body: _Element) -> tuple[str, ...]:
    notes = sum(1 for _ in body.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"))
    deleted = sum(1 for _ in body.iter(f"{_W}delText"))
    return tuple(f"Left {count} {noun}{'' if count == 1 else 's'} unread."
                 for count, noun in ((notes, "footnote"), (deleted, "deleted passage")) if count)
