"""The article as it was read is kept, and known again."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.errors import UserError
from podcast.model import Article
from podcast.split import as_read

PIECES = ("# Eine Überschrift", "## Zwischenruf", "**Herr Maas, warum?**", "Maas: Darum.",
          "Ein kurzer Titel", "Ein ganz gewöhnlicher Absatz, der lang genug ist für alles.",
          "Von Ada Blau", "DIE POST: Und?", "*kursiv*", "- Liste", "1. Punkt")


def read(text: str) -> Article | None:
    """The article in a text, or None if there is nothing in it."""
    try:
        return PlainText().read(Source("test", b"", text))
    except UserError:
        return None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_what_was_kept_is_read_again_as_the_same_article(pieces: list[str]) -> None:
    """Reading the kept text gives the same kept text: an article is known again."""
    article = read("\n\n".join(pieces))
    assert article is not None
    again = read(as_read(article))
    assert again is not None
    assert as_read(again) == as_read(article)


def test_the_sample_is_its_own_source(tmp_path: Path) -> None:
    """The repository's interview is kept as it is read, so `make episode` knows it."""
    path = next((Path(__file__).parent.parent / "scripts").glob("*.source.txt"))
    text = path.read_text(encoding="utf-8")
    article = read(text)
    assert article is not None
    assert as_read(article) == text
