"""What `podcast check` says of a show before a directory or an app would."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from podcast.directories import episode_faults, show_faults
from podcast.script import read_script
from tests.shows import make_show


def test_a_serial_without_numbers(tmp_path: Path) -> None:
    """A serial is heard by its numbers: a script without one is named; trailers need none."""
    show = replace(make_show(tmp_path), type="serial")
    script = read_script(show.scripts_dir / "lampen.md", "lampen.md")
    told = [one.message for one in episode_faults(show, script, "lampen.md")]
    assert any("it has no number" in one and "episode: 1" in one for one in told)
    for known in (replace(script.release, episode=1), replace(script.release, kind="trailer")):
        found = episode_faults(show, replace(script, release=known), "lampen.md")
        assert not any("no number" in one.message for one in found)


def test_a_description_of_too_many_bytes(tmp_path: Path) -> None:
    """Directories count bytes: 2,100 umlauts are too many, 2,000 are not."""
    show = make_show(tmp_path)
    for count, told in ((2100, True), (2000, False)):
        found = show_faults(replace(show, description="ü" * count))
        assert any("description has 4200 bytes" in one.message for one in found) is told
