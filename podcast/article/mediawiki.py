"""Pages made with MediaWiki: Wikinews, Wikipedia and other wikis."""

from __future__ import annotations

import re

from podcast.article.page import WebPage
from podcast.article.source import Source

_MADE_WITH = re.compile(r"class=[\"'][^\"']*\bmw-parser-output\b")


class MediaWiki(WebPage):
    """The markup of MediaWiki's parser: edit links, references and boxes are known."""

    families = ("mediawiki",)

    def score(self, source: Source) -> float:
        """High where the page holds the parser's container."""
        found = source.media_type == "html" and _MADE_WITH.search(source.text)
        return 0.9 if found else 0.0
