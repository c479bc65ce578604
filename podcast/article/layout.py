"""What a layout is: it says how well it knows a source, and reads it."""

from __future__ import annotations

from typing import Protocol

from podcast import registry
from podcast.article.source import Source
from podcast.model import Article


class Layout(Protocol):
    """One way in which articles come; constructed without arguments."""

    def score(self, source: Source) -> float:
        """0 (cannot read this) to 1 (made for this); cheap, never raises."""

    def read(self, source: Source) -> Article:
        """The article, paragraphs in order and complete; UserError if there is none."""


def choose(source: Source) -> Layout:
    """The registered layout with the highest score; the first registered wins a tie."""
    layouts: list[Layout] = [registry.load("layouts", name)() for name in registry.names("layouts")]
    return max(layouts, key=lambda layout: layout.score(source))
