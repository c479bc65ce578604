"""Pronunciations: found whatever their ending, told to each engine as it can take them, kept."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.engines.base import Preferences, plain
from podcast.engines.espeak import Espeak, language_of, transcribe
from podcast.engines.pico import Pico
from podcast.errors import UserError
from podcast.language import Lexicon, load_language, load_lexicon, read
from podcast.language.keeping import with_entry
from podcast.language.lexicon import Entry, foreign_letters
from podcast.language.respelling import respelled
from podcast.model import Voice
from podcast.words import Stretch, Word

GERMAN = load_language("de")
BUNDLED = Path(__file__).parents[1] / "voices" / "lexicon.toml"
VOICE = Voice("a/b", "espeak", "de", "f2")
LETTERS = Preferences()
SWITCHES = Preferences(switches=True)
IPA = Preferences(switches=True, ipa=True)
ENTRIES = '''[words]
Macron = { say = "Makrong", ipa = "maˈkʁɔ̃" }
"Vlaams Belang" = { say = "Flahms Belang", ipa = "vlaːms bəˈlɑŋ" }
Vilvoorde = { like = "nl" }
Law-and-Order = "Loh-end-order"
"sp.a" = "Ess Pe Ah"
'''


def lexicon(folder: Path, text: str = ENTRIES) -> Lexicon:
    """The lexicon of a text."""
    path = folder / "lexicon.toml"
    path.write_text(text, encoding="utf-8")
    return load_lexicon([path])


def words(text: str, entries: Lexicon, preferences: Preferences = LETTERS) -> tuple[Word, ...]:
    """A sentence's words for an engine."""
    return read(text, (), GERMAN, preferences, entries)


@pytest.mark.parametrize(("text", "expected"), [
    ("Macron kam.", "Makrong kam."),
    ("Macrons Rede", "Makrongs Rede"),
    ("Macron's Rede", "Makrongs Rede"),
    ("Der Macron-Besuch, „Macron“!", "Der Makrong-Besuch, Makrong!"),
    ("Macronien", "Macronien"),
    ("der Vlaams Belang gewann", "der Flahms Belang gewann"),
    ("Law-and-Order-Politik", "Loh-end-order-Politik"),
    ("die sp.a", "die Ess Pe Ah"),
])
def test_entries_and_their_forms(tmp_path: Path, text: str, expected: str) -> None:
    """Inflected forms and compounds follow the entry; other words that begin alike do not."""
    spoken = " ".join(word.spoken for word in words(text, lexicon(tmp_path)))
    assert spoken == expected


def test_each_engine_is_told_as_it_can_take_it(tmp_path: Path) -> None:
    """IPA for those that take it, another language for those that switch, letters for the rest."""
    entries = lexicon(tmp_path)
    text = "Macron in Vilvoorde."
    shown = [[(word.spoken, word.lang, word.ipa) for word in words(text, entries, preferences)]
             for preferences in (LETTERS, SWITCHES, IPA)]
    assert shown[0] == [("Makrong", "", ""), ("in", "", ""), ("Wilwohrde.", "", "")]
    assert shown[1] == [("Makrong", "", ""), ("in", "", ""), ("Vilvoorde.", "nl", "")]
    assert shown[2] == [("Macron", "", "maˈkʁɔ̃"), ("in", "", ""), ("Vilvoorde.", "nl", "")]


def test_earlier_files_come_first(tmp_path: Path) -> None:
    """A show's own entry stands before the bundled one."""
    own, other = tmp_path / "own.toml", tmp_path / "other.toml"
    own.write_text('[words]\nGent = "Hent"\n', encoding="utf-8")
    other.write_text('[words]\nGent = "Schent"\nLeuven = "Löwen"\n', encoding="utf-8")
    both = load_lexicon([own, other, tmp_path / "none.toml"])
    assert [word.spoken for word in words("Gent Leuven", both)] == ["Hent", "Löwen"]


@pytest.mark.parametrize(("text", "message"), [
    ("[words]\nGent = 5\n", "lexicon.toml: Gent: an entry is a respelling"),
    ("[words]\nGent = { sag = 'x' }\n", "unknown key 'sag'"),
    ("[words]\nGent = { source = 'x' }\n", "needs a word of letters"),
    ("[words]\n'…' = 'x'\n", "needs a word of letters"),
    ("[wörter\n", "not valid TOML"),
    ("[words]\nGent = { ipa = '☃' }\n", "Gent: ipa: nobody here can say the sound '☃'"),
    ("[words]\nGent = { like = 'tlh' }\n", "Gent: like: no voice here knows the language"),
    ("[words]\nGent = '☃'\n", "needs a word of letters"),
    ("[voices]\na = 'b'\n", "unknown table 'voices'"),
    ("words = 3\n", "'words' is no table"),
])
def test_broken_files(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake is one line with the file, the word and what is right."""
    with pytest.raises(UserError, match=message):
        lexicon(tmp_path, text)


def test_a_folder_is_no_lexicon(tmp_path: Path) -> None:
    """A folder in the lexicon's place is named."""
    with pytest.raises(UserError, match="this is a folder"):
        load_lexicon([tmp_path])


def test_rules_that_need_the_word_for_more_come_first(tmp_path: Path) -> None:
    """An entry for `Uhr` leaves times whole; what rules claim inside an entry is the entry's."""
    entries = lexicon(tmp_path, '[words]\nUhr = "Uhär"\nEU = "Europa"\n')
    spoken = " ".join(word.spoken for word in words("Um 14.30 Uhr, die Uhr der EU.", entries))
    assert spoken == "Um vierzehn Uhr dreißig, die Uhär der Europa."


def test_letters_of_words_that_cannot_be_said() -> None:
    """Where eSpeak spells a letter that it does not know, nothing is guessed."""
    assert foreign_letters("Nguyễn", "en", GERMAN) == ""
    assert foreign_letters("Gent " * 100, "nl", GERMAN) == ""
    assert foreign_letters("Zandvoort", "nl", GERMAN) == "Sandwohrt"


def test_the_bundled_lexicon() -> None:
    """Some hundred names, each with a source, a transcription and letters that engines can say."""
    entries = [one for some in load_lexicon([BUNDLED]).entries.values() for one in some]
    assert len(entries) > 250
    for entry in entries:
        assert entry.source
        assert entry.ipa
        assert entry.like
        assert respelled(entry.ipa, GERMAN)
        assert not set(entry.say.lower()) - set("abcdefghijklmnopqrstuvwxyzäöüß- é")


@pytest.mark.parametrize("word", ["Macht", "schön", "Haus", "neun", "Leute", "Zeit", "Deutung",
                                  "Balkon", "Mutter", "Tür", "heiter", "Pfeffer", "singen"])
def test_espeak_says_what_ipa_tells(word: str) -> None:
    """A word by its transcription sounds as the word itself, to the sample."""
    ipa = transcribe(word, "de")
    told = Espeak().speak((Stretch(word, ipa=ipa),), VOICE, 1.0).samples
    assert np.array_equal(told, Espeak().speak(plain(word), VOICE, 1.0).samples)


@pytest.mark.parametrize("special", [Stretch("Mechelen", lang="nl"),
                                     Stretch("Mechelen", ipa="ˈmɛxələn"),
                                     Stretch("Mechelen", stress=True)])
def test_espeak_switches_and_stresses(special: Stretch) -> None:
    """Another language, a transcription and stress are heard; the sentence stays a sentence."""
    usual = Espeak().speak(plain("Er wohnt in Mechelen gern."), VOICE, 1.0)
    heard = Espeak().speak((Stretch("Er wohnt in"), special, Stretch("gern.")), VOICE, 1.0)
    assert not np.array_equal(heard.samples, usual.samples)
    assert len(heard.samples) == pytest.approx(len(usual.samples), rel=0.25)


def test_markup_in_marked_sentences_is_text() -> None:
    """What looks like a tag is no tag for eSpeak, also where a neighbour is marked."""
    said = (Stretch("AT&T <break time='5s'/> in"), Stretch("Gent", lang="nl"))
    assert len(Espeak().speak(said, VOICE, 1.0).samples) < 5 * 22050


def test_letters_from_a_transcription() -> None:
    """IPA becomes letters that German reads about so."""
    for ipa, letters in (("maˈkʁɔ̃", "makrong"), ("ˈlɛstɐ", "lester"), ("ˈbʊdapɛʃt", "buddapescht"),
                         ("ʒaˈlu", "schalu"), ("wɔʃɪŋtən", "woschingten")):
        assert respelled(ipa, GERMAN) == letters
    with pytest.raises(ValueError, match="ǃ"):
        respelled("ǃa", GERMAN)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24f), max_size=12))
def test_letters_of_any_text(text: str) -> None:
    """Whatever is transcribed is respelled, or refused by the symbol that has no letters."""
    try:
        letters = respelled(text, GERMAN)
    except ValueError as error:
        assert str(error) in text or str(error)
    else:
        assert letters == letters.strip()


def test_languages_of_tags() -> None:
    """A tag with a region is its language where eSpeak has no such region."""
    assert language_of("nl-BE") == "nl"
    assert language_of("en-us") == "en-US"
    assert language_of("tlh") == ""
    assert transcribe("x", "tlh") == ""


def test_keeping_an_entry() -> None:
    """A new entry joins the others, an old one is replaced, comments and order stay."""
    before = '# mine\n[words]\nGent = "Hent"  # as they say\n\n# far away\n"Liège" = "Ljehsch"\n'
    after, _ = with_entry(before, Entry("Vlaams Belang", like="nl"), "lexicon.toml")
    assert after.startswith(before.rstrip("\n"))
    assert tomllib.loads(after)["words"]["Vlaams Belang"] == {"like": "nl"}
    again, replaced = with_entry(after, Entry("Gent", say="Gent", like="nl"), "lexicon.toml")
    assert tomllib.loads(again)["words"]["Gent"] == {"say": "Gent", "like": "nl"}
    assert replaced == '"Hent"'
    assert "# far away" in again
    with pytest.raises(UserError, match="not valid TOML"):
        with_entry("[words", Entry("Gent", like="nl"), "lexicon.toml")


def test_pico_takes_letters_and_espeak_everything() -> None:
    """What the engines say of themselves."""
    assert not (Pico.preferences.ipa or Pico.preferences.switches or Pico.preferences.stress)
    assert Espeak.preferences.ipa and Espeak.preferences.switches and Espeak.preferences.stress
