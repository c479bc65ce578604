"""Clips in the store: 16-bit FLAC beside their rate and scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from podcast.errors import UserError
from podcast.store import Store
from podcast.words import Times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KIND = "clips"
LONGEST_S = 120
"""Of a sound file that is not speech."""


class ClipMissing(Exception):
    """Clips are not in the store, or were damaged and have been dropped; `keys` names them."""

    def __init__(self, *keys: str) -> None:
        super().__init__(*keys)
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono float32 samples and their rate."""

    samples: NDArray[np.float32]
    sample_rate_hz: int
    times: Times = ()
    """Start and end of each spoken word in seconds, in order; empty: not known."""
    unsure: tuple[int, ...] = ()
    """Which of the words may well be elsewhere."""

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.samples) / self.sample_rate_hz


def read_sound(data: bytes, where: str) -> Sound:
    """A sound file (WAV, FLAC, MP3, Ogg …) as mono; UserError if it is none, or too long."""
    import soundfile

    try:
        with soundfile.SoundFile(BytesIO(data)) as file:
            if file.frames > LONGEST_S * file.samplerate:
                raise UserError(f"the sound is longer than {LONGEST_S} s", where, "Cut it.")
            samples = file.read(dtype="float32", always_2d=True)
            rate_hz = file.samplerate
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise UserError("this is no sound file", where,
                        "WAV, FLAC, MP3, Ogg and AIFF can be read.") from error
    if not samples.any():
        raise UserError("the sound is silent", where, "Name another file.")
    return Sound(samples.mean(axis=1), rate_hz)


def save_clip(store: Store, key: str, sound: Sound) -> None:
    """Keep a sound losslessly at 16 bit; one that exceeds full scale is scaled and says by what."""
    import numpy as np
    import soundfile

    peak = float(np.max(np.abs(sound.samples), initial=0.0))
    scale = max(1.0, peak)
    pcm = np.rint(sound.samples * np.float32(32767.0 / scale)).astype(np.int16)
    buffer = BytesIO()
    soundfile.write(buffer, pcm, sound.sample_rate_hz, format="FLAC", subtype="PCM_16",
                    compression_level=0.0)
    meta = {"scale": scale, "seconds": sound.seconds, "times": sound.times,
            "unsure": sound.unsure}
    store.put(KIND, key, meta, buffer.getvalue())


def load_clips(store: Store, keys: Sequence[str]) -> tuple[Sound, ...]:
    """Read clips back in order; raises ClipMissing with all that are not there."""
    sounds, missing = [], []
    for key in keys:
        try:
            sounds.append(load_clip(store, key))
        except ClipMissing:
            missing.append(key)
    if missing:
        raise ClipMissing(*missing)
    return tuple(sounds)


def load_clip(store: Store, key: str) -> Sound:
    """Read a clip back; raises ClipMissing."""
    import numpy as np
    import soundfile

    entry = store.get(KIND, key)
    if entry is None:
        raise ClipMissing(key)
    pcm, rate = soundfile.read(BytesIO(entry.payload), dtype="int16")
    samples = (pcm * np.float32(entry.meta["scale"] / 32767.0)).astype(np.float32)
    times = tuple((start, end) for start, end in entry.meta.get("times", ()))
    return Sound(samples, int(rate), times, tuple(entry.meta.get("unsure", ())))
