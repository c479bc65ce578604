"""Web pages of any kind."""

from __future__ import annotations

from podcast.article.source import Source
from podcast.model import Article


class WebPage:
    """Reads any page; the layouts of page families differ by their rules."""

    families: tuple[str, ...] = ()
    """Tables of `rules.toml` that hold for these pages, beside the generic one."""

    def score(self, source: Source) -> float:
        """Middling for any page."""
        return 0.5 if source.media_type == "html" else 0.0

    def read(self, source: Source) -> Article:
        """The article with its structure; UserError if the page holds none."""
        from podcast.article.reading import read_page

        return read_page(source, self.families)
