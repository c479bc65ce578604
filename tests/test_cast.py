"""Casts: their files, who gets which voice, and that bundled voices are told apart."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.audio.measure import VoiceMeasure, measure, semitones, trimmed
from podcast.cast import (
    Cast,
    all_casts,
    best_installed,
    cast_file,
    choose,
    find_voice,
    gender_notices,
    installed,
    load_cast,
)
from podcast.engines.base import plain
from podcast.errors import UserError
from podcast.model import CastMember, Gender, Role, Voice
from podcast.registry import load
from podcast.settings import cast_folders

FOLDERS = cast_folders(None)
PICO = pytest.param("pico", marks=pytest.mark.skipif(
    find_spec("ttspico") is None, reason="needs ttspico: pip install 'hoerfassung[pico]'"))
SPEAKING = [PICO, "espeak"]
SENTENCES = (
    "Die Bürgermeisterin hat den Umbau des alten Bahnhofs lange vorbereitet.",
    "Warum haben Sie sich eigentlich gegen den Rat aller Fachleute entschieden?",
    "Wir wollten, dass die Menschen wieder gern hierherkommen, und das ist uns gelungen.",
)
GOOD = """
title = "Eigene"
engine = "tone"
rank = 3
[licence]
name = "CC0-1.0"
[voices.eva]
gender = "female"
model = "200"
pitch = 1
[voices.jan]
gender = "male"
model = "100"
gain_db = -1.5
[roles]
journalist = {female = "eva", male = "jan"}
guest = {female = ["eva"], male = ["jan"]}
narrator = "eva"
"""


def person(role: Role, key: str, gender: Gender = "unknown", voice: str = "") -> CastMember:
    return CastMember(key, role, key.title(), gender=gender, voice=voice)


def genders(cast: Cast, people: tuple[CastMember, ...]) -> list[str]:
    by_name = {one.name: one.gender for one in cast.voices}
    return [by_name[one.voice] for one in people]


@cache
def measured(voice: Voice) -> VoiceMeasure:
    """A voice as listeners hear it, before its gain: three sentences, trimmed."""
    engine, parts = load("engines", voice.engine)(), []
    for sentence in SENTENCES:
        speech = engine.speak(plain(sentence), voice, voice.rate * voice.vocal_tract)
        rate_hz = round(speech.sample_rate_hz / voice.vocal_tract)
        parts.append(trimmed(speech.samples, rate_hz))
    return measure(np.concatenate(parts), rate_hz, "".join(SENTENCES))


def timbre(one: VoiceMeasure, other: VoiceMeasure) -> tuple[float, float]:
    """How far apart formants and centroids are, as factors of at least 1."""
    formants = [math.log(b / a) for a, b in zip(one.formants_hz, other.formants_hz, strict=True)]
    centroid = abs(math.log(other.spectral_centroid_hz / one.spectral_centroid_hz))
    return math.exp(abs(sum(formants)) / 3), math.exp(centroid)


def different(one: VoiceMeasure, other: VoiceMeasure) -> bool:
    formants, centroid = timbre(one, other)
    return formants >= 1.08 or centroid >= 1.10


def apart(one: VoiceMeasure, other: VoiceMeasure) -> float:
    return abs(semitones(one.f0_median_hz, other.f0_median_hz))


def of_roles(cast: Cast) -> dict[str, list[VoiceMeasure]]:
    found = {one.name: one for one in cast.voices}
    roles = cast.roles
    names = {"asking_female": [roles.journalist_female], "asking_male": [roles.journalist_male],
             "female": roles.guests_female, "male": roles.guests_male,
             "narrator": [roles.narrator]}
    return {role: [measured(found[one]) for one in each] for role, each in names.items()}


@pytest.mark.parametrize("name", SPEAKING)
def test_journalist_contrasts_with_every_guest_of_the_other_gender(name: str) -> None:
    """At least 4 semitones and clearly another timbre lie between who asks and who answers."""
    heard = of_roles(load_cast(name, FOLDERS))
    for asking, guests in (("asking_female", "male"), ("asking_male", "female")):
        for guest in heard[guests]:
            assert apart(heard[asking][0], guest) >= 4
            assert different(heard[asking][0], guest)


@pytest.mark.parametrize("name", SPEAKING)
def test_narrator_stands_apart(name: str) -> None:
    """At least 3 semitones lie between the narrator and everybody else."""
    heard = of_roles(load_cast(name, FOLDERS))
    for other in itertools.chain(*(heard[role] for role in heard if role != "narrator")):
        assert apart(heard["narrator"][0], other) >= 3


@pytest.mark.parametrize("name", SPEAKING)
def test_guests_of_one_gender_are_told_apart(name: str) -> None:
    """Two women or two men who answer differ by 3 semitones or clearly in timbre."""
    heard = of_roles(load_cast(name, FOLDERS))
    for gender in ("female", "male"):
        assert len(heard[gender]) >= 2
        for one, other in itertools.combinations(heard[gender], 2):
            assert apart(one, other) >= 3 or different(one, other)


@pytest.mark.parametrize("name", SPEAKING)
def test_voices_are_level_natural_and_keep_pace(name: str) -> None:
    """Every voice has -16 LUFS with its gain, a human pitch and tract, a news reader's pace."""
    for voice in load_cast(name, FOLDERS).voices:
        found = measured(voice)
        assert voice.gain_db is not None
        assert found.loudness_lufs + voice.gain_db == pytest.approx(-16, abs=0.5), voice.name
        assert 85 <= found.f0_median_hz <= 260, voice.name
        assert 0.85 <= voice.vocal_tract <= 1.18, voice.name
        assert 13 <= found.letters_per_s <= 15, voice.name


def test_bundled_casts_are_complete_and_accepted_by_their_engines() -> None:
    """Each bundled cast without models has seven voices of distinct roles its engine accepts."""
    casts = all_casts(FOLDERS)
    assert [one.name for one in casts] == ["coqui", "espeak", "pico", "piper", "tone", "xtts"]
    for cast in casts:
        if cast.models:
            continue
        roles = cast.roles
        used = [roles.journalist_female, roles.journalist_male, *roles.guests_female,
                *roles.guests_male, roles.narrator]
        assert len(set(used)) == len(used) == len(cast.voices) == 7
        for voice in cast.voices:
            load("engines", cast.engine).check(voice)
            assert voice.licence.name != "unknown"
            assert find_voice(voice.name, FOLDERS) == voice


def test_best_installed_is_no_toy() -> None:
    """The proposed cast speaks: tones rank last."""
    best = best_installed(FOLDERS)
    assert installed(best)
    assert best.name != "tone"
    assert best.rank == max(one.rank for one in all_casts(FOLDERS) if installed(one))


def test_reading_casts_imports_no_engine() -> None:
    """Looking up a voice loads neither engines nor numpy."""
    code = ("import sys\nfrom podcast.cast import find_voice\n"
            "from podcast.settings import cast_folders\n"
            "find_voice('tone/greta', cast_folders(None))\n"
            "print([one for one in sys.modules if one.startswith(('podcast.engines.', 'numpy'))"
            " and one[16:] not in ('base', 'library')])")
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                           check=True, cwd=Path(__file__).parent.parent).stdout
    assert shown.strip() == "[]"


@pytest.mark.parametrize(("guest", "journalist", "expected"), [
    ("female", "female", ["male", "female"]),
    ("female", "unknown", ["male", "female"]),
    ("male", "male", ["female", "male"]),
    ("unknown", "female", ["female", "male"]),
    ("unknown", "male", ["male", "female"]),
    ("unknown", "unknown", ["female", "male"]),
])
def test_journalist_and_first_guest_contrast(guest: Gender, journalist: Gender,
                                             expected: list[str]) -> None:
    """Who asks has a voice of the other gender than who answers, known or not."""
    cast = load_cast("tone", FOLDERS)
    people = (person("journalist", "j", journalist), person("guest", "g", guest))
    assert genders(cast, choose(cast, people)) == expected


def test_without_a_guest_the_journalist_keeps_the_own_gender() -> None:
    """With nobody to contrast with, the journalist's own gender counts."""
    cast = load_cast("tone", FOLDERS)
    for gender in ("female", "male"):
        assert genders(cast, choose(cast, (person("journalist", "j", gender),))) == [gender]


def test_voices_in_the_script_are_left_alone() -> None:
    """A voice a person wrote down stays, and the others contrast with it."""
    cast = load_cast("tone", FOLDERS)
    people = (person("narrator", "n"), person("journalist", "j"),
              person("guest", "g", "female", voice="tone/otto"), person("guest", "h", "male"))
    chosen = {one.key: one.voice for one in choose(cast, people)}
    assert chosen == {"n": "tone/anna", "j": "tone/greta", "g": "tone/otto", "h": "tone/karl"}
    assert choose(cast, choose(cast, people)) == choose(cast, people)


@given(st.lists(st.sampled_from(["female", "male", "unknown"]), max_size=9),
       st.sampled_from(["female", "male", "unknown"]))
def test_any_company_gets_voices(guests: list[Gender], journalist: Gender) -> None:
    """Everybody has a voice; nobody shares the journalist's or narrator's; guests take turns."""
    cast = load_cast("tone", FOLDERS)
    people = (person("narrator", "n"), person("journalist", "j", journalist),
              *(person("guest", f"g{number}", one) for number, one in enumerate(guests)))
    chosen = choose(cast, people)
    assert [one.key for one in chosen] == [one.key for one in people]
    narrator, asking, *answering = (one.voice for one in chosen)
    assert narrator != asking
    assert not {narrator, asking} & set(answering)
    for member, voice in zip(people[2:], genders(cast, chosen)[2:], strict=True):
        assert member.gender in ("unknown", voice)
    for names in (cast.roles.guests_female, cast.roles.guests_male):
        counts = [answering.count(one) for one in names]
        assert max(counts) - min(counts) <= 1


def test_unknown_gender_is_said() -> None:
    """One line for each guest whose gender is not known, and none for anybody else."""
    people = (person("narrator", "n"), person("journalist", "j"), person("guest", "maxi"),
              person("guest", "eva", "female"))
    assert [line.split(",")[0] for line in gender_notices(people)] == [
        "the gender of Maxi is not known"]


def test_the_shows_own_casts_come_first(tmp_path: Path) -> None:
    """A cast of the show hides a bundled one of its name; the lexicon is no cast."""
    (tmp_path / "tone.toml").write_text(GOOD)
    (tmp_path / "lexicon.toml").write_text("[words]\n")
    folders = cast_folders(tmp_path)
    bundled = [one.name for one in all_casts(FOLDERS)]
    assert [one.name for one in all_casts(folders)] == bundled
    assert load_cast("tone", folders).title == "Eigene"
    assert cast_file("tone", folders) == tmp_path / "tone.toml"
    assert find_voice("tone/jan", folders).gain_db == -1.5
    assert cast_folders(tmp_path / "none") == FOLDERS


@pytest.mark.parametrize(("name", "words"), [
    ("pico/nobody", "pico/greta"), ("nobody/greta", "pico"), ("greta", "cast/voice"),
    ("", "espeak"), ("../voices/pico/greta", "pico"), ("lexicon/a", "pico")])
def test_unknown_voices_list_the_known(name: str, words: str) -> None:
    """A voice that is not there is an error which lists those there are."""
    with pytest.raises(UserError) as caught:
        find_voice(name, FOLDERS)
    assert f"'{name}'" in str(caught.value)
    assert words in caught.value.next_step


@pytest.mark.parametrize(("old", "new", "words"), [
    ('title = "Eigene"', "title = ", "line 2"),
    ('title = "Eigene"', "", "'title' is missing"),
    ('title = "Eigene"', "title = 7", "'title' must be a text"),
    ("rank = 3", "rank = 3.5", "'rank' must be a whole number"),
    ("rank = 3", "colour = 3", "unknown key 'colour'"),
    ('engine = "tone"', 'engine = "parrot"', "unknown engine 'parrot'"),
    ("[licence]", "[license]", "unknown key 'license'"),
    ("pitch = 1", "pitch = true", "'voices.eva.pitch' must be a number"),
    ("pitch = 1", "pitch = 0", "'voices.eva.pitch' must be above 0"),
    ("pitch = 1", "pitch = nan", "'voices.eva.pitch' must be a finite number"),
    ("pitch = 1", "speed = 1", "unknown key 'voices.eva.speed'"),
    ("gain_db = -1.5", 'gain_db = "loud"', "'voices.jan.gain_db' must be a number"),
    ('gender = "male"', 'gender = "m"', "'voices.jan.gender' must be female or male"),
    ('narrator = "eva"', 'narrator = "ute"', "a voice 'ute' that is not there. Known: eva, jan."),
    ('narrator = "eva"', "", "'roles.narrator' is missing"),
    ('male = ["jan"]', "male = []", "'roles.guest.male' must be a list"),
    ('male = ["jan"]', 'male = "jan"', "'roles.guest.male' must be a list"),
    ("[voices.eva]", "[[voices]]", "'voices' must be a table"),
])
def test_a_broken_cast_names_file_and_key(tmp_path: Path, old: str, new: str,
                                          words: str) -> None:
    """Whatever is wrong with a cast file, the error names the file, the place and the remedy."""
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(UserError) as caught:
        load_cast("own", (tmp_path,))
    assert caught.value.where == str(path)
    assert words in str(caught.value)


def test_no_engine_installed_is_an_error(tmp_path: Path) -> None:
    """Where no cast can speak, the error says what to install."""
    with pytest.raises(UserError, match="pip install"):
        best_installed((tmp_path,))
