"""MPEG-1 Layer III at 48 kHz mono: turns encoded alone, silent frames, and the Info header.

Frames are spliced, never re-encoded: LAME's first frame refers to nothing before it, so turns
that begin and end in digital silence may follow one another. Source: ISO/IEC 11172-3; the Info
header as LAME writes it ("Mp3 Info Tag rev 1", Gabriel Bouvigne).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE_HZ = 48_000
FRAME_SAMPLES = 1_152
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ
QUALITY = 5
ENCODER_DELAY = 576
"""Samples LAME puts before the sound; a decoder adds another 529."""
_SIDE_INFO_BYTES = 17
_BITRATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""By their index in a frame header (ISO/IEC 11172-3, 2.4.2.3)."""


def frame_bytes(bitrate_kbps: int) -> int:
    """Length of a frame: at 48 kHz a whole number, so no frame is ever padded."""
    return 144 * bitrate_kbps * 1000 // SAMPLE_RATE_HZ


@lru_cache(maxsize=1)
def encoder() -> str:
    """What makes a track from clips, and how it is set: part of every track's key."""
    from importlib.metadata import version

    made_by = [f"{name} {version(name)}" for name in ("lameenc", "soxr", "pydub", "numpy")]
    return f"{', '.join(made_by)}, quality {QUALITY}"


def encode(pcm: NDArray[np.int16], bitrate_kbps: int) -> bytes:
    """Encode mono samples that begin and end in silence; whole frames, one more than they fill.

    They come out as loud as they went in: LAME's presets for a constant bit rate lower the level,
    which is made up for beforehand (samples within 0.4 dB of full scale would be cut).
    """
    import lameenc
    import numpy as np

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(bitrate_kbps)
    encoder.set_in_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_out_sample_rate(SAMPLE_RATE_HZ)
    encoder.set_channels(1)
    encoder.set_quality(QUALITY)
    raised = pcm.astype(np.float32) * np.float32(1 / _lowered(bitrate_kbps))
    raised = np.clip(np.rint(raised, out=raised), -32768, 32767, out=raised).astype("<i2")
    return bytes(encoder.encode(raised.tobytes())) + bytes(encoder.flush())


def _lowered(bitrate_kbps: int) -> float:
    """The factor LAME 3.100 puts on its input (presets.c, `abr_switch_map`)."""
    return 0.97 if bitrate_kbps >= 192 else 0.95


@lru_cache(maxsize=8)
def silent_frame(bitrate_kbps: int) -> bytes:
    """One frame of digital silence that refers to nothing before it."""
    import numpy as np

    return encode(np.zeros(FRAME_SAMPLES, dtype=np.int16), bitrate_kbps)[:frame_bytes(bitrate_kbps)]


def info_frame(frames: int, bitrate_kbps: int) -> bytes:
    """The header frame before `frames` frames: their count, bytes, seek table, encoder delay.

    With a constant bit rate the seek table is a straight line. The sound's own samples end in
    silence, so all padding that is declared is what the decoder's delay needs.
    """
    size = frame_bytes(bitrate_kbps)
    header = bytes((0xFF, 0xFB, _BITRATES_KBPS.index(bitrate_kbps) << 4 | 0x4, 0xC4))
    toc = bytes(min(255, percent * 256 // 100) for percent in range(100))
    xing = (b"Info" + (0xF).to_bytes(4, "big") + frames.to_bytes(4, "big")
            + ((frames + 1) * size).to_bytes(4, "big") + toc + (100 - 10 * 5).to_bytes(4, "big"))
    body = header + bytes(_SIDE_INFO_BYTES) + xing + _lame_tag((frames + 1) * size, bitrate_kbps)
    body += _crc16(body).to_bytes(2, "big")
    return body.ljust(size, b"\0")


def _lame_tag(music_bytes: int, bitrate_kbps: int) -> bytes:
    delay_and_padding = (ENCODER_DELAY << 12 | FRAME_SAMPLES - ENCODER_DELAY).to_bytes(3, "big")
    return (b"LAME3.100" + bytes((0x01, 200)) + bytes(8) + bytes((0x00, min(255, bitrate_kbps)))
            + delay_and_padding + bytes(4) + music_bytes.to_bytes(4, "big") + bytes(2))


def _crc16(data: bytes) -> int:
    table = _crc_table()
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


@cache
def _crc_table() -> tuple[int, ...]:
    """What each byte adds to a CRC-16/ARC."""
    table = []
    for crc in range(256):
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
        table.append(crc)
    return tuple(table)
