"""Merging: what the article changed and what people edited both survive."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from podcast.model import CastMember, Heading, Script, Span, Turn
from podcast.script import canonical, parse_script, write_script
from podcast.script.amending import amend
from podcast.script.merge import Merged, merge

# Failing examples are short enough to be read as they are; making them shorter takes minutes.
FAST = (Phase.explicit, Phase.reuse, Phase.generate)
CAST = (CastMember("journalist", "journalist", "Kanalbote", ("Frage",)),
        CastMember("lange", "guest", "Ute Lange", ("Lange",)),
        CastMember("narrator", "narrator", "Erzählstimme"))
VERBS = ("leuchtet", "wartet", "singt", "rostet", "fehlt", "wandert", "schweigt", "wächst")
Paragraph = tuple[str, tuple[str, ...]]
Document = tuple[Paragraph, ...]


def script(document: Document, chapters: tuple[Heading, ...] = ()) -> Script:
    """A script in which each paragraph is a turn of the named kind or person."""
    turns = []
    for who, sentences in document:
        kind, key = ("speech", who) if who in ("journalist", "lange") else (who, "narrator")
        turns.append(Turn(kind, "" if kind == "omitted" else key,  # type: ignore[arg-type]  # drawn from its kinds
                          (Span(" ".join(sentences)),), reason="Bild" * (kind == "omitted")))
    return canonical(Script("1", "lampen", "Die Lampen", CAST, tuple(turns), chapters,
                            created="2026-03-03T08:00:00+01:00"))


def merged(base: Document, theirs: Document, ours: Document | str) -> Merged:
    """The merge of three documents; ours may be a file's text."""
    text = ours if isinstance(ours, str) else write_script(script(ours))
    return merge(script(base), script(theirs), text, "scripts/lampen.md")


def spoken(text: str) -> tuple[tuple[str, str, str], ...]:
    """Kind, speaker and text of every turn in a file."""
    return tuple((one.kind, one.speaker, one.text)
                 for one in parse_script(text, "lampen", "scripts/lampen.md").turns)


def conflicts(text: str) -> int:
    """How many conflicts a file marks."""
    return len(re.findall("<!-- konflikt", text))


@dataclass(frozen=True, slots=True)
class Edit:
    """What one side does at a place."""

    theirs: bool
    kind: str
    paragraph: int
    sentence: int = 0
    text: str = ""


def sentence(number: int, verb: str) -> str:
    """A sentence that resembles all others and is none of them."""
    return f"Die Lampe {number} {verb} im Hafen von Ruhrort."


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Conversations in which every sentence stands once, but for short replies."""
    number, found = 0, []
    for _ in range(draw(st.integers(1, 7))):
        words = []
        for _ in range(draw(st.integers(1, 5))):
            number += 1
            words.append(draw(st.sampled_from(
                (sentence(number, VERBS[number % 8]), f"Satz {number} ist kurz."))))
        if draw(st.integers(0, 4)) == 0:
            words.append("Ja.")
        found.append((draw(st.sampled_from(("journalist", "lange", "narration", "aside"))),
                      tuple(words)))
    return tuple(found)


@st.composite
def disjoint(draw: st.DrawFn) -> tuple[Document, list[Edit]]:
    """A document and edits of both sides, none of which touches what another does."""
    document = draw(documents())
    edits: list[Edit] = []
    number = 1000
    for place, (_, sentences) in enumerate(document):
        number += 10
        fate = draw(st.sampled_from(("keep", "keep", "drop", "add", "edit", "edit", "edit")))
        if fate in ("drop", "add"):
            edits.append(Edit(draw(st.booleans()), fate, place, 0, sentence(number, "glüht")))
        elif fate == "edit":
            edits += draw(_inside(place, sentences, number))
    return document, edits


@st.composite
def _inside(draw: st.DrawFn, place: int, sentences: tuple[str, ...], number: int) -> list[Edit]:
    found = []
    for at, text in enumerate(sentences):
        kind = draw(st.sampled_from(("keep", "change", "other", "delete", "insert")))
        new = {"change": text.replace("Die Lampe", "Die alte Lampe").replace(" ist", " war"),
               "other": f"Ganz anders war es {number + at} damals.",
               "insert": f"Neu kam {number + at} hinzu."}.get(kind, "")
        if kind != "keep" and new != text and text != "Ja.":
            found.append(Edit(draw(st.booleans()), kind, place, at, new))
    return found


def edited(document: Document, edits: list[Edit]) -> Document:
    """The document after the edits."""
    found: list[Paragraph] = []
    for place, (who, sentences) in enumerate(document):
        mine = [one for one in edits if one.paragraph == place]
        if any(one.kind == "drop" for one in mine):
            continue
        words: list[str] = []
        for at, text in enumerate(sentences):
            here = [one for one in mine if one.sentence == at and one.kind != "add"]
            changed = [one.text for one in here if one.kind in ("change", "other")]
            if not any(one.kind == "delete" for one in here):
                words += changed or [text]
            words += [one.text for one in here if one.kind == "insert"]
        if words:
            found.append((who, tuple(words)))
        found += [("lange", (one.text,)) for one in mine if one.kind == "add"]
    return tuple(found)


@settings(max_examples=150, deadline=None, phases=FAST)
@given(disjoint())
def test_disjoint_edits_all_survive(case: tuple[Document, list[Edit]]) -> None:
    """What the article and a person change at different places is all there, without conflict."""
    document, edits = case
    theirs = edited(document, [one for one in edits if one.theirs])
    ours = edited(document, [one for one in edits if not one.theirs])
    result = merged(document, theirs, ours)
    assert conflicts(result.text) == 0
    assert spoken(result.text) == spoken(write_script(script(edited(document, edits))))


@settings(max_examples=150, deadline=None, phases=FAST)
@given(documents(), st.data())
def test_a_conflict_stands_where_both_changed_a_sentence(document: Document,
                                                         data: st.DataObject) -> None:
    """Exactly there, with the article's words in a comment and the person's in the paragraph."""
    places = [(at, number) for at, (_, sentences) in enumerate(document)
              for number, text in enumerate(sentences) if text != "Ja."]
    chosen = data.draw(st.sets(st.sampled_from(places), min_size=1))
    mine = [Edit(False, "change", at, number, f"Meine Fassung {at} {number} davon.")
            for at, number in chosen]
    their = [replace(one, theirs=True, text=one.text.replace("Meine", "Deren")) for one in mine]
    ours = edited(document, mine)
    result = merged(document, edited(document, their), ours)
    assert conflicts(result.text) == len(chosen)
    assert spoken(result.text) == spoken(write_script(script(ours)))
    for one in their:
        assert f"<!-- konflikt: im Artikel steht jetzt: {one.text}" in result.text
    assert [one.kind for one in result.differences] == ["conflict"] * len(chosen)


@settings(max_examples=100, deadline=None, phases=FAST)
@given(disjoint())
def test_the_same_change_on_both_sides_is_no_conflict(case: tuple[Document, list[Edit]]) -> None:
    """A person who has made the article's changes already finds every byte as it was."""
    document, edits = case
    theirs = edited(document, [one for one in edits if one.theirs])
    text = write_script(script(theirs))
    assert merged(document, theirs, text).text == text


@settings(max_examples=100, deadline=None, phases=FAST)
@given(disjoint())
def test_an_unchanged_article_changes_no_byte(case: tuple[Document, list[Edit]]) -> None:
    """Merging nothing gives the person's file, however it is written."""
    document, edits = case
    text = write_script(script(edited(document, edits))).replace(". ", ".\n", 3)
    text = text.replace("\n\n", "\n\n<!-- mein Kommentar -->\n\n", 4)
    assert merged(document, document, text).text == text


@settings(max_examples=150, deadline=None, phases=FAST)
@given(st.one_of(disjoint(), st.tuples(documents(), st.just([]))), documents())
def test_an_unchanged_script_becomes_the_new_draft(case: tuple[Document, list[Edit]],
                                                   other: Document) -> None:
    """Where nobody edited anything the article's version stands as a fresh split would write it."""
    document, edits = case
    theirs = edited(document, edits) if edits else other
    result = merged(document, theirs, document)
    assert spoken(result.text) == spoken(write_script(script(theirs)))
    assert conflicts(result.text) == 0


@settings(max_examples=100, deadline=None, phases=FAST)
@given(documents(), documents(), documents())
def test_nothing_of_the_new_article_is_lost(base: Document, theirs: Document,
                                            ours: Document) -> None:
    """Every sentence that is new in the article is spoken, or shown in a conflict."""
    text = merged(base, theirs, ours).text
    old = {one for _, sentences in base for one in sentences}
    for _, sentences in theirs:
        for one in sentences:
            assert one in text or one in old


BASE: Document = (("journalist", ("Wann ging sie an?",)),
                  ("lange", ("Im Herbst.", "Es war kalt.", "Und wo?", "Am Kai.", "Ganz hinten.")),
                  ("aside", ("Ute Lange war Wärterin.",)), ("aside", ("Sie lebt am Kanal.",)))


def replaced(document: Document, old: str, new: str) -> Document:
    """The document with one sentence in other words, or with several."""
    return tuple((who, tuple(word for one in sentences
                             for word in (new.split("|") if one == old else [one]) if word))
                 for who, sentences in document)


def test_a_divided_paragraph_is_still_followed() -> None:
    """A person gave a part of an answer to somebody else; the article changes both parts."""
    ours = write_script(script(BASE)).replace(" Und wo? ", "\n\n**Kanalbote:** Und wo?\n\nLange: ")
    theirs = replaced(replaced(BASE, "Es war kalt.", "Es war mild."), "Am Kai.", "Am Pier.")
    result = merged(BASE, theirs, ours)
    assert result.text == ours.replace("war kalt", "war mild").replace("Am Kai", "Am Pier")


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    """What is put in ends its lines as the file does."""
    ours = "\ufeff" + write_script(script(BASE)).replace("\n", "\r\n").rstrip()
    theirs = (*replaced(BASE, "Am Kai.", "Am Pier."), ("lange", ("Das war es.",)))
    text = merged(BASE, theirs, ours).text
    assert text == ours.replace("Am Kai", "Am Pier") + "\r\n\r\n**Ute Lange:** Das war es.\r\n"


def test_boxes_grow_and_shrink() -> None:
    """Paragraphs come and go within a block quote, and the rest of it stays as it is."""
    ours = write_script(script(BASE)).replace("> Sie lebt", ">   Sie\n> lebt")
    theirs = (*BASE[:3], ("aside", ("Sie schreibt.",)), BASE[3], ("narration", ("> Ende.",)))
    text = merged(BASE, theirs, ours).text
    assert text.endswith("> Ute Lange war Wärterin.\n\n> Sie schreibt.\n\n>   Sie\n> lebt am Kanal."
                         "\n\n\\> Ende.\n")
    gone = merged(BASE, (*BASE[:2], BASE[3]), ours).text
    assert gone.endswith("Ganz hinten.\n\n>   Sie\n> lebt am Kanal.\n")


def test_what_both_sides_added_stands_once() -> None:
    """A question and a short answer that article and person both added are not doubled."""
    base = (("journalist", ("Wie hoch ist der Turm?",)), ("lange", ("Ja.",)),
            ("journalist", ("Wann wurde er gebaut?",)), ("lange", ("Im Winter 1911.",)))
    added = (("journalist", ("Leuchtet er noch?",)), ("lange", ("Ja.",)))
    for both in ((*base, *added), (*base[:2], *added, *base[2:])):
        made = merged(base, both, both)
        assert [text for _, _, text in spoken(made.text)] == [one[0] for _, one in both]
        assert not made.differences


def test_a_short_answer_that_one_side_added_is_taken() -> None:
    """An answer that stood there before is taken once more where only the article repeats it."""
    base = (("journalist", ("Wie hoch ist der Turm?",)), ("lange", ("Ja.",)))
    theirs = (*base, ("journalist", ("Leuchtet er noch?",)), ("lange", ("Ja.",)))
    made = merged(base, theirs, base)
    assert [text for _, _, text in spoken(made.text)] == [one[0] for _, one in theirs]


def test_a_replaced_paragraph_stays_behind_what_a_person_added() -> None:
    """What the article puts in a paragraph's place stands there, not before an added one."""
    base = (("journalist", ("Wie hoch ist er?",)), ("lange", ("Er misst vierzig Meter.",)))
    theirs = (base[0], ("lange", ("Ganz anders war es damals.",)))
    ours = (base[0], ("lange", ("Das fragen alle im Hafen.",)), base[1])
    made = merged(base, theirs, ours)
    assert [text for _, _, text in spoken(made.text)] == [
        "Wie hoch ist er?", "Das fragen alle im Hafen.", "Ganz anders war es damals."]


def test_a_conflict_written_by_hand_stands() -> None:
    """However a conflict's comment is spaced and capitalised, it is not written again."""
    base = (("journalist", ("Wie hoch ist der Turm?",)), ("lange", ("Er misst vierzig Meter.",)))
    theirs = replaced(base, "Er misst vierzig Meter.", "Er misst fünfzig Meter.")
    ours = replaced(base, "Er misst vierzig Meter.", "Er misst gut vierzig Meter.")
    made = merged(base, theirs, ours)
    text = made.text.replace("<!-- konflikt: ", "<!--  Konflikt:\n")
    assert "Konflikt" in text
    assert merged(base, theirs, text).text == text


def test_taken_words_open_no_turn() -> None:
    """A sentence that comes to stand at the head of a line and looks like a name stays text."""
    ours = write_script(script(BASE)).replace(" Am Kai.", "\nAm Kai.")
    text = merged(BASE, replaced(BASE, "Am Kai.", "Lange: so hieß der Kai."), ours).text
    assert spoken(text)[1][2] == ("Im Herbst. Es war kalt. Und wo? Lange: so hieß der Kai. Ganz"
                                  " hinten.")


def test_marks_are_never_cut() -> None:
    """What holds several sentences together is one; marks around others stay where they are."""
    ours = write_script(script(BASE)).replace("Im Herbst. Es war kalt.",
                                              "[Im Herbst. Es war kalt.]{voice=narrator}")
    ours = ours.replace("Und wo? ", 'Und *wo*? []{pause=2s} ').replace("hinten", "hin\\ten", 1)
    quiet = merged(BASE, replaced(BASE, "Am Kai.", "Am Pier."), ours)
    assert quiet.text == ours.replace("Am Kai", "Am Pier")
    loud = merged(BASE, replaced(BASE, "Es war kalt.", "Es war mild."), ours)
    assert conflicts(loud.text) == 1
    assert "[Im Herbst. Es war kalt.]{voice=narrator}" in loud.text


def test_new_people_join_any_cast() -> None:
    """Written in lines, in braces or in one line, the front matter stays as its author wrote it."""
    new = CastMember("moor", "guest", "Jan Moor", ("Moor",), "male", "tone/jan")
    lines = write_script(script(BASE))
    head, _, body = lines.partition("cast:")
    braces = head + ("cast: {a: {role: guest, name: Ute Lange}, narrator: {role: narrator,\n"
                     "  name: E},}  # alle\nurl:\n---") + body.partition("\n---")[2]
    mixed = head + ("cast:\n    lange: {role: guest, name: Ute Lange}\n    narrator:\n      role:"
                    " narrator\n      name: E\n\n    # Ende\nauthor:  # wer?\n---"
                    ) + body.partition("\n---")[2]
    for text in (lines, braces.replace('url: ""\n', ""), mixed.replace('author: ""\n', "")):
        ours = text.replace("**Kanalbote:**", "Ute Lange:")
        made = amend(ours, {"author": "Ole: B.", "url": "https://example.org"}, (new,), "a.md")
        read = parse_script(made, "a", "a.md")
        assert read.member("moor") == new
        assert (read.author, read.url) == ("Ole: B.", "https://example.org")
        assert len(made.splitlines()) - len(ours.splitlines()) in (0, 6)
        assert made.partition("\n---")[2] == ours.partition("\n---")[2]
