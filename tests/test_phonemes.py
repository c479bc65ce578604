"""Phonemes as Coqui's own phonemiser writes them, from one and the same eSpeak NG."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from podcast.engines.phonemes import phonemes
from podcast.engines.symbols import CLEANINGS, Alphabet

pytestmark = pytest.mark.xdist_group("neural")
CLEANER = "multilingual_phoneme_cleaners"
SENTENCES = (
    "Guten Tag, Frau Meier – wie geht es Ihnen?",
    "Der Bürgermeister von Mechelen heißt Bart Somers.",
    "Warum haben Sie den Rat gegen sich aufgebracht?",
    "Am dritten Oktober, sagte sie: „Das Rathaus schließt um fünf!“",
    "Das Interview über Fußball, Jazz und die Champs-Élysées war lang.",
    "Nein; nie – oder doch …",
    "Straßenbahnhaltestelle, Donaudampfschifffahrt, Quarkkäulchen.",
    "Ich habe es ihm gesagt, und er hat es mir nicht geglaubt.",
)


@pytest.fixture
def same_espeak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program `espeak-ng`, working with the library and the data of espeakng-loader."""
    import espeakng_loader

    if shutil.which("espeak-ng") is None:
        assert not os.environ.get("CI"), "tests/setup.sh installs espeak-ng"
        pytest.skip("needs the program espeak-ng")
    (tmp_path / "libespeak-ng.so.1").symlink_to(espeakng_loader.get_library_path())
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    monkeypatch.setenv("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.usefixtures("same_espeak")
def test_phonemes_are_those_of_coqui(text: str) -> None:
    """Sound for sound, stress and punctuation included, what Coqui gives its models.

    The German dash is no sign to Coqui; it is compared as the dash Coqui knows.
    """
    from TTS.tts.utils.text.cleaners import multilingual_phoneme_cleaners as clean
    from TTS.tts.utils.text.phonemizers.espeak_wrapper import ESpeak

    cleaned = clean(text.replace("–", "—"))
    theirs = ESpeak("de", backend="espeak-ng").phonemize(cleaned, separator="")
    alphabet = Alphabet.of({"symbols": {one: [number] for number, one in
                                        enumerate(sorted({*theirs, " "}))},
                            "before": [], "between": [], "after": []})
    ours = "".join(symbol for symbol, _ in phonemes(text.split(), "de", alphabet,
                                                    CLEANINGS[CLEANER], {"–": "—"}))
    assert ours == theirs
