"""Tones instead of words: a quick, deterministic engine for tests that really makes sound."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from podcast.engines.base import Bundled, EngineFailure, Preferences, Speech, text_of, tokens
from podcast.errors import UserError
from podcast.model import Voice
from podcast.settings import Device
from podcast.words import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WRAPPER = 1
SAMPLE_RATE_HZ = 24000
LETTER_S = 0.06
EDGE_S = 0.1
HARMONICS = 8
FAILURES = ("crash", "fail", "hang")
HERTZ = (40.0, 1000.0)


class Tone(Bundled):
    """Sings each letter at the pitch `voice.model` gives in hertz ("220"), words apart.

    It exists for tests, so three models misbehave instead: "crash" ends the process, "hang"
    does not return for an hour, "fail" raises EngineFailure.
    """

    preferences: ClassVar[Preferences] = Preferences(numbers="words", max_chars=300)
    trained: ClassVar[bool] = False

    def __init__(self, device: Device = "auto") -> None:
        """Nothing to load."""

    @classmethod
    def require(cls) -> None:
        """Return: numpy is all it needs."""

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """Model and version of this wrapper."""
        return f"tone; {voice.model}; wrapper {WRAPPER}"

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError unless the model is a number of hertz or a way to fail."""
        if voice.model not in FAILURES and not HERTZ[0] <= _hertz(voice.model) <= HERTZ[1]:
            raise UserError(f"tone has no model '{voice.model}'", voice.name,
                            f"Give hertz from {HERTZ[0]:g} to {HERTZ[1]:g}, or one of "
                            f"{', '.join(FAILURES)}.")

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0,
              ) -> Speech:
        """Sing one sentence; raises EngineFailure if it has neither letter nor digit."""
        text = text_of(said)
        _misbehave(voice.model)
        if not any(one.isalnum() for one in text):
            raise EngineFailure(f"tone made no sound of {text[:60]!r}")
        letter_s = _letter_samples(rate) / SAMPLE_RATE_HZ
        times = tuple((EDGE_S + start * letter_s, EDGE_S + end * letter_s)
                      for start, end in _places(text, tokens(said)))
        return Speech(_sing(text, _hertz(voice.model) * voice.pitch, rate), SAMPLE_RATE_HZ, times)


def _places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where in the text each word stands."""
    at = 0
    for word in words:
        at = text.index(word, at)
        yield at, at + len(word)
        at += len(word)


def _letter_samples(rate: float) -> int:
    return max(round(SAMPLE_RATE_HZ * LETTER_S / rate), 8)


def _misbehave(model: str) -> None:
    if model == "crash":
        os._exit(70)
    if model == "hang":
        time.sleep(3600)
    if model == "fail":
        raise EngineFailure("tone fails, as its model says")


def _hertz(model: str) -> float:
    try:
        return float(model)
    except ValueError:
        return 0.0


def _sing(text: str, hertz: float, rate: float) -> NDArray[np.float32]:
    import numpy as np

    count = _letter_samples(rate)
    syllable = np.sin(np.pi * (np.arange(count) + 0.5) / count) ** 0.5
    phase = 2 * np.pi * hertz / SAMPLE_RATE_HZ * np.arange(count * len(text))
    weights = np.array([_weights(one) for one in text])
    sound = np.zeros((len(text), count))
    for number in range(HARMONICS):
        wave = np.sin((number + 1) * phase).reshape(len(text), count)
        sound += weights[:, number, None] * wave
    edge = np.zeros(round(SAMPLE_RATE_HZ * EDGE_S))
    return np.concatenate([edge, (sound * syllable).ravel(), edge]).astype(np.float32)


def _weights(letter: str) -> list[float]:
    """How strong each harmonic of a letter is; none of a space or a full stop."""
    if not letter.isalnum():
        return [0.0] * HARMONICS
    number = ord(letter.lower())
    raw = [(1 + (number * (31 + 12 * one) + 7 * one) % 23) / (one + 1) for one in range(HARMONICS)]
    return [0.4 * one / sum(raw) for one in raw]
