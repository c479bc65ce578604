"""Reading a source: a file, a web address or standard input → Article."""

from __future__ import annotations

from pathlib import Path

from podcast.article.kept import read_kept, write_kept
from podcast.article.layout import choose
from podcast.article.source import Source, load_source
from podcast.model import Article

__all__ = ["Source", "load_source", "read_article", "read_kept", "write_kept"]


def read_article(source: str | Path, *, allow_private: bool = False) -> Article:
    """The article in a file, at a web address, or on standard input ("-").

    `allow_private` permits addresses of this machine and of the local network. UserError if
    it cannot be read.
    """
    loaded = load_source(source, allow_private=allow_private)
    return choose(loaded).read(loaded)
