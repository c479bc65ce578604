"""What a family of web pages means by its markup: selectors and words of class names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """Selectors ("tag", ".class", "#id", "tag.class", "[role=…]") and words of class names."""

    blocks: Names = frozenset()
    """Tags that begin a new line."""
    exact: Names = frozenset()
    """Where the article surely stands."""
    content: Names = frozenset()
    """Where it may stand."""
    furniture: Names = frozenset()
    """Never read, nor what is inside."""
    furniture_words: Names = frozenset()
    teaser_words: Names = frozenset()
    """Furniture where most of the text is links."""
    captions: Names = frozenset()
    caption_words: Names = frozenset()
    credit_words: Names = frozenset()
    quotes: Names = frozenset()
    quote_words: Names = frozenset()
    boxes: Names = frozenset()
    box_words: Names = frozenset()
    question_words: Names = frozenset()
    """Printed in bold by the style sheet."""
    standfirst_words: Names = frozenset()
    byline_words: Names = frozenset()


def rules(*families: str) -> Rules:
    """The rules of `rules.toml` for all pages, and what these families add to them."""
    tables = [_tables()[family] for family in ("generic", *families)]
    merged = {one.name: frozenset(name for table in tables for name in table.get(one.name, ()))
              for one in fields(Rules)}
    return Rules(**merged)


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("podcast.article").joinpath("rules.toml").read_text("utf-8"))
