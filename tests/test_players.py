"""An episode in players and tools: they agree on its length, seek, and hear words where we say."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import sync_playwright

from podcast.audio import mp3
from podcast.model import Episode
from podcast.settings import Settings
from tests.shows import built_show, episode_of, mp3_of

RATE = mp3.SAMPLE_RATE_HZ
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--autoplay-policy=no-user-gesture-required")
PLAYED = """async place => {
    const audio = document.querySelector('audio');
    if (audio.readyState < 1)
        await new Promise((good, bad) => {
            audio.onloadedmetadata = good; audio.onerror = () => bad(audio.error.message); });
    audio.currentTime = place;
    await new Promise(good => audio.onseeked = good);
    audio.muted = true;
    await audio.play();
    await new Promise(good => setTimeout(good, 400));
    return [audio.duration, audio.currentTime, audio.error && audio.error.message];
}"""


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built show, spoken by the tone engine."""
    return built_show(tmp_path_factory.mktemp("players"))


@pytest.fixture(scope="module")
def episode(show: Settings) -> Episode:
    """The episode with all its times."""
    return episode_of(show)


@pytest.fixture(scope="module")
def path(show: Settings) -> Path:
    """Its MP3."""
    return mp3_of(show)


@pytest.fixture(scope="module")
def samples(path: Path) -> NDArray[np.int64]:
    """The MP3 as ffmpeg decodes it: mono, 48 kHz."""
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"], check=True,
                          capture_output=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, "<i2").astype(np.int64)


def _said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_all_agree_on_the_length(path: Path, episode: Episode, samples: NDArray[np.int64],
                                 tmp_path: Path, need_tool: Callable[[str], str]) -> None:
    """ffprobe, mediainfo, eyeD3, mpg123 and ffmpeg, to 50 ms."""
    import eyed3

    raw = tmp_path / "mpg123.raw"
    _said(need_tool("mpg123"), "-q", "-s", "-O", raw, path)
    audio = eyed3.load(path)
    assert audio and audio.info
    seconds = {
        "ffprobe": float(_said(need_tool("ffprobe"), "-v", "error", "-show_entries",
                               "format=duration", "-of", "csv=p=0", path)),
        "mediainfo": float(_said(need_tool("mediainfo"), "--Output=Audio;%Duration%", path)) / 1000,
        "eyeD3": audio.info.time_secs, "mpg123": raw.stat().st_size / 2 / RATE,
        "ffmpeg": len(samples) / RATE}
    assert {name for name, one in seconds.items() if abs(one - episode.seconds) > 0.05} == set()


def test_checkers_find_no_fault(path: Path, tmp_path: Path, need_tool: Callable[[str], str],
                                ) -> None:
    """mp3check has nothing to say of the frames, and mp3val counts them."""
    data = path.read_bytes()
    tag = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0),
                                                                 strict=True))
    sound = tmp_path / "sound.mp3"
    sound.write_bytes(data[tag:])
    checked = subprocess.run([need_tool("mp3check"), "-e", sound], capture_output=True, text=True,
                             check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    frames = len(data[tag:]) // mp3.frame_bytes(96)
    counted = _said(need_tool("mp3val"), path)
    assert f"{frames} MPEG frames (MPEG 1 Layer III)" in counted
    assert "WARNING" not in counted


@pytest.mark.xdist_group("browser")
def test_a_browser_plays_and_seeks(path: Path, episode: Episode, tmp_path: Path,
                                   need_tool: Callable[[str], str]) -> None:
    """Chromium knows the length to 50 ms, and plays on from every chapter."""
    page_path = tmp_path / "page.html"
    page_path.write_text(f'<audio preload="auto" src="{path.as_uri()}"></audio>', encoding="utf-8")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=need_tool("chromium"),
                                           args=list(CHROMIUM))
        page = browser.new_page()
        page.goto(page_path.as_uri())
        for chapter in episode.chapters:
            length, place, error = page.evaluate(PLAYED, chapter.start_s)
            assert error is None
            assert abs(length - episode.seconds) <= 0.05
            assert chapter.start_s < place < chapter.start_s + 2
        browser.close()


def test_sentences_and_words_are_heard_where_we_say(episode: Episode, samples: NDArray[np.int64],
                                                    ) -> None:
    """In the decoded file: silence before each word's first millisecond, sound from then on."""
    checked = 0
    for cue in episode.cues:
        for word in cue.words:
            at = round(word.start_s * RATE)
            before, behind = samples[at - 480:at - 48], samples[at + 48:at + 480]
            assert np.abs(behind).max() > 400, cue.text
            assert np.abs(before).max() < np.abs(behind).max() / 4, cue.text
            checked += 1
    assert checked > 30


def test_pauses_between_turns_are_silent(episode: Episode, samples: NDArray[np.int64]) -> None:
    """No click at any seam: between two turns, a frame away from either, there is nothing."""
    frame, position = mp3.FRAME_SAMPLES, 0
    ends = []
    for piece in episode.pieces:
        start = position + piece.silent_frames * frame
        ends.append((position, start))
        position = start + piece.track.frames * frame
    assert len(ends) > 5
    for (end, start), piece in zip(ends, episode.pieces, strict=True):
        speech = start + round(piece.track.times[0][0] * RATE)
        assert np.abs(samples[end:speech - frame]).max(initial=0) <= 2
