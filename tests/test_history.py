"""Every version of a script that was built can be listed and brought back; none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.errors import UserError
from podcast.history import Version, restore, versions
from podcast.prune import prune
from podcast.settings import Settings
from podcast.store import Store
from tests.shows import BODY, finished, make_show, run_build, write_script
from tests.test_cli import podcast, refused

OTHER = BODY.replace("Die Lampen.", "Die Laternen.")


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show whose script was built, edited and built again."""
    made = make_show(tmp_path / "show")
    run_build(made)
    write_script(made.root, OTHER)
    run_build(made)
    return made


def _versions(show: Settings) -> tuple[Version, ...]:
    return versions(show, "lampen", Store(show.store_dir))


def _text(show: Settings) -> str:
    return (show.scripts_dir / "lampen.md").read_text(encoding="utf-8")


def test_versions_are_listed(show: Settings) -> None:
    """One for each script that was built, with the file it became; nothing for a build alike."""
    run_build(show)
    first, second = _versions(show)
    assert (first.number, second.number) == (1, 2)
    assert first.audio != second.audio
    assert (show.output_dir / second.audio).is_file()
    assert 0 < first.since_s <= second.since_s


def test_a_version_comes_back(show: Settings) -> None:
    """The old script is byte for byte the script again, and its build the old episode."""
    newer = finished(show)
    assert restore(show, "lampen", Store(show.store_dir), 1) is None
    assert "Die Lampen." in _text(show)
    _, steps = run_build(show)
    assert not steps
    assert _versions(show)[0].audio == _versions(show)[2].audio
    restore(show, "lampen", Store(show.store_dir), 2)
    run_build(show)
    assert finished(show).keys() == newer.keys()


def test_what_was_not_built_is_kept_too(show: Settings) -> None:
    """Text that was edited since becomes a version before another takes its place."""
    write_script(show.root, BODY.replace("Die Lampen.", "Die Kerzen."))
    kept = restore(show, "lampen", Store(show.store_dir), 1)
    assert kept is not None and (kept.number, kept.audio) == (3, "")
    restore(show, "lampen", Store(show.store_dir), 3)
    assert "Die Kerzen." in _text(show)


def test_no_prune_takes_versions(show: Settings) -> None:
    """Neither the list nor the texts, however old."""
    prune(Store(show.store_dir), 1e12, show=show.guid, slugs=("lampen",))
    restore(show, "lampen", Store(show.store_dir), 1)
    assert "Die Lampen." in _text(show)


def test_versions_there_are_not(show: Settings) -> None:
    """The ones there are are named; a damaged one is said; the script stays as it is."""
    store, before = Store(show.store_dir), _text(show)
    with pytest.raises(UserError, match="no version 9"):
        restore(show, "lampen", store, 9)
    store.drop("scripts", _versions(show)[0].sha256)
    with pytest.raises(UserError, match="damaged or lost"):
        restore(show, "lampen", store, 1)
    assert _text(show) == before


def test_the_command(show: Settings) -> None:
    """A line for each version; restoring says what is next; unknown episodes are refused."""
    listed = podcast("history", "lampen", cwd=show.root)
    assert listed.returncode == 0 and len(listed.stdout.splitlines()) == 2
    assert "lampen." in listed.stdout
    done = podcast("history", "scripts/lampen.md", "--restore", "1", cwd=show.root)
    assert done.returncode == 0 and "podcast build" in done.stdout
    assert "Die Lampen." in _text(show)
    refused(podcast("history", "lampen", "--restore", "9", cwd=show.root), "no version 9", "1, 2")
    refused(podcast("history", "nope", cwd=show.root), "no script 'nope'")
