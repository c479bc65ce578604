"""A show's own sounds around the interview, and the loudness of an episode."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.audio.levels import frame_levels, integrated_lufs
from podcast.audio.loudness import loudness_lufs
from podcast.audio.mp3 import FRAME_SAMPLES, SAMPLE_RATE_HZ
from podcast.changes import what_is_stale
from podcast.check import check_show
from podcast.errors import UserError
from podcast.record import Record, load_record
from podcast.settings import Settings, load_settings
from podcast.store import Store
from tests.shows import BODY, make_show, run_build_here, write_script
from tests.test_loudness import sine, speechlike

JINGLE_S = 2.5


def _with_sounds(root: Path, level_db: float = -30.0) -> Settings:
    """A show with a chord before and a tone after it."""
    show = make_show(root, extra='opening_sound = "a.wav"\nclosing_sound = "b.flac"\n')
    chord = sine(440, 44100, JINGLE_S, level_db=level_db) + sine(550, 44100, JINGLE_S,
                                                                 level_db=level_db)
    soundfile.write(root / "a.wav", np.stack([chord, chord], axis=1), 44100)
    soundfile.write(root / "b.flac", sine(660, 22050, 1.0, level_db=-6), 22050)
    return show


def _record(show: Settings) -> Record:
    record = load_record(Store(show.store_dir), show.guid, "lampen")
    assert record
    return record


def _decoded(show: Settings) -> np.ndarray:
    """Mono samples at 48 kHz of the episode, as ffmpeg decodes them."""
    path = show.output_dir / _record(show).item.audio.path
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"],
                          check=True, capture_output=True)
    return np.frombuffer(done.stdout, np.float32)


def _ebur128(path: Path) -> float:
    done = subprocess.run(["ffmpeg", "-nostats", "-i", path, "-filter:a", "ebur128", "-f", "null",
                           "-"], check=True, capture_output=True, text=True)
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", done.stderr)[-1])


def test_sounds_stand_around_the_interview(tmp_path: Path) -> None:
    """The opening sound comes first, at the show's loudness, and belongs to the first chapter."""
    plain = make_show(tmp_path / "plain")
    run_build_here(plain)
    show = _with_sounds(tmp_path / "show")
    run_build_here(show)
    heard, before = _record(show).item, _record(plain).item
    samples = _decoded(show)
    chord = samples[:round(JINGLE_S * SAMPLE_RATE_HZ)]
    assert loudness_lufs(chord, SAMPLE_RATE_HZ) == pytest.approx(-16.0, abs=0.5)
    spectrum = np.abs(np.fft.rfft(chord))
    assert abs(np.argmax(spectrum) / JINGLE_S - 495) < 60
    assert heard.chapters[0].start_s == 0.0
    assert heard.chapters[-1].end_s == heard.seconds
    assert len(samples) / SAMPLE_RATE_HZ == pytest.approx(heard.seconds, abs=0.03)
    longer = heard.seconds - before.seconds
    assert JINGLE_S + 1.0 < longer < JINGLE_S + 1.0 + 2.0  # chapters wait for a whole second


def test_an_edit_leaves_the_sounds(tmp_path: Path) -> None:
    """A sentence costs its turn; another sound costs no turn, and why names it."""
    show = _with_sounds(tmp_path)
    run_build_here(show)
    write_script(show.root, BODY.replace("Es war kalt.", "Es war mild."))
    assert run_build_here(show) == ["sentence", "turn"]
    soundfile.write(tmp_path / "b.flac", sine(330, 22050, 2.0), 22050)
    stale = what_is_stale(show, "lampen", Store(show.store_dir))
    assert [one.reason for one in stale.changes] == ["the opening or closing sound changed"]
    assert run_build_here(show) == []
    assert what_is_stale(show, "lampen", Store(show.store_dir)).current


@pytest.mark.parametrize(("data", "message"), [
    (None, "there is no file 'a.wav'"),
    (b"no sound at all", "this is no sound file"),
    (0.0, "the sound is silent"),
    (121.0, "longer than 120 s"),
])
def test_bad_sounds_are_refused(tmp_path: Path, data: bytes | float | None, message: str) -> None:
    """One line names the setting and what is wrong with its file."""
    show = _with_sounds(tmp_path)
    path = tmp_path / "a.wav"
    path.unlink()
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif data is not None:
        samples = np.zeros(1000) if data == 0.0 else np.full(round(data * 100), 0.1)
        soundfile.write(path, samples, 100)
    with pytest.raises(UserError, match=message) as caught:
        run_build_here(show)
    assert "podcast.toml" in caught.value.where


def test_the_loudness_of_an_episode(tmp_path: Path) -> None:
    """As ffmpeg measures the finished file, to 0.1 LU; JSON and the report tell it."""
    show = make_show(tmp_path)
    run_build_here(show)
    record = _record(show)
    path = show.output_dir / record.item.audio.path
    assert record.loudness_lufs == pytest.approx(_ebur128(path), abs=0.1)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 10**6),
                          st.floats(-40.0, 0.0)), min_size=1, max_size=6))
def test_levels_stand_for_the_sound(pieces: list[tuple[int, int, float]]) -> None:
    """Whatever the pauses and levels, blocks put together from frames measure what the standard's
    do."""
    parts, sounds = [], []
    for silent, seed, gain_db in pieces:
        speech = speechlike(seed, seconds=3.0) * 10 ** (gain_db / 20) * 0.8
        # Like a track it begins and ends in silence, so that no filter rings on behind it.
        speech[:480] *= np.linspace(0, 1, 480)
        speech[-480:] *= np.linspace(1, 0, 480)
        pcm = np.round(speech * 32767).astype(np.int16)
        pcm = np.pad(pcm, (0, -len(pcm) % FRAME_SAMPLES))
        parts.append((silent, frame_levels(pcm)))
        sounds += [np.zeros(silent * FRAME_SAMPLES, np.int16), pcm]
    whole = np.concatenate(sounds).astype(np.float32) / 32768
    assert integrated_lufs(parts) == pytest.approx(loudness_lufs(whole, SAMPLE_RATE_HZ), abs=0.1)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000])
def test_levels_of_a_narrow_band(rate_hz: int) -> None:
    """Speech that was spoken at a lower rate is looked at more sparsely, and measures the same."""
    sound = soxr.resample(speechlike(rate_hz, rate_hz, 6.0), rate_hz, SAMPLE_RATE_HZ)
    pcm = np.round(sound * 20_000).astype(np.int16)
    pcm = np.pad(pcm, (0, -len(pcm) % FRAME_SAMPLES))
    sparse = integrated_lufs([(0, frame_levels(pcm, rate_hz / 2))])
    assert sparse == pytest.approx(integrated_lufs([(0, frame_levels(pcm))]), abs=0.05)


def test_silence_has_no_loudness() -> None:
    """Of nothing but silence -inf, of nothing at all as well."""
    silent = frame_levels(np.zeros(FRAME_SAMPLES * 40, np.int16))
    assert integrated_lufs([(3, silent)]) == integrated_lufs([]) == -np.inf


def test_json_tells_the_loudness(tmp_path: Path) -> None:
    """A program that builds learns how loud the episode is."""
    from click.testing import CliRunner

    from podcast.cli.build import build

    show = load_settings(make_show(tmp_path).root)
    done = CliRunner().invoke(build, ["--show", str(show.root), "--json"])
    episode = json.loads(done.stdout)["episodes"][0]
    assert episode["loudness_lufs"] == _record(show).loudness_lufs


def test_check_reports_what_is_not_as_loud_as_wished(tmp_path: Path) -> None:
    """An episode that its limiter keeps from being so loud, and a sound that is not there."""
    show = make_show(tmp_path, extra="[sound]\nloudness_lufs = -9.0\ntrue_peak_dbtp = -9.0\n")
    run_build_here(show)
    loudness = _record(show).loudness_lufs
    said = [one.message for one in check_show(show)]
    assert any(f"the episode has {loudness:.1f} LUFS instead of -9" in one for one in said)
    quiet = _with_sounds(tmp_path / "quiet")
    (tmp_path / "quiet/a.wav").unlink()
    assert any("there is no file 'a.wav'" in one.message for one in check_show(quiet))
