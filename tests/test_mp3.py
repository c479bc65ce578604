"""Spliced MP3: every turn stands where its frames say, to the sample."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from podcast.audio import mp3
from tests.clicks import RATE, click_turn


def _spliced(bitrate: int) -> tuple[bytes, list[int]]:
    """Three turns with silence between them, and where their clicks begin."""
    size, silence = mp3.frame_bytes(bitrate), mp3.silent_frame(bitrate)
    body, places = b"", []
    for frames, at, gap in ((60, 5000, 9), (35, 20000, 40), (200, 100000, 1)):
        body += silence * gap
        places.append(len(body) // size * mp3.FRAME_SAMPLES + at)
        body += mp3.encode(click_turn(frames, at), bitrate)
    return mp3.info_frame(len(body) // size, bitrate) + body, places


@pytest.mark.parametrize("bitrate", [64, 96, 128, 160, 192])
def test_clicks_are_heard_where_they_were_put(bitrate: int, tmp_path: Path,
                                              need_tool: Callable[[str], str]) -> None:
    """After splicing and decoding each click begins within 1 ms of its nominal place."""
    data, places = _spliced(bitrate)
    path = tmp_path / "spliced.mp3"
    path.write_bytes(data)
    raw = subprocess.run([need_tool("ffmpeg"), "-v", "error", "-i", str(path), "-f", "s16le", "-"],
                         capture_output=True, check=True)
    assert raw.stderr == b""
    pcm = np.frombuffer(raw.stdout, dtype="<i2").astype(int)
    for place in places:
        found = place - 2000 + int(np.argmax(np.abs(pcm[place - 2000:place + 4000]) > 2000))
        assert abs(found - place) <= RATE // 1000


def test_frames_are_whole_and_refer_to_nothing_before_them() -> None:
    """A turn is whole frames, one more than its samples fill; its first needs no other frame."""
    encoded = mp3.encode(click_turn(20, 6000), 96)
    assert len(encoded) == 21 * mp3.frame_bytes(96)
    for frame in (encoded, mp3.silent_frame(96)):
        assert frame[4] << 1 | frame[5] >> 7 == 0, "main_data_begin"


def test_tools_agree_on_frames_and_length(tmp_path: Path, need_tool: Callable[[str], str]) -> None:
    """mp3val finds no fault and counts the frames; ffprobe's duration is exact to 50 ms."""
    data, _ = _spliced(96)
    path = tmp_path / "spliced.mp3"
    path.write_bytes(data)
    frames = len(data) // mp3.frame_bytes(96)
    seen = subprocess.run([need_tool("mp3val"), str(path)], capture_output=True, text=True,
                          check=True).stdout
    assert f"{frames} MPEG frames (MPEG 1 Layer III)" in seen
    assert [line for line in seen.splitlines() if "WARNING" in line
            and "No supported tags" not in line] == []
    probed = subprocess.run([need_tool("ffprobe"), "-v", "error", "-show_entries",
                             "format=duration", "-of", "csv=p=0", str(path)],
                            capture_output=True, text=True, check=True).stdout
    assert abs(float(probed) - (frames - 1) * mp3.FRAME_S) <= 0.05


def test_silence_between_turns_is_digital(tmp_path: Path, need_tool: Callable[[str], str]) -> None:
    """No click at a seam: half a frame away from any sound the decoded samples are near zero."""
    data, places = _spliced(96)
    path = tmp_path / "spliced.mp3"
    path.write_bytes(data)
    raw = subprocess.run([need_tool("ffmpeg"), "-v", "error", "-i", str(path), "-f", "s16le", "-"],
                         capture_output=True, check=True).stdout
    pcm = np.abs(np.frombuffer(raw, dtype="<i2").astype(int))
    for place in places:
        pcm[place - mp3.FRAME_SAMPLES:place + 2400 + 2 * mp3.FRAME_SAMPLES] = 0
    assert pcm.max() <= 2
