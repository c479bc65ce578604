"""A seal is broken by whatever a build reads or made, and by nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from podcast.errors import UserError
from podcast.seal import glance, unbroken
from podcast.settings import Settings, load_settings
from tests.shows import BODY, finished, make_show, run_build, write_script


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show that was built."""
    settings = make_show(tmp_path / "show")
    run_build(settings)
    return settings


def _script(show: Settings) -> None:
    """As long as before, and as old: only its content tells."""
    path = show.scripts_dir / "lampen.md"
    before = path.stat()
    write_script(show.root, BODY.replace("kalt", "mild"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _append(name: str, text: str) -> Callable[[Settings], None]:
    def change(show: Settings) -> None:
        path = show.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text() if path.is_file() else "") + text)

    return change


def _lost(pattern: str) -> Callable[[Settings], None]:
    return lambda show: next(show.output_dir.glob(pattern)).unlink()


def _cut_off(show: Settings) -> None:
    path = next(show.output_dir.glob("episodes/*/*.mp3"))
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("change", [
    pytest.param(_script, id="script"),
    pytest.param(_append("podcast.toml", '[pauses]\nend = 2.0\n'), id="settings"),
    pytest.param(_append("voices/lexicon.toml", '[words]\nLange = {say = "Lang"}\n'), id="lexicon"),
    pytest.param(_append("voices/own.toml", "\n"), id="cast"),
    pytest.param(lambda show: write_script(show.root, BODY, "other"), id="another script"),
    pytest.param(_lost("feed.xml"), id="feed"),
    pytest.param(_lost("cover.*.jpg"), id="cover of the show"),
    pytest.param(_lost("episodes/*/cover.*.jpg"), id="cover"),
    pytest.param(_cut_off, id="audio"),
])
def test_whatever_changes_breaks_the_seal(show: Settings, change: Callable[[Settings], None],
                                          ) -> None:
    """An edit of the same length and age, another setting, a lost or damaged file: all are seen."""
    sealed = unbroken(show)
    assert sealed and [one.slug for one in sealed] == ["lampen"]
    change(show)
    assert unbroken(load_settings(show.root)) is None


def test_other_packages_and_places_break_the_seal(show: Settings, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package and another folder for models are seen."""
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    before = glance(show).common
    (packages / "engine-2.0.dist-info").mkdir()
    between = glance(show).common
    monkeypatch.setenv("HOERFASSUNG_MODELS", str(tmp_path))
    assert len({before, between, glance(show).common}) == 3


def test_an_unbroken_seal_stays(show: Settings) -> None:
    """Nothing changed, an edit taken back, settings written otherwise: the seal holds, and what
    a build makes of it is what there was."""
    files = finished(show)
    write_script(show.root, BODY.replace("kalt", "mild"))
    write_script(show.root, BODY)
    _append("podcast.toml", "# a remark\n")(show)
    assert unbroken(load_settings(show.root))
    _, done = run_build(show)
    assert (done, finished(show)) == ([], files)


def test_a_file_made_again_is_sealed_again(show: Settings) -> None:
    """After a build that mends a lost file nothing changed again."""
    _lost("feed.xml")(show)
    run_build(show)
    assert unbroken(show)


def test_a_seal_of_one_episode_leaves_the_others(show: Settings) -> None:
    """One episode built by name is sealed; one that was never built is not; unknown ones are
    refused."""
    write_script(show.root, BODY.replace("kalt", "warm"), "other")
    run_build(show, ["lampen"])
    assert [one.slug for one in unbroken(show, ["lampen"]) or ()] == ["lampen"]
    assert unbroken(show) is None
    with pytest.raises(UserError, match="no script 'none'"):
        unbroken(show, ["none"])


def test_a_moved_show_is_looked_at_again(show: Settings, tmp_path: Path) -> None:
    """Another place says nothing about the files there."""
    moved = load_settings(show.root.rename(tmp_path / "elsewhere"))
    assert unbroken(moved) is None
