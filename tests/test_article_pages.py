"""Web pages: `tests/pages/NAME.html` and what is read from each, `NAME.expected`."""

import os
from pathlib import Path

import pytest

from podcast.article import read_article
from podcast.article.page import WebPage
from podcast.article.source import Source
from podcast.model import Article, Block

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
DETAILS = ("title", "subtitle", "author", "publisher", "published", "url", "language")


def described(article: Article) -> str:
    """An article as golden files have it: its details, its notices, and one block a line."""
    details = [f"{name}: {getattr(article, name)}" for name in DETAILS if getattr(article, name)]
    notices = [f"notice: {notice}" for notice in article.notices]
    return "\n".join([*details, *notices, "", *map(line, article.blocks)]) + "\n"


def line(block: Block) -> str:
    """`kind | level | marks | text`: level and language, and marks as the words they cover."""
    signs = {"bold": "**", "italic": "*"}
    level = " ".join(filter(None, (str(block.level or ""), block.lang)))
    marks = " + ".join(f"{signs[one.kind]}{block.text[one.start:one.end]}{signs[one.kind]}"
                       for one in block.marks)
    return " | ".join((block.kind, level, "all" if block.emphasis else marks, block.text))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_page(page: Path) -> None:
    """The page gives the blocks, details and notices that its golden file lists."""
    expected = page.with_suffix(".expected")
    found = described(read_article(page))
    if os.environ.get("WRITE_EXPECTED"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


LONG = "Ein recht langer Satz über die Küste und ihre Leute, der immer weitergeht. " * 4


def texts(markup: str) -> list[str]:
    """`kind text` of each block of a page with this markup."""
    source = Source("test", b"", f"<html lang=de><body>{markup}", media_type="html")
    return [f"{one.kind} {one.text}" for one in WebPage().read(source).blocks]


@pytest.mark.parametrize(("markup", "expected"), [
    ("<p>Zeile<br>zwei</p>", ["Zeile zwei"]),
    ("<p>Absatz<br> <br/>Neu</p>", ["Absatz", "Neu"]),
    ("<p><b>Wie?</b><br>So.</p>", ["Wie?", "So."]),
    ("<p><b>Wie<br>das?</b><br>So.</p>", ["Wie das?", "So."]),
    ("<p>SZ: Ach.<br>Ohl: Ja.</p>", ["SZ: Ach.", "Ohl: Ja."]),
    ("<p><b>SZ:</b><br>Ach was.</p>", ["SZ: Ach was."]),
    ("<p><b>SZ</b> Ach.<br><b>Ohl</b> Ja.</p>", ["SZ Ach.", "Ohl Ja."]),
    ("<p>– Ja<br>– Nein</p>", ["– Ja", "– Nein"]),
    ("<p>a<p>b<div>c", ["a", "b", "c"]),
    ("<p>W&shy;ort&#8203;e &amp; <wbr>Z<sup>2</sup></p>", ["Worte & Z²"]),
])
def test_breaks(markup: str, expected: list[str]) -> None:
    """Two breaks end a paragraph; one does so around emphasised lines and turns."""
    assert texts(markup) == [f"paragraph {text}" for text in expected]


@pytest.mark.parametrize(("line", "author", "published"), [
    ("Von Anna Meier und Tom Busch, 01.03.2026, 8 Uhr", "Anna Meier und Tom Busch", "2026-03-01"),
    ("Anna Meier | 1. März 2026", "Anna Meier", "2026-03-01"),
    ("Von Anna Meier am 31.02.2026", "Anna Meier", ""), ("Von Anna Meier", "Anna Meier", "")])
def test_a_line_of_authors_with_a_date(line: str, author: str, published: str) -> None:
    """Who wrote it and when stands in the details, not in the text."""
    markup = f"<article><h1>Ebbe</h1><p class=byline>{line}</p><p>{LONG}</p></article>"
    found = WebPage().read(Source("test", b"", f"<body>{markup}", media_type="html"))
    assert (found.author, found.published) == (author, published)
    assert [one.text for one in found.blocks] == [LONG.strip()]


@pytest.mark.parametrize("markup", [
    f"<form><h1>Titel</h1><p>{LONG}</p><input></form>",
    f"<main><article><h2><a href=a>Teaser</a></h2></article><article><p>{LONG}</p></article>",
    f"<nav>Start</nav><div><div class='x'><p>{LONG}</p></div></div><div>© Blatt</div>"
    "<ul><li><a href=a>Mehr</a></li><li><a href=b>davon</a></li></ul>",
    f"<div class='share-layout'><p>{LONG}</p></div>",
    f"<article><p>{LONG}</p><div class='newsletter'>Jetzt!</div><h3>Mehr zum Thema</h3></article>",
])
def test_the_article_alone(markup: str) -> None:
    """Whatever the page is made of, its article is found, and nothing else."""
    found = [one for one in texts(markup) if one != "paragraph © Blatt"]
    assert found == [f"paragraph {LONG.strip()}"]


def test_date_and_reading_time_side_by_side() -> None:
    """Pieces that stand beside a date without a word between them are lines of their own."""
    head = ("<article><header><h1>Ebbe</h1><div><time>5.12.2024, 06:00 Uhr</time>"
            "<span>Lesezeit: 4 Min.</span></div></header>")
    assert texts(f"{head}<p>{LONG}</p></article>") == [f"paragraph {LONG.strip()}"]
    assert texts(f"<p>Am <time>5. Mai</time> <b>kam</b> er.</p><p>{LONG}</p>")[0] == (
        "paragraph Am 5. Mai kam er.")


def test_a_list_of_one_link_goes_with_its_heading() -> None:
    """A link alone below `Das könnte Sie auch interessieren:` is a teaser; elsewhere it is text."""
    one = "<ul><li><a href=/x>Warum wir laufen</a></li></ul>"
    assert len(texts(f"<p>{LONG}</p><p>Das könnte Sie auch interessieren:</p>{one}")) == 2
    assert texts(f"<p>{LONG}</p>{one}")[-1] == "list Warum wir laufen"
