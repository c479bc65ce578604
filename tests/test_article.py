"""Reading plain text from files and standard input."""

import json
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.article import read_article, read_kept, write_kept
from podcast.article.plain import PlainText
from podcast.article.source import LIMIT_BYTES, Source
from podcast.errors import UserError
from podcast.model import Article
from tests.test_article_files import word_file

TEXT = "Die Möwen schreien über dem Hafen.\n\nEs ist früh, sagt der Wirt, „zu früh“.\n"


def paragraphs(text: str) -> list[str]:
    """The texts of all blocks of a plain text."""
    return [block.text for block in PlainText().read(Source("test", b"", text)).blocks]


def stored(folder: Path, data: bytes, name: str = "article.txt") -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def from_input(data: bytes) -> list[str]:
    """The texts of all blocks that are read from standard input, in a process of its own."""
    program = ("import json; from podcast.article import read_article; "
               "print(json.dumps([block.text for block in read_article('-').blocks]))")
    done = subprocess.run([sys.executable, "-c", program], input=data, capture_output=True,
                          check=True)
    texts: list[str] = json.loads(done.stdout)
    return texts


@pytest.mark.parametrize(("encoding", "notice"), [
    ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")])
def test_encodings(tmp_path: Path, encoding: str, notice: str) -> None:
    """UTF-8, UTF-16 with a mark and Windows-1252 give the same text; guesses are noticed."""
    article = read_article(stored(tmp_path, TEXT.encode(encoding)))
    assert [block.text for block in article.blocks] == TEXT.strip().split("\n\n")
    assert [block.origin for block in article.blocks] == [1, 3]
    assert notice in " ".join(article.notices) and bool(article.notices) is bool(notice)


@pytest.mark.parametrize(("name", "data", "what"), [
    ("a.txt", b"", "empty"),
    ("a.txt", b" \n\t\n", "empty"),
    ("a.txt", "\u00ad\u200b".encode(), "invisible"),
    ("a.txt", b"abc\0def", "control characters"),
    ("a.txt", bytes(range(1, 32)) * 20, "control characters"),
    ("a.txt", b"\xff\xfea", "UTF-16"),
    ("a.txt", b"Gr\x81n", "neither UTF-8 nor Windows-1252"),
    ("a.txt", b"%PDF-1.7 ...", "PDF"),
    ("a.bin", b"PK\x03\x04....word/document.xml", "broken"),
    ("a.docx", b"kein Word", "called a Word file"),
    ("a.rtf", b"{\\rtf1 Hallo}", "RTF"),
    ("a.doc", b"\xd0\xcf\x11\xe0abc", "old Word (.doc)"),
    ("a.odt", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
    ("a.bin", b"PK\x03\x04....mimetypeapplication/epub+zip", "EPUB"),
    ("a.html", b"<p></p>", "no article text"),
    ("a.html", b"<script>go()</script><div id=app>Lade ...</div>", "a script would put it there"),
    ("a.html", b"<frameset><frame src='text.htm'></frameset>", "a frame (text.htm)"),
    ("a.html", b"<!-- -->", "page is empty"),
    ("a.txt", b"x" * (LIMIT_BYTES + 1), "larger than 5 MB"),
])
def test_bad_files(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    """What is no text is refused with what, where and what to do next."""
    path = stored(tmp_path, data, name)
    with pytest.raises(UserError) as caught:
        read_article(path)
    assert what in caught.value.what
    assert caught.value.where == str(path)
    assert caught.value.next_step


def test_missing_file_and_folder(tmp_path: Path) -> None:
    """A file that is not there and a folder are refused, each in its words."""
    with pytest.raises(UserError, match="no such file"):
        read_article(tmp_path / "nothing.txt")
    with pytest.raises(UserError, match="a folder"):
        read_article(tmp_path)


def test_standard_input() -> None:
    """`-` reads standard input."""
    assert from_input(TEXT.encode()) == TEXT.strip().split("\n\n")


def test_standard_input_is_told_apart() -> None:
    """A page and a Word file on standard input are read as what they are."""
    page = "<p><b>Warum?</b><br>Ach, nur &uuml;bungshalber.</p>"
    assert from_input(page.encode()) == ["Warum?", "Ach, nur übungshalber."]
    assert from_input(word_file("<w:p><w:r><w:t>Ja.</w:t></w:r></w:p>")) == ["Ja."]


@pytest.mark.parametrize(("text", "expected"), [
    ("Ein Satz, der hier\num\u00adbricht und wei-\ntergeht.\n\nNeu.",
     ["Ein Satz, der hier umbricht und wei-tergeht.", "Neu."]),
    ("Vor-\nund Nachteile gibt es\u00a0viele.", ["Vor- und Nachteile gibt es viele."]),
    ("POST: Warum?\nMEIER: Darum.\nPOST: Ach.", ["POST: Warum?", "MEIER: Darum.", "POST: Ach."]),
    ("DIE POST: Wer sind Sie?\n\nDIE\nPOST: Und warum?", ["DIE POST: Wer sind Sie?",
                                                         "DIE POST: Und warum?"]),
    ("A" + " lang" * 40 + "\nB" + " lang" * 40, ["A" + " lang" * 40, "B" + " lang" * 40]),
    ("Dies ist die erste Zeile eines umbrochenen\nAbsatzes ohne Leerzeile. Er endet.\nKurz.\n"
     "Der zweite Absatz beginnt hier und geht\nnoch etwas weiter als der erste Absatz ging.",
     ["Dies ist die erste Zeile eines umbrochenen Absatzes ohne Leerzeile. Er endet.",
      "Kurz.",
      "Der zweite Absatz beginnt hier und geht noch etwas weiter als der erste Absatz ging."]),
])
def test_paragraphs(text: str, expected: list[str]) -> None:
    """Hard-wrapped lines are joined, lines that are paragraphs are not."""
    assert paragraphs(text) == expected


def test_title_and_headings() -> None:
    """A headline and lines marked with # are told from paragraphs."""
    article: Article = PlainText().read(Source("test", b"", "# Der Titel\n\nEin Absatz.\n\n"
                                               "## Ein Kapitel\nNoch ein Absatz."))
    assert article.title == "Der Titel"
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("paragraph", "Ein Absatz."), ("heading", "Ein Kapitel"),
        ("paragraph", "Noch ein Absatz.")]


@pytest.mark.parametrize(("first", "title"), [
    ("Nadel und Faden: Ein Besuch", "Nadel und Faden: Ein Besuch"),
    ("Nordpost: Wie geht es?", ""), ("Ein erster Satz.", "")])
def test_what_is_a_headline(first: str, title: str) -> None:
    """A first line with a colon is a headline unless it is somebody's turn."""
    text = f"{first}\n\nDanach kommt ein langer Absatz, der von etwas ganz anderem handelt."
    assert PlainText().read(Source("test", b"", text)).title == title


TURNS = ("ZEITUNG: Frau Reinke, was bleibt?", "Reinke: Wenig.", "ZEITUNG: Und was geht?",
         "Reinke: Das meiste.")
UNDER_IT = "Die Schriftstellerin Gundula Reinke im Gespräch"


@pytest.mark.parametrize(("head", "gap", "under"), [
    (f"Was bleibt\n{UNDER_IT}\n\n", "\n\n", (UNDER_IT,)),
    (f"Was bleibt\n{UNDER_IT}\n", "\n", (UNDER_IT,)),
    ("Was bleibt\nReinke im Gespräch\n", "\n", ("Reinke im Gespräch",)),
    ("Was bleibt\n\n", "\n\n", ())])
def test_a_headline_above_turns(head: str, gap: str, under: tuple[str, ...]) -> None:
    """A break that leaves much room is the author's; short labelled turns have a headline too."""
    article = PlainText().read(Source("test", b"", head + gap.join(TURNS)))
    assert article.title == "Was bleibt"
    assert [block.text for block in article.blocks] == [*under, *TURNS]


def test_a_wrapped_headline_stays_whole() -> None:
    """A break where the next word had no room, or in narrow lines, is the line breaker's."""
    wrapped = "Die Schriftstellerin Gundula Reinke über\nWanderdünengewächshauswärterinnen"
    for text in (wrapped, "Am Kai\nstehen wir\nund warten"):
        assert paragraphs(f"{text}.\n\nEnde.") == [text.replace("\n", " ") + ".", "Ende."]


def test_removed_characters_are_counted() -> None:
    """Soft hyphens and zero-width characters go, and a notice says how many."""
    article = PlainText().read(Source("test", b"", "Ge\u00adzei\u00adten\u200b."))
    assert article.blocks[0].text == "Gezeiten."
    assert article.notices == ("Removed 3 invisible characters, 2 of them soft hyphens.",)


@pytest.mark.parametrize(("text", "read", "marked"), [
    ("**SZ:** Herr Ohl, *wie* das?", "SZ: Herr Ohl, wie das?", ["SZ:", "wie"]),
    ("**Warum?**Darum.", "Warum?Darum.", ["Warum?"]),
    ("Bürger*innen und snake_case, 5*3*2", "Bürger*innen und snake_case, 5*3*2", []),
    ("f**k das, s**t", "f**k das, s**t", []),
    ("_Ganz schief_, sagt sie.", "Ganz schief, sagt sie.", ["Ganz schief"]),
    ("**** 2 * 3 ** 4", "**** 2 * 3 ** 4", []),
])
def test_emphasis_where_it_is_unmistakable(text: str, read: str, marked: list[str]) -> None:
    """Stars and underscores around words become marks; those inside words stay."""
    block = PlainText().read(Source("test", b"", f"Anfang.\n\n{text}")).blocks[1]
    assert block.text == read
    assert [block.text[one.start:one.end] for one in block.marks] == marked


@pytest.mark.parametrize("text", ["*a* _b_ ** ", "*a _b ", "**a** __b ", "*a** "])
def test_much_emphasis_is_read_and_kept(text: str) -> None:
    """A text full of stars is read whole, and reads back as it was kept."""
    article = PlainText().read(Source("test", b"", text * 5_000))
    assert "a" in article.blocks[0].text
    assert [replace(one, origin=0) for one in read_kept(write_kept(article)).blocks] == [
        replace(one, origin=0) for one in article.blocks]


def test_signs_before_much_white_space_are_a_paragraph() -> None:
    """A number sign that nothing follows is text, however much white space stands behind it."""
    article = PlainText().read(Source("test", b"", f"Anfang.\n\n#{' ' * 200_000}\nEnde."))
    assert [one.text for one in article.blocks] == ["Anfang.", "# Ende."]


def test_plain_text_needs_no_parser() -> None:
    """Reading plain text imports no parser, no HTTP client, and no other layout's reading."""
    code = ("import sys; from podcast.article import read_article; read_article('-');"
            "print(sorted({'lxml', 'trafilatura', 'urllib3', 'markdown_it',"
            " 'podcast.article.reading', 'podcast.article.parts', 'podcast.article.ooxml'}"
            " & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], input=TEXT.encode(), capture_output=True,
                          check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(("head", "encoding"), [
    ("<meta charset='iso-8859-1'>", "cp1252"), ("<meta charset=utf-8>", "utf-8"),
    ("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-15'>", "iso8859-15"),
    ("", "utf-8-sig"), ("", "utf-16"), ("", "cp1252"), ("<meta charset=unsinn>", "utf-8")])
def test_encodings_of_pages(tmp_path: Path, head: str, encoding: str) -> None:
    """A page is read in the encoding that it declares, else in the one that fits."""
    page = f"<!DOCTYPE html><html><head>{head}</head><body><p>Möwen über dem Übergang.</p>"
    article = read_article(stored(tmp_path, page.encode(encoding), "a.html"))
    assert [block.text for block in article.blocks] == ["Möwen über dem Übergang."]


def test_a_broken_byte_does_not_spoil_a_page(tmp_path: Path) -> None:
    """One byte that is no UTF-8 among many umlauts stands as a replacement, and is noticed."""
    data = ("Übermäßig schöne Möwenflüge. " * 9).encode() + b"\xfc" + b" Ende"
    article = read_article(stored(tmp_path, data))
    assert article.blocks[0].text.startswith("Übermäßig")
    assert article.notices == ("1 places are not UTF-8 and stand as \ufffd.",)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs", "Zl", "Zp"),
                                      include_characters="\n\t"), max_size=300))
def test_no_character_is_lost(text: str) -> None:
    """Reading changes white space, headings' and emphasis marks and the composition of letters."""
    try:
        article = PlainText().read(Source("test", b"", text))
    except UserError:
        assert not text.strip()
        return
    read = "".join((article.title + "".join(one.text for one in article.blocks)).split())
    given_ = "".join(unicodedata.normalize("NFC", text).split())
    marks = str.maketrans("", "", "#*_")
    assert read.translate(marks) == given_.translate(marks)


def test_normalised_spacing_is_said() -> None:
    """Tabs, special and repeated spaces become single ones, and the reader says how many."""
    article = PlainText().read(Source("test", b"", "Ein\tAbsatz mit  zwei\u00a0Lücken, der geht."))
    assert article.blocks[0].text == "Ein Absatz mit zwei Lücken, der geht."
    assert article.notices == ("Made 3 tabs, special or repeated spaces into single ones.",)
