"""What `podcast check` says of a show before a directory or an app would."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from podcast.check import check_show
from podcast.cli.build import build
from podcast.cli.say import say
from podcast.cli.split import split
from podcast.cli.why import why
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


def test_a_cast_that_is_not_there(tmp_path: Path) -> None:
    """A build takes each script's own voices: only new scripts cannot be written, a warning."""
    show = make_show(tmp_path)
    found = [one for one in check_show(replace(show, cast="nope")) if "'nope'" in one.message]
    assert [one.severity for one in found] == ["warning"]
    assert "no script can be written" in found[0].message


def test_a_show_without_scripts(tmp_path: Path) -> None:
    """`build` and `why` say what to do; for programs there is nothing."""
    show = make_show(tmp_path)
    (show.scripts_dir / "lampen.md").unlink()
    for command, empty in ((build, []), (why, {})):
        done = CliRunner().invoke(command, ["--show", str(show.root)])
        assert (done.exit_code, done.output) == (0, "no scripts yet: podcast make ARTICLE\n")
        told = CliRunner().invoke(command, ["--json", "--show", str(show.root)]).output
        answer = json.loads(told)
        assert (answer["episodes"] if command is build else answer) == empty


@pytest.mark.parametrize("article", ["", "  "])
def test_split_without_a_name(tmp_path: Path, article: str) -> None:
    """An empty name is no folder: nothing was named."""
    show = make_show(tmp_path)
    done = CliRunner().invoke(split, [article, "--show", str(show.root)])
    assert "no article was named" in str(done.exception)


@pytest.mark.parametrize(("out", "told"), [("h.xyz", "--out h.mp3"), ("h", "MP3"),
                                           ("nosuch/h.mp3", "no such folder")])
def test_where_nothing_can_be_heard(tmp_path: Path, out: str, told: str) -> None:
    """`say` writes MP3 files alone, into folders that are there."""
    show = make_show(tmp_path)
    done = CliRunner().invoke(say, ["Ja.", "--out", str(tmp_path / out), "--show", str(show.root)])
    assert told in str(done.exception)
    assert not (tmp_path / out).exists()
    assert not (tmp_path / "nosuch").exists()
