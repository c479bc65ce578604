"""What `podcast check` says of a show before a directory or an app would."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(("name", "value", "told"), [
    ("base_url", "http://192.168.1.5/", "only the local network can listen"),
    ("base_url", "http://[::1]:8000/", "only this machine can listen"),
    ("base_url", "HTTP://example.org/", "want https://"),
    ("title", "x" * 256, "the show's title has 256 characters"),
    ("title", "Ein <b>Titel</b>", "holds '<b>'"),
    ("title", "Ein\x07 Titel", "U+0007"),
    ("title", "Ein \u202eTitel", "U+202E"),
    ("copyright", "© 2024 X", "write only whose it is"),
    ("copyright", "2024 X", "write only whose it is"),
    ("target", "gopher://x/y", "unknown target 'gopher'"),
    ("target", "sftp://a:geheim@x/y", "password"),
])
def test_what_check_says_of_a_show(tmp_path: Path, name: str, value: str, told: str) -> None:
    """What apps cut, show otherwise or cannot reach is told; a password is not repeated."""
    show = make_show(tmp_path, extra='base_url = "https://example.org/"\n')
    before = {one.message for one in show_faults(show)}
    found = [one.message for one in show_faults(replace(show, **{name: value}))]
    assert any(told in one for one in found)
    assert not any(told in one for one in before)
    assert not any("geheim" in one for one in found)


def test_nothing_to_say_of_a_good_show(tmp_path: Path) -> None:
    """A title with a direction that is ended, a folder as target and an address for everybody."""
    show = make_show(tmp_path, extra='base_url = "HTTPS://localhost.example.org/"\n')
    good = replace(show, title="Ton \u2067שלום\u2069 3 < 4", target="../www", copyright="Kurier")
    assert not list(show_faults(good))


def test_what_check_says_of_an_episode(tmp_path: Path) -> None:
    """Titles of episodes are looked at in the same way."""
    show = make_show(tmp_path)
    script = replace(read_script(show.scripts_dir / "lampen.md", ""), title="<i>A</i> \u202d")
    told = " ".join(one.message for one in episode_faults(show, script, "lampen.md"))
    assert "'<i>'" in told
    assert "U+202D" in told
