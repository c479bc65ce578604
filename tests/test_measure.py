"""Pitch, formants and pace, measured on sounds whose figures are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from podcast.audio.measure import measure, semitones, trimmed

SCHWA = (500.0, 1500.0, 2500.0)
OPEN = (700.0, 1220.0, 2600.0)


def vowel(f0_hz: float, formants_hz: tuple[float, ...], sample_rate_hz: int,
          seconds: float = 0.6) -> NDArray[np.float32]:
    """Pulses with a little jitter through a vocal tract of known resonances."""
    count, random = int(seconds * sample_rate_hz), np.random.default_rng(7)
    pulses, place = np.zeros(count + 1), 0.0
    while place < count:
        whole, part = int(place), place % 1
        pulses[whole:whole + 2] += (1 - part, part)
        place += sample_rate_hz / (f0_hz * (1 + 0.01 * random.standard_normal()))
    z1 = np.exp(-1j * np.pi * np.arange(2 * count + 1) / (2 * count))
    spectrum = np.fft.rfft(pulses[:count], 4 * count) * (1 - z1)
    for hertz, width in zip((0.0, *formants_hz, 3500.0), (200, 60, 90, 120, 150), strict=True):
        radius = math.exp(-math.pi * width / sample_rate_hz)
        angle = 2 * math.pi * hertz / sample_rate_hz
        spectrum /= 1 - 2 * radius * math.cos(angle) * z1 + radius ** 2 * z1 ** 2
    sound = np.fft.irfft(spectrum)[:count]
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)


@pytest.mark.parametrize("f0_hz", [62, 75, 100, 150, 220, 300, 390])
@pytest.mark.parametrize("sample_rate_hz", [16000, 22050, 48000])
def test_f0_of_pulses(f0_hz: float, sample_rate_hz: int) -> None:
    """The fundamental is found within one per cent from 60 to 400 Hz, never an octave off."""
    found = measure(vowel(f0_hz, SCHWA, sample_rate_hz), sample_rate_hz)
    assert found.f0_median_hz == pytest.approx(f0_hz, rel=0.01)


@settings(max_examples=25, deadline=None)
@given(st.floats(65, 380))
def test_f0_of_any_pitch(f0_hz: float) -> None:
    """No pitch in between is mistaken for its octave."""
    assert measure(vowel(f0_hz, OPEN, 16000), 16000).f0_median_hz == pytest.approx(f0_hz, rel=0.015)


@pytest.mark.parametrize("formants_hz", [SCHWA, OPEN, (300.0, 2200.0, 3000.0)])
@pytest.mark.parametrize("f0_hz", [80, 120, 200])
def test_formants_of_resonators(formants_hz: tuple[float, float, float], f0_hz: float) -> None:
    """The resonances of a known vocal tract are found within a harmonic's distance."""
    found = measure(vowel(f0_hz, formants_hz, 22050), 22050).formants_hz
    for heard, known in zip(found, formants_hz, strict=True):
        assert heard == pytest.approx(known, abs=max(0.05 * known, f0_hz / 3))


def test_longer_vocal_tract_lowers_everything() -> None:
    """The same samples declared at a rate 1.15 times lower: F0, formants, centroid go down."""
    sound = vowel(140, SCHWA, 22050)
    short, long = measure(sound, 22050), measure(sound, round(22050 / 1.15))
    assert short.f0_median_hz / long.f0_median_hz == pytest.approx(1.15, rel=0.01)
    for above, below in zip(short.formants_hz, long.formants_hz, strict=True):
        assert above / below == pytest.approx(1.15, rel=0.06)
    assert short.spectral_centroid_hz > 1.05 * long.spectral_centroid_hz


def test_pace_counts_letters_of_the_speech_alone() -> None:
    """Letters and digits a second, without the silence before and after."""
    sound = np.concatenate([np.zeros(16000), vowel(120, SCHWA, 16000, 1.0), np.zeros(8000)])
    found = measure(sound.astype(np.float32), 16000, "Ja, 12 Häuser!")
    assert found.letters_per_s == pytest.approx(10, rel=0.03)


@pytest.mark.parametrize("samples", [
    np.zeros(0, np.float32), np.zeros(16000, np.float32),
    np.random.default_rng(1).standard_normal(16000).astype(np.float32) * 0.1,
    np.full(100, 0.5, np.float32)])
def test_no_voice_no_figures(samples: NDArray[np.float32]) -> None:
    """Nothing, silence, noise and a snippet have neither pitch nor formants, and do no harm."""
    found = measure(samples, 16000)
    assert math.isnan(found.f0_median_hz)
    assert all(math.isnan(one) for one in found.formants_hz)
    assert math.isnan(found.letters_per_s)


def test_trimmed_cuts_silence_only() -> None:
    """What is quieter than 40 dB below the loudest goes at the edges, and stays inside."""
    tone = vowel(120, SCHWA, 16000, 0.2)
    hiss = np.full(4000, 1e-4, np.float32)
    sound = np.concatenate([hiss, tone, np.zeros(1600, np.float32), tone, hiss])
    assert len(trimmed(sound, 16000)) == pytest.approx(2 * len(tone) + 1600, abs=400)


def test_semitones() -> None:
    """Twelve to the octave, up positive, down negative."""
    assert semitones(110, 220) == pytest.approx(12)
    assert semitones(220, 110) == pytest.approx(-12)
    assert semitones(440, 440 * 2 ** (4 / 12)) == pytest.approx(4)
