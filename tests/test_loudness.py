"""Loudness and true peak against known cases and ffmpeg; the limiter against its promise."""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from podcast.audio.loudness import k_weighted, limit, loudness_lufs, true_peak_dbtp

RATES = (16000, 22050, 24000, 44100, 48000)


def sine(hertz: float, rate_hz: int, seconds: float = 4.0, phase: float = 0.0,
         level_db: float = 0.0) -> NDArray[np.float32]:
    """A sine that swells in and out over 50 ms, so that its edges add nothing of their own."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    swell = np.clip(np.minimum(time, time[::-1]) / 0.05, 0, 1)
    swell = 0.5 - 0.5 * np.cos(np.pi * swell)
    wave = swell * np.sin(2 * np.pi * hertz * time + phase)
    return (10 ** (level_db / 20) * wave).astype(np.float32)


def speechlike(seed: int, rate_hz: int = 48000, seconds: float = 8.0) -> NDArray[np.float32]:
    """Noise of a falling spectrum in bursts, with pauses."""
    random = np.random.default_rng(seed)
    count = round(seconds * rate_hz)
    noise = np.convolve(random.standard_normal(count), np.hanning(15), "same")
    bursts = np.repeat(random.random(count // 4800 + 1) ** 3, 4800)[:count]
    bursts = np.convolve(bursts, np.hanning(480) / 240, "same")
    sound = noise * bursts
    return (0.9 * sound / np.abs(sound).max()).astype(np.float32)


@pytest.mark.parametrize("rate_hz", RATES)
def test_full_scale_sine_of_997_hz(rate_hz: int) -> None:
    """BS.1770: a 0 dBFS sine of 997 Hz in one channel reads -3.01 LUFS, at every sample rate."""
    time = np.arange(rate_hz * 10) / rate_hz
    wave = np.sin(2 * np.pi * 997 * time).astype(np.float32)
    assert loudness_lufs(wave, rate_hz) == pytest.approx(-3.01, abs=0.05)


def test_published_filter_gains() -> None:
    """At 48 kHz the weighting has the response of the standard's two biquads."""
    shelf = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
             (1.0, -1.69065929318241, 0.73248077421585))
    high_pass = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
    for hertz in (25, 50, 100, 500, 2000, 10000):
        z1 = np.exp(-2j * np.pi * hertz / 48000)
        wanted = 1.0
        for above, below in (shelf, high_pass):
            wanted *= abs(np.polyval(above[::-1], z1) / np.polyval(below[::-1], z1))
        heard = k_weighted(sine(hertz, 48000), 48000)[48000:96000]
        gain = float(np.sqrt(np.mean(np.square(heard, dtype=np.float64)) * 2))
        assert gain == pytest.approx(wanted, rel=0.002), hertz


def test_blocks_leave_no_seams() -> None:
    """Filtering in blocks gives what filtering sample by sample gives."""
    sound = speechlike(1, seconds=2.0)
    wanted = sound.astype(np.float64)
    for above, below in (((1.53512485958697, -2.69169618940638, 1.19839281085285),
                          (1.0, -1.69065929318241, 0.73248077421585)),
                         ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))):
        wanted = one_by_one(wanted, above, below)
    assert np.abs(k_weighted(sound, 48000) - wanted).max() < 2e-5


def one_by_one(samples: NDArray[np.float64], above: tuple[float, ...],
               below: tuple[float, ...]) -> NDArray[np.float64]:
    """A biquad in its textbook form."""
    result, first, second = [], 0.0, 0.0
    for sample in samples.tolist():
        value = above[0] * sample + first
        first = above[1] * sample - below[1] * value + second
        second = above[2] * sample - below[2] * value
        result.append(value)
    return np.array(result)


def test_gates() -> None:
    """Silence does not count, and neither does what lies 10 LU below the rest."""
    loud, soft = sine(997, 48000, 10.0, level_db=-23), sine(997, 48000, 10.0, level_db=-45)
    alone = loudness_lufs(loud, 48000)
    silence = np.zeros(480000, np.float32)
    assert loudness_lufs(np.concatenate([silence, loud]), 48000) == pytest.approx(alone, abs=0.1)
    assert loudness_lufs(np.concatenate([soft, loud]), 48000) == pytest.approx(alone, abs=0.1)


def test_short_and_silent_clips() -> None:
    """Below 400 ms the mean of the clip counts; silence and nothing are -inf."""
    time = np.arange(round(0.2 * 48000)) / 48000
    wave = np.sin(2 * np.pi * 997 * time).astype(np.float32)
    assert loudness_lufs(wave, 48000) == pytest.approx(-3.01, abs=0.1)
    assert loudness_lufs(np.zeros(48000, np.float32), 48000) == -math.inf
    assert loudness_lufs(np.zeros(0, np.float32), 48000) == -math.inf
    assert true_peak_dbtp(np.zeros(10, np.float32), 48000) == -math.inf
    assert true_peak_dbtp(np.zeros(0, np.float32), 48000) == -math.inf


@pytest.mark.parametrize(("divisor", "phase_degrees"), [(4, 45), (6, 60), (8, 67.5), (5, 0)])
@pytest.mark.parametrize("rate_hz", [22050, 48000])
def test_peaks_between_samples(divisor: int, phase_degrees: float, rate_hz: int) -> None:
    """EBU Tech 3341, cases 15 to 19: sines whose samples miss their peaks by up to 3 dB."""
    wave = sine(rate_hz / divisor, rate_hz, 0.5, math.radians(phase_degrees), -6.0)
    assert true_peak_dbtp(wave, rate_hz) == pytest.approx(-6.0, abs=0.2)


@pytest.mark.parametrize("seed", [1, 2])
def test_agrees_with_ffmpeg(seed: int, tmp_path: Path, need_tool: Callable[[str], str]) -> None:
    """ffmpeg's ebur128 reads the same loudness within 0.1 LU and the same peak within 0.2 dB."""
    sound = 2 * speechlike(seed)
    soundfile.write(tmp_path / "a.wav", sound, 48000, subtype="FLOAT")
    report = subprocess.run([need_tool("ffmpeg"), "-hide_banner", "-nostats", "-i",
                             str(tmp_path / "a.wav"), "-af", "ebur128=peak=true", "-f", "null",
                             "-"], capture_output=True, text=True, check=True).stderr
    lufs, peak = (float(re.findall(pattern, report)[-1])
                  for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS"))
    assert loudness_lufs(sound, 48000) == pytest.approx(lufs, abs=0.1)
    assert true_peak_dbtp(sound, 48000) == pytest.approx(peak, abs=0.2)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 99), gain_db=st.floats(0, 12), ceiling=st.floats(-6, -0.5),
       rate_hz=st.sampled_from(RATES))
def test_limited_sound_keeps_the_ceiling(seed: int, gain_db: float, ceiling: float,
                                         rate_hz: int) -> None:
    """However hot the sound, its true peak is at most the ceiling and its length unchanged."""
    sound = (speechlike(seed, rate_hz, 1.0) * 10 ** (gain_db / 20)).astype(np.float32)
    limited = limit(sound, rate_hz, ceiling)
    assert len(limited) == len(sound)
    assert limited.dtype == np.float32
    assert true_peak_dbtp(limited, rate_hz) <= ceiling + 1e-4


def test_sound_below_the_ceiling_is_returned_untouched() -> None:
    """Nothing above the ceiling: the very same samples come back."""
    sound = sine(440, 48000, level_db=-3.0)
    assert limit(sound, 48000, -1.0) is sound


def test_a_peak_changes_only_its_surroundings() -> None:
    """The gain falls and recovers within 32 ms of a peak; farther away nothing changes."""
    sound = sine(220, 48000, level_db=-12.0)
    sound[96000:96048] *= 8
    limited = limit(sound, 48000, -1.0)
    assert np.allclose(limited[:94400], sound[:94400], rtol=1e-3)
    assert np.allclose(limited[97600:], sound[97600:], rtol=1e-3)
    assert true_peak_dbtp(limited, 48000) <= -1 + 1e-4


def test_limiting_hardly_distorts() -> None:
    """A steady tone 3 dB too hot comes out as the same tone, with nothing added above -60 dB."""
    limited = limit(sine(110, 48000, level_db=2.0), 48000, -1.0)[48000:144000]
    spectrum = np.abs(np.fft.rfft(limited * np.hanning(len(limited))))
    place = round(110 * len(limited) / 48000)
    spectrum[place - 8:place + 9], tone = 0, spectrum[place]
    assert spectrum.max() < tone / 1000


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000])
@pytest.mark.parametrize("seed", range(4))
def test_a_narrow_band_is_limited_as_surely(rate_hz: int, seed: int) -> None:
    """What is known of a sound's band makes the limiter quicker, not laxer."""
    sound = soxr.resample(speechlike(seed, rate_hz), rate_hz, 48_000).astype(np.float32)
    loud = sound * np.float32(3.0 / np.abs(sound).max())
    known, unknown = limit(loud, 48_000, -2.0, rate_hz / 2), limit(loud, 48_000, -2.0)
    assert true_peak_dbtp(known, 48_000) <= -2.0 + 1e-3
    assert np.abs(known - unknown).max() < 0.01
