"""What is not what was built is never sent, and is found where it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.publish import publish
from podcast.settings import Settings
from tests.shows import mp3_of, run_build_here, show_of_two, write_script


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with two episodes, built."""
    return show_of_two(tmp_path / "show")


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(2000)
        file.write(b"damaged!")


def test_a_damaged_file_is_not_sent(show: Settings, tmp_path: Path) -> None:
    """Its episode is held back, the other goes; the next build makes the file again."""
    www, sound = tmp_path / "www", mp3_of(show)
    whole = sound.read_bytes()
    _damage(sound)
    for dry in (True, False):
        sent = publish(show, str(www), dry=dry)
        [held] = sent.held
        assert (held.slug, held.waits) == ("lampen", False)
        assert sound.name in held.reason
        assert list(sent.ledger.episodes) == ["andere"]
    assert not list(www.glob("episodes/lampen/*"))
    run_build_here(show)
    assert publish(show, str(www)).held == ()
    assert (www / "episodes/lampen" / sound.name).read_bytes() == whole


def test_a_damaged_file_is_found_there(show: Settings, tmp_path: Path) -> None:
    """A thorough look reads what is there, and sends again what is not what was sent."""
    www = tmp_path / "www"
    publish(show, str(www))
    there = www / mp3_of(show).relative_to(show.output_dir)
    whole = there.read_bytes()
    _damage(there)
    assert publish(show, str(www)).steps == ()
    assert [www / one.path for one in publish(show, str(www), thorough=True).steps] == [there]
    assert there.read_bytes() == whole
    assert publish(show, str(www), thorough=True).steps == ()


def test_a_recall_is_made_once(show: Settings, tmp_path: Path) -> None:
    """What serves the newest version already is not sent again."""
    www = tmp_path / "www"
    publish(show, str(www))
    write_script(show.root, "\nLange: Es war mild.\n")
    run_build_here(show)
    assert [one for one in publish(show, str(www), recall="lampen").steps if one.source]
    assert publish(show, str(www), recall="lampen").steps == ()
