"""Tables of a page: told from tables that only lay it out, and written in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcast.article.elements import is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_CELL = 200
_CELL, _ROW = " | ", " || "


def is_data(table: _Element) -> bool:
    """Whether a table holds rows of short cells, not the page's columns."""
    rows = rows_of(table) if table.get("role") not in ("presentation", "none") else []
    return len(rows) > 1 and all(len(row) > 1 for row in rows)


def rows_of(table: _Element) -> list[list[str]]:
    """The texts of all cells, row by row; empty where the table lays out a page."""
    rows = _rows(table) if not _nested(table) else []
    short = all(len(cell) <= _LONGEST_CELL for row in rows for cell in row)
    return [row for row in rows if any(row)] if short else []


def table_text(table: _Element) -> str:
    """The cells of a table with " | " between them, and " || " between rows."""
    return _ROW.join(_CELL.join(row) for row in rows_of(table))


def _nested(table: _Element) -> bool:
    return next(table.iterdescendants("table"), None) is not None


def _rows(table: _Element) -> list[list[str]]:
    return [[" ".join(_text(cell).split()) for cell in row.iterchildren("td", "th")]
            for row in table.iterdescendants("tr") if not is_hidden(row)]


def _text(cell: _Element) -> str:
    pieces = []
    for element in cell.iter():
        if isinstance(element.tag, str):
            if element.tag in ("br", "p", "div", "li"):
                pieces.append(" ")
            pieces.append(element.text or "")
        if element is not cell:
            pieces.append(element.tail or "")
    return "".join(pieces)
