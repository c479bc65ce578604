"""Who says which sentence in which order, and how long the silences are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.engines.base import Preferences
from podcast.language import load_language
from podcast.model import Utterance, Voice
from podcast.plan import Plan, plan
from podcast.script import normalise, parse_script
from podcast.settings import Frame, Settings
from podcast.utterances import Ensemble
from tests.shows import HEADER

LANGUAGE = load_language("de")
SETTINGS = Settings(Path("show"), "Probe", "tone", "guid")
KEYS = ("journalist", "lange", "narrator")
CASTING = Ensemble({key: Voice(f"tone/{key}", "tone") for key in KEYS},
                  dict.fromkeys((f"tone/{key}" for key in KEYS),
                                Preferences(max_chars=120, switches=True, stress=True)))


def planned(body: str, settings: Settings = SETTINGS, *, framed: bool = False) -> Plan:
    """The plan of a script with the sample's cast and this body."""
    script = parse_script(HEADER + "\n" + body, "probe", "probe.md")
    return plan(script, settings, LANGUAGE, CASTING, framed=framed)


def said(body: str, settings: Settings = SETTINGS, *, framed: bool = False,
         ) -> list[tuple[str, str, float]]:
    """Who says what, and the silence after it."""
    return [(one.speaker, one.spoken, one.pause_after_s)
            for one in planned(body, settings, framed=framed).utterances]


def test_pauses_between_turns() -> None:
    """Question, answer, narration and carrying on each have their own silence."""
    assert said("Kanalbote: Eins?\n\nLange: Zwei.\n\nLange: Drei.\n\nKanalbote: Und vier…\n\n"
                "Lange: …ist fünf.\n\nSie lacht.\n\nEs regnet.") == [
        ("journalist", "Eins?", 0.5), ("lange", "Zwei.", 0.6), ("lange", "Drei.", 0.8),
        ("journalist", "Und vier,", 0.15), ("lange", "ist fünf.", 1.0),
        ("narrator", "Sie lacht.", 1.0), ("narrator", "Es regnet.", 1.0)]


def test_pauses_by_punctuation_inside_a_turn() -> None:
    """A stop, a question mark and an exclamation mark are followed by their own silence."""
    assert [pause for _, _, pause in said("Lange: Ja. Nein! Wann? Heute.")][:3] == [0.4, 0.4, 0.45]


def test_an_interrupted_quotation() -> None:
    """Both halves are the guest's, the tag is the narrator's; marks stay with the quotation."""
    assert said("[„Das Meer“]{voice=lange}, schreibt sie, [„kommt. Und geht.“]{voice=lange} Ende."
                ) == [("lange", "Das Meer,", 0.15), ("narrator", "schreibt sie,", 0.15),
                      ("lange", "kommt.", 0.4), ("lange", "Und geht.", 0.15),
                      ("narrator", "Ende.", 1.0)]


@pytest.mark.parametrize(("body", "pauses"), [
    ("Lange: Eins. []{pause=2s} Zwei.", [2.0, 1.0]),
    ("Lange: Eins []{pause=2s} und zwei.", [2.0, 1.0]),
    ("Lange: Eins.[]{pause=500ms} Zwei. Drei.", [0.5, 0.4, 1.0]),
    ("Lange: Eins.\n\nLange: []{pause=3s} Zwei.", [3.0, 1.0]),
    ("Lange: Eins. []{pause=3s}\n\nLange: Zwei.", [3.0, 1.0]),
    ("Lange: [Eins.]{pause=0s}\n\nLange: Zwei.", [0.0, 1.0]),
    ("Lange: Eins.\n\n[]{pause=4s}\n\nLange: Zwei.", [4.0, 1.0]),
    ("Lange: Eins. []{pause=3s}\n\nLange: []{pause=0.2s} Zwei.", [3.0, 1.0]),
    ("Lange: Eins. |\n\nKanalbote: Zwei. —\n\nLange: Drei.", [0.8, 0.5, 1.0]),
])
def test_pauses_the_script_asks_for(body: str, pauses: list[float]) -> None:
    """A pause in the script replaces the usual one, wherever in the turn it stands."""
    assert [pause for _, _, pause in said(body)] == pauses


def test_say_and_lang_and_stress() -> None:
    """What a span says of its words reaches the words, and nothing else."""
    words = planned('Lange: Die [sp.a]{say="S P A"} in [Mechelen]{lang=nl} *bleibt*.').utterances[0]
    assert words.spoken == "Die S P A in Mechelen bleibt."
    assert [(word.spoken, word.lang, word.stress) for word in words.words][1:] == [
        ("S P A", "", False), ("in", "", False), ("Mechelen", "nl", False), ("bleibt.", "", True)]


def test_long_sentences_are_cut_at_clauses() -> None:
    """A sentence beyond the engine's limit is spoken in parts that end at commas where possible."""
    body = "Lange: " + "Das ist ein Teil, " * 20 + "und hier ist Schluss."
    parts = planned(body).utterances
    assert all(len(one.text) <= 120 for one in parts)
    assert all(one.text.endswith((",", ".")) for one in parts)
    assert {one.sentence for one in parts} == {0}


def test_words_spoken_otherwise_are_never_cut() -> None:
    """A span with its own wording stays whole, whatever sentences are written inside it."""
    body = 'Lange: Ja. [Das Haus. Der Hof. Der Baum]{say="drei Dinge"} hier.'
    assert [(one.text, one.spoken) for one in planned(body).utterances] == [
        ("Ja.", "Ja."), ("Das Haus. Der Hof. Der Baum hier.", "drei Dinge hier.")]


def test_the_limit_counts_what_is_spoken() -> None:
    """Digits that become long words are cut by their spoken length."""
    parts = planned("Lange: Die Nummern " + "1234567 " * 12 + "und Schluss.").utterances
    assert len(parts) > 3
    assert all(len(one.spoken) <= 120 for one in parts)


def test_a_chapter_whose_first_turn_is_silent_begins_with_the_next() -> None:
    """A chapter title is kept when its first paragraph holds nothing to say."""
    found = planned("Anfang.\n\n## Eins\n\n***\n\nLange: Da.")
    assert [turn.chapter for turn in found.turns] == ["Einleitung", "Eins"]


@pytest.mark.parametrize(("body", "chapters"), [
    ("Anfang.\n\nKanalbote: Ja?\n\nLange: Da.", ["Einleitung", "Das Gespräch", None]),
    ("Kanalbote: Ja?\n\nLange: Da.", ["Das Gespräch", None]),
    ("Anfang.\n\nKanalbote: Ja?\n\n## Eins\n\nLange: Da.", ["Einleitung", "Das Gespräch", "Eins"]),
    ("## Eins\n\nAnfang.\n\nKanalbote: Ja?\n\nLange: Da.", ["Eins", None, None]),
    ("Anfang.\n\nUnd Ende.", ["Einleitung", None])])
def test_an_interview_without_headings_has_two_chapters(body: str, chapters: list[str | None],
                                                        ) -> None:
    """What comes before the questions, and what they are answered."""
    assert [turn.chapter for turn in planned(body).turns] == chapters


def test_a_turn_knows_its_place() -> None:
    """A turn is found by its line; an announcement, which has none, by the script alone."""
    announced, turn = planned("Lange: Da.", framed=True).turns[::2]
    assert announced.place("a.md") == "a.md"
    assert turn.place("a.md") == f"a.md:{turn.turn.line}"


def test_the_box() -> None:
    """The person box is read at the end, in its place or not at all; headings begin chapters."""
    body = "Anfang.\n\n> Ute Lange ist da.\n\n## Eins\n\nEnde."
    for box, order in (("end", ["Anfang.", "Ende.", "Ute Lange ist da."]),
                       ("place", ["Anfang.", "Ute Lange ist da.", "Ende."]),
                       ("off", ["Anfang.", "Ende."])):
        found = planned(body, replace(SETTINGS, box=box))  # type: ignore[arg-type]  # a Literal
        assert [one.text for one in found.utterances] == order
    chapters = [turn.chapter for turn in planned(body).turns]
    assert chapters == ["Einleitung", "Eins", "Zur Person"]


def test_the_frame() -> None:
    """The opening says what it is, by whom, when, and that the voices are synthetic."""
    script = parse_script(HEADER.replace("Die Lampen von Ruhrort", "Lampen") + "\nAnfang.\n\n"
                          "Kanalbote: Eins?\n\nLange: Zwei.", "probe", "probe.md")
    assert [one.spoken for one in plan(script, SETTINGS, LANGUAGE, CASTING).utterances] == [
        "Lampen.", "Ein Interview von Kanalbote, erschienen am zweiten März"
        " zweitausendsechsundzwanzig.", "Alle Stimmen sind künstlich; Ute Lange ist nicht selbst"
        " zu hören.", "Anfang.", "Es fragt Kanalbote, es antwortet Ute Lange.", "Eins?", "Zwei."]


def test_a_long_opening_leaves_the_date_out() -> None:
    """With a longer title the date would take the opening beyond twelve seconds."""
    script = parse_script(HEADER.replace("Die Lampen", "Die sehr alten und vergessenen Lampen")
                          + "\nLange: Da.", "probe", "probe.md")
    opening = plan(script, SETTINGS, LANGUAGE, CASTING).turns[0].utterances
    assert [one.text for one in opening][1] == "Ein Interview von Kanalbote."


def test_an_opening_of_ones_own_still_discloses() -> None:
    """Whatever a show says at its opening, that the voices are synthetic is said too."""
    own = replace(SETTINGS, frame=Frame(opening="Guten Tag.", before_questions=""))
    spoken = [text for _, text, _ in said("Lange: Zwei.", own, framed=True)]
    assert spoken == ["Guten Tag.", "Alle Stimmen sind künstlich; Ute Lange ist nicht selbst zu"
                      " hören.", "Zwei."]


PIECES = ("Ja", "Nein.", "„Gut“", ", sagt sie, ", "…", "! ", "? ", " – ", "15. Februar", "z. B.",
          " und ", "[„So. Oder so.“]{voice=lange}", "[x]{lang=nl}", '[sp.a]{say="S P A"}',
          '[Eins. Zwei. Drei]{say="x"}',
          "[]{pause=1s}", "*gern*", "(ja)", "»Nie«", "1.500 Euro", ": ", "; ", "a" * 150)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_nothing_is_lost_or_doubled(text: str) -> None:
    """Every letter and digit of a turn is in exactly one utterance, in order, and is spoken."""
    script = parse_script(f"{HEADER}\nAnfang {text}", "probe", "probe.md")
    written = script.turns[0].text if script.turns else ""
    found = plan(script, SETTINGS, LANGUAGE, CASTING, framed=False).utterances
    assert _letters("".join(one.text for one in found)) == _letters(normalise(written))
    for utterance in found:
        assert utterance.spoken.strip()
        assert _letters(utterance.text) == _letters(_voiced(utterance))


def _voiced(utterance: Utterance) -> str:
    return "".join(utterance.text[word.start:word.end] for word in utterance.words if word.spoken)


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
