"""SVOX Pico: small, embedded, quick, one German voice; Apache-2.0."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from podcast.engines.base import (
    Bundled,
    EngineFailure,
    EngineMissing,
    Preferences,
    Speech,
    require_within,
    text_of,
)
from podcast.errors import UserError
from podcast.model import Voice
from podcast.settings import Device
from podcast.words import Stretch

WRAPPER = 1
MODELS = ("de-DE", "en-GB", "en-US", "es-ES", "fr-FR", "it-IT")
PITCH = (0.5, 2.0)
RATE = (0.2, 5.0)

VOLUME_LEVEL = 30
# At its usual level of 100 Pico clips one sample in a hundred, at 30 none; what is clipped
# nobody could mend afterwards, and 16 bits leave room enough.

MAX_CHARS = 2000
MAX_WORD_BYTES = 120
# From 128 bytes on Pico drops words, never returns, or tears down the process.

LETTERS = "abcdefghijklmnopqrstuvwxyzßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿšž"
NEAREST = str.maketrans({
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i",
    "œ": "ö", "Œ": "Ö", "ŋ": "ng", "Ŋ": "NG", "ĸ": "k", "ẞ": "SS", "ſ": "s",
    "<": " ", ">": " ",  # markup, which cannot be escaped
})


class Pico(Bundled):
    """Speaks with SVOX Pico, 16,000 Hz; a fresh Pico per sentence keeps it deterministic."""

    preferences: ClassVar[Preferences] = Preferences(
        numbers="words", max_chars=400,
        alphabet=LETTERS + "łđħŧıœŋĸſāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşţťũūŭůűųŵŷźż")

    def __init__(self, device: Device = "auto") -> None:
        """Load the speech package; raises EngineMissing."""
        self.require()
        import ttspico

        self._create = ttspico.TtsEngine
        self._languages = _language_folder()

    @classmethod
    def require(cls) -> None:
        """Return if ttspico is installed, else raise EngineMissing."""
        if find_spec("ttspico") is None:
            raise EngineMissing("the engine 'pico' is not installed", next_step="Install it: "
                                "pip install 'hoerfassung[pico]' (needs a C compiler).")

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """Version of ttspico (which pins the models), model and version of this wrapper."""
        from importlib.metadata import version

        return f"ttspico {version('ttspico')}; {voice.model}; wrapper {WRAPPER}"

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError unless Pico has the model, and pitch and rate are within its range."""
        if voice.model not in MODELS:
            raise UserError(f"Pico has no model '{voice.model}'", voice.name,
                            f"Known: {', '.join(MODELS)}.")
        if voice.speaker:
            raise UserError(f"Pico has no speaker '{voice.speaker}'", voice.name,
                            "Leave `speaker` out.")
        require_within("Pico", "pitch", voice.pitch, PITCH, voice)
        require_within("Pico", "rate × vocal_tract", voice.rate * voice.vocal_tract, RATE, voice)

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0,
              ) -> Speech:
        """Speak one sentence; raises EngineFailure where Pico would skip letters or hang."""
        import numpy as np

        text = text_of(said)
        speed, pitch = _level(rate, RATE), _level(voice.pitch, PITCH)
        marked = (f'<speed level="{speed}"><pitch level="{pitch}"><volume level="{VOLUME_LEVEL}">'
                  f'{speakable(text)}</volume></pitch></speed>')
        try:
            data = self._create(voice.model, self._languages).speak(marked)
        except RuntimeError as error:
            raise EngineFailure(f"Pico: {error}: {text[:60]!r}") from error
        samples = np.frombuffer(data or b"", np.int16).astype(np.float32) / np.float32(32768)
        if not np.any(np.abs(samples) > 0.001):
            raise EngineFailure(f"Pico made no sound of {text[:60]!r}")
        return Speech(samples, 16000)


def speakable(text: str) -> str:
    """The text in letters Pico knows and without markup; raises EngineFailure if impossible."""
    if len(text) > MAX_CHARS:
        raise EngineFailure(f"Pico takes at most {MAX_CHARS} characters at once: {text[:60]!r}")
    cleaned = "".join(map(_nearest, text))
    for word in cleaned.split():
        if len(word.encode()) > MAX_WORD_BYTES:
            raise EngineFailure(f"Pico cannot say so long a word: {word[:60]!r}")
    return " ".join(cleaned.split())


def _nearest(char: str) -> str:
    if (char.isascii() and char.isalnum()) or char.lower() in LETTERS:
        return char
    category = unicodedata.category(char)
    if category.startswith("C"):
        return "" if category == "Cf" else " "
    if not char.isalpha():
        return char.translate(NEAREST)
    plain = char.translate(NEAREST)
    if plain == char:
        plain = unicodedata.normalize("NFD", char)[0]
    if not set(plain.lower()) <= set(LETTERS):
        raise EngineFailure(f"Pico cannot say the letter {char!r}")
    return plain


def _level(factor: float, limits: tuple[float, float]) -> int:
    return round(100 * min(max(factor, limits[0]), limits[1]))


def _language_folder() -> str | None:
    """Where pip put the models; ttspico itself looks in sys.prefix only."""
    from importlib.metadata import files

    found = [one for one in files("ttspico") or () if one.name.endswith("_ta.bin")]
    return f"{Path(found[0].locate()).resolve().parent}/" if found else None
