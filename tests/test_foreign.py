"""Names of other languages: found, guessed, heard, kept, and reported apart from slips."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from podcast.check import check_show
from podcast.errors import UserError
from podcast.findings import Problem
from podcast.language import load_language, load_lexicon
from podcast.language.foreign import Foreign, foreign_words
from podcast.language.lexicon import EMPTY, Lexicon
from podcast.pronunciation import Pronunciation
from podcast.settings import load_settings
from tests.shows import HEADER, SHOW

GERMAN = load_language("de")
BUNDLED = Path(__file__).parents[1] / "voices" / "lexicon.toml"
TEXT = ("In Vilvoorde spricht der Bürgermeister mit Kaczyński und Löwenthal über die Straßenbahn. "
        "Das Community-Center der City Mayors Foundation hat dem Vlaams Belang geschrieben, und "
        "Erdoğans Leute waren dabei. Die Uhrmacherin lebt in Bad Nauheim.")


def found(text: str, lexicon: Lexicon = EMPTY) -> dict[str, Foreign]:
    """What looks foreign in a text, by its words."""
    return {one.text: one for one in foreign_words(text, GERMAN, lexicon)}


def test_names_are_found_and_guessed() -> None:
    """Foreign names are found whole, with their language and letters that sound so."""
    names = found(TEXT)
    assert names["Vilvoorde"].lang == "nl"
    assert names["Vilvoorde"].letters == "Wilwohrde"
    assert names["Vilvoorde"].start == 3
    assert names["Kaczyński"].language == "Polish"
    assert names["Erdoğans"].language == "Turkish"
    assert names["Vlaams"].lang == "nl"
    assert not {"Löwenthal", "Straßenbahn", "Uhrmacherin", "Nauheim"} & names.keys()


def test_what_has_an_entry_is_not_reported() -> None:
    """Names of the lexicon, inflected ones included, need no other."""
    names = found(TEXT, load_lexicon([BUNDLED]))
    assert not {"Vilvoorde", "Kaczyński", "Erdoğans", "Vlaams"} & names.keys()


def show(folder: Path, body: str) -> list[Problem]:
    """What `check` says of a show with one script."""
    (folder / "podcast.toml").write_text(SHOW, encoding="utf-8")
    (folder / "scripts").mkdir()
    voices = {"journalist": "tone/karl", "guest": "tone/marie", "narrator": "tone/anna"}
    (folder / "scripts" / "a.md").write_text(HEADER.format(**voices) + body, encoding="utf-8")
    return [*check_show(load_settings(folder))]


def test_check_lists_names_apart_from_slips(tmp_path: Path) -> None:
    """A slip asks what was meant, a name how it is said; what the script marks is settled."""
    problems = show(tmp_path, "\nLange: Die Regierugn tagt heute in Zandvoort, und wir fuhren nach "
                    "[Kortenberg-Zuid]{lang=nl} in die Stadt.\n")
    messages = [one.message for one in problems]
    assert any("'Regierugn' is spoken as written; meant 'Regierung'?" in one for one in messages)
    (name,) = [one for one in messages if "looks" in one]
    assert name.startswith("'Zandvoort' looks Dutch")
    assert "podcast say 'Zandvoort' --like nl" in name


def test_check_names_unknown_languages(tmp_path: Path) -> None:
    """A language that nobody here speaks is an error at its line."""
    problems = show(tmp_path, "\nLange: Wir waren in [Gent]{lang=tlh}.\n")
    (error,) = [one for one in problems if one.severity == "error"]
    assert "knows the language 'tlh'" in error.message
    assert error.place.startswith("scripts/a.md:")


def test_keeping_a_pronunciation(tmp_path: Path) -> None:
    """What was heard is written into the show's lexicon, and read from then on."""
    show(tmp_path, "\nLange: Zandvoort ist schön.\n")
    settings = load_settings(tmp_path)
    path, replaced = Pronunciation("Zandvoort", lang="nl").keep(settings)
    assert not replaced
    entry = tomllib.loads(path.read_text(encoding="utf-8"))["words"]["Zandvoort"]
    assert entry["like"] == "nl"
    assert entry["say"] == "Sandwohrt"
    assert not [one for one in check_show(settings) if "Zandvoort" in one.message]
    with pytest.raises(UserError, match="show's own language"):
        Pronunciation("Zandvoort", lang="de-AT").require(settings)
    with pytest.raises(UserError, match="knows the language 'tlh'"):
        Pronunciation("Zandvoort", lang="tlh").require(settings)


@pytest.mark.parametrize("text", ["A\nB", '"x"', "…", "x" * 90, "Sie und er und wir heißen so"])
def test_what_is_no_word_is_not_kept(tmp_path: Path, text: str) -> None:
    """Only words and short phrases become entries."""
    show(tmp_path, "\nLange: Ja.\n")
    with pytest.raises(UserError, match="no word or name"):
        Pronunciation(text, lang="nl").require(load_settings(tmp_path), kept=True)


def test_what_is_no_respelling_is_not_kept(tmp_path: Path) -> None:
    """A respelling is letters."""
    show(tmp_path, "\nLange: Ja.\n")
    with pytest.raises(UserError, match="cannot be kept as a respelling"):
        Pronunciation("Gent", respelling="B*[r").require(load_settings(tmp_path), kept=True)


def test_other_scripts_are_guessed_by_nobody() -> None:
    """The detector knows languages in Latin letters alone."""
    assert not found("Er heißt Владимир oder محمد.")


def test_words_that_nobody_hears_are_named(tmp_path: Path) -> None:
    """A word that is said as a sign, and a sign without a word, are warnings; accents are not."""
    problems = show(tmp_path, '\nLange: In [Gent]{say="☃"} gab es 3 ₹, sagte Nguyễn.\n')
    messages = [one.message for one in problems]
    assert any("'Gent' is not heard" in one for one in messages)
    assert any("the sign '₹' is not said" in one for one in messages)
    assert not [one for one in problems if one.severity == "error"]


@pytest.mark.article
def test_the_real_article() -> None:
    """The real article's foreign names are found, and few other words beside them."""
    folder = os.environ.get("PODCAST_ARTICLES")
    if not folder:
        pytest.skip("PODCAST_ARTICLES does not name a folder with real articles")
    text = (Path(folder) / "mechelen.txt").read_text(encoding="utf-8")
    names = found(text)
    shown = " ".join(names)
    assert all(name in shown for name in ("Mechelen", "Vilvoorde", "Vlaams", "Mayor", "School"))
    assert len(names) <= 16
    assert len(found(text, load_lexicon([BUNDLED]))) <= 4
