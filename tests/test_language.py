"""German for the ear: golden files of written and spoken lines, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from podcast.engines.base import Preferences
from podcast.errors import UserError
from podcast.language import (
    Override,
    announcement,
    compile_numbers,
    load_language,
    read,
    silent_signs,
    split_sentences,
)
from podcast.language.context import Context
from podcast.language.folding import fold
from podcast.language.rules import RULES
from podcast.model import CastMember, Script, Span, Turn

GERMAN = load_language("de")
WORDS = Preferences()
DIGITS = Preferences(numbers="digits", switches=True, stress=True)
GOLDEN = Path(__file__).parent / "language"
PIECES = ["Haus", "15.", "1964", "3,5", "€", "%", " ", "-", "–", "...", "…", "z. B.", "Dr.", "EU",
          "„", "“", '"', "(", ")", "*innen", "II.", "Friedrich", "der", "am", "Mai", "Uhr", "14:30",
          "?", "!", ".", ",", ":", "\n", "\x00", "\u200d", "😀", "²", "½", "٣", "www.a.de",
          "'", "/"]
SAID = "*†§%&@#‰/-–"
"""Punctuation, as Unicode counts it, that is said."""
TEXT = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=15).map("".join))


def lines(name: str) -> list[str]:
    """The lines of a golden file without its comments."""
    text = (GOLDEN / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pairs(name: str) -> list[tuple[str, str]]:
    """Written and spoken sides of a golden file."""
    return [(written, spoken) for written, _, spoken in
            (line.partition(" ⇒ ") for line in lines(name))]


def spoken(text: str, numbers: str = "words") -> str:
    """What an engine is given for a sentence."""
    words = read(text, (), GERMAN, DIGITS if numbers == "digits" else WORDS)
    return " ".join(word.spoken for word in words if word.spoken)


@pytest.mark.parametrize("name", sorted(one.name for one in (GOLDEN / "spoken").iterdir()))
def test_written_and_spoken(name: str) -> None:
    """Every line of the golden files is read as its right side says."""
    wrong = [(written, expected, heard(written)) for written, expected in pairs(f"spoken/{name}")
             if heard(written) != expected]
    assert not wrong


def heard(text: str) -> str:
    """What is given to an engine of a text that may hold several sentences."""
    return " ".join(spoken(text[start:end]) for start, end in split_sentences(text, GERMAN))


@pytest.mark.parametrize(("written", "expected"), pairs("digits.txt"))
def test_numbers_as_digits(written: str, expected: str) -> None:
    """Engines that prefer digits get plain numbers as digits, all else in words."""
    assert spoken(written, "digits") == expected


@pytest.mark.parametrize("line", lines("sentences.txt"))
def test_sentences(line: str) -> None:
    """Sentences end where the golden file says, and nowhere else."""
    text = line.replace("¦", "")
    found = [text[start:end] for start, end in split_sentences(text, GERMAN)]
    assert found == [part.strip() for part in line.split("¦")]


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_sentences_cover_any_text(text: str) -> None:
    """Sentences lie in order and hold every character that is no space."""
    sentences = split_sentences(text, GERMAN)
    assert all(start < end for start, end in sentences)
    assert all(one[1] <= other[0] for one, other in pairwise(sentences))
    inside = "".join(text[start:end] for start, end in sentences)
    assert "".join(inside.split()) == "".join(text.split())


@settings(max_examples=300, deadline=None)
@given(TEXT, st.sampled_from(["words", "digits"]), st.booleans())
def test_words_cover_any_text(text: str, numbers: str, marked: bool) -> None:
    """Words lie in order, hold every displayed character once, and no control characters."""
    half = len(text) // 2
    overrides = [Override(0, half, say="x", lang="nl"), Override(half, len(text), stress=True)]
    preferences = DIGITS if numbers == "digits" else WORDS
    words = read(text, overrides if marked else (), GERMAN, preferences)
    covered = "".join(text[word.start : word.end] for word in words)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert not any(re.search(r"[\x00-\x1f\x7f-\x9f\n„“]|\s\s", word.spoken) for word in words)
    assert words == read(text, overrides if marked else (), GERMAN, preferences)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_displayed_and_spoken_words_know_each_other(text: str) -> None:
    """Every displayed letter and digit is spoken; bare punctuation is not."""
    for word in read(text, (), GERMAN):
        shown = text[word.start : word.end]
        if any(one.isalpha() or one.isdecimal() for one in shown):
            assert word.spoken
        elif not any(unicodedata.category(one)[0] in "SNM" or one in SAID for one in shown):
            assert not any(one.isalnum() for one in word.spoken)


@pytest.mark.parametrize("name", sorted(one.name for one in (GOLDEN / "spoken").iterdir()))
def test_rules_are_there_where_something_triggers_them(name: str) -> None:
    """A rule that is skipped for want of its trigger would have claimed nothing."""
    for written, _ in pairs(f"spoken/{name}"):
        context = Context(fold(written).text, GERMAN, "words")
        for rule in RULES:
            if not rule.trigger.search(context.text):
                assert not [*rule.read(context)], (rule.name, written)


def test_numbers_are_those_of_cldr() -> None:
    """The compiled table spells every number as Unicode's own rules do."""
    folder, engine = Path(compile_numbers.__file__).parent, RbnfEngine.for_language("de")
    table = (folder / "de.numbers.toml").read_text(encoding="utf-8")
    assert table == compile_numbers.table("de")
    uses = tomllib.loads((folder / "de.toml").read_text(encoding="utf-8"))["numbers"]["rules"]
    for use, ruleset in uses.items():
        for number in (*range(2100), 21000, 100_001, 999_999, 1_000_000, 1_001_000, 10**9):
            wanted = engine.format_number(number, ruleset_names=[ruleset])
            assert GERMAN.spell.form(use, number) == wanted.text_by_ruleset[ruleset].replace(
                "\u00ad", "")


@pytest.mark.parametrize(("text", "ipa"), [
    ("Die Montage der Anlage beginnt im August.", ["mɔnˈtaːʒə", "aʊˈɡʊst"]),
    ("August Bebel las an freien Montagen.", []),
    ("Wir müssen die Sperrung umfahren.", ["ʊmˈfaːʁən"]),
    ("Roman Herzog schrieb einen Roman.", ["ˈʁoːman"]),
    ("Er lebt in Konstanz.", ["ˈkɔnstants"]),
])
def test_words_of_two_kinds(text: str, ipa: list[str]) -> None:
    """Words that are written alike are told apart by the words around them."""
    words = read(text, (), GERMAN, Preferences(ipa=True))
    assert [word.ipa for word in words if word.ipa] == ipa
    assert [word.ipa for word in read(text, (), GERMAN) if word.ipa] == []


def test_signs_that_nobody_says() -> None:
    """Signs without a word are named; those with a word, marks and emoji are not."""
    assert silent_signs("5 % § € ½ „so“ – ja/nein 😀 a < b ♫ 3 ₹ ♫", GERMAN) == ("♫", "₹")


@given(st.lists(st.sampled_from(["Haus", "und", "geht", "über", "Straße", "Ärger"]), max_size=9))
def test_plain_words_are_read_as_they_stand(words: list[str]) -> None:
    """Reading plain words changes nothing."""
    assert spoken(" ".join(words)) == " ".join(words)


def test_overrides() -> None:
    """What the script's author says about a stretch wins over every rule."""
    text = "Die sp.a in Mechelen, sagt 1 Mann."
    words = read(text, (Override(4, 8, say="S. P. Aa"), Override(12, 20, lang="nl"),
                        Override(22, 26, stress=True)), GERMAN, DIGITS)
    shown = [(text[word.start : word.end], word.spoken, word.lang, word.stress) for word in words]
    assert shown == [
        ("Die", "Die", "", False), ("sp.a", "S. P. Aa", "", False), ("in", "in", "", False),
        ("Mechelen,", "Mechelen,", "nl", False), ("sagt", "sagt", "", True),
        ("1", "ein", "", False), ("Mann.", "Mann.", "", False)]


def test_long_texts_take_time_in_proportion() -> None:
    """Texts made to hurt regular expressions are read to the end."""
    for piece in ("1.", "1 ", "a.", "A", "(", "„", '"', "1-", "x@", "§", "1.1.", "a*", "II. ", ".",
                  "!?", "…", "123 ", "123'", "HO", "A.1", "20:20 ", "14.30, ", "II., ", "I./",
                  "1., ", "1. und ", "1./", "½", "😀", "(0)1", "Mo, ", "1/", "*1"):
        text = piece * 4_000
        assert "".join(text[w.start : w.end] for w in read(text, (), GERMAN)).split()
        assert split_sentences(text, GERMAN)


def test_unknown_languages_are_an_error() -> None:
    """A language without a file is refused with the list of those that have one."""
    assert load_language("de-AT") is GERMAN
    with pytest.raises(UserError, match="unknown language 'tlh'"):
        load_language("tlh")


def script(guests: int = 1, **fields: str) -> Script:
    """A script with that many guests."""
    cast = (CastMember("spiegel", "journalist", "SPIEGEL ONLINE"),
            *(CastMember(f"g{n}", "guest", f"Gast {n}") for n in range(guests)),
            CastMember("narrator", "narrator", "Erzähler"))
    turns = (Turn("speech", "spiegel", (Span("Ja?"),)),)
    return Script("1", "a", fields.pop("title", "Ein Titel"), cast, turns, **fields)


@pytest.mark.parametrize(("of", "opening", "before"), [
    (script(publisher="SPIEGEL ONLINE", published="2018-02-15"),
     "Ein Titel. Ein Interview von SPIEGEL ONLINE, erschienen am 15. Februar 2018. "
     "Alle Stimmen sind künstlich; Gast 0 ist nicht selbst zu hören.",
     "Es fragt SPIEGEL ONLINE, es antwortet Gast 0."),
    (script(3, title="„Warum?“"),
     "„Warum?“ Ein Interview. Alle Stimmen sind künstlich; "
     "Gast 0, Gast 1 und Gast 2 sind nicht selbst zu hören.",
     "Es fragt SPIEGEL ONLINE, es antworten Gast 0, Gast 1 und Gast 2."),
    (script(0, title="So!", published="2018-02-15"),
     "So! Ein Interview, erschienen am 15. Februar 2018. Alle Stimmen sind künstlich.", ""),
])
def test_announcements(of: Script, opening: str, before: str) -> None:
    """The opening names title, publisher, date and guests as far as they are known."""
    assert announcement(GERMAN, of) == (opening, before)


def test_announcements_are_sentences() -> None:
    """What is announced splits into its sentences, and its date is read as one."""
    opening, _ = announcement(GERMAN, script(publisher="taz", published="2018-02-15"))
    assert len(split_sentences(opening, GERMAN)) == 3
    assert "am fünfzehnten Februar zweitausendachtzehn." in spoken(opening)


def test_nobody_speaks() -> None:
    """Without a labelled turn nothing is said before the first question."""
    silent = Script("1", "a", "T", script().cast, (Turn("narration", "narrator", (Span("x"),)),))
    assert announcement(GERMAN, silent)[1] == ""
