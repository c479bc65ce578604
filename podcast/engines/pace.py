"""Neural voices sometimes go on after the last word, or stop before it: how long is too long."""

from __future__ import annotations

from podcast.engines.base import EngineFailure, Speech

SLOWEST_S_PER_LETTER = 0.17
"""Two and a half times what German takes in a calm reading (0.065 s a letter)."""
FASTEST_S_PER_LETTER = 0.025
SPARE_S = 1.5
"""Pauses at commas and the silence around a sentence."""


def require_pace(speech: Speech, text: str, rate: float) -> None:
    """Return if speech lasts about as long as its text, else raise EngineFailure with both."""
    letters = sum(one.isalnum() for one in text)
    seconds = len(speech.samples) / speech.sample_rate_hz * rate
    if seconds > SPARE_S + letters * SLOWEST_S_PER_LETTER:
        raise EngineFailure(f"{seconds:.1f} s for {letters} letters: the voice went on speaking")
    if seconds < letters * FASTEST_S_PER_LETTER:
        raise EngineFailure(f"{seconds:.1f} s for {letters} letters: the voice left some out")
