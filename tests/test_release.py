"""Drafts and dates to come: what listeners get when, and what a script may say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import feedparser
import pytest
from click.testing import CliRunner

from podcast.build import build
from podcast.check import check_show
from podcast.cli.build import build as command
from podcast.errors import UserError
from podcast.model import Release
from podcast.script import read_script, write_script
from podcast.seal import unbroken
from podcast.settings import Settings
from podcast.show import create_show
from tests.shows import Here, make_show
from tests.shows import write_script as write_body

SHORT = "\nLange: Ein Satz.\n"
DUE = "2026-03-05T06:00:00+01:00"


def _say(show: Settings, line: str, slug: str = "lampen") -> None:
    """Put a line into a script's front matter."""
    path = show.scripts_dir / f"{slug}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("language:", f"{line}\nlanguage:", 1), encoding="utf-8")


def _feed(show: Settings, as_of: str) -> list[tuple[str, str]]:
    """Title and date of what is in the feed at a time."""
    build(show, (), Here(), lambda outlook, done: None,
          as_of=datetime.fromisoformat(as_of)).require()
    found = feedparser.parse((show.output_dir / "feed.xml").read_bytes())
    return [(one.title, one.published) for one in found.entries]


def test_an_episode_waits_for_its_time(tmp_path: Path) -> None:
    """Before `publish_at` an episode is built but in no feed; that time is its date then."""
    show = make_show(tmp_path, SHORT)
    _say(show, f'publish_at: "{DUE}"')
    assert _feed(show, "2026-03-05T04:59:59+00:00") == []
    assert list(show.output_dir.glob("episodes/lampen/*.mp3"))
    assert _feed(show, "2026-03-05T05:00:00+00:00") == [
        ("Die Lampen von Ruhrort", "Thu, 05 Mar 2026 06:00:00 +0100")]


def test_a_draft_is_in_no_feed(tmp_path: Path) -> None:
    """However late it is."""
    show = make_show(tmp_path, SHORT)
    _say(show, "draft: true")
    assert _feed(show, "2099-01-01T00:00:00+00:00") == []


def test_nothing_changed_ends_when_an_episode_falls_due(tmp_path: Path) -> None:
    """A build that waits for a time is only right until then; one for another time never is."""
    show = make_show(tmp_path, SHORT)
    _say(show, 'publish_at: "2099-01-01T00:00:00+00:00"')
    build(show, (), Here(), lambda outlook, done: None).require()
    assert unbroken(show)
    _feed(show, "2099-01-02T00:00:00+00:00")
    assert unbroken(show) is None
    assert _feed(show, "2098-01-01T00:00:00+00:00") == []


def test_as_of_is_read_in_the_zone_of_the_show(tmp_path: Path) -> None:
    """`--as-of` without an offset is the show's time; what is no time is an error."""
    show = make_show(tmp_path, SHORT)
    _say(show, f'publish_at: "{DUE}"')
    for written, count in (("2026-03-05T05:59", 0), ("2026-03-05T06:00", 1)):
        done = CliRunner().invoke(command, ["--as-of", written, "--show", str(show.root)],
                                  catch_exceptions=False)
        assert done.exit_code == 0
        assert len(feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries) == count
    with pytest.raises(UserError, match="'morgen' is no date"):
        CliRunner().invoke(command, ["--as-of", "morgen", "--show", str(show.root)],
                           catch_exceptions=False, standalone_mode=False)


@pytest.mark.parametrize(("line", "message"), [
    ("draft: vielleicht", "draft is 'vielleicht'"), ('publish_at: "bald"', "not a time"),
    ("season: eins", "season is 'eins'"), ("episode: -1", "episode is '-1'"),
    ("episode_type: special", "unknown episode_type 'special'"),
])
def test_lines_that_cannot_be_read(tmp_path: Path, line: str, message: str) -> None:
    """The line is named."""
    show = make_show(tmp_path, SHORT)
    _say(show, line)
    with pytest.raises(UserError, match=message) as caught:
        read_script(show.scripts_dir / "lampen.md", "scripts/lampen.md")
    assert caught.value.where.startswith("scripts/lampen.md:")


@pytest.mark.parametrize("release", [
    Release(), Release(draft=True), Release(publish_at=DUE, season=2, episode=14),
    Release(kind="trailer"), Release(explicit=True), Release(explicit=False),
])
def test_a_release_survives_writing(tmp_path: Path, release: Release) -> None:
    """What a script says of its release is read as it was written."""
    show = make_show(tmp_path, SHORT)
    path = show.scripts_dir / "lampen.md"
    script = replace(read_script(path, ""), release=release)
    path.write_text(write_script(script), encoding="utf-8")
    assert read_script(path, "").release == release


def test_publish_at_without_an_offset(tmp_path: Path) -> None:
    """It is meant in the show's time zone, in summer time as on the day itself."""
    show = make_show(tmp_path, SHORT)
    _say(show, 'publish_at: "2027-03-28T06:00"')
    assert _feed(show, "2027-03-28T03:59:59+00:00") == []
    assert _feed(show, "2027-03-28T04:00:00+00:00") == [
        ("Die Lampen von Ruhrort", "Sun, 28 Mar 2027 06:00:00 +0200")]


@pytest.mark.parametrize("name", ["publish_at", "created"])
@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_times_beyond_all_calendars(tmp_path: Path, name: str, written: str) -> None:
    """The first and last day are no time that could be compared: one line with its place."""
    show = make_show(tmp_path, SHORT)
    path = show.scripts_dir / "lampen.md"
    lines = [one for one in path.read_text(encoding="utf-8").split("\n")
             if not one.startswith(f"{name}:")]
    path.write_text("\n".join([lines[0], f'{name}: "{written}"', *lines[1:]]), encoding="utf-8")
    with pytest.raises(UserError, match=r"lampen\.md:2: '\d{4}-.* is not a time"):
        read_script(path, "lampen.md")


def test_season_and_number(tmp_path: Path) -> None:
    """Apps get season, number and kind of an episode."""
    show = make_show(tmp_path, SHORT)
    for line in ("season: 2", "episode: 14", "episode_type: bonus"):
        _say(show, line)
    build(show, (), Here(), lambda outlook, done: None).require()
    [entry] = feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries
    assert (entry.itunes_season, entry.itunes_episode, entry.itunes_episodetype) == (
        "2", "14", "bonus")


def test_the_zone_of_now(tmp_path: Path) -> None:
    """Without `--as-of` what is due now is in the feed."""
    show = make_show(tmp_path, SHORT)
    _say(show, f'publish_at: "{datetime.now(UTC).isoformat(timespec="seconds")}"')
    build(show, (), Here(), lambda outlook, done: None).require()
    assert len(feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries) == 1


def test_check_tells_what_stays_out_and_what_is_alike(tmp_path: Path) -> None:
    """Drafts, dates to come, twice the same number or title, and what apps would refuse."""
    show = make_show(tmp_path, SHORT, extra='base_url = "http://example.org/"\n')
    write_body(show.root, SHORT, "zwei")
    for slug, lines in (("lampen", ("draft: true", "season: 1", "episode: 3")),
                        ("zwei", ('publish_at: "2099-01-01T00:00:00Z"', "season: 1",
                                  "episode: 3"))):
        for line in lines:
            _say(show, line, slug)
    told = [f"{one.place}: {one.message}" for one in check_show(show)]
    for words in ("lampen.md: draft: it is in no feed", "zwei.md: it falls due on 2099",
                  "lampen.md: season 1, episode 3: another episode", "zwei.md: another episode has"
                  " the title", "podcast.toml: base_url begins with http://"):
        assert any(words in one for one in told), words


def test_the_identity_of_a_show(tmp_path: Path) -> None:
    """Its guid is the one the podcast namespace derives from the feed's address, if that is known
    (the namespace's own example, with this feed's name)."""
    told = create_show(tmp_path / "a", cast="tone", base_url="https://podnews.net/rss/")
    assert told.guid == str(uuid5(UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6"),
                                  "podnews.net/rss/feed.xml"))
    assert told.base_url == "https://podnews.net/rss/"
    assert create_show(tmp_path / "b", cast="tone").guid != told.guid
    with pytest.raises(UserError, match="no web address"):
        create_show(tmp_path / "c", cast="tone", base_url="daheim")
    assert not (tmp_path / "c" / "podcast.toml").exists()
