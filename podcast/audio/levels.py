"""An episode's integrated loudness from what was noted of its turns: no second pass over the sound.

Of every 4 ms a track keeps the K-weighted energy: six of them are an MP3 frame, 25 the standard's
100 ms (ITU-R BS.1770-4), so that its blocks can be put together from them exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podcast.audio.mp3 import FRAME_SAMPLES, SAMPLE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BIN_SAMPLES = 192
STEPS = (3, 2, 1)
"""Every so many samples are enough for speech of 16, 24 and 48 kHz."""
BYTES_PER_FRAME = 2 * FRAME_SAMPLES // BIN_SAMPLES
BINS_PER_HOP = SAMPLE_RATE_HZ // 10 // BIN_SAMPLES
FLOOR_DB, STEPS_PER_DB = -127.0, 256
"""A level is kept as so many steps above the floor, in two bytes; 0 is silence. Coarser ones would
let a block that lies at the gate of a short sound fall to the other side."""


def frame_levels(pcm: NDArray[np.int16], band_hz: float = SAMPLE_RATE_HZ / 2) -> bytes:
    """The K-weighted levels of whole frames of mono samples at 48 kHz, `BYTES_PER_FRAME` each.

    Samples that hold nothing above `band_hz` are looked at as sparsely as that allows.
    """
    import numpy as np

    from podcast.audio.loudness import k_weighted

    step = next(one for one in STEPS if SAMPLE_RATE_HZ / one >= 2 * band_hz or one == 1)
    sparse = pcm[:len(pcm) // FRAME_SAMPLES * FRAME_SAMPLES:step]
    weighted = k_weighted(sparse.astype(np.float32) / np.float32(32768.0), SAMPLE_RATE_HZ // step)
    bins = weighted.reshape(-1, BIN_SAMPLES // step)
    energies = np.einsum("ij,ij->i", bins, bins).astype(np.float64) / bins.shape[1]
    steps = (10 * np.log10(np.maximum(energies, 1e-30)) - FLOOR_DB) * STEPS_PER_DB
    return bytes(np.clip(np.round(steps), 0, 65535).astype("<u2"))


def integrated_lufs(pieces: Sequence[tuple[int, bytes]]) -> float:
    """Gated loudness of pieces one after the other: silent frames, then frames of those levels.

    Within 0.1 LU of a measurement of the sound itself; -inf of silence.
    """
    import numpy as np

    from podcast.audio.loudness import gated_lufs

    steps = b"".join(bytes(silent * BYTES_PER_FRAME) + levels for silent, levels in pieces)
    energies = np.power(10.0, (np.arange(65536) / STEPS_PER_DB + FLOOR_DB) / 10)
    energies[0] = 0.0
    bins = energies[np.frombuffer(steps, "<u2")]
    hops = bins[:len(bins) // BINS_PER_HOP * BINS_PER_HOP].reshape(-1, BINS_PER_HOP)
    return gated_lufs(hops.mean(axis=1))
