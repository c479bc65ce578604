"""The script format: what is syntax, what is text, and what a mistake looks like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podcast.errors import UserError
from podcast.model import CastMember, Heading, Script, Span, Turn
from podcast.script import canonical, parse_script, read_script, write_script

HEADER = '''---
id: "urn:uuid:1"
title: "Bart Somers: \\"ein Gespräch\\""
published: 2018-02-10
created: "2018-02-10T08:00:00+01:00"
cast:
  spiegel: {role: journalist, name: "SPIEGEL ONLINE"}
  somers:
    role: "guest"
    name: "Bart Somers"
    labels: ["Somers"]
    gender: "male"
    voice: "pico/guest-male"
  narrator: {role: narrator, name: "Erzähler"}
---
'''
LINES = HEADER.count("\n")


def parsed(body: str) -> Script:
    """A script with the given body."""
    return parse_script(HEADER + body, "mechelen", "scripts/mechelen.md")


def spans(body: str) -> tuple[Span, ...]:
    """The spans of a script's only paragraph."""
    (turn,) = parsed(body).turns
    return turn.spans


def failure(body: str) -> UserError:
    """What is wrong with a body."""
    with pytest.raises(UserError) as caught:
        parsed(body)
    return caught.value


def test_front_matter_is_text() -> None:
    """Unquoted dates stay text, quoted colons are no structure, defaults are filled in."""
    script = parsed("")
    assert (script.slug, script.published, script.language) == ("mechelen", "2018-02-10", "de")
    assert script.title == 'Bart Somers: "ein Gespräch"'
    assert script.member("somers") == CastMember(
        "somers", "guest", "Bart Somers", ("Somers",), "male", "pico/guest-male")


def test_turns_of_every_kind() -> None:
    """Labels open turns, plain paragraphs are narration, quotes asides, comments omissions."""
    script = parsed(
        "Einleitung.\n\n# Anfang\n\n**SPIEGEL ONLINE:** Herr Somers?\n\nSomers: Ja.\n\n"
        "## Mitte\n> Zur Person\n>\n> Er lebt.\n\n<!-- ausgelassen (Bild): Hinweis: da -->\n"
        "<!-- frei -->\n\n**Somers: **Doch.\n")
    assert [(t.kind, t.speaker, t.text, t.chapter, t.line - LINES) for t in script.turns] == [
        ("narration", "narrator", "Einleitung.", -1, 1),
        ("speech", "spiegel", "Herr Somers?", 0, 5),
        ("speech", "somers", "Ja.", 0, 7),
        ("aside", "narrator", "Zur Person", 1, 10),
        ("aside", "narrator", "Er lebt.", 1, 12),
        ("omitted", "", "Hinweis: da", 1, 14),
        ("speech", "somers", "Doch.", 1, 17),
    ]
    assert script.chapters == (Heading("Anfang", LINES + 3, 1), Heading("Mitte", LINES + 9, 2))
    assert script.turns[5].reason == "Bild"
    assert script.turns[2].label == "Somers"


@pytest.mark.parametrize("text", [
    "15. Februar war es.", "1. FC Köln", "- Strich", "* Stern", "+ plus", "1) eins",
    "Bürger*innen und Leser*innen", "5 * 3 * 2", "_unterstrichen_ und `code`", "~~~", "```",
    "<b>fett</b> &amp; &copy;", "[Anm. d. Red.] sagt", "[Link](http://x.de)", "{pause=2s}",
    "| a | b |", "C:\\Users\\Ordner", "http://example.org/a_b", "Frage: welche?", "---", "***",
    "===", "\tEingerückt".strip(), "**fett**", "#hashtag", "a]{b",
])
def test_everything_else_is_literal(text: str) -> None:
    """What other Markdowns treat as syntax is text, without any escape."""
    assert spans(text) == (Span(text),)


def test_a_line_of_dashes_makes_no_heading() -> None:
    """Lines of a paragraph are joined by a space, whatever they consist of."""
    assert spans("Text\n---\n===\nmehr") == (Span("Text --- === mehr"),)


def test_a_name_on_a_new_line_opens_a_turn() -> None:
    """A known name at the head of a line opens a turn without an empty line before it."""
    script = parsed("Er kam\nherein.\nSomers: Guten\nTag.\nSPIEGEL ONLINE: Tag.\n")
    assert [(turn.text, turn.line - LINES) for turn in script.turns] == [
        ("Er kam herein.", 1), ("Guten Tag.", 3), ("Tag.", 5)]


@pytest.mark.parametrize(("source", "expected"), [
    ("[Mechelen]{lang=nl} lebt", (Span("Mechelen", lang="nl"), Span(" lebt"))),
    ('[sp.a]{say="S P A"}', (Span("sp.a", say="S P A"),)),
    ("[sp.a]{say=„S P A“}", (Span("sp.a", say="S P A"),)),
    ("[„So“]{voice=somers}, sagt er", (Span("„So“", voice="somers"), Span(", sagt er"))),
    ("a []{pause=2s} b", (Span("a "), Span("", pause_s=2.0), Span("b"))),
    ("a[]{pause=500ms}", (Span("a"), Span("", pause_s=0.5))),
    ("a[]{pause=0,5s}", (Span("a"), Span("", pause_s=0.5))),
    ("das *Wort* da", (Span("das "), Span("Wort", stress=True), Span(" da"))),
    ("*ganz *innen", (Span("*ganz *innen"),)),
    ("[a [b]{lang=nl} c]{voice=somers pause=1s}", (
        Span("a ", voice="somers"), Span("b", voice="somers", lang="nl"),
        Span(" c", voice="somers", pause_s=1.0))),
    ("*[a]{lang=nl}*", (Span("a", lang="nl", stress=True),)),
    (r"\*a\* \[b]{c} \#", (Span("*a* [b]{c} #"),)),
    ("a <!-- still --> b", (Span("a b"),)),
])
def test_spans(source: str, expected: tuple[Span, ...]) -> None:
    """Spans carry their attributes; nested ones are flattened, inner declarations winning."""
    assert spans(source) == expected


@pytest.mark.parametrize(("body", "line", "words"), [
    ("\nSommers: Ja.", 2, "**Somers:** Ja. (or, if it is text"),
    ("Somesr: Ja.", 1, "**Somers:** Ja."),
    ("Text.\n\nbart sommers: Ja.", 3, "**Bart Somers:** Ja."),
    ("SPIEGEL: Ja?", 1, "**SPIEGEL ONLINE:** Ja?"),
    ("Spiegel-Online: Ja?", 1, "**SPIEGEL ONLINE:** Ja?"),
    ("Erzahler: Ja.", 1, "**Erzähler:** Ja."),
    ("**Somers: Ja.**", 1, "**Somers:** Ja."),
    ("Somers:", 1, "nothing is said"),
    ("### Titel", 1, "Chapters are written"),
    ("##", 1, "without a title"),
    ("Text\n[a]{foo=1}", 2, "unknown attribute 'foo'. Valid are: lang, say, voice, pause, stress."),
    ("[a]{voice=sommers}", 1, "Valid are: narrator, somers, spiegel."),
    ("[a]{pause=2}", 1, "pause=2. Examples"),
    ("[a]{lang=x!}", 1, "lang=x!"),
    ("[a]{lang=nl", 1, "cannot read the attributes"),
    ("[]{lang=nl}", 1, "brackets are empty"),
    ('[a [b]{lang=nl}]{say="c"}', 1, "inside a span"),
    ("<!-- offen\n\nText", 1, "not closed"),
    ("Text <!-- offen", 1, "not closed"),
    ("<!-- Notiz\n\nText.\n\n<!-- ausgelassen (Foto): Bild -->", 1, "next one begins in line"),
    ("Text\nund <!-- Notiz <!-- noch eine -->", 2, "not closed before the next one"),
    ("<!-- ausgelassen: Text -->", 1, "<!-- ausgelassen (Bildunterschrift): Text -->"),
    ("<!-- Ausgelasen (x): Text -->", 1, "leaves out"),
    ("<!-- a\nb --> Text", 2, "Begin a new line"),
    ("Text <!-- ausgelassen (x): y -->", 1, "paragraph of its own"),
])
def test_mistakes_name_the_line_and_the_way_out(body: str, line: int, words: str) -> None:
    """A mistake is an error with file, line, the valid choices or the corrected line."""
    error = failure(body)
    assert error.where == f"scripts/mechelen.md:{LINES + line}"
    assert words in str(error)


@pytest.mark.parametrize(("change", "line", "words"), [
    (('title: "Bart Somers: \\"ein Gespräch\\""', "title: Bart Somers: ein Gespräch"), 3, "quotes"),
    (('title: "Bart Somers: \\"ein Gespräch\\""', 'title: ""'), 1, "has no title"),
    (('id: "urn:uuid:1"', 'idd: "x"'), 2, "unknown key 'idd'"),
    (('id: "urn:uuid:1"', 'id: "a"\nid: "b"'), 3, "twice the key 'id'"),
    (("role: journalist", "role: host"), 7, "journalist, guest, narrator"),
    (('gender: "male"', "gender: m"), 12, "female, male, unknown"),
    (("role: narrator", "role: guest"), 7, "narrator"),
    (('"Somers"]', '"Somers", "SPIEGEL ONLINE"]'), 1, "means both"),
    (("2018-02-10\n", "gestern\n"), 4, "not a date"),
    (("+01:00", ""), 5, "offset"),
    (("---\nid", "id"), 1, "front matter"),
    (("cast:\n", 'corrections: ["Es waren 90."]\ncast:\n'), 6, "key: value"),
    (("cast:\n", 'corrections: [{text: "Es waren 90."}]\ncast:\n'), 6, "lacks its date"),
    (("cast:\n", 'corrections:\n  - {date: heute, text: "Neu."}\ncast:\n'), 7, "not a date"),
    (('["Somers"]', "*somers"), 11, "quotes"),
])
def test_front_matter_mistakes(change: tuple[str, str], line: int, words: str) -> None:
    """Broken front matter names the line, and lists what is valid or advises quotes."""
    text = HEADER.replace(*change)
    assert text != HEADER
    with pytest.raises(UserError, match=re.escape(words)) as caught:
        parse_script(text, "a", "a.md")
    assert caught.value.where == f"a.md:{line}"


def test_written_scripts_explain_themselves() -> None:
    """A written script begins with front matter and five German lines that are not spoken."""
    script = canonical(parsed("Somers: Ja.\n"))
    text = write_script(script)
    guide = text.split("\n\n")[1]
    assert guide.startswith("<!--") and guide.endswith("-->") and guide.count("\n") == 4
    assert text.endswith("\n\n**Somers:** Ja.\n")
    assert canonical(parse_script(text, "mechelen", "x")) == script


def test_text_that_looks_like_a_turn_stays_narration() -> None:
    """A narration that begins like a name of the cast, or nearly, is escaped on writing."""
    for words in ("Somers: nein", "Sommers: nein", "SPIEGEL: nein", "# nein", "> nein"):
        script = canonical(Script("1", "a", "T", parsed("").cast, (
            Turn("narration", "narrator", (Span(words),)),), created="2018-02-10T08:00:00+01:00"))
        assert canonical(parse_script(write_script(script), "a", "a.md")).turns == script.turns


def test_files(tmp_path: Path) -> None:
    """A script file is read with its stem as slug; other encodings and absence are errors."""
    path = tmp_path / "mechelen.md"
    path.write_text("\ufeff" + HEADER.replace("\n", "\r\n") + "Größe.\r\n", encoding="utf-8")
    script = read_script(path, "scripts/mechelen.md")
    assert (script.slug, script.turns[0].text, script.turns[0].line) == (
        "mechelen", "Größe.", LINES + 1)
    path.write_bytes((HEADER + "Größe.").encode("cp1252"))
    with pytest.raises(UserError, match=r"mechelen.md:\d+: the script is not UTF-8"):
        read_script(path, "scripts/mechelen.md")
    with pytest.raises(UserError, match="cannot read the script"):
        read_script(tmp_path / "other.md", "scripts/other.md")
