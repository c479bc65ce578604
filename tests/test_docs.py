"""Every command in README and docs works as written."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import reading_table
from tests.test_cli import INTERVIEW

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BIN = Path(sys.executable).parent


def commands(document: Path) -> list[str]:
    """The lines of every `sh` block, in order."""
    blocks = re.findall(r"^```sh\n(.*?)^```", document.read_text(encoding="utf-8"),
                        re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the repository with the environment these tests run in."""
    copy = tmp_path / "checkout"
    ignored = shutil.ignore_patterns(".*", "output", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, copy, ignore=ignored)
    (copy / ".venv").mkdir()
    (copy / ".venv/bin").symlink_to(BIN)
    (copy / ".venv/.pico").touch()
    return copy


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """An empty folder's show with one episode, as the README's reader has it."""
    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    return tmp_path


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{BIN}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment, check=False,
                          capture_output=True, text=True, timeout=300)


def _serve(folder: Path) -> bytes:
    """Start `podcast serve`, fetch the feed as an app would, and end it with Ctrl-C."""
    server = subprocess.Popen([str(BIN / "podcast"), "serve"], cwd=folder, text=True,
                              stdout=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    try:
        assert server.stdout
        feed = re.match(r"Subscribe to (http://127\.0\.0\.1:80\d\d/feed\.xml) ",
                        server.stdout.readline())
        assert feed
        return _fetched(feed[1])
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) in (0, 130)


def _fetched(feed: str) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.urlopen(feed, timeout=5) as answer:
                return bytes(answer.read())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.mark.parametrize("document", [one for one in DOCUMENTS if commands(one)],
                         ids=lambda path: path.name)
def test_commands_work_as_written(document: Path, show: Path, checkout: Path) -> None:
    """Each command of a page ends well, in the order of the page."""
    todo = commands(document)
    if not any(command.startswith(("podcast make", "podcast split")) for command in todo):
        assert _run("podcast make interview.txt", show).returncode == 0
    elif not any(command.startswith("podcast make") for command in todo):
        assert _run("podcast init", show).returncode == 0
    for command in todo:
        if command == "podcast serve":
            assert b"<rss" in _serve(show)
        else:
            done = _run(command, checkout if command.startswith("make") else show)
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def test_the_second_make_episode_has_nothing_to_do(checkout: Path) -> None:
    """`make episode` again says that nothing changed, as the README shows."""
    first, second = (_run("make episode", checkout).stdout for _ in range(2))
    assert "sentences spoken" in first
    assert "nothing changed since it was built" in second
    for word in ("Episode", "Cover", "Feed", "podcast serve"):
        assert word in second


def test_the_table_of_readings_is_current() -> None:
    """What docs/reading.md says of German is what the golden files say."""
    assert reading_table.PAGE.read_text(encoding="utf-8") == reading_table.page()


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link in README and docs names a file that exists."""
    broken = [f"{page.name}: {link}" for page in DOCUMENTS
              for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
              if not (page.parent / link).exists()]
    assert not broken
