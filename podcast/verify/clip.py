"""A clip that cannot be its sentence is refused before it reaches the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FASTEST_LETTERS_PER_S = 60.0
SLOWEST_S_PER_LETTER = 0.6
SPARE_S = 3.0
SILENT_RMS = 4e-4
"""About −68 dBFS: below, there is nothing whose loudness could be measured."""


def implausible(samples: NDArray[np.float32], sample_rate_hz: int, spoken: str) -> str:
    """Why these mono samples cannot be `spoken`, or an empty string."""
    import numpy as np

    letters = sum(char.isalnum() for char in spoken)
    seconds = len(samples) / sample_rate_hz
    if not np.all(np.isfinite(samples)):
        return "the sound holds values that are no numbers"
    if not len(samples) or float(np.sqrt(np.mean(np.square(samples)))) < SILENT_RMS:
        return "the sound is silent"
    if seconds < letters / FASTEST_LETTERS_PER_S:
        return f"{seconds:.1f} s is too short for {letters} letters"
    if seconds > SPARE_S + letters * SLOWEST_S_PER_LETTER:
        return f"{seconds:.1f} s is too long for {letters} letters"
    return ""
