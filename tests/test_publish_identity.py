"""Who an episode is, its id says: whatever its script is called, and whoever has a copy of it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from podcast.publish import publish, withdraw
from podcast.published import local_ledger
from podcast.settings import Settings
from tests.shows import make_show, run_build_here, show_of_two, write_script

BASE = 'base_url = "https://example.org/pod/"\n'


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with two episodes, built and published below `www`."""
    made = show_of_two(tmp_path / "show")
    publish(made, str(tmp_path / "www"))
    return made


def _ids(www: Path) -> list[str]:
    return sorted(one.id for one in feedparser.parse((www / "feed.xml").read_bytes()).entries)


def _with_id(path: Path, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("11111111", new), encoding="utf-8")


def test_a_withdrawn_episode_does_not_return_by_another_name(show: Settings,
                                                             tmp_path: Path) -> None:
    """A renamed script is the same episode; its id stays taken when its slug comes back, too."""
    www, scripts = tmp_path / "www", show.scripts_dir
    withdraw(show, "lampen", str(www))
    left = _ids(www)
    (scripts / "lampen.md").rename(scripts / "neu.md")
    assert run_build_here(show) == []
    assert not (show.output_dir / "episodes" / "neu").exists()
    held = publish(show, str(www)).held
    assert [(one.slug, one.waits) for one in held] == [("neu", True)]
    assert _ids(www) == left

    _with_id(write_script(show.root, "\nLange: Ganz anders.\n"), "99999999")
    run_build_here(show)
    held = publish(show, str(www)).held
    assert [one.slug for one in held] == ["neu"]
    assert len(_ids(www)) == 2
    assert local_ledger(show).withdrawn == {"11111111-2222-4333-8444-555555555555"}


def test_what_was_withdrawn_does_not_return_unchanged(show: Settings, tmp_path: Path) -> None:
    """Another id alone does not bring the same sound back to the address it was taken from."""
    www = tmp_path / "www"
    withdraw(show, "lampen", str(www))
    _with_id(show.scripts_dir / "lampen.md", "99999999")
    run_build_here(show)
    [held] = publish(show, str(www)).held
    assert "does not come back as it was" in held.reason
    assert not list(www.glob("episodes/lampen/*.mp3"))


def test_two_scripts_with_one_id(show: Settings, tmp_path: Path) -> None:
    """Neither the copy nor the original is sent; listeners keep what they have."""
    www, path = tmp_path / "www", show.scripts_dir / "lampen.md"
    before = (www / "feed.xml").read_bytes()
    (show.scripts_dir / "kopie.md").write_bytes(path.read_bytes())
    held = publish(show, str(www)).held
    assert [(one.slug, one.waits) for one in held] == [("kopie", False), ("lampen", False)]
    assert "the same id stands in scripts/lampen.md" in held[0].reason
    assert (www / "feed.xml").read_bytes() == before


def test_a_colleague_with_the_same_id(show: Settings, tmp_path: Path) -> None:
    """The same episode under another name, from a machine that never knew of it, is held back."""
    www = tmp_path / "www"
    other = make_show(tmp_path / "other", "\nLange: Vom Kollegen.\n", extra=BASE)
    (other.scripts_dir / "lampen.md").rename(other.scripts_dir / "laternen.md")
    run_build_here(other)
    before = (www / "feed.xml").read_bytes()
    [held] = publish(other, str(www)).held
    assert (held.slug, held.waits) == ("laternen", False)
    assert "somebody else published it since" in held.reason
    assert (www / "feed.xml").read_bytes() == before


def test_a_renamed_script(show: Settings, tmp_path: Path) -> None:
    """Whoever published an episode may rename its script: it stays one episode, its old addresses
    are served on, and another episode may take its name."""
    www, scripts = tmp_path / "www", show.scripts_dir
    (scripts / "lampen.md").rename(scripts / "laternen.md")
    run_build_here(show)
    sent = publish(show, str(www))
    assert (sorted(sent.ledger.episodes), sent.held) == (["andere", "laternen"], ())
    assert len(_ids(www)) == 2
    assert list(www.glob("episodes/lampen/*.mp3"))
