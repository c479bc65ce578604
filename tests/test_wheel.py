"""The wheel works without the repository."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.test_cli import INTERVIEW

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir",
                    str(folder), str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_an_installed_wheel_makes_an_episode_in_an_empty_folder(wheel: Path,
                                                                tmp_path: Path) -> None:
    """Without the repository: `podcast make interview.txt` makes a show and an episode."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    # ttspico is hidden: a base install has eSpeak NG alone.
    code = ("import sys; sys.modules['ttspico'] = None; import podcast;"
            f"assert podcast.__file__.startswith({str(site)!r}), podcast.__file__;"
            "from podcast.__main__ import main; main()")
    done = subprocess.run([sys.executable, "-c", code, "make", "interview.txt"], cwd=folder,
                          env={"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin"},
                          capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (folder / "voices/espeak.toml").is_file()
    assert list((folder / "output/episodes").rglob("*.mp3"))


def test_the_wheel_holds_its_data_and_nothing_else(wheel: Path) -> None:
    """Casts, fonts and word lists are in the wheel; scripts, tests and sound are not."""
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("podcast/casts/espeak.toml", "podcast/language/de.toml", "podcast/show.toml",
                   "podcast/editions/page/page.html", "podcast/editions/page/player.js",
                   "podcast/editions/book/book.css"):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests/", "scripts/", "output/"))
                or name.endswith((".mp3", ".wav", ".flac"))]
