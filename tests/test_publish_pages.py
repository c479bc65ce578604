"""What stands in feed and front page when episodes go, or none was ever there."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from podcast.errors import UserError
from podcast.publish import publish, withdraw
from podcast.settings import Settings, load_settings
from tests.shows import make_show, run_build_here, write_script

BASE = 'base_url = "https://example.org/pod/"\n'
SLUGS = ("a", "b", "c")


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with three episodes, one in the feed and two on archive pages, published."""
    made = make_show(tmp_path / "show", "\nLange: Eins.\n", "a", extra=f"{BASE}feed_length = 1\n")
    for slug in SLUGS[1:]:
        write_script(made.root, f"\nLange: Folge {slug}.\n", slug)
    run_build_here(made)
    publish(made, str(tmp_path / "www"))
    return made


def _archives(www: Path) -> list[str]:
    return sorted(path.name for path in www.glob("feed-archive-*.xml"))


def test_a_withdrawal_leaves_no_archive_page(show: Settings, tmp_path: Path) -> None:
    """No page at the target tells of the episode any more."""
    www = tmp_path / "www"
    assert len(_archives(www)) == 2
    withdraw(show, "a", str(www))
    assert _archives(www) == ["feed-archive-1.xml"]
    assert not [path for path in www.glob("*.*ml") if b"episodes/a/" in path.read_bytes()]


def test_archive_pages_that_no_feed_names(show: Settings, tmp_path: Path) -> None:
    """With all episodes in one feed they are gone at the target."""
    www, toml = tmp_path / "www", show.root / "podcast.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("feed_length = 1", "feed_length = 0"),
                    encoding="utf-8")
    all_in_one = load_settings(show.root)
    run_build_here(all_in_one)
    publish(all_in_one, str(www), dry=True)
    assert len(_archives(www)) == 2
    publish(all_in_one, str(www))
    assert _archives(www) == []
    assert len(feedparser.parse((www / "feed.xml").read_bytes()).entries) == 3


def test_a_withdrawal_needs_no_build(show: Settings, tmp_path: Path) -> None:
    """A machine with the settings alone takes an episode back; the picture stays."""
    www, bare = tmp_path / "www", tmp_path / "bare"
    (bare / "scripts").mkdir(parents=True)
    (bare / "podcast.toml").write_bytes((show.root / "podcast.toml").read_bytes())
    picture = next(www.glob("cover.*.jpg")).name
    withdraw(load_settings(bare), "b", str(www))
    assert not list(www.glob("episodes/b/*"))
    feed = (www / "feed.xml").read_text(encoding="utf-8")
    assert picture in feed
    assert "episodes/b/" not in feed
    assert '<img src="front.' in (www / "index.html").read_text(encoding="utf-8")


def test_a_withdrawal_that_cannot_be_done_changes_nothing(show: Settings, tmp_path: Path) -> None:
    """Settings from which no feed can be made are told before anything is taken back."""
    www, toml = tmp_path / "www", show.root / "podcast.toml"
    before = {path: path.read_bytes() for path in www.rglob("*") if path.is_file()}
    toml.write_text(f'category = "Unsinn"\n{toml.read_text(encoding="utf-8")}', encoding="utf-8")
    with pytest.raises(UserError, match="Unsinn"):
        withdraw(load_settings(show.root), "b", str(www))
    assert {path: path.read_bytes() for path in www.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("how", ["withdrawn", "deleted"])
def test_the_only_episode_goes(how: str, tmp_path: Path) -> None:
    """The feed here stays, for those who subscribed, and names no episode."""
    show = make_show(tmp_path / "show", "\nLange: Eins.\n", extra=BASE)
    run_build_here(show)
    publish(show, str(tmp_path / "www"))
    if how == "withdrawn":
        withdraw(show, "lampen", str(tmp_path / "www"))
    else:
        (show.scripts_dir / "lampen.md").unlink()
    run_build_here(show)
    for name in ("feed.xml", "index.html"):
        assert b"episodes/lampen" not in (show.output_dir / name).read_bytes()
    feed = feedparser.parse((show.output_dir / "feed.xml").read_bytes())
    assert (feed.feed.title, feed.entries) == ("Gespräche am Kanal", [])


def test_nothing_to_publish_yet(tmp_path: Path) -> None:
    """Where all is held back and nothing was ever published, no empty feed is sent."""
    show = make_show(tmp_path / "show", "\nLange: Eins.\n", extra=BASE)
    run_build_here(show)
    write_script(show.root, "\nLange: Zwei.\n")
    sent = publish(show, str(tmp_path / "www"))
    assert (sent.steps, sent.feed_sent, len(sent.held)) == ((), False, 1)
    assert not list((tmp_path / "www").glob("*"))
