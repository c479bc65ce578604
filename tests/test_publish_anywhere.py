"""The whole of publishing against every target: first time, correction, recall, fetch, withdrawal,
cuts, and secrets that stay secret."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import feedparser
import pytest

from podcast.errors import UserError
from podcast.publish import fetch, publish, withdraw
from podcast.settings import Settings, load_settings
from tests.shows import make_show, run_build_here, write_script
from tests.target_servers import (
    PASSWORD,
    PROXY,
    REMOTE,
    SCHEMES,
    Space,
    line,
    opened,
    use,
)

pytestmark = [pytest.mark.xdist_group("targets"),
              pytest.mark.filterwarnings("ignore::DeprecationWarning")]
BASE = 'base_url = "https://example.org/pod/"\n'


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show with one episode, built."""
    made = make_show(tmp_path / "show", "\nLange: Es war kalt.\n", extra=BASE)
    run_build_here(made)
    return made


def _correct(show: Settings, text: str) -> None:
    write_script(show.root, f"\nLange: {text}\n")
    run_build_here(show)


def _read(address: str, path: str) -> bytes | None:
    with opened(address) as target:
        return target.read(path)


def _sound(address: str) -> str:
    """Where the feed at a target says the sound is."""
    [entry] = feedparser.parse(_read(address, "feed.xml")).entries
    return str(entry.enclosures[0].href).removeprefix("https://example.org/pod/")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_from_first_to_last(scheme: str, space: Space, show: Settings, tmp_path: Path) -> None:
    """What listeners get is the same wherever it lies."""
    address = space(scheme).address
    sent = publish(show, address)
    assert PASSWORD not in sent.where
    for step in sent.steps:
        assert _read(address, step.path) == (show.output_dir / step.path).read_bytes()
    assert _read(address, "feed.xml") == (show.output_dir / "feed.xml").read_bytes()
    first = _sound(address)
    again = publish(show, address)
    assert (again.steps, again.feed_sent) == ((), False)

    _correct(show, "Es war mild.")
    publish(show, address, recall="lampen")
    second = _sound(address)
    assert second != first
    assert _read(address, first) == _read(address, second)

    new = tmp_path / "new"
    for folder in ("scripts", "voices"):
        copytree(show.root / folder, new / folder)
    (new / "podcast.toml").write_bytes((show.root / "podcast.toml").read_bytes())
    machine = load_settings(new)
    assert second in fetch(machine, address).files
    assert run_build_here(machine) == []
    assert publish(machine, address).steps == ()

    withdraw(machine, "lampen", address)
    assert (_read(address, first), _read(address, second)) == (None, None)
    assert not feedparser.parse(_read(address, "feed.xml")).entries
    assert _read(address, ".publishing") is None


@pytest.mark.parametrize("scheme", REMOTE)
def test_a_cut_line(scheme: str, space: Space, show: Settings,
                    monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the connection is cut, listeners keep the old feed or have the new one with all its
    files; publishing again brings the rest."""
    site = space(scheme)
    publish(show, site.address)
    _correct(show, "Es war mild. " * 12)
    behind = site.over(PROXY)
    use(behind, monkeypatch)
    for cut_after in (3_000, 40_000):
        with line(site.ports, cut_after=cut_after), pytest.raises(UserError) as caught:
            publish(show, behind.address)
        assert PASSWORD not in str(caught.value)
        use(site, monkeypatch)
        assert _read(site.address, _sound(site.address)) is not None
        use(behind, monkeypatch)
    use(site, monkeypatch)
    publish(show, site.address)
    sound = _sound(site.address)
    assert _read(site.address, sound) == (show.output_dir / sound).read_bytes()
