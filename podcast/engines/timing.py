"""How long each symbol takes → when each word is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podcast.engines.symbols import Encoded
from podcast.words import Times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def word_times(text: Encoded, lengths: NDArray[np.int64], sample_rate_hz: int) -> Times:
    """Start and end of each word in seconds; `lengths` are samples for each number of the text.

    A word nothing is heard of ends where it starts, behind the word before it.
    """
    import numpy as np

    ends = np.concatenate([[0], np.cumsum(lengths)]) / sample_rate_hz
    times: list[tuple[float, float]] = []
    for first, last in text.words:
        before = times[-1][1] if times else 0.0
        times.append((float(ends[first]), float(ends[last])) if last else (before, before))
    return tuple(times)
