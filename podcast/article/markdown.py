"""Markdown: headings, quotes, lists, pictures and emphasis; dashes that begin a turn are text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from podcast.article.cleaning import clean, odd_spaces
from podcast.article.dates import iso_date
from podcast.article.source import Source
from podcast.errors import UserError
from podcast.model import Article

_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_FIELD = re.compile(r"([A-Za-z_]+):[ \t]+(\S.*)")
_FIELDS = {"title": "title", "subtitle": "subtitle", "description": "subtitle", "author": "author",
           "publisher": "publisher", "date": "published", "url": "url", "lang": "language"}


class Markdown:
    """Reads files whose name or type says Markdown."""

    def score(self, source: Source) -> float:
        """High for what calls itself Markdown."""
        return 0.6 if source.media_type == "markdown" else 0.0

    def read(self, source: Source) -> Article:
        """The blocks as they are set; front matter gives details, the first heading the title."""
        from podcast.article.parts import links_in, read_blocks

        text, found = clean(source.text)
        notices = (*found, *odd_spaces(text))
        front = _FRONT_MATTER.match(text)
        details = _details(front[1]) if front else {}
        skipped = text[:front.end()].count("\n") if front else 0
        blocks = read_blocks(text[front.end():] if front else text, skipped)
        links = links_in(text)
        if links:
            notices = (*notices, f"Read {links} links without their addresses.")
        if blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
            details = {"title": blocks[0].text} | details
            blocks = blocks[1:]
        if not blocks:
            raise UserError("the file holds no paragraph", source.name,
                            "Paste the article's text into it.")
        article = Article(blocks, url=source.url, notices=(*source.notices, *notices))
        return replace(article, **details)


def _details(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in filter(None, map(_FIELD.fullmatch, text.split("\n"))):
        name, value = _FIELDS.get(field[1].lower()), field[2].strip().strip("\"'")
        if name:
            found.setdefault(name, iso_date(value) if name == "published" else value)
    return found
