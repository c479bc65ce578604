"""Published episodes are left alone, and a target gets what it lacks and forgets nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from podcast.changes import what_is_stale
from podcast.cli.publish import publish as command
from podcast.errors import UserError
from podcast.publish import publish
from podcast.published import Published, local_ledger, read_ledger
from podcast.settings import Settings, load_settings
from podcast.store import Store
from tests.shows import BODY, finished, make_show, run_build_here, write_script

BASE = 'base_url = "https://example.org/pod/"\n'


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show that was built and published below `target`."""
    made = make_show(tmp_path / "show", extra=BASE)
    run_build_here(made)
    publish(made, str(tmp_path / "target"))
    return made


def _lexicon(show: Settings) -> None:
    (show.voices_dir / "lexicon.toml").write_text('[words]\nHerbst = "Herrbst"\n',
                                                  encoding="utf-8")


def _audio(episode: Published) -> str:
    assert episode.record
    return episode.record.item.audio.path


def _files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*"))
            if path.is_file()}


def test_a_target_holds_what_listeners_get(show: Settings, tmp_path: Path) -> None:
    """Everything below output/ but the store, and the list of what was published."""
    there = _files(tmp_path / "target")
    here = {name: data for name, data in _files(show.output_dir).items()
            if not name.startswith(".")}
    assert here.items() <= there.items()
    assert set(there) - set(here) == {"published.json"}
    assert publish(show, str(tmp_path / "target")).steps == ()
    next((tmp_path / "target").glob("episodes/*/*.mp3")).unlink()
    assert publish(show, str(tmp_path / "target")).steps == ()
    assert [Path(one.path).suffix for one in
            publish(show, str(tmp_path / "target"), thorough=True).steps] == [".mp3"]


def test_a_published_episode_is_left_alone(show: Settings) -> None:
    """Another lexicon changes no byte; why counts what --renew would do, and that does it."""
    before = _files(show.output_dir / "episodes")
    _lexicon(show)
    assert run_build_here(show) == []
    assert _files(show.output_dir / "episodes") == before
    stale = what_is_stale(show, "lampen", Store(show.store_dir))
    assert (stale.published, stale.sentences, stale.turns) == (True, 1, 1)
    assert run_build_here(show, renew=True) == ["sentence", "turn"]
    assert _files(show.output_dir / "episodes") != before
    assert what_is_stale(show, "lampen", Store(show.store_dir)).current


def test_its_own_script_still_counts(show: Settings, tmp_path: Path) -> None:
    """An edited script is built whatever was published; the old address is retired for ever."""
    first = _audio(local_ledger(show).episodes["lampen"])
    write_script(show.root, BODY.replace("Es war kalt.", "Es war mild."))
    assert run_build_here(show) == ["sentence", "turn"]
    sent = publish(show, str(tmp_path / "target"))
    assert first in {one.path for one in sent.ledger.episodes["lampen"].retired}
    assert _audio(sent.ledger.episodes["lampen"]) in {one.path for one in sent.steps}
    assert (tmp_path / "target" / first).is_file()
    kept = read_ledger((tmp_path / "target/published.json").read_bytes(), "target")
    assert kept == sent.ledger == local_ledger(show)


def test_a_lost_file_is_made_again(show: Settings) -> None:
    """Left alone is only what is there."""
    next(show.output_dir.glob("episodes/*/*.mp3")).unlink()
    _lexicon(show)
    assert run_build_here(show) == ["sentence", "turn"]


def test_a_dry_run_sends_nothing(show: Settings, tmp_path: Path) -> None:
    """It says what would be sent."""
    other = tmp_path / "other"
    done = CliRunner().invoke(command, [str(other), "--dry-run", "--show", str(show.root)])
    files = [one for one in finished(show) if one.startswith(("episodes/", "cover."))]
    assert (f"{len(files)} files, and feed and front page would be sent, 1 episode published"
            in done.output)
    assert not other.exists()
    done = CliRunner().invoke(command, [str(other), "--json", "--show", str(show.root)])
    assert json.loads(done.output)["episodes"] == ["lampen"]
    assert (other / "feed.xml").is_file()


def test_what_cannot_be_published(show: Settings, tmp_path: Path) -> None:
    """Another show's target, this machine's address, nowhere, a damaged or later list."""
    target = tmp_path / "target"
    ledger = json.loads((target / "published.json").read_text())
    for change, words in (
            (json.dumps({**ledger, "show": "another"}), "another show is published there"),
            ("{}", "this is not the list"), ('{"version": 9}', "another version")):
        (target / "published.json").write_text(change)
        with pytest.raises(UserError, match=words):
            publish(show, str(target))
    with pytest.raises(UserError, match="inside output/"):
        publish(show, str(show.output_dir / "there"))
    with pytest.raises(UserError, match="where to publish is not said"):
        publish(show)
    toml = show.root / "podcast.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace(BASE, ""), encoding="utf-8")
    with pytest.raises(UserError, match="address of this machine"):
        publish(load_settings(show.root), str(target))


def test_other_formats_are_made_when_published(show: Settings, tmp_path: Path) -> None:
    """M4A and Opus are planned, made once, sent, and named in the feed beside the MP3; a build
    does not drop them."""
    toml = show.root / "podcast.toml"
    toml.write_text(f'alternates = ["opus", "m4a"]\n{toml.read_text(encoding="utf-8")}',
                    encoding="utf-8")
    show = load_settings(show.root)
    target = str(tmp_path / "target")
    assert [one.path for one in publish(show, target, dry=True).steps] == [
        "episodes/lampen/lampen.*.m4a", "episodes/lampen/lampen.*.opus"]
    made = publish(show, target)
    assert [Path(one.path).suffix for one in made.steps] == [".m4a", ".opus"]
    feed = (tmp_path / "target/feed.xml").read_text(encoding="utf-8")
    for step, kind in zip(made.steps, ("audio/mp4", "audio/ogg"), strict=True):
        assert f'<podcast:source uri="https://example.org/pod/{step.path}"/>' in feed
        assert f'<podcast:alternateEnclosure type="{kind}" length="{step.size_bytes}"' in feed
    assert run_build_here(show) == []
    assert publish(show, target).steps == ()
    assert (show.output_dir / made.steps[0].path).is_file()


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://localhost:8000/",
                                     "http://[::1]:8000/"])
def test_no_address_of_this_machine_is_published(tmp_path: Path, address: str) -> None:
    """However it is written, it is the preview's: listeners could not reach it."""
    settings = make_show(tmp_path, extra=f'base_url = "{address}"\n')
    with pytest.raises(UserError, match="still the address of this machine"):
        publish(settings, str(tmp_path / "www"))
