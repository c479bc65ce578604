"""What befalls a build: nobody may write, the clock runs backwards, somebody listens meanwhile."""

from __future__ import annotations

import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from podcast.serve import serving
from podcast.settings import Settings
from tests.shows import BODY, finished, make_show, run_build_here, write_script
from tests.test_cli import PODCAST


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Settings]:
    """A built show whose store may be read and not written."""
    show = make_show(tmp_path / "show")
    run_build_here(show)
    write_script(show.root, BODY.replace("Es war kalt.", "Es war mild."))
    folders = [show.store_dir, *(one for one in show.store_dir.rglob("*") if one.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    yield show
    for folder in folders:
        folder.chmod(0o755)


def _podcast(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """As somebody whom permissions bind, which root is only without this power."""
    bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    return subprocess.run([*(bound if os.geteuid() == 0 else []), *PODCAST, *arguments], cwd=cwd,
                          capture_output=True, text=True, check=False, timeout=120)


def test_a_read_only_store(locked: Settings) -> None:
    """`why` answers; a build that must write says where it cannot, and the last episode stays."""
    good = finished(locked)
    asked = _podcast("why", cwd=locked.root)
    assert "1 sentence to speak, 1 turn to encode" in asked.stdout, asked.stderr
    done = _podcast("build", cwd=locked.root)
    assert done.returncode == 1
    assert "Permission denied" in done.stderr and "output/.store" in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert finished(locked) == good


def test_a_clock_that_was_set_back(tmp_path: Path) -> None:
    """Files from the future and from long ago: what counts is their content."""
    show = make_show(tmp_path / "show")
    run_build_here(show)
    for path in show.root.rglob("*"):
        os.utime(path, (4e9, 4e9))
    write_script(show.root, BODY.replace("Es war kalt.", "Es war mild."))
    os.utime(show.scripts_dir / "lampen.md", (1e9, 1e9))
    assert run_build_here(show) == ["sentence", "turn"]
    assert run_build_here(show) == []
    fresh = make_show(tmp_path / "fresh", BODY.replace("Es war kalt.", "Es war mild."))
    run_build_here(fresh)
    assert finished(show) == finished(fresh)


def test_a_build_while_somebody_listens(tmp_path: Path) -> None:
    """A download that runs ends with the old bytes; the next one gets the new file."""
    show = make_show(tmp_path)
    run_build_here(show)
    audio = next(name for name in finished(show) if name.endswith(".mp3"))
    old = finished(show)[audio]
    with serving(show, 0, dict) as address:
        with urllib.request.urlopen(f"{address}{audio}", timeout=20) as download:
            heard = download.read(1000)
            write_script(show.root, BODY.replace("Es war kalt.", "Es war mild."))
            run_build_here(show)
            heard += download.read()
        assert heard == old
        with urllib.request.urlopen(f"{address}feed.xml", timeout=20) as answer:
            feed = answer.read()
        new = next(name for name in finished(show) if name.endswith(".mp3"))
        assert new != audio and new.encode() in feed
        with urllib.request.urlopen(f"{address}{new}", timeout=20) as answer:
            assert answer.read() == finished(show)[new]


def test_what_a_killed_build_left_half_written(tmp_path: Path) -> None:
    """It goes with a later build; what another build is writing now stays."""
    show = make_show(tmp_path)
    run_build_here(show)
    folder = show.output_dir / "episodes/lampen"
    old, new = folder / ".new-old", folder / ".new-now"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1e9, 1e9))
    run_build_here(show)
    assert (old.exists(), new.exists()) == (False, True)
