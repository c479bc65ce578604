"""MP3s with clicks at known places, and when a decoded file has them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from podcast.audio import mp3

RATE = mp3.SAMPLE_RATE_HZ


def click_turn(frames: int, at: int) -> NDArray[np.int16]:
    """Samples that are silent but for one click."""
    pcm = np.zeros(frames * mp3.FRAME_SAMPLES)
    ring = np.arange(2400)
    pcm[at:at + 2400] = 12000 * np.exp(-ring / 300) * np.sin(ring * 2 * np.pi * 1000 / RATE)
    return pcm.astype(np.int16)


def write_clicks(path: Path, gaps: Sequence[int]) -> list[int]:
    """Write turns of one click each with so many silent frames before them; where the clicks are.
    """
    turn, silence = mp3.encode(click_turn(20, 5000), 96), mp3.silent_frame(96)
    frames, places = 0, []
    with path.open("wb") as file:
        file.write(mp3.info_frame(sum(gaps) + 21 * len(gaps), 96))
        for gap in gaps:
            file.write(silence * gap + turn)
            places.append((frames + gap) * mp3.FRAME_SAMPLES + 5000)
            frames += gap + 21
    return places


def decoded(path: Path, start_s: float = 0.0, seconds: float = 1e5) -> NDArray[np.float64]:
    """Mono samples at 48 kHz as ffmpeg decodes them."""
    done = subprocess.run(["ffmpeg", "-v", "error", "-ss", str(start_s), "-t", str(seconds), "-i",
                           path, "-map", "0:a:0", "-f", "s16le", "-"], check=True,
                          capture_output=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, "<i2").astype(float)


def samples_late(place: int, expected: NDArray[np.float64], heard: NDArray[np.float64]) -> int:
    """By how many samples a click at `place` is late, by correlation."""
    before = expected[place - 1000:place + 3000]
    window = heard[place - 2000:place + 4000]
    return int(np.argmax(np.correlate(window, before))) - 1000
