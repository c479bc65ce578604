"""Marks of what a person should look over: kept, listed, and never heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from podcast.check import check_show
from podcast.model import CastMember, Script, Span, Turn
from podcast.script import canonical, parse_script, write_script
from podcast.script.remarks import conflict_lines, stray_ends
from podcast.settings import Settings
from tests.shows import BODY, finished, make_show, run_build
from tests.test_script_format import HEADER, LINES, parsed

MARKED = BODY.replace("Lange: Im Herbst", "<!-- prüfen: Wer spricht? -->\nLange: Im Herbst")


def test_a_mark_belongs_to_the_paragraph_below() -> None:
    """Right above it, further above, within it, or several of them: the turn knows them all."""
    script = parsed(
        "<!-- prüfen: eins -->\nSomers: Ja.\n\n<!-- Prüfen : zwei -->\n\n<!-- prüfen: drei -->\n"
        "> Kasten\n\nText <!-- prüfen: vier --> geht weiter.\n\n<!-- prüfend -->\nUngeprüft.\n\n"
        "<!-- prüfen: fünf -->\n<!-- ausgelassen (Bild): Hafen -->\n<!-- prüfen: Schluss -->\n")
    assert [(turn.text, turn.doubt, turn.line - LINES) for turn in script.turns] == [
        ("Ja.", "eins", 2), ("Kasten", "zwei; drei", 7), ("Text geht weiter.", "vier", 9),
        ("Ungeprüft.", "", 12), ("Hafen", "fünf; Schluss", 15)]


@pytest.mark.parametrize("doubt", ["a --> b", "a -- b --", "\\-->", "<!-- x", "Frage: 1) \\*", "{"])
def test_any_text_survives_in_a_mark(doubt: str) -> None:
    """Whatever stands in a mark is read as it was written."""
    script = canonical(replace(parsed("Somers: Ja.\n\nText.\n"), turns=tuple(
        replace(turn, doubt=doubt) for turn in parsed("Somers: Ja.\n\nText.\n").turns)))
    text = write_script(script)
    assert "-->\n**Somers:** Ja." in text
    assert [turn.doubt for turn in parse_script(text, "a", "a.md").turns] == [doubt, doubt]


def _without_manifest(show: Settings) -> dict[str, bytes]:
    return {name: data for name, data in finished(show).items() if "manifest" not in name}


def test_a_mark_costs_nothing(tmp_path: Path) -> None:
    """With and without marks every published byte is the same but the manifest's, which holds the
    script's digest; no clip is made again."""
    plain, marked = make_show(tmp_path / "a"), make_show(tmp_path / "b", MARKED)
    run_build(plain)
    run_build(marked)
    assert _without_manifest(plain) == _without_manifest(marked)
    make_show(marked.root)
    assert run_build(marked)[1] == []


def test_check_lists_every_mark(tmp_path: Path) -> None:
    """As a warning with the line of the paragraph."""
    show = make_show(tmp_path / "show", MARKED)
    text = (show.scripts_dir / "lampen.md").read_text(encoding="utf-8")
    line = next(number for number, one in enumerate(text.splitlines(), 1)
                if one.startswith("Lange: Im Herbst"))
    found = [one for one in check_show(show) if "Wer spricht?" in one.message]
    assert [(one.place, one.severity) for one in found] == [(f"scripts/lampen.md:{line}",
                                                             "warning")]


def test_conflicts_are_found_wherever_they_stand() -> None:
    """On lines of their own or within a paragraph; not where a backslash makes them text."""
    text = HEADER + ("<!-- konflikt: a -->\nSomers: Ja.\n\nText <!--Konflikt: b--> da.\n\n"
                     "Text \\<!-- konflikt: c --> da.\n\n<!-- konflikte: nein -->\n")
    assert [line - LINES for line in conflict_lines(text, "a.md")] == [1, 4]
    assert conflict_lines(text.replace("\n", "\r\n"), "a.md") == conflict_lines(text, "a.md")


def test_a_speaker_without_name_or_label_is_read_back() -> None:
    """An unlabelled turn of somebody whose name nobody knows is written with a label there is."""
    for labels, label in (((), "journalist"), (("Frage",), "Frage")):
        cast = (CastMember("journalist", "journalist", "", labels),
                CastMember("narrator", "narrator", ""))
        script = Script("1", "a", "T", cast, (Turn("speech", "journalist", (Span("Warum?"),)),),
                        created="2026-03-03T08:00:00+01:00")
        text = write_script(script)
        assert text.endswith(f"**{label}:** Warum?\n")
        (turn,) = parse_script(text, "a", "a.md").turns
        assert (turn.kind, turn.speaker, turn.text) == ("speech", "journalist", "Warum?")


@pytest.mark.parametrize(("body", "told"), [
    ("Lange: Ja.\n\nBild: Hafen -->\n", ["error"]), ("Lange: Von A --> B.\n", ["warning"]),
    ("Lange: Von A \\--> B.\n\n<!-- Notiz --> Ja. <!-- b\nc -->\n", []),
])
def test_the_end_of_a_comment_that_lost_its_beginning(tmp_path: Path, body: str,
                                                      told: list[str]) -> None:
    """`check` names the line: all of it is read aloud."""
    show = make_show(tmp_path, f"\n{body}")
    found = [one for one in check_show(show) if "'-->' is read aloud" in one.message]
    assert [one.severity for one in found] == told
    text = (show.scripts_dir / "lampen.md").read_text(encoding="utf-8").split("\n")
    assert all("-->" in text[int(one.place.rpartition(":")[2]) - 1] for one in found)


def test_an_arrow_of_the_article_is_no_end_of_a_comment(tmp_path: Path) -> None:
    """What `split` writes is read as it was, and nothing is said of it."""
    script = replace(parsed("Somers: Ja.\n"), turns=(
        Turn("narration", "narrator", (Span("Von A -->"),)),))
    text = write_script(canonical(script))
    assert parse_script(text, "a", "a.md").turns[0].text == "Von A -->"
    assert not list(stray_ends(text, "a.md"))
