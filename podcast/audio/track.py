"""Clips → one encoded turn: levelled, trimmed, faded, with its inner pauses.

In the store its frames come first, then their levels (`podcast.audio.levels`).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.audio import mp3
from podcast.audio.clip import Sound, load_clips, read_sound
from podcast.audio.levels import frame_levels
from podcast.model import Track
from podcast.store import Entry, Memory, Meta, Store
from podcast.words import Times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydub import AudioSegment

KIND = "tracks"
VERSION = 12
"""Part of every track's key: raise it when the same clips would sound different."""
TRIM_BELOW_DBFS = -50.0
TRIM_KEEP_MS = 15
CHUNK_MS = 10
FADE_IN_MS = 5
FADE_OUT_MS = 15
MOST_DB = 40.0
"""The most a clip is raised by: of one that is all rumble no loudness can be measured."""
HOLD_DB = 3.0
"""How far a clip's own loudness may move its gain away from its voice's."""
GATING_DB = 0.3
"""What a clip's loudness loses in an episode, where measured blocks lie half in a pause."""
MAKE_UP = 1.19
"""How much of the level that limiting costs is made up for at most (1.5 dB)."""
ENCODER_HEADROOM_DB = 1.0
"""Layer III may raise peaks by about this much."""


@dataclass(frozen=True, slots=True)
class Part:
    """One clip in a track."""

    clip: str
    gain_db: float | None
    """The voice's own gain, or None where it was never calibrated."""
    pause_after_s: float
    """Silence before the next part; 0 after the last."""


@dataclass(frozen=True, slots=True)
class TrackOrder:
    """Everything a worker needs to make a track."""

    key: str
    parts: tuple[Part, ...]
    bitrate_kbps: int
    loudness_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class SoundOrder:
    """A sound file of the user's, to be levelled and encoded as it is."""

    key: str
    data: bytes
    where: str
    """The setting that names it, for errors."""
    bitrate_kbps: int
    loudness_lufs: float
    true_peak_dbtp: float


def make_track(order: TrackOrder, store: Store) -> Track:
    """Assemble, encode and keep a track; raises ClipMissing."""
    return _kept(_assemble(order, store), order, store)


def make_sound(order: SoundOrder, store: Store) -> Track:
    """Level, encode and keep a sound file; UserError if it is none, or too long."""
    import numpy as np

    sound = read_sound(order.data, order.where)
    # Where a sound fills its blocks nothing of its loudness is lost to pauses.
    level = replace(order, loudness_lufs=order.loudness_lufs - GATING_DB)
    loud = _pcm(_level(sound, None, level))
    start, end = mp3.FRAME_SAMPLES, mp3.FRAME_SAMPLES + len(loud)
    pcm = np.pad(loud, (start, -end % mp3.FRAME_SAMPLES))
    times = ((start / mp3.SAMPLE_RATE_HZ, end / mp3.SAMPLE_RATE_HZ),)
    return _kept(_Laid(pcm, times, ((),), ((),), sound.sample_rate_hz / 2), order, store)


def _kept(laid: _Laid, order: TrackOrder | SoundOrder, store: Store) -> Track:
    frames = mp3.encode(laid.pcm, order.bitrate_kbps)
    meta = {"frames": len(frames) // mp3.frame_bytes(order.bitrate_kbps), "bytes": len(frames),
            "times": laid.times, "words": laid.words, "unsure": laid.unsure}
    store.put(KIND, order.key, meta, frames + frame_levels(laid.pcm, laid.band_hz))
    return _track(order.key, meta)


def load_track(store: Store, key: str, memory: Memory) -> Track | None:
    """A track of the store, or None if it is missing or damaged."""
    proved = store.prove(KIND, key, memory)
    return _track(key, proved[0]) if proved else None


def parted(entry: Entry) -> tuple[bytes, bytes]:
    """A track's frames and their levels; of one that an earlier version made there are none."""
    size = entry.meta.get("bytes", len(entry.payload))
    return entry.payload[:size], entry.payload[size:]


def _track(key: str, meta: Meta) -> Track:
    return Track(key, meta["frames"], _times(meta["times"]),
                 tuple(map(_times, meta["words"])), tuple(map(tuple, meta["unsure"])))


def _times(pairs: Sequence[tuple[float, float]]) -> Times:
    return tuple((start, end) for start, end in pairs)


@dataclass(frozen=True, slots=True)
class _Laid:
    """Clips one after the other, and when each and its words are heard."""

    pcm: NDArray[np.int16]
    times: Times
    words: tuple[Times, ...]
    unsure: tuple[tuple[int, ...], ...]
    band_hz: float
    """Above this frequency there is nothing."""


def _assemble(order: TrackOrder, store: Store) -> _Laid:
    import numpy as np

    position = mp3.FRAME_SAMPLES
    chunks = [np.zeros(mp3.FRAME_SAMPLES, dtype=np.int16)]
    times, words = [], []
    sounds = load_clips(store, [part.clip for part in order.parts])
    for part, sound in zip(order.parts, sounds, strict=True):
        segment, cut_s = _edit(_level(sound, part.gain_db, order))
        samples = _samples(segment)
        start_s, end_s = (at / mp3.SAMPLE_RATE_HZ for at in (position, position + len(samples)))
        times.append((start_s, end_s))
        words.append(_moved(sound.times, start_s - cut_s, start_s, end_s))
        pause = np.zeros(round(part.pause_after_s * mp3.SAMPLE_RATE_HZ), dtype=np.int16)
        chunks += [samples, pause]
        position += len(samples) + len(pause)
    chunks.append(np.zeros(-position % mp3.FRAME_SAMPLES, dtype=np.int16))
    return _Laid(np.concatenate(chunks), tuple(times), tuple(words),
                 tuple(sound.unsure for sound in sounds),
                 max(sound.sample_rate_hz for sound in sounds) / 2)


def _moved(times: Times, by_s: float, start_s: float, end_s: float) -> Times:
    """Word times on the track's clock, inside their clip."""
    return tuple((min(max(start + by_s, start_s), end_s), min(max(end + by_s, start_s), end_s))
                 for start, end in times)


def _level(sound: Sound, voice_gain_db: float | None,
           order: TrackOrder | SoundOrder) -> NDArray[np.float32]:
    """Resample once, bring to the target loudness, keep the true peak below the ceiling."""
    import soxr

    from podcast.audio.loudness import limit, loudness_lufs

    heard_lufs = loudness_lufs(sound.samples, sound.sample_rate_hz)
    wanted_db = min(order.loudness_lufs + GATING_DB - heard_lufs, MOST_DB)
    if voice_gain_db is not None:
        usual_db = voice_gain_db + GATING_DB
        wanted_db = min(max(wanted_db, usual_db - HOLD_DB), usual_db + HOLD_DB)
    loud: NDArray[np.float32] = soxr.resample(sound.samples, sound.sample_rate_hz,
                                              mp3.SAMPLE_RATE_HZ, quality="HQ")
    loud = loud * loud.dtype.type(10 ** (wanted_db / 20))
    ceiling_dbtp = order.true_peak_dbtp - ENCODER_HEADROOM_DB
    band_hz = sound.sample_rate_hz / 2
    return limit(loud, mp3.SAMPLE_RATE_HZ, ceiling_dbtp, band_hz, MAKE_UP)


def _edit(samples: NDArray[np.float32]) -> tuple[AudioSegment, float]:
    """Cut the silence an engine leaves around a sentence, and fade the cuts.

    With it come the seconds that were cut from the beginning.
    """

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Couldn't find ffmpeg")
        from pydub import AudioSegment

    pcm = _pcm(samples)
    whole = AudioSegment(pcm.tobytes(), sample_width=2, frame_rate=mp3.SAMPLE_RATE_HZ, channels=1)
    cut_ms = max(0, _silence_ms(pcm) - TRIM_KEEP_MS)
    speech = whole[cut_ms:len(whole) - max(0, _silence_ms(pcm[::-1]) - TRIM_KEEP_MS)]
    return speech.fade_in(FADE_IN_MS).fade_out(FADE_OUT_MS), cut_ms / 1000


def _pcm(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """Samples as integers; the limiter has kept them below full scale."""
    import numpy as np

    pcm: NDArray[np.int16] = np.rint(samples * np.float32(32767.0)).astype("<i2")
    return pcm


def _silence_ms(pcm: NDArray[np.int16]) -> int:
    """How long it is silent from the first sample on, in steps of `CHUNK_MS`."""
    import numpy as np

    chunk = mp3.SAMPLE_RATE_HZ * CHUNK_MS // 1000
    chunks = pcm[:len(pcm) // chunk * chunk].reshape(-1, chunk).astype(np.float32)
    heard = np.einsum("ij,ij->i", chunks, chunks) >= chunk * (10 ** (TRIM_BELOW_DBFS / 20)
                                                              * 32768) ** 2
    return CHUNK_MS * (int(np.argmax(heard)) if heard.any() else len(heard))


def _samples(segment: AudioSegment) -> NDArray[np.int16]:
    import numpy as np

    return np.frombuffer(segment.raw_data, dtype="<i2").astype(np.int16)
