"""Word files and Markdown."""

import io
import zipfile
from pathlib import Path

import pytest

from podcast.article import read_article
from podcast.errors import UserError
from podcast.model import Article
from tests.test_article_pages import line

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = """<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Fett"><w:name w:val="Strong"/></w:style>"""
CORE = """<cp:coreProperties xmlns:cp="a" xmlns:dc="b" xmlns:dcterms="c">
<dc:title>Eigenschaft</dc:title><dc:creator>Ada Lührs</dc:creator>
<dcterms:created>2026-04-02T08:00:00Z</dcterms:created>
</cp:coreProperties>"""
BODY = """<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Die Torfstecherin</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Frage: </w:t></w:r>
<w:r><w:t>Wie tief </w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:i/></w:rPr><w:t>genau</w:t></w:r>
<w:r><w:t>?</w:t><w:footnoteReference w:id="1"/></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr><w:r><w:t>Im Moor</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:rStyle w:val="Fett"/></w:rPr><w:t>Warum?</w:t><w:br/></w:r>
<w:r><w:t>Dar</w:t></w:r><w:r><w:t>um.</w:t></w:r><w:del><w:r><w:delText>Nie.</w:delText></w:r></w:del></w:p>
<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Spaten</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Beschriftung"/></w:pPr><w:r><w:t>Ein Stich</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Jahr</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Soden</w:t></w:r>
</w:p></w:tc></w:tr></w:tbl><w:p/>"""
MARKDOWN = """---
title: "Der Leuchtturm zieht um"
author: Jost Feddersen
date: 2026-05-01
description: Ein Gespräch über 400 Tonnen auf Rollen
---

# Der Leuchtturm zieht um

**Inselpost:** Herr Thode, *ein* Turm auf Rollen?
**Thode:** Auf 96 Rollen, [geschmiert](https://inselpost.example/fett "Fett") mit Schmierseife und
sehr viel Geduld\\*.

Vor dem Umzug
-------------

> Ein Turm ist auch nur ein Haus,
> das aufpasst.

- Seile
- Rollen, **geölt**
  und gezählt

– Und wenn er kippt?

— Dann lernen wir *schwimmen*, Bürger*innen zuerst. snake_case bleibt.

![Ein Turm auf Schienen](turm.jpg)

Erste Zeile?\\
Zweite Zeile.

***

### Danach ###
Es ist 5*3*2 Uhr &amp; still.
"""


def word_file(body: str) -> bytes:
    """A Word file with this body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}'
                         "</w:body></w:document>")
        package.writestr("word/styles.xml",
                         f'<w:styles xmlns:w="{NAMESPACE}">{STYLES}</w:styles>')
        package.writestr("docProps/core.xml", CORE)
    return buffer.getvalue()


def read(folder: Path, name: str, data: bytes) -> Article:
    """The article in a file with these bytes."""
    (folder / name).write_bytes(data)
    return read_article(folder / name)


def test_word(tmp_path: Path) -> None:
    """Styles, emphasis, lists, captions and tables of a Word file are read; notes are not."""
    article = read(tmp_path, "a.docx", word_file(BODY))
    assert (article.title, article.author, article.published) == (
        "Die Torfstecherin", "Ada Lührs", "2026-04-02")
    assert [line(block) for block in article.blocks] == [
        "paragraph |  | **Frage:** + *genau* | Frage: Wie tief genau?",
        "heading | 2 |  | Im Moor",
        "paragraph |  | all | Warum?",
        "paragraph |  |  | Darum.",
        "list |  |  | Spaten",
        "caption |  |  | Ein Stich",
        "table |  |  | Jahr | Soden"]
    assert article.notices == ("Left 1 footnote unread.", "Left 1 deleted passage unread.")


@pytest.mark.parametrize("body", ["", "<w:p/>", "<w:p>", "<w:p><w:r><w:t>" + "x" * 21_000_000])
def test_bad_word_files(tmp_path: Path, body: str) -> None:
    """A Word file that is empty, broken or blown up is refused."""
    with pytest.raises(UserError) as caught:
        read(tmp_path, "a.docx", word_file(body))
    assert "Word file" in caught.value.what
    assert caught.value.next_step


def test_markdown(tmp_path: Path) -> None:
    """Markdown's signs become structure; dashes that begin a turn, and stars in words, stay."""
    article = read(tmp_path, "a.md", MARKDOWN.encode())
    assert (article.title, article.author, article.published, article.subtitle) == (
        "Der Leuchtturm zieht um", "Jost Feddersen", "2026-05-01",
        "Ein Gespräch über 400 Tonnen auf Rollen")
    assert [line(block) for block in article.blocks] == [
        "paragraph |  | **Inselpost:** + *ein* | Inselpost: Herr Thode, ein Turm auf Rollen?",
        "paragraph |  | **Thode:** | Thode: Auf 96 Rollen, geschmiert mit Schmierseife und "
        "sehr viel Geduld*.",
        "heading | 2 |  | Vor dem Umzug",
        "quote |  |  | Ein Turm ist auch nur ein Haus, das aufpasst.",
        "list |  |  | Seile",
        "list |  | **geölt** | Rollen, geölt und gezählt",
        "paragraph |  |  | – Und wenn er kippt?",
        "paragraph |  | *schwimmen* | — Dann lernen wir schwimmen, Bürger*innen zuerst. "
        "snake_case bleibt.",
        "alt |  |  | Ein Turm auf Schienen",
        "paragraph |  |  | Erste Zeile?",
        "paragraph |  |  | Zweite Zeile.",
        "heading | 3 |  | Danach",
        "paragraph |  |  | Es ist 5*3*2 Uhr & still."]
    assert article.notices == ("Read 1 links without their addresses.",)
    assert article.blocks[0].origin == 10


def test_headings_keep_their_signs(tmp_path: Path) -> None:
    """Only number signs set off by a space close a heading; white space does not slow reading."""
    text = f"## Was ist C#?\n\nText.\n\n## Lied in C#\n\n## Ende ##  \n\n#{' ' * 200_000}\n\nSo."
    blocks = read(tmp_path, "a.md", text.encode()).blocks
    assert [one.text for one in blocks] == ["Was ist C#?", "Text.", "Lied in C#", "Ende", "#",
                                            "So."]


def test_markdown_without_text(tmp_path: Path) -> None:
    """A file of headings' signs alone is refused."""
    with pytest.raises(UserError, match="no paragraph"):
        read(tmp_path, "a.md", b"# Titel\n\n---\n")
