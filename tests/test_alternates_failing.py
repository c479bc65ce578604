"""Where no alternate can be made one error says why, and nothing is half written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from podcast.audio import ffmpeg
from podcast.editions.alternates import Details, alternate, encoder
from podcast.errors import UserError
from podcast.settings import Alternate
from tests.clicks import RATE, decoded, samples_late, write_clicks

BOTH = pytest.mark.parametrize("kind", get_args(Alternate))
NOTHING = Details("", "", "", "", "", "", "", "", (), b"", ())


@pytest.fixture(autouse=True)
def _tools(need_tool: Callable[[str], str]) -> None:
    """All is held against what ffmpeg hears."""
    need_tool("ffmpeg")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MP3 of a minute."""
    path = tmp_path_factory.mktemp("clicks") / "clicks.mp3"
    write_clicks(path, [4] * 100)
    return path


def _left(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@BOTH
def test_what_is_no_mp3_is_an_error(kind: Alternate, tmp_path: Path) -> None:
    """ffmpeg's reason is told, what was there before stays, and nothing is half written."""
    (tmp_path / "a.mp3").write_bytes(b"no sound" * 1000)
    (tmp_path / "a").write_bytes(b"the last good one")
    for name in ("a.mp3", "nowhere.mp3"):
        with pytest.raises(UserError, match=r"ffmpeg failed: .*(Invalid|No such file)"):
            alternate(kind, tmp_path / name, NOTHING, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"the last good one"
    assert _left(tmp_path) == ["a", "a.mp3"]


@BOTH
def test_a_cut_mp3_is_an_error(kind: Alternate, path: Path, tmp_path: Path) -> None:
    """Where sound is missing at the end no shorter alternate is made of it."""
    data = path.read_bytes()
    (tmp_path / "cut.mp3").write_bytes(data[:len(data) * 2 // 3])
    with pytest.raises(UserError, match=r"s can be read instead of .*podcast build"):
        alternate(kind, tmp_path / "cut.mp3", NOTHING, tmp_path / "it")
    assert _left(tmp_path) == ["cut.mp3"]


def test_an_ffmpeg_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads from a pipe nobody writes to: that is told, and the process is gone."""
    os.mkfifo(tmp_path / "a.mp3")
    monkeypatch.setattr(ffmpeg, "STALL_S", 0.2)
    monkeypatch.setattr(ffmpeg, "LOOK_S", 0.1)
    with pytest.raises(UserError, match="ffmpeg has written nothing"):
        alternate("m4a", tmp_path / "a.mp3", NOTHING, tmp_path / "it")
    assert _left(tmp_path) == ["a.mp3"]
    with pytest.raises(OSError, match="No such device"):  # nobody reads it any more
        os.open(tmp_path / "a.mp3", os.O_WRONLY | os.O_NONBLOCK)


@BOTH
@pytest.mark.parametrize(("limit_kb", "words"), [(20, "ffmpeg failed"), (300, "")])
def test_files_that_can_grow_no_further(kind: Alternate, limit_kb: int, words: str, path: Path,
                                        tmp_path: Path) -> None:
    """Killed while it encodes, or no room for the cover: one error, and nothing half written."""
    code = ("import sys\nfrom pathlib import Path\n"
            "from podcast.editions.alternates import Details, alternate\n"
            "from podcast.errors import UserError\n"
            "details = Details('', '', '', '', '', '', '', '', (), bytes(400_000), ())\n"
            "try: alternate(sys.argv[1], Path(sys.argv[2]), details, Path(sys.argv[3]))\n"
            "except UserError as error: sys.exit(str(error))")
    done = subprocess.run(["bash", "-c", f'ulimit -f {limit_kb}; "$@"', "-", sys.executable, "-c",
                           code, kind, path, tmp_path / "it"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 1
    assert words in done.stderr and "Nothing was lost" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert _left(tmp_path) == []


def test_the_ffmpeg_that_came_by_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one on the PATH it is used, keeps the times, and its version is part of keys."""
    path, it, usual = tmp_path / "a.mp3", tmp_path / "it", encoder("opus")
    places = write_clicks(path, [4] * 10)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert encoder("opus") != usual
    alternate("opus", path, NOTHING, it)
    monkeypatch.undo()
    assert usual == encoder("opus") and "libopus -b:a 48k" in usual
    expected, heard = decoded(path), decoded(it)
    assert max(abs(samples_late(one, expected, heard)) for one in places) <= RATE // 1000


def test_no_ffmpeg_or_none_that_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what is missing and how to install it."""
    with pytest.raises(UserError, match=r"cannot encode with parrot.*pip install 'hoer"):
        ffmpeg.find_ffmpeg("parrot")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(UserError, match=r"no ffmpeg on this machine.*pip install 'hoer"):
        encoder("opus")
    (tmp_path / "ffmpeg").write_text("#!/bin/false\n")
    (tmp_path / "ffmpeg").chmod(0o755)
    with pytest.raises(UserError, match="does not run"):
        encoder("opus")
