"""What a voice sounds like in figures: pitch, timbre, loudness and pace."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    Numbers = NDArray[np.float64]

F0_HZ = (60.0, 400.0)
VOICED = 0.6
"""Height of the autocorrelation's peak from which a frame counts as voiced."""
QUIET_DB = -30.0
"""Frames this far below the loudest are not measured."""
FRAME_S, HOP_S = 0.05, 0.01
"""A frame holds three periods of 60 Hz."""
OCTAVE_COST = 0.02

FORMANT_RATE_HZ, LPC_ORDER = 10000, 11
CENTROID_HZ = (100.0, 7000.0)
EDGE_DB = -40.0


@dataclass(frozen=True, slots=True)
class VoiceMeasure:
    """Figures of some speech; nan where it has no voiced sound, or no text was given."""

    f0_median_hz: float
    spectral_centroid_hz: float
    """Of the voiced frames' mean spectrum, 100 to 7,000 Hz."""
    formants_hz: tuple[float, float, float]
    """Medians of F1, F2 and F3."""
    loudness_lufs: float
    """Of the speech without silence before and after."""
    letters_per_s: float


def measure(samples: Samples, sample_rate_hz: int, text: str = "") -> VoiceMeasure:
    """The figures of some speech of one voice; with its text also the pace."""
    from podcast.audio.loudness import loudness_lufs

    speech = trimmed(samples, sample_rate_hz)
    frames, pitches = _voiced(speech, sample_rate_hz)
    letters = sum(one.isalnum() for one in text)
    seconds = len(speech) / sample_rate_hz
    return VoiceMeasure(
        f0_median_hz=_median(pitches), spectral_centroid_hz=_centroid(frames, sample_rate_hz),
        formants_hz=_formants(frames, sample_rate_hz),
        loudness_lufs=loudness_lufs(speech, sample_rate_hz),
        letters_per_s=letters / seconds if letters and seconds else math.nan)


def semitones(a_hz: float, b_hz: float) -> float:
    """The interval from `a_hz` up to `b_hz` in semitones; negative if it is down."""
    return 12 * math.log2(b_hz / a_hz)


def trimmed(samples: Samples, sample_rate_hz: int) -> Samples:
    """The samples without what is quieter than -40 dB below the loudest 10 ms at either end."""
    import numpy as np

    hop = max(round(sample_rate_hz * HOP_S), 1)
    whole = samples[:len(samples) // hop * hop].reshape(-1, hop).astype(np.float64)
    power = np.mean(np.square(whole), axis=1)
    if not len(power) or power.max() == 0:
        return samples[:0]
    heard = np.flatnonzero(power > power.max() * 10 ** (EDGE_DB / 10))
    return samples[heard[0] * hop:(heard[-1] + 1) * hop]


def _voiced(samples: Samples, sample_rate_hz: int) -> tuple[Numbers, Numbers]:
    """The voiced frames, and the fundamental frequency of each.

    By the autocorrelation divided by that of the window (P. Boersma, "Accurate short-term
    analysis of the fundamental frequency", 1993), with a small cost on longer periods.
    """
    import numpy as np

    length = round(FRAME_S * sample_rate_hz)
    if len(samples) < length:
        return np.zeros((0, length)), np.zeros(0)
    hop = round(HOP_S * sample_rate_hz)
    frames = np.lib.stride_tricks.sliding_window_view(samples, length)[::hop].astype(np.float64)
    power = np.mean(np.square(frames), axis=1)
    frames = frames[power > power.max() * 10 ** (QUIET_DB / 10)]
    height, pitch = _pitch(frames - frames.mean(axis=1, keepdims=True), sample_rate_hz)
    return frames[height > VOICED], pitch[height > VOICED]


def _pitch(frames: Numbers, sample_rate_hz: int) -> tuple[Numbers, Numbers]:
    """Of each frame the autocorrelation's highest peak and its frequency."""
    import numpy as np

    window = np.hanning(frames.shape[1])
    shape = _autocorrelation(window[None, :])[0]
    both = _autocorrelation(frames * window)
    both /= np.maximum(both[:, :1], 1e-12)
    low, high = (round(sample_rate_hz / one) for one in reversed(F0_HZ))
    lags = np.arange(low, high + 1)
    peaks = both[:, lags] / (shape[lags] / shape[0])
    middle = peaks[:, 1:-1]
    ranked = np.where((middle > peaks[:, :-2]) & (middle >= peaks[:, 2:]), middle, 0)
    best = np.argmax(ranked - OCTAVE_COST * np.log2(lags[1:-1] / low), axis=1)
    rows = np.arange(len(frames))
    left, top, right = (peaks[rows, best + one] for one in range(3))
    curve = left - 2 * top + right
    shift = np.where(curve < 0, 0.5 * (left - right) / np.where(curve < 0, curve, -1.0), 0.0)
    return ranked[rows, best], sample_rate_hz / (lags[best + 1] + shift)


def _autocorrelation(frames: Numbers) -> Numbers:
    import numpy as np

    spectrum = np.fft.rfft(frames, 2 * frames.shape[1], axis=1)
    whole = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)
    return np.asarray(whole[:, :frames.shape[1]], np.float64)


def _centroid(frames: Numbers, sample_rate_hz: int) -> float:
    import numpy as np

    if not len(frames):
        return math.nan
    spectra = np.abs(np.fft.rfft(frames * np.hanning(frames.shape[1]), axis=1))
    mean = np.sqrt(np.mean(np.square(spectra), axis=0))
    hertz = np.fft.rfftfreq(frames.shape[1], 1 / sample_rate_hz)
    inside = (hertz >= CENTROID_HZ[0]) & (hertz <= CENTROID_HZ[1])
    return float((hertz * mean)[inside].sum() / mean[inside].sum())


def _formants(frames: Numbers, sample_rate_hz: int) -> tuple[float, float, float]:
    """Medians of the three lowest resonances by linear prediction at 10 kHz."""
    import numpy as np

    if not len(frames):
        return (math.nan, math.nan, math.nan)
    roots = np.linalg.eigvals(_companions(_at_rate(frames, sample_rate_hz)))
    hertz = np.angle(roots) * FORMANT_RATE_HZ / (2 * np.pi)
    width = -np.log(np.maximum(np.abs(roots), 1e-9)) * FORMANT_RATE_HZ / np.pi
    clear = (hertz > 150) & (hertz < 4700) & (width < 500)
    ordered = np.sort(np.where(clear, hertz, np.inf), axis=1)[:, :3]
    whole = ordered[np.isfinite(ordered).all(axis=1)]
    first, second, third = (_median(whole[:, one]) for one in range(3))
    return (first, second, third)


def _at_rate(frames: Numbers, sample_rate_hz: int) -> Numbers:
    """The frames at 10 kHz, windowed first, so that cutting the spectrum does no harm."""
    import numpy as np

    emphasised = np.diff(frames, axis=1, prepend=0)
    spectrum = np.fft.rfft(emphasised * np.hanning(frames.shape[1]), axis=1)
    count = round(frames.shape[1] * FORMANT_RATE_HZ / sample_rate_hz)
    return np.asarray(np.fft.irfft(spectrum[:, :count // 2 + 1], count, axis=1), np.float64)


def _companions(frames: Numbers) -> Numbers:
    """Companion matrices of each frame's linear prediction; their eigenvalues are its poles."""
    import numpy as np

    correlation = _autocorrelation(frames)[:, :LPC_ORDER + 1]
    correlation[:, 0] *= 1 + 1e-6
    distance = np.abs(np.arange(LPC_ORDER)[:, None] - np.arange(LPC_ORDER))
    predicted = np.linalg.solve(correlation[:, distance], correlation[:, 1:, None])[:, :, 0]
    companions = np.zeros((len(frames), LPC_ORDER, LPC_ORDER))
    companions[:, 0, :] = predicted
    companions[:, np.arange(1, LPC_ORDER), np.arange(LPC_ORDER - 1)] = 1
    return companions


def _median(numbers: Numbers) -> float:
    import numpy as np

    return float(np.median(numbers)) if len(numbers) else math.nan
