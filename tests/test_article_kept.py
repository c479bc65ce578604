"""The article as it was read, kept as text for people."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article import read_article
from podcast.article.kept import read_kept, write_kept
from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.model import Article, Block, BlockKind, Mark, MarkKind

SAMPLE = Path(__file__).parent.parent / "scripts/die-uhrmacherin-der-gezeiten.source.txt"
SIGNS = st.text(alphabet="ab *_\\#[]·:–-␤n\n\r\"'Absatz", max_size=30)
TEXTS = st.text(max_size=40) | SIGNS | st.sampled_from(
    ["[Zitat] Ja", "[Absatz · Ebene 3]", "---", "# a", "## b", "**a** b", "Bürger*innen", ""])
MARKS = st.builds(Mark, st.integers(-2, 40), st.integers(-2, 40),
                  st.sampled_from(get_args(MarkKind)))
BLOCKS = st.builds(Block, TEXTS, kind=st.sampled_from(get_args(BlockKind)),
                   marks=st.lists(MARKS, max_size=3).map(tuple), level=st.integers(-1, 8),
                   lang=st.sampled_from(["", "en", "nl-BE"]) | SIGNS)
ARTICLES = st.builds(Article, st.lists(BLOCKS, max_size=4).map(tuple), url=TEXTS, title=TEXTS,
                     subtitle=TEXTS, author=TEXTS, publisher=TEXTS, published=TEXTS,
                     language=st.sampled_from(["de", "nl", ""]))


def bare(article: Article) -> Article:
    """The article without what keeping it may drop."""
    blocks = tuple(replace(block, origin=0) for block in article.blocks)
    return replace(article, blocks=blocks, notices=())


@given(ARTICLES)
def test_round_trip(article: Article) -> None:
    """Whatever was read comes back as it was, line ends included."""
    text = write_kept(article)
    assert "\r" not in text
    assert bare(read_kept(text)) == bare(article)


def test_the_committed_source() -> None:
    """An article from plain text is kept as plain text."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert write_kept(PlainText().read(Source("test", b"", text))) == text
    assert write_kept(read_article(SAMPLE)) == text


@pytest.mark.parametrize(("block", "written"), [
    (Block("Wer wagt, gewinnt."), "Wer wagt, gewinnt."),
    (Block("Bürger*innen und snake_case"), "Bürger*innen und snake_case"),
    (Block("SZ: Ja?", marks=(Mark(0, 3),)), "**SZ:** Ja?"),
    (Block("Anna lacht.", marks=(Mark(0, 11, "italic"),)), "*Anna lacht.*"),
    (Block("*Name geändert*"), "\\*Name geändert\\*"),
    (Block("Der Rest", kind="heading", level=3), "### Der Rest"),
    (Block("Blick aufs Siel", kind="caption"), "[Bildunterschrift] Blick aufs Siel"),
    (Block("Merci", kind="quote", lang="fr"), "[Zitat · Sprache fr] Merci"),
    (Block("[Zitat] stand da"), "[Absatz] [Zitat] stand da"),
    (Block("Kreuz", marks=(Mark(1, 3),)), "[Absatz · fett 1–3] Kreuz"),
])
def test_notation(block: Block, written: str) -> None:
    """People see plain text, and no sign that is not needed."""
    assert write_kept(Article((block,))) == f"{written}\n"


def test_details_stand_above_the_title() -> None:
    """What is known of the article is a small header; without it there is none."""
    article = Article((Block("Ja."),), title="Ein Besuch", author="Ada Beispiel",
                      url="https://a.example/b")
    assert write_kept(article) == ("---\nAutor: Ada Beispiel\nAdresse: https://a.example/b\n---\n\n"
                                   "# Ein Besuch\n\nJa.\n")
