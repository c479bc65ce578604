"""What becomes of what is published: corrections, recalls, withdrawals, and what is held back."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from podcast.changes import what_is_stale
from podcast.cli.publish import publish as command
from podcast.errors import UserError
from podcast.publish import publish, withdraw
from podcast.settings import Settings, load_settings
from podcast.store import Store
from podcast.targets import open_target
from tests.shows import make_show, run_build_here, write_script

BASE = 'base_url = "https://example.org/pod/"\nretention_days = 30\n'
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def _said(text: str) -> str:
    return f"\nLange: {text}\n"


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with two episodes, built and published below `www`."""
    made = make_show(tmp_path / "show", _said("Es war kalt."), extra=BASE)
    write_script(made.root, _said("Das andere Gespräch."), "andere")
    run_build_here(made)
    publish(made, str(tmp_path / "www"), now=NOW)
    return made


def _edit(show: Settings, text: str, slug: str = "lampen") -> None:
    write_script(show.root, _said(text), slug)
    run_build_here(show)


def _feed(www: Path) -> dict[str, str]:
    """Id → address of the sound, below the show's own."""
    found = feedparser.parse((www / "feed.xml").read_bytes())
    return {one.id: one.enclosures[0].href.removeprefix("https://example.org/pod/")
            for one in found.entries}


def _id(show: Settings, slug: str = "lampen") -> str:
    from podcast.script.header import read_field

    return read_field((show.scripts_dir / f"{slug}.md").read_text(encoding="utf-8"), "id")


def test_a_correction_gets_a_new_address(show: Settings, tmp_path: Path) -> None:
    """Id and date stay, the address is new; the old one is served until its time is over."""
    www = tmp_path / "www"
    before, dates = _feed(www), feedparser.parse((www / "feed.xml").read_bytes()).entries
    _edit(show, "Es war mild.")
    publish(show, str(www), now=NOW)
    after = _feed(www)
    assert after.keys() == before.keys()
    assert after[_id(show)] != before[_id(show)]
    assert after[_id(show, "andere")] == before[_id(show, "andere")]
    assert [one.published for one in feedparser.parse((www / "feed.xml").read_bytes()).entries] \
        == [one.published for one in dates]
    assert (www / before[_id(show)]).is_file()
    late = publish(show, str(www), now=NOW + timedelta(days=31))
    assert before[_id(show)] in late.removed
    assert not (www / before[_id(show)]).exists()
    assert (www / after[_id(show)]).is_file()
    assert publish(show, str(www), now=NOW + timedelta(days=32)).removed == ()


def test_pages_keep_their_addresses(show: Settings, tmp_path: Path) -> None:
    """A correction is found where the page and the player always were, and is sent after all that
    they name; so it is when a withdrawn slug comes back under another id."""
    www = tmp_path / "www"
    page, player = (f"episodes/lampen/{name}.html" for name in ("index", "player"))
    assert "Es war kalt." in (www / page).read_text(encoding="utf-8")
    assert (www / player).is_file()
    _edit(show, "Es war mild.")
    sent = publish(show, str(www), now=NOW)
    assert sent.players["lampen"] == player
    assert {one.path for one in sent.steps[-2:]} == {page, player}
    assert "Es war mild." in (www / page).read_text(encoding="utf-8")
    withdraw(show, "lampen", str(www), now=NOW)
    assert not (www / page).exists()
    for text in ("Wieder da.", "Noch einmal anders."):
        path = write_script(show.root, _said(text))
        path.write_text(path.read_text(encoding="utf-8").replace("11111111", "99999999"),
                        encoding="utf-8")
        run_build_here(show)
        publish(show, str(www), now=NOW)
        assert text in (www / page).read_text(encoding="utf-8")


def test_the_way_back_to_an_old_version(show: Settings, tmp_path: Path) -> None:
    """A restored text has its first address again, with its first bytes; nothing is retired that
    is in use."""
    www = tmp_path / "www"
    first = _feed(www)[_id(show)]
    sound = (www / first).read_bytes()
    for text in ("Es war mild.", "Es war kalt."):
        _edit(show, text)
        publish(show, str(www), now=NOW)
    assert _feed(www)[_id(show)] == first
    publish(show, str(www), now=NOW + timedelta(days=99))
    assert (www / first).read_bytes() == sound


def test_a_recall(show: Settings, tmp_path: Path) -> None:
    """The corrected bytes are found at the earlier addresses, too; a later way back undoes it."""
    www = tmp_path / "www"
    first = _feed(www)[_id(show)]
    original = (www / first).read_bytes()
    _edit(show, "Es war mild.")
    publish(show, str(www), recall="lampen", now=NOW)
    now = _feed(www)[_id(show)]
    assert now != first
    assert (www / first).read_bytes() == (www / now).read_bytes() != original
    assert publish(show, str(www), now=NOW).steps == ()
    _edit(show, "Es war kalt.")
    publish(show, str(www), now=NOW)
    assert (www / first).read_bytes() == original
    with pytest.raises(UserError, match=r"'nichts' is not published\. Known: andere, lampen"):
        publish(show, str(www), recall="nichts", now=NOW)


def test_a_withdrawal(show: Settings, tmp_path: Path) -> None:
    """The item, and every file at every address it ever had, are gone at once, here too; its id
    never comes back, its script stays, the other episode is untouched."""
    www, other = tmp_path / "www", _id(show, "andere")
    _edit(show, "Es war mild.")
    publish(show, str(www), now=NOW)
    assert len(list(www.glob("episodes/lampen/*.mp3"))) == 2
    clips = len(list(show.store_dir.glob("clips/*/*")))
    withdraw(show, "lampen", str(www), now=NOW)
    assert list(_feed(www)) == [other]
    assert not list(www.glob("episodes/lampen/*"))
    assert not (show.output_dir / "episodes" / "lampen").exists()
    assert len(list(show.store_dir.glob("clips/*/*"))) < clips
    assert b"mild" not in (www / "published.json").read_bytes()
    assert (show.scripts_dir / "lampen.md").is_file()
    run_build_here(show)
    assert not (show.output_dir / "episodes" / "lampen").exists()
    again = publish(show, str(www), now=NOW)
    assert list(_feed(www)) == [other]
    assert [(one.slug, one.waits) for one in again.held] == [("lampen", True)]
    assert withdraw(show, "lampen", str(www), now=NOW)
    with pytest.raises(UserError, match="'nichts' was never published"):
        withdraw(show, "nichts", str(www))


def test_what_a_person_has_to_look_at_is_held_back(show: Settings, tmp_path: Path) -> None:
    """Marks, conflicts, errors, edits that are not built: the last version stays, the others go."""
    www = tmp_path / "www"
    kept = _feed(www)[_id(show)]
    for text, reason in (
            ("Es war mild.\n\n<!-- prüfen: Wer spricht? -->\n\nLange: Oder so.", "looked over"),
            ("Es war [mild]{lang=xx}.", "language")):
        write_script(show.root, _said(text))
        write_script(show.root, _said(f"Neu {len(text)}."), "andere")
        with suppress(UserError):
            run_build_here(show)
        sent = publish(show, str(www), now=NOW)
        assert [one.slug for one in sent.held] == ["lampen"]
        assert reason in sent.held[0].reason or "edited since" in sent.held[0].reason
        assert _feed(www)[_id(show)] == kept
        assert len(_feed(www)) == 2


def test_drafts_and_later_dates_stay_out(show: Settings, tmp_path: Path) -> None:
    """Until they are due; that is no fault."""
    www = tmp_path / "www"
    path = write_script(show.root, _said("Morgen."), "morgen")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("language:", 'publish_at: "2026-04-02T00:00:00Z"\nlanguage:', 1),
                    encoding="utf-8")
    run_build_here(show)
    sent = publish(show, str(www), now=NOW)
    assert [(one.slug, one.waits) for one in sent.held] == [("morgen", True)]
    assert len(_feed(www)) == 2
    publish(show, str(www), now=NOW + timedelta(days=1))
    assert len(_feed(www)) == 3


def test_two_publish_in_turn(show: Settings, tmp_path: Path) -> None:
    """A colleague without the first scripts adds an episode; nobody drops the other's, and an older
    state of a script never overwrites what was published since."""
    www, there = tmp_path / "www", tmp_path / "there"
    guid = show.guid
    colleague = make_show(there, _said("Vom Kollegen."), "kollege", extra=BASE)
    assert colleague.guid == guid
    run_build_here(colleague)
    publish(colleague, str(www), now=NOW)
    assert len(_feed(www)) == 3
    _edit(show, "Es war mild.")
    publish(show, str(www), now=NOW)
    newest = _feed(www)
    assert len(newest) == 3
    _edit(colleague, "Es war sehr kalt.")
    held = publish(colleague, str(www), now=NOW).held
    assert [one.slug for one in held] == ["lampen"]
    assert "somebody else published it since" in held[0].reason
    assert _feed(www) == newest


def test_a_new_machine_makes_nothing_again(show: Settings, tmp_path: Path) -> None:
    """With scripts, settings and voices alone, `--fetch` brings all that listeners have."""
    from shutil import copytree

    www, new = tmp_path / "www", tmp_path / "new"
    for folder in ("scripts", "voices"):
        copytree(show.root / folder, new / folder)
    (new / "podcast.toml").write_bytes((show.root / "podcast.toml").read_bytes())
    done = CliRunner().invoke(command, [str(www), "--fetch", "--show", str(new)],
                              catch_exceptions=False)
    assert "2 episodes as listeners have them" in done.output
    machine = load_settings(new)
    assert run_build_here(machine) == []
    assert (machine.output_dir / "feed.xml").read_bytes() == (www / "feed.xml").read_bytes()
    assert publish(machine, str(www), now=NOW).steps == ()
    for path in sorted(machine.store_dir.glob("clips/*/*")):
        path.unlink()
    write_script(new, _said("Es war mild."))
    assert [one.reason for one in what_is_stale(machine, "lampen", Store(machine.store_dir)).changes
            if one.effect == "speak"] == ["changed text"]
    assert run_build_here(machine) == ["sentence", "turn"]
    publish(machine, str(www), now=NOW)
    assert len(_feed(www)) == 2
    held = publish(show, str(www), now=NOW).held
    assert [one.slug for one in held] == ["lampen"]


def test_a_cut_is_made_good(show: Settings, tmp_path: Path) -> None:
    """Whatever of a first try is there already, the second brings the rest; until then nobody sees
    the new episode."""
    www = tmp_path / "www"
    _edit(show, "Es war mild.")
    plan = publish(show, str(www), dry=True, now=NOW)
    before = _feed(www)
    target = open_target(str(www))
    target.put(plan.steps[0].path, show.output_dir / plan.steps[0].path)
    (www / plan.steps[1].path).write_bytes(b"cut")
    assert _feed(www) == before
    rest = publish(show, str(www), now=NOW)
    assert len(rest.steps) == len(plan.steps) - 1
    assert {one.path for one in plan.steps[1:-1]} < {one.path for one in rest.steps}
    assert _feed(www) != before


def test_a_show_that_moved(show: Settings, tmp_path: Path) -> None:
    """The feed says where it is now, for as long as it is published."""
    www, toml = tmp_path / "www", show.root / "podcast.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("example.org", "example.net"),
                    encoding="utf-8")
    moved = load_settings(show.root)
    run_build_here(moved)
    publish(moved, str(www), moved_from="https://example.org/pod/feed.xml", now=NOW)
    publish(moved, str(www), now=NOW)
    tag = "<itunes:new-feed-url>https://example.net/pod/feed.xml</itunes:new-feed-url>"
    assert tag in (www / "feed.xml").read_text(encoding="utf-8")
    for wrong in ("gestern", "https://example.net/pod/feed.xml"):
        with pytest.raises(UserError, match="cannot have moved from"):
            publish(moved, str(www), moved_from=wrong, now=NOW)


def test_who_publishes_at_the_same_time_waits(show: Settings, tmp_path: Path) -> None:
    """One at a time."""
    with open_target(str(tmp_path / "www")).locked(), \
            pytest.raises(UserError, match="somebody is publishing"):
        publish(show, str(tmp_path / "www"), now=NOW)


def test_the_command_line(show: Settings, tmp_path: Path) -> None:
    """Withdrawing is a word before the slug; too many targets, or no slug, is wrong usage."""
    where = ["--show", str(show.root)]
    www = str(tmp_path / "www")
    done = CliRunner().invoke(command, ["withdraw", "andere", www, "--dry-run", *where])
    assert "would be withdrawn" in done.output
    assert len(_feed(tmp_path / "www")) == 2
    done = CliRunner().invoke(command, ["withdraw", "andere", www, "--json", *where])
    assert json.loads(done.output)["withdrawn"] == "andere"
    assert CliRunner().invoke(command, ["withdraw", *where]).exit_code == 2
    assert CliRunner().invoke(command, ["a", "b", *where]).exit_code == 2


def test_withdrawn_recordings_are_gone_from_the_store(show: Settings, tmp_path: Path) -> None:
    """But not those another episode needs."""
    _edit(show, "Es war kalt. Nur hier.", "andere")
    publish(show, str(tmp_path / "www"), now=NOW)
    withdraw(show, "lampen", str(tmp_path / "www"), now=NOW)
    write_script(show.root, _said("Nur hier. Es war kalt."), "andere")
    assert run_build_here(show) == ["turn"]
