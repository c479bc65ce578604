"""Pages made with WordPress."""

from __future__ import annotations

import re

from podcast.article.page import WebPage
from podcast.article.source import Source

_MADE_WITH = re.compile(r"/wp-content/|/wp-includes/|\bwp-block-|content=[\"']WordPress ")


class WordPress(WebPage):
    """The markup of WordPress themes and of its block editor."""

    families = ("wordpress",)

    def score(self, source: Source) -> float:
        """High where the page names WordPress and has its container of the text."""
        is_page = source.media_type == "html" and "entry-content" in source.text
        return 0.8 if is_page and _MADE_WITH.search(source.text) else 0.0
