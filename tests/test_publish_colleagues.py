"""Several machines and several places: nobody's older text goes out over a newer one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import feedparser
import pytest

from podcast.publish import fetch, publish
from podcast.settings import Settings, load_settings
from tests.shows import make_show, run_build_here, write_script

BASE = 'base_url = "https://example.org/pod/"\n'


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with one episode, built and published below `www`."""
    made = make_show(tmp_path / "show", "\nLange: Es war kalt.\n", extra=BASE)
    run_build_here(made)
    publish(made, str(tmp_path / "www"))
    return made


def _edit(show: Settings, text: str) -> None:
    write_script(show.root, f"\nLange: {text}\n")
    run_build_here(show)


def _colleague(show: Settings, root: Path, www: Path) -> Settings:
    """Another machine that took over what listeners have."""
    for folder in ("scripts", "voices"):
        copytree(show.root / folder, root / folder)
    (root / "podcast.toml").write_bytes((show.root / "podcast.toml").read_bytes())
    fetch(load_settings(root), str(www))
    return load_settings(root)


def _page(www: Path) -> str:
    return (www / "episodes/lampen/index.html").read_text(encoding="utf-8")


def test_an_older_script_is_held_back_after_a_fetch(show: Settings, tmp_path: Path) -> None:
    """However often one tries, until it is edited."""
    www = tmp_path / "www"
    colleague = _colleague(show, tmp_path / "there", www)
    _edit(colleague, "Es war mild.")
    publish(colleague, str(www))
    for _ in range(2):
        [held] = publish(show, str(www)).held
        assert "somebody else published it since" in held.reason
    for _ in range(2):
        assert "get that one, or edit yours" in fetch(show, str(www)).notes[0]
        run_build_here(show)
        [held] = publish(show, str(www)).held
        assert "Get theirs, or edit yours" in held.reason
        assert "Es war mild." in _page(www)
    _edit(show, "Es war lau.")
    assert fetch(show, str(www)).notes
    assert publish(show, str(www)).held == ()
    assert "Es war lau." in _page(www)


def test_the_colleagues_script(show: Settings, tmp_path: Path) -> None:
    """Whoever gets it after a fetch goes on from there."""
    www = tmp_path / "www"
    colleague = _colleague(show, tmp_path / "there", www)
    _edit(colleague, "Es war mild.")
    publish(colleague, str(www))
    script = (colleague.scripts_dir / "lampen.md").read_bytes()
    fetch(show, str(www))
    (show.scripts_dir / "lampen.md").write_bytes(script)
    fetch(show, str(www))
    run_build_here(show)
    assert publish(show, str(www)).held == ()
    _edit(show, "Es war lau.")
    assert publish(show, str(www)).held == ()
    assert "Es war lau." in _page(www)


def test_the_old_place_of_a_show_that_moved(show: Settings, tmp_path: Path) -> None:
    """It tells the new address, where apps look for it, and gets every correction."""
    old, new, toml = tmp_path / "www", tmp_path / "new", show.root / "podcast.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("example.org", "example.net"),
                    encoding="utf-8")
    moved = load_settings(show.root)
    run_build_here(moved)
    publish(moved, str(new), moved_from="https://example.org/pod/feed.xml")
    for day, text in enumerate(("Es war mild.", "Es war lau.", "Es war kalt.")):
        now = datetime(2030, 4, 1 + day, tzinfo=UTC)
        _edit(moved, text)
        assert publish(moved, str(new), now=now).held == ()
        assert publish(moved, str(old), now=now).held == ()
        assert text in _page(old)
        feed = feedparser.parse((old / "feed.xml").read_bytes()).feed
        assert feed["itunes_new-feed-url"] == "https://example.net/pod/feed.xml"
