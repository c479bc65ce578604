"""When words are heard in a sound, by a reference of the same words whose times are known.

Mel-frequency cepstra (Davis & Mermelstein 1980) under dynamic time warping (Sakoe & Chiba 1978):
what is compared is the course of timbre, whoever speaks and however fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from podcast.audio.clip import Sound
from podcast.words import Times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 16_000
HOP, WINDOW, SPECTRUM = 160, 400, 512
"""Samples: 10 ms from frame to frame, of 25 ms each."""
BANDS, CEPSTRA = 40, 8
"""Few cepstra: the finer ones tell voices apart, not sounds."""
CHANGE_WEIGHT = 0.5
"""Of how the cepstra change, beside the cepstra themselves."""
QUIET_DB, SILENT_DBFS = -45.0, -90.0
"""Silence around the speech, below its loudest frame or at all: left out of the comparison."""
STILL_FRAMES = 9
"""Where one sound stands still for so long while the other goes on, they do not quite match."""
PAUSE_S, KEPT_S, PAUSE_DB = 0.08, 0.02, -50.0
"""Quiet this long at the edge of a word, this far below the loudest, is a pause beside the word;
and how much of it the word keeps."""
VERSION = 2
"""Part of every clip's key: raise it when the same sounds would be given other times."""
LONGEST_S = 45.0
"""Longer sounds are not compared: memory grows with the square of this, to about 100 MB."""
DIAGONAL, UP, LEFT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Placed:
    """When words are heard."""

    times: Times = ()
    unsure: tuple[int, ...] = ()
    """Which of them may well be elsewhere."""


def align(heard: Sound, reference: Sound) -> Placed:
    """The times of the reference's words in another sound of the same words.

    Seconds, as many as `reference.times`, in order and inside the sound; none where one of the
    two is silent or too long. Unsure is a word inside which one of the sounds stands still.
    Whether the words are the same cannot be told from here.
    """
    import numpy as np

    if max(heard.seconds, reference.seconds) > LONGEST_S:
        return Placed()
    ours, theirs = _Course(heard), _Course(reference)
    if not len(ours.frames) or not len(theirs.frames):
        return Placed()
    rows, columns = _warped(theirs.frames, ours.frames)
    steps = np.arange(len(theirs.frames))
    first = np.searchsorted(rows, steps, "left")
    last = np.searchsorted(rows, steps, "right") - 1
    edges = np.array(reference.times).ravel() * RATE_HZ / HOP - theirs.start
    places = np.interp(edges, steps, (columns[first] + columns[last]) / 2)
    still = np.maximum(np.bincount(rows)[rows], np.bincount(columns)[columns]) >= STILL_FRAMES
    unsure = [number for number, (start, end) in enumerate(places.reshape(-1, 2))
              if np.any(still[(columns >= start) & (columns <= end)])]
    found = np.clip((places + ours.start) * HOP / RATE_HZ, 0.0, heard.seconds).reshape(-1, 2)
    return Placed(tuple((round(float(start), 4), round(float(end), 4)) for start, end in found),
                  tuple(unsure))


def without_pauses(times: Times, samples: NDArray[np.float32], sample_rate_hz: int) -> Times:
    """Word times without the pauses before and behind the words."""
    import numpy as np

    hop = sample_rate_hz // 100
    blocks = samples[:len(samples) // hop * hop].reshape(-1, hop)
    level_db = 20 * np.log10(np.sqrt(np.mean(np.square(blocks), axis=1)) + 1e-9)
    loud = np.flatnonzero(level_db > level_db.max(initial=SILENT_DBFS) + PAUSE_DB)
    made = []
    for start, end in times:
        first, last = np.searchsorted(loud, (start * 100, end * 100))
        if first < last:
            begins, ends = loud[first] / 100, (loud[last - 1] + 1) / 100
            start = begins - KEPT_S if begins - start > PAUSE_S else start
            end = ends + KEPT_S if end - ends > PAUSE_S else end
        made.append((float(start), float(end)))
    return tuple(made)


class _Course:
    """How timbre goes on through a sound: frames × features, silence around it cut."""

    def __init__(self, sound: Sound) -> None:
        import numpy as np
        import soxr

        samples = soxr.resample(sound.samples.astype("float32"), sound.sample_rate_hz, RATE_HZ)
        padded = np.pad(samples, WINDOW // 2)
        windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
        power_db = 10 * np.log10(np.mean(np.square(windows), axis=1) + 1e-12)
        threshold_db = max(power_db.max(initial=SILENT_DBFS) + QUIET_DB, SILENT_DBFS)
        loud = np.flatnonzero(power_db > threshold_db)
        self.start = int(loud[0]) if len(loud) else 0
        """The first frame that is compared."""
        spoken = windows[self.start:loud[-1] + 1] if len(loud) else windows[:0]
        self.frames = _features(spoken) if len(spoken) > 2 else spoken[:0]


def _features(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cepstra with mean 0 and deviation 1 over the sound, and how they change."""
    import numpy as np

    sharper = np.diff(windows, axis=1, prepend=windows[:, :1] * np.float32(0.03)) \
        + np.float32(0.03) * windows
    spectrum = np.abs(np.fft.rfft(sharper * np.hamming(WINDOW), SPECTRUM)) ** 2
    bands, cosines = _filters()
    cepstra = np.log(spectrum @ bands + 1e-10) @ cosines
    both = np.hstack([cepstra, np.gradient(cepstra, axis=0)])
    normal = (both - both.mean(axis=0)) / (both.std(axis=0) + 1e-6)
    normal[:, CEPSTRA:] *= CHANGE_WEIGHT
    frames: NDArray[np.float32] = (normal / np.sqrt(normal.shape[1])).astype(np.float32)
    return frames


@cache
def _filters() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Triangles spaced evenly in mel, and the cosines of the transform after them."""
    import numpy as np

    top = 2595 * np.log10(1 + RATE_HZ / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    hz = np.linspace(0, RATE_HZ / 2, SPECTRUM // 2 + 1)[:, None]
    rising = (hz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hz) / (edges[2:] - edges[1:-1])
    cosines = np.cos(np.pi * np.outer(np.arange(BANDS) + 0.5, np.arange(CEPSTRA)) / BANDS)
    return np.maximum(0, np.minimum(rising, falling)), cosines


def _warped(one: NDArray[np.float32], other: NDArray[np.float32],
            ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cheapest way through two courses, as pairs of frames."""
    import numpy as np

    costs = one @ (-2 * other.T)
    costs += np.sum(one ** 2, 1)[:, None]
    costs += np.sum(other ** 2, 1)
    came = _ways(np.sqrt(np.maximum(costs, 0, out=costs), out=costs))
    row, column = len(one) - 1, len(other) - 1
    rows, columns = [row], [column]
    while row or column:
        way = came[row + column, row]
        row, column = row - (way != LEFT), column - (way != UP)
        rows.append(row)
        columns.append(column)
    return np.array(rows[::-1]), np.array(columns[::-1])


def _ways(costs: NDArray[np.float32]) -> NDArray[np.int8]:
    """Where the cheapest way to each pair of frames comes from, by antidiagonal and row."""
    import numpy as np

    high, wide = costs.shape
    came = np.zeros((high + wide - 1, high), np.int8)
    before, last = np.full(high + 1, np.inf), np.full(high + 1, np.inf)  # shifted by one row
    before[0] = 0.0  # the way into the first pair
    flat, rows = costs.ravel(), np.arange(high)
    for diagonal in range(high + wide - 1):
        first, end = max(0, diagonal - wide + 1), min(high, diagonal + 1)
        here = rows[first:end]
        ways = np.stack([before[first:end], last[first:end], last[first + 1:end + 1]])
        chosen = np.argmin(ways, axis=0)
        came[diagonal, first:end] = chosen
        now = np.full(high + 1, np.inf)
        now[first + 1:end + 1] = ways[chosen, here - first] + flat[here * (wide - 1) + diagonal]
        before, last = last, now
    return came
