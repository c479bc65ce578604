"""Word files (.docx)."""

from __future__ import annotations

from podcast.article.source import Source
from podcast.model import Article


class WordFile:
    """Reads what Word, LibreOffice and others save as .docx."""

    def score(self, source: Source) -> float:
        """1 for a Word file."""
        return 1.0 if source.media_type == "docx" else 0.0

    def read(self, source: Source) -> Article:
        """The paragraphs with their styles; title, author and date from the file's properties."""
        from podcast.article.ooxml import read_word

        return read_word(source)
