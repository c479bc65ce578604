"""Loudness and true peak of mono samples after ITU-R BS.1770-4, and a limiter that obeys it."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
HOP_S = 0.1
HOPS_PER_BLOCK = 4

DESIGN_RATE_HZ = 48_000
FFT_SIZE = 32768
FFT_ROWS = 8
"""Transforms done at once: faster than one by one, and still within the processor's cache."""
TAIL_S = 0.08
"""After this time the filters' impulse response has fallen by more than 120 dB."""

PHASES, TAPS = 4, 32
NOTICED = 1.03
"""Loss of level by limiting that is made up for (0.25 dB)."""
LOOK_AHEAD = 15
"""Blocks of 1 ms for which the limiter holds its gain around a peak, and half those in which
it gets there and back."""


def loudness_lufs(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    """Integrated loudness in LUFS, gated; of less than 400 ms ungated; of silence -inf."""
    import numpy as np

    weighted = k_weighted(samples, sample_rate_hz)
    hop = round(HOP_S * sample_rate_hz)
    if len(weighted) < HOPS_PER_BLOCK * hop:
        return _lufs(_mean_square(weighted))
    hops = weighted[:len(weighted) // hop * hop].reshape(-1, hop)
    return gated_lufs(np.einsum("ij,ij->i", hops, hops).astype(np.float64) / hop)


def gated_lufs(energies: NDArray[np.float64]) -> float:
    """Integrated loudness of the K-weighted mean squares of hops of 100 ms; of silence -inf."""
    import numpy as np

    if len(energies) < HOPS_PER_BLOCK:
        return _lufs(float(energies.mean())) if len(energies) else -math.inf
    blocks = np.convolve(energies, np.full(HOPS_PER_BLOCK, 1 / HOPS_PER_BLOCK), "valid")
    loud = blocks[blocks > _energy(ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return -math.inf
    gate = _lufs(float(loud.mean())) + RELATIVE_GATE_LU
    return _lufs(float(loud[loud > _energy(gate)].mean()))


def k_weighted(samples: NDArray[np.float32], sample_rate_hz: int) -> NDArray[np.float32]:
    """The samples through the K-weighting filters; as many samples as came in.

    Filtered block by block in the frequency domain; each block is preceded by so much of the
    sound before it that the tail of the filters is honoured.
    """
    import numpy as np

    tail = math.ceil(TAIL_S * sample_rate_hz)
    step = FFT_SIZE - tail
    count = -(-len(samples) // step)
    padded = np.zeros(count * step + tail, np.float32)
    padded[tail:tail + len(samples)] = samples
    response = _k_response(sample_rate_hz)
    blocks = np.lib.stride_tricks.sliding_window_view(padded, FFT_SIZE)[::step] if count else ()
    result = np.empty((count, step), np.float32)
    for first in range(0, count, FFT_ROWS):
        spectra = np.fft.rfft(blocks[first:first + FFT_ROWS])
        spectra *= response
        result[first:first + FFT_ROWS] = np.fft.irfft(spectra, FFT_SIZE)[:, tail:]
    return result.ravel()[:len(samples)]


def true_peak_dbtp(samples: NDArray[np.float32], sample_rate_hz: int,
                   band_hz: float = math.inf) -> float:
    """Highest level between and on the samples in dBTP, four times oversampled; silence -inf.

    Of samples that are known to hold nothing above `band_hz` it is found sooner.
    """
    if not len(samples):
        return -math.inf
    highest = float(abs(samples).max())
    if highest == 0:
        return -math.inf
    peaks = _block_peaks(samples, max(sample_rate_hz // 1000, 1), highest,
                         _overshoot(band_hz / sample_rate_hz))
    return 20 * math.log10(float(peaks.max()))


def limit(samples: NDArray[np.float32], sample_rate_hz: int, ceiling_dbtp: float,
          band_hz: float = math.inf, make_up: float = 1.0) -> NDArray[np.float32]:
    """The samples with a true peak of at most `ceiling_dbtp`; the same object if they have it.

    The gain falls smoothly ahead of a peak and recovers as smoothly (within 30 ms each). What the
    sound as a whole loses by that is given back before, by a factor of at most `make_up`. Samples
    that are known to hold nothing above `band_hz` are limited sooner.
    """
    import numpy as np

    ceiling = 10 ** (ceiling_dbtp / 20)
    block = max(sample_rate_hz // 1000, 1)
    peaks = _block_peaks(samples, block, ceiling / make_up, _overshoot(band_hz / sample_rate_hz))
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    limited = _with_gain(samples, _smooth(peaks, ceiling), block)
    lost = min(_mean_square(samples) / max(_mean_square(limited), 1e-18), make_up ** 2) ** 0.5
    if lost > NOTICED:
        limited = _with_gain(samples * samples.dtype.type(lost), _smooth(peaks * lost, ceiling),
                             block)
    # A gain that moves bends the sound between two samples; what that adds is a few
    # thousandths of a decibel, taken off everywhere so that the ceiling holds exactly.
    excess = 10 ** (true_peak_dbtp(limited, sample_rate_hz, band_hz) / 20) / ceiling
    if excess > 1:
        limited /= np.float32(excess * (1 + 1e-6))
    return limited


def _smooth(peaks: NDArray[np.float64], ceiling: float) -> NDArray[np.float64]:
    """The gain at each edge of the blocks: nowhere above what the peaks beside it allow.

    A sliding minimum, then an average over a window that lies within the minimum's.
    """
    import numpy as np

    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    padded = np.pad(wanted, 2 * LOOK_AHEAD, constant_values=1.0)
    lowest = _sliding(np.minimum, padded, 2 * LOOK_AHEAD)
    window = np.hanning(2 * LOOK_AHEAD + 1)[1:-1]
    edges: NDArray[np.float64] = np.convolve(lowest, window / window.sum(), "valid")
    return edges[1:-1]


def _with_gain(samples: NDArray[np.float32], edges: NDArray[np.float64],
               block: int) -> NDArray[np.float32]:
    import numpy as np

    rows = np.zeros((len(edges) - 1, block), np.float32)
    rows.ravel()[:len(samples)] = samples
    moved = np.flatnonzero((edges[:-1] < 1) | (edges[1:] < 1))
    begin, end = edges[moved, None], edges[moved + 1, None]
    ramp = (np.arange(block) + 0.5) / block
    rows[moved] *= (begin + (end - begin) * ramp).astype(np.float32)
    return rows.ravel()[:len(samples)]


def _block_peaks(samples: NDArray[np.float32], block: int, threshold: float,
                 overshoot: float) -> NDArray[np.float64]:
    """The true peak of each block of samples, exact wherever it is above `threshold`.

    Between samples the sound is at most `overshoot` × the highest sample near, so blocks with
    nothing near that could lead above the threshold keep the peak of their samples.
    """
    import numpy as np

    count = -(-len(samples) // block)
    half = TAPS // 2
    padded = np.zeros(count * block + TAPS, np.float32)
    padded[half - 1:half - 1 + len(samples)] = samples
    inner = np.abs(padded[half - 1:half - 1 + count * block].reshape(count, block))
    peaks = _row_maxima(inner).astype(np.float64)
    reach = -(-half // block)
    near = _sliding(np.maximum, np.pad(peaks, reach), 1 + 2 * reach)
    for part in _parts(np.flatnonzero(near * overshoot > threshold)):
        places = part[:, None] * block + np.arange(block + TAPS - 1)
        between = padded[places] @ _interpolator(block)
        peaks[part] = np.maximum(peaks[part], _row_maxima(np.abs(between)))
    return peaks


def _sliding(best: np.ufunc, values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The best of every `width` neighbours, by spans that double."""
    span, found = 1, values
    while span < width:
        step = min(span, width - span)
        found = best(found[:-step], found[step:])
        span += step
    return found


def _row_maxima(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest of each row: by halves, which is many times as fast as a reduction of short rows.
    """
    import numpy as np

    while rows.shape[1] % 2 == 0:
        middle = rows.shape[1] // 2
        rows = np.maximum(rows[:, :middle], rows[:, middle:])
    highest: NDArray[np.float32] = rows.max(axis=1)
    return highest


def _parts(blocks: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """At most 4,096 blocks at once, so that long sounds take little memory."""
    return [blocks[one:one + 4096] for one in range(0, len(blocks), 4096)]


@cache
def _interpolator(block: int) -> NDArray[np.float32]:
    """A block of samples and its neighbours × this = the points between, 3 behind each sample."""
    import numpy as np

    matrix = np.zeros((block + TAPS - 1, block, PHASES - 1), np.float32)
    for place in range(block):
        matrix[place:place + TAPS, place] = _kernel()
    return matrix.reshape(block + TAPS - 1, -1)


@cache
def _kernel() -> NDArray[np.float32]:
    """Windowed sinc, a column for each point between two samples: 1/4, 2/4, 3/4."""
    import numpy as np

    fractions = np.arange(1, PHASES) / PHASES
    distance = np.arange(TAPS)[:, None] - (TAPS // 2 - 1) - fractions
    window = np.i0(9 * np.sqrt(1 - (distance / (TAPS / 2)) ** 2)) / np.i0(9)
    kernel = np.sinc(distance) * window
    return np.asarray(kernel / kernel.sum(axis=0), np.float32)


@cache
def _overshoot(band: float) -> float:
    """How far a sound may rise between its samples: by 1 / cos(π band) where it has nothing above
    so many of its samples a second (Ehlich and Zeller 1964), else as the interpolation allows.

    A gain that moves adds a little beyond the band, for which there is room.
    """
    utmost = float(abs(_kernel()).sum(axis=0).max())
    return min(utmost, 1.05 / math.cos(math.pi * band)) if band < 0.4 else utmost


@cache
def _k_response(sample_rate_hz: int) -> NDArray[np.complex64]:
    """Complex response of the two biquads of BS.1770-4, at the frequencies of the sample rate.

    The standard's own tables for 48 kHz, from the analogue prototypes behind them (a high shelf of
    4 dB at 1,682 Hz and a high pass at 38 Hz); at lower rates the same response, as far as they
    reach, so that a sound measures the same at every rate.
    """
    import numpy as np

    design_hz = max(DESIGN_RATE_HZ, sample_rate_hz)
    hertz = np.arange(FFT_SIZE // 2 + 1) * (sample_rate_hz / FFT_SIZE)
    z1 = np.exp(-2j * np.pi * hertz / design_hz)

    k = math.tan(math.pi * 1681.974450955533 / design_hz)
    high, q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    band = high ** 0.4996667741545416
    shelf = _biquad(z1, (high + band * k / q + k * k, 2 * (k * k - high),
                         high - band * k / q + k * k), k, q)

    k = math.tan(math.pi * 38.13547087602444 / design_hz)
    q = 0.5003270373238773
    # BS.1770 leaves the numerator 1, -2, 1 as it is, so its gain is not normalised.
    scale = 1 + k / q + k * k
    high_pass = _biquad(z1, (scale, -2 * scale, scale), k, q)
    return np.asarray(shelf * high_pass, np.complex64)


def _biquad(z1: NDArray[np.complex128], above: tuple[float, float, float], k: float,
            q: float) -> NDArray[np.complex128]:
    below = (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k)
    return ((above[0] + above[1] * z1 + above[2] * z1 * z1)
            / (below[0] + below[1] * z1 + below[2] * z1 * z1))


def _mean_square(samples: NDArray[np.float32]) -> float:
    import numpy as np

    return float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0


def _lufs(energy: float) -> float:
    return -0.691 + 10 * math.log10(energy) if energy > 0 else -math.inf


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
