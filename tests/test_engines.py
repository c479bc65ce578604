"""The engines: what they speak, what they refuse, and that they always speak it alike."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.audio.measure import measure, semitones
from podcast.engines.base import Engine, EngineFailure, EngineMissing, plain
from podcast.engines.espeak import Espeak, languages, variants
from podcast.engines.pico import LETTERS, MAX_WORD_BYTES, Pico, speakable
from podcast.engines.tone import Tone
from podcast.errors import UserError
from podcast.model import Voice
from podcast.registry import load

ROOT = Path(__file__).parent.parent
TEXT = "Warum haben Sie damals den ganzen Rat gegen sich aufgebracht?"
VOICES = {
    "pico": Voice("pico/test", "pico", "de-DE", pitch=1.1),
    "espeak": Voice("espeak/test", "espeak", "de", "f2", pitch=1.1),
    "tone": Voice("tone/test", "tone", "220", pitch=1.1),
}
needs_pico = pytest.mark.skipif(find_spec("ttspico") is None,
                                reason="needs ttspico: pip install 'hoerfassung[pico]'")
ENGINES = [pytest.param("pico", marks=needs_pico), "espeak", "tone"]


def engine(name: str) -> Engine:
    made: Engine = load("engines", name)()
    return made


HISTORY = """
import hashlib, sys
from dataclasses import replace
from podcast.registry import load
sys.path.insert(0, {tests!r})
from podcast.engines.base import plain
from test_engines import TEXT, VOICES
voice, speaker = VOICES[{name!r}], load("engines", {name!r})()
for number in range({before}):
    other = "m1" if voice.speaker else ""
    speaker.speak(plain(f"Vorher, Satz {{number}}!"), replace(voice, pitch=0.8, speaker=other), 1.3)
print(hashlib.sha256(speaker.speak(plain(TEXT), voice, 1.05).samples.tobytes()).hexdigest())
"""


@pytest.mark.parametrize("name", ENGINES)
def test_speaks_alike_whatever_was_spoken_before(name: str) -> None:
    """Three processes with different histories make the same samples of the same sentence."""
    tests = str(Path(__file__).parent)
    heard = {subprocess.run([sys.executable, "-c",
                             HISTORY.format(tests=tests, name=name, before=before)],
                            capture_output=True, text=True, check=True).stdout
             for before in (0, 1, 3)}
    assert len(heard) == 1


@pytest.mark.parametrize("name", ENGINES)
def test_speaks_alike_twice(name: str) -> None:
    """One engine object says a sentence twice the same, with another one in between."""
    speaker, voice = engine(name), VOICES[name]
    first = speaker.speak(plain(TEXT), voice, 1.0)
    speaker.speak(plain("Ein anderer Satz."), replace(voice, pitch=0.9), 0.9)
    assert np.array_equal(speaker.speak(plain(TEXT), voice, 1.0).samples, first.samples)


@pytest.mark.parametrize("name", ENGINES)
def test_makes_clean_mono_speech(name: str) -> None:
    """Speech is float32, one channel, audible, and nowhere clipped."""
    speech = engine(name).speak(plain(TEXT), VOICES[name], 1.0)
    assert speech.samples.dtype == np.float32
    assert speech.samples.ndim == 1
    assert 2 < len(speech.samples) / speech.sample_rate_hz < 8
    assert 0.1 < np.abs(speech.samples).max() < 0.999


@pytest.mark.parametrize("name", ENGINES)
def test_pitch_is_a_factor(name: str) -> None:
    """A pitch of 1.25 lies about four semitones above 1.0, one of 0.8 as far below."""
    speaker = engine(name)

    def f0(pitch: float) -> float:
        voice = replace(VOICES[name], pitch=pitch)
        speech = speaker.speak(plain(TEXT), voice, 1.0)
        return measure(speech.samples, speech.sample_rate_hz).f0_median_hz

    usual = f0(1.0)
    assert semitones(usual, f0(1.25)) == pytest.approx(3.86, abs=0.5)
    assert semitones(usual, f0(0.8)) == pytest.approx(-3.86, abs=0.5)


@pytest.mark.parametrize("name", ENGINES)
def test_rate_is_a_factor(name: str) -> None:
    """At a rate of 1.25 the same text takes about four fifths of the time."""
    speaker = engine(name)

    def pace(rate: float) -> float:
        speech = speaker.speak(plain(TEXT), VOICES[name], rate)
        return measure(speech.samples, speech.sample_rate_hz, TEXT).letters_per_s

    assert pace(1.25) / pace(1.0) == pytest.approx(1.25, rel=0.1)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("text", ["", " ", "…", "\u200b"])
def test_refuses_a_text_without_sound(name: str, text: str) -> None:
    """A text that leads to silence is a failure, never a silent gap."""
    with pytest.raises(EngineFailure):
        engine(name).speak(plain(text), VOICES[name], 1.0)


@pytest.mark.parametrize("name", ENGINES)
def test_control_characters_are_neither_ends_nor_commands(name: str) -> None:
    """NUL, line breaks and control characters are as good as spaces."""
    speaker = engine(name)
    usual = speaker.speak(plain("Guten Tag, Frau Meier."), VOICES[name], 1.0)
    odd = speaker.speak(plain("Guten\x00Tag,\nFrau\x01Meier."), VOICES[name], 1.0)
    assert len(odd.samples) == pytest.approx(len(usual.samples), rel=0.02)


@pytest.mark.parametrize("name", ENGINES)
def test_markup_has_no_effect(name: str) -> None:
    """A text that looks like SSML or Pico's tags changes neither volume nor pitch."""
    speaker = engine(name)
    sly = 'Guten Tag <volume level="0"> <prosody volume="silent"> <pitch level="200"> Frau Meier.'
    speech = speaker.speak(plain(sly), VOICES[name], 1.0)
    last = speech.samples[-len(speech.samples) // 5:]
    assert np.abs(last).max() > 0.05
    usual = speaker.speak(plain(TEXT), VOICES[name], 1.0)
    heard, usual = (measure(one.samples, one.sample_rate_hz).f0_median_hz
                    for one in (speech, usual))
    assert abs(semitones(usual, heard)) < 3


@pytest.mark.parametrize("name", ENGINES)
def test_fingerprint_names_version_and_model(name: str) -> None:
    """The fingerprint differs by model and is the same each time."""
    kind, voice = load("engines", name), VOICES[name]
    assert kind.fingerprint(voice) == kind.fingerprint(voice)
    assert voice.model in kind.fingerprint(voice)
    assert kind.fingerprint(replace(voice, model="x")) != kind.fingerprint(voice)


def test_class_methods_import_no_speech_package() -> None:
    """Fingerprint, check and require load neither engine package nor numpy."""
    code = ("import sys; sys.path.insert(0, {!r})\n"
            "from podcast.model import Voice\n"
            "from podcast.registry import load\n"
            "for name, model in (('pico', 'de-DE'), ('espeak', 'de'), ('tone', '220')):\n"
            "    kind, voice = load('engines', name), Voice('a/b', name, model)\n"
            "    kind.check(voice)\n"
            "    try: kind.require(); kind.fingerprint(voice)\n"
            "    except Exception as error: assert 'not installed' in str(error), error\n"
            "print({{'ttspico', 'ctts', 'espeakng_loader', 'numpy'}} & set(sys.modules))")
    shown = subprocess.run([sys.executable, "-c", code.format(str(ROOT))], capture_output=True,
                           text=True, check=True).stdout
    assert shown.strip() == "set()"


@pytest.mark.parametrize(("name", "change", "words"), [
    ("pico", {"model": "de"}, "de-DE"),
    ("pico", {"speaker": "m1"}, "speaker"),
    ("pico", {"pitch": 2.5}, "0.5 to 2.0"),
    ("pico", {"rate": 0.1}, "0.2 to 5.0"),
    ("espeak", {"model": "deutsch"}, "nl"),
    ("espeak", {"speaker": "m9"}, "m8"),
    ("espeak", {"pitch": 0.2}, "0.6 to 1.8"),
    ("espeak", {"rate": 2.0, "vocal_tract": 1.5}, "0.46 to 2.57"),
    ("tone", {"model": "quiet"}, "hertz"),
    ("tone", {"model": "nan"}, "hertz"),
])
def test_check_says_what_would_be_valid(name: str, change: dict[str, object], words: str) -> None:
    """A model, speaker, pitch or rate an engine has not is an error naming what it has."""
    kind, voice = load("engines", name), VOICES[name]
    kind.check(voice)
    with pytest.raises(UserError) as caught:
        kind.check(replace(voice, **change))
    assert caught.value.where == voice.name
    assert words in str(caught.value)


def test_every_espeak_language_of_the_list_can_be_spoken() -> None:
    """The names `check` accepts are names eSpeak accepts."""
    speaker = Espeak()
    assert {"de", "nl", "en-US"} <= set(languages())
    for model in ("de", "nl", "fr", "en-US", "pl"):
        assert len(speaker.speak(plain("Antwerpen"), Voice("a/b", "espeak", model), 1.0).samples)
    assert {"f2", "m3", "max"} <= set(variants())


def test_espeak_reads_digits_itself() -> None:
    """eSpeak is given plain digits, Pico words."""
    assert Espeak.preferences.numbers == "digits"
    assert Pico.preferences.numbers == "words"


@pytest.mark.parametrize(("name", "words"), [
    ("pico", "pip install 'hoerfassung[pico]'"), ("espeak", "pip install espeakng-loader")])
def test_missing_package_is_a_user_error(name: str, words: str) -> None:
    """Without any installed package the class methods still work, and name the pip command."""
    code = (f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
            "from podcast.registry import load\n"
            "from podcast.engines.base import EngineMissing\n"
            f"try: load('engines', {name!r}).require()\n"
            "except EngineMissing as error: print(error)")
    shown = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True,
                           text=True, check=True).stdout
    assert "is not installed" in shown
    assert words in shown


def test_a_missing_engine_survives_pickling() -> None:
    """The error crosses processes with all it has to say."""
    error = pickle.loads(pickle.dumps(EngineMissing("not there", "voices/a.toml", "Install it.")))
    assert isinstance(error, EngineMissing)
    assert str(error) == "voices/a.toml: not there. Install it."


@needs_pico
@pytest.mark.parametrize("text", ["a" * 5000, "ä" * 128, "1" * 300, "Wort " * 1000, "漢字", "да"])
def test_pico_refuses_what_would_break_it(text: str) -> None:
    """What makes Pico hang, crash or skip letters is a failure before it gets there."""
    with pytest.raises(EngineFailure):
        Pico().speak(plain(text), VOICES["pico"], 1.0)


@needs_pico
def test_pico_says_every_letter_of_its_alphabet() -> None:
    """Each letter it is said to know changes what is heard."""
    speaker, voice = Pico(), VOICES["pico"]
    without = speaker.speak(plain("feli"), voice, 1.0).samples
    for letter in LETTERS:
        heard = speaker.speak(plain(f"fe{letter}li"), voice, 1.0).samples
        assert not np.array_equal(heard, without), letter


def test_pico_takes_the_nearest_letter() -> None:
    """Letters of neighbouring languages lose marks Pico does not know; symbols are left alone."""
    assert speakable("Łódź, Čapek & Erdoğan: 50 %") == "Lódz, Capek & Erdogan: 50 %"
    assert speakable("Bürger\u00adin aß Œuvre 🙂") == "Bürgerin aß Öuvre 🙂"
    assert speakable("A<B>C") == "A B C"


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_pico_is_only_given_what_it_can_take(text: str) -> None:
    """Whatever the text, Pico is given no markup, no control character, no endless word."""
    try:
        cleaned = speakable(text)
    except EngineFailure:
        return
    assert not set("<>\x00\n\t") & set(cleaned)
    assert all(len(word.encode()) <= MAX_WORD_BYTES for word in cleaned.split())
    assert speakable(cleaned) == cleaned


def test_pico_preferences_cover_what_it_takes() -> None:
    """Every letter of the alphabet it declares is one it can be given."""
    for letter in Pico.preferences.alphabet or "":
        assert speakable(letter)


def test_tone_letters_differ() -> None:
    """Other letters make another sound, and edges of a tenth of a second are silent."""
    speaker, voice = Tone(), VOICES["tone"]
    one, other = (speaker.speak(plain(text), voice, 1.0).samples for text in ("Haus", "Maus"))
    assert one.shape == other.shape
    assert not np.array_equal(one, other)
    assert not one[:2400].any() and not one[-2400:].any()
    assert one[2400:2600].any()


def test_tone_misbehaves_when_told_to() -> None:
    """The model "fail" fails and "crash" ends the process; `check` lets both pass."""
    broken = replace(VOICES["tone"], model="fail")
    Tone.check(broken)
    with pytest.raises(EngineFailure):
        Tone().speak(plain("Satz"), broken, 1.0)
    code = ("from podcast.engines.base import plain; from podcast.engines.tone import Tone; "
            "from podcast.model import Voice; "
            "Tone().speak(plain('Satz'), Voice('a/b', 'tone', 'crash'), 1.0)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 70
