"""What no episode needs is dropped, what one needs never; several shows may share a store."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from podcast.build import build
from podcast.executor import LocalExecutor
from podcast.prune import GIGABYTE, IDLE_S, IN_USE_S, Pruned, keep_within, prune
from podcast.settings import Settings, script_slugs
from podcast.store import Store
from tests.shows import BODY, finished, make_show, run_build, write_script

LATER_S = 1e12


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show that was built, edited and built again."""
    made = make_show(tmp_path / "show")
    run_build(made)
    write_script(made.root, BODY.replace("Die Lampen.", "Die Laternen."))
    run_build(made)
    return made


def _store(show: Settings) -> Store:
    return Store(show.store_dir)


def _prune(show: Settings, now_s: float = LATER_S, *, dry: bool = False) -> Pruned:
    return prune(_store(show), now_s, show=show.guid, slugs=script_slugs(show), dry=dry)


def _kinds(show: Settings) -> Counter[str]:
    return Counter(one.kind for one in _store(show).entries())


def test_what_an_edit_left_behind_is_dropped(show: Settings) -> None:
    """One recording and one turn are no more needed; a build afterwards makes nothing again."""
    before, files = _kinds(show), finished(show)
    done = _prune(show)
    assert (done.recordings, done.turns, done.in_use) == (1, 1, 0)
    after = _kinds(show)
    assert before["clips"] - after["clips"] == before["tracks"] - after["tracks"] == 1
    assert done.freed_bytes > 0
    assert done.kept_bytes == sum(one.size_bytes for one in _store(show).entries())
    write_script(show.root, BODY.replace("Die Lampen.", "Die Laternen!"))
    _, steps = run_build(show)
    assert steps.count("sentence") == 1
    write_script(show.root, BODY.replace("Die Lampen.", "Die Laternen."))
    run_build(show)
    assert finished(show).keys() == files.keys()


def test_what_is_in_use_stays(show: Settings) -> None:
    """A build that still runs may count on what was used within the last hour."""
    newest = max(one.used_s for one in _store(show).entries())
    done = _prune(show, newest + IN_USE_S / 2)
    assert (done.recordings, done.turns, done.freed_bytes) == (0, 0, 0)
    assert done.in_use == 2


def test_a_dry_run_drops_nothing(show: Settings) -> None:
    """It says what would be dropped, and does not."""
    before = _kinds(show)
    done = _prune(show, dry=True)
    assert done.recordings == 1
    assert _kinds(show) == before
    assert replace(_prune(show), kept_bytes=0) == replace(done, kept_bytes=0)


def test_an_episode_without_a_script_goes(show: Settings) -> None:
    """Its record, recordings and turns are dropped."""
    write_script(show.root, "Lange: Etwas anderes.", "zweites")
    run_build(show)
    (show.scripts_dir / "lampen.md").unlink()
    _prune(show)
    assert _kinds(show)["episodes"] == 1
    _, steps = run_build(show, ["zweites"])
    assert not steps


def test_shows_that_share_a_store_keep_what_is_theirs(tmp_path: Path) -> None:
    """Another show's episodes of the same name are built and kept apart; equal sounds are shared.
    """
    one, other = (replace(make_show(tmp_path / name), store="../store", guid=name)
                  for name in ("one", "other"))
    _, first = run_build(one)
    _, second = run_build(other)
    assert first.count("sentence") > 0
    assert not second
    (other.scripts_dir / "lampen.md").unlink()
    assert _prune(other).recordings == 0
    assert not run_build(one)[1]


def test_a_limit_is_kept(show: Settings) -> None:
    """The longest unused is dropped until the rest fits, and nothing that an episode needs."""
    store = _store(show)
    size = sum(one.size_bytes for one in store.entries())
    assert keep_within(store, size, LATER_S) is None
    done = keep_within(store, size - 1, LATER_S)
    assert done is not None and done.recordings + done.turns + done.others == 1
    least = keep_within(store, 0, LATER_S)
    assert least is not None and least.kept_bytes > 0
    write_script(show.root, BODY.replace("Die Lampen.", "Die Laternen!"))
    assert run_build(show)[1].count("sentence") == 1


def test_a_build_keeps_the_limit_and_says_if_it_cannot(tmp_path: Path) -> None:
    """What was just made is needed: then the limit is named in a line."""
    show = replace(make_show(tmp_path), store_max_gb=1 / GIGABYTE)
    assert "store_max_gb" in _notice(show)
    assert not _notice(show)


def _notice(show: Settings) -> str:
    """What a build says beside its results."""
    with LocalExecutor(2) as executor:
        return " ".join(build(show, (), executor, lambda outlook, done: None).notices)


def test_drawings_are_kept_a_while(show: Settings) -> None:
    """Covers, feeds and readings go when nobody asked for them for a month."""
    newest = max(one.used_s for one in _store(show).entries())
    assert _prune(show, newest + IN_USE_S * 2).others == 0
    assert _prune(show, newest + IDLE_S * 2).others > 0
