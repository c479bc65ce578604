"""Any text survives writing and reading, and any file is either a script or a clear error."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from podcast.errors import UserError
from podcast.model import CastMember, Correction, Heading, Script, Span, Turn
from podcast.script import canonical, normalise, parse_script, write_script
from podcast.script.grammar import Marks, markdown, pieces
from podcast.script.text import tidy

SYNTAX = ["*", "**", "[", "]", "{", "}", "]{", "\\", "<!--", "-->", "--", ">", "#", "##", ":", "'",
          '"', "„", "“", "Somers", "Sommers", "Somers:", "SPIEGEL", "ausgelassen", "(", ")", "---",
          "{lang=nl}", "pause=2s", "say=", " ", "\n", "\n\n", "wort", "ä", "a\u0308", "\u2028",
          "\x85", "\x7f", "\ufeff", "1. ", "- ", "&amp;", "`", "_", "=", ",", ".", "\u0338", "x"]
TEXT = st.one_of(st.lists(st.sampled_from(SYNTAX), max_size=8).map("".join), st.text(max_size=20))
NAME = TEXT.map(normalise).filter(bool)
CORRECTION = st.builds(Correction, st.just("2018-02-16"), NAME)
PAUSE = st.none() | st.integers(0, 60_000).map(lambda ms: ms / 1000)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Scripts with arbitrary text everywhere, and names that nobody would choose."""
    names = draw(st.lists(NAME, min_size=6, max_size=6, unique=True))
    cast = (
        CastMember(names[0], "guest", names[1], (names[2],), "male", draw(TEXT)),
        CastMember(names[3], "journalist", names[4], ()),
        CastMember(names[5], "narrator", "", ()),
    )
    keys = st.sampled_from([member.key for member in cast])
    span = st.builds(
        Span, TEXT, st.just("") | keys, st.sampled_from(["", "nl", "pt-BR"]), st.none() | TEXT,
        PAUSE, st.booleans())
    plain = st.builds(Span, TEXT, stress=st.booleans())
    turn = st.builds(
        Turn, st.sampled_from(["speech", "narration", "aside", "omitted"]), keys,
        st.lists(plain | span, max_size=5).map(tuple), reason=TEXT, doubt=st.just("") | TEXT,
        label=st.sampled_from(names))
    turns, chapter = [], -1
    headings = draw(st.lists(st.builds(Heading, NAME, level=st.integers(1, 2)), max_size=3))
    for one in draw(st.lists(turn, max_size=5)):
        chapter = draw(st.integers(chapter, len(headings) - 1))
        turns.append(replace(one, chapter=chapter))
    return Script(draw(NAME), "slug", draw(NAME), cast, tuple(turns), tuple(headings),
                  author=draw(TEXT), publisher=draw(TEXT), published="2018-02-10",
                  created="2018-02-10T08:00:00+01:00", url=draw(TEXT),
                  corrections=tuple(draw(st.lists(CORRECTION, max_size=2))))


def without_lines(script: Script) -> Script:
    """The script as if it had not been read from a file."""
    turns = tuple(replace(turn, line=0) for turn in script.turns)
    return replace(script, turns=turns,
                   chapters=tuple(replace(one, line=0) for one in script.chapters))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(scripts())
def test_any_script_survives(script: Script) -> None:
    """Writing and reading gives the same script, and writing it again the same file."""
    text = write_script(script)
    read = parse_script(text, "slug", "a.md")
    assert without_lines(read) == canonical(script)
    assert write_script(read) == text


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(SYNTAX) | st.text(max_size=5), max_size=25).map("".join))
def test_any_body_is_a_script_or_an_error(body: str) -> None:
    """Reading raises nothing but UserError; what it reads is in normal form and can be written."""
    header = (
        "---\nid: x\ntitle: x\ncreated: 2018-02-10T08:00:00+01:00\ncast:\n"
        "  somers: {role: guest, name: Somers}\n  narrator: {role: narrator, name: N}\n---\n")
    with contextlib.suppress(UserError):
        read = parse_script(header + body, "slug", "a.md")
        assert canonical(read) == without_lines(read)
        assert without_lines(parse_script(write_script(read), "slug", "a.md")) == canonical(read)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(
    ["---\n", "id: ", "title:", "cast:", " ", "\n", "  a:", "{", "}", "[", "]", "*", "&a", "!", "|",
     '"', "'", "x", "role: guest", "name: N", "created: 2018-02-10T08:00:00+01:00", "#", "\t", "?",
     "\x00", "\ufffe", "-", "%", "@", "<<", "..."]), max_size=30).map("".join))
def test_any_front_matter_is_read_or_an_error(text: str) -> None:
    """No front matter leads to anything but a script or a UserError."""
    with contextlib.suppress(UserError):
        parse_script("---\n" + text + "\n---\nText", "slug", "a.md")


def test_deep_nesting_is_an_error_or_text() -> None:
    """Brackets by the thousand neither exhaust the stack nor take long."""
    header = ("---\nid: x\ntitle: {}\ncreated: 2018-02-10T08:00:00+01:00\n"
              "cast:\n  n: {{role: narrator, name: N}}\n---\n")
    with contextlib.suppress(UserError):
        parse_script(header.format("[" * 50_000), "slug", "a.md")
    nested = "[a" * 3_000 + "]{lang=nl}" * 3_000
    for text in ("[" * 20_000, ">" * 20_000 + "x", nested, "*a " * 20_000):
        script = parse_script(header.format("x") + text, "slug", "a.md")
        assert script.turns


@given(st.text(st.sampled_from("aZ ,.:!\n\t\u00a0\u200b\u0308\x1c#>-_&{}()'\"„“")))
def test_text_without_marks_needs_no_parser(text: str) -> None:
    """What is read of a paragraph that holds no sign of the grammar is what the parser makes of
    it."""
    parsed: list[Token] = []
    markdown().inline.parse(text, markdown(), {"marks": Marks("a.md", 1, ())}, parsed)
    (whole,) = pieces(text, "a.md", 1, ())
    assert tidy([Span(whole.content)]) == tidy(Span(one.content) for one in parsed)
