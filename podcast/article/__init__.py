"""Reading a source: a file or standard input → Article."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from podcast.article.layout import choose
from podcast.article.source import Source, load_source
from podcast.model import Article

__all__ = ["Source", "load_source", "read_article"]


def read_article(source: Path | Literal["-"]) -> Article:
    """The article in a file, or on standard input ("-"); UserError if it cannot be read."""
    loaded = load_source(source)
    return choose(loaded).read(loaded)
