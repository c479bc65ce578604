"""What `podcast publish` answers: exit codes and wishes that do not go together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from podcast.cli.publish import publish as command
from podcast.settings import Settings
from tests.shows import make_show, run_build_here, write_script

BASE = 'base_url = "https://example.org/pod/"\n'


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with one episode, built."""
    made = make_show(tmp_path / "show", "\nLange: Es war kalt.\n", extra=BASE)
    run_build_here(made)
    return made


def _code(show: Settings, *arguments: str) -> int:
    return CliRunner().invoke(command, [*arguments, "--show", str(show.root)]).exit_code


def test_what_is_held_back_for_a_fault(show: Settings, tmp_path: Path) -> None:
    """The exit code says that some of it failed; nothing else is printed with --json."""
    www = str(tmp_path / "www")
    assert _code(show, www) == 0
    write_script(show.root, "\nLange: Es war mild.\n")
    for wishes in ((), ("--dry-run",), ("--json",)):
        assert _code(show, www, *wishes) == 3
    done = CliRunner().invoke(command, [www, "--json", "--show", str(show.root)])
    assert json.loads(done.stdout)["held"][0]["slug"] == "lampen"


def test_what_waits_is_no_fault(show: Settings, tmp_path: Path) -> None:
    """A draft, and an episode that was withdrawn."""
    www = str(tmp_path / "www")
    path = write_script(show.root, "\nLange: Bald.\n", "bald")
    path.write_text(path.read_text(encoding="utf-8").replace("language:", "draft: true\nlanguage:",
                                                             1), encoding="utf-8")
    run_build_here(show)
    assert _code(show, www) == 0
    assert _code(show, "withdraw", "lampen", www) == 0
    run_build_here(show)
    assert _code(show, www) == 0


@pytest.mark.parametrize("arguments", [
    ("--fetch", "--dry-run"), ("--fetch", "--recall", "lampen"), ("--fetch", "--thorough"),
    ("withdraw", "lampen", "--fetch"), ("withdraw", "lampen", "--recall", "lampen"),
    ("withdraw", "lampen", "--moved-from", "https://example.net/feed.xml")])
def test_wishes_that_do_not_go_together(arguments: tuple[str, ...], show: Settings,
                                        tmp_path: Path) -> None:
    """They are wrong usage, and nothing is done."""
    www = tmp_path / "www"
    assert _code(show, str(www)) == 0
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    target = [str(www)]
    assert _code(show, *arguments, *target) == 2
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
