"""One contract for every target: whole files, plain failures, one publisher at a time."""

from __future__ import annotations

import gc
import json
import resource
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Event

import pytest

from podcast.errors import UserError
from tests.target_servers import (
    LARGE,
    PROXY,
    REMOTE,
    SCHEMES,
    Space,
    large_file,
    line,
    opened,
    refused,
    use,
)

pytestmark = [pytest.mark.xdist_group("targets"),
              pytest.mark.filterwarnings("ignore::DeprecationWarning")]

NAME = "episodes/größe und maß/Folge 1.0a1b2c3d.mp3"
LOCK_FILES = {"ftps": ".publishing/holder"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_files(scheme: str, space: Space, tmp_path: Path) -> None:
    """Whatever their names, files are put, measured, read, replaced, fetched and removed."""
    with opened(space(scheme).address) as target:
        assert (target.read(NAME), target.size(NAME)) == (None, None)
        target.remove(NAME)
        for payload in (b"eins", b"zwei, etwas mehr", b""):
            target.put(NAME, payload)
            assert (target.read(NAME), target.size(NAME)) == (payload, len(payload))
            assert target.digest(NAME) == sha256(payload).hexdigest()
        target.put("feed.xml", b"<rss/>")
        source = large_file(tmp_path / "source")
        target.put(NAME, source)
        place = tmp_path / "fetched/here.mp3"
        target.fetch(NAME, place)
        assert place.read_bytes() == source.read_bytes()
        target.remove(NAME)
        assert target.size(NAME) is None
        assert target.read("feed.xml") == b"<rss/>"
        with pytest.raises(UserError, match="no such file"):
            target.fetch(NAME, place)
        assert place.stat().st_size == LARGE
    assert [one.name for one in place.parent.iterdir()] == ["here.mp3"]


@pytest.mark.parametrize("scheme", ["file", "sftp", "ftps"])
def test_files_are_streamed(scheme: str, space: Space, tmp_path: Path) -> None:
    """A file larger than what may be in memory travels both ways."""
    source = large_file(tmp_path / "source")
    with opened(space(scheme).address) as target:
        target.put("small", b"so that everything is imported")
        tracemalloc.start()
        target.put("large.mp3", source)
        target.fetch("large.mp3", tmp_path / "back")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < LARGE / 2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_readers_see_whole_files(scheme: str, space: Space) -> None:
    """Whoever reads while a file is replaced gets the old one or the new one."""
    address = space(scheme).address
    versions = [letter * (3 << 20) for letter in (b"a", b"b")]
    done = Event()

    def look() -> set[bytes | None]:
        seen = set()
        with opened(address) as reader:
            while not done.is_set():
                seen.add(reader.read("feed.xml"))
        return seen

    with opened(address) as target, ThreadPoolExecutor(1) as beside:
        target.put("feed.xml", versions[0])
        looking = beside.submit(look)
        try:
            for number in range(1, 8):
                target.put("feed.xml", versions[number % 2])
        finally:
            done.set()
    assert looking.result() and looking.result() <= set(versions)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lock(scheme: str, space: Space) -> None:
    """A second publisher is told who publishes; errors and Ctrl-C open the lock."""
    site = space(scheme)
    with opened(site.address) as target:
        for failure in (ValueError, KeyboardInterrupt):
            with pytest.raises(failure), target.locked():
                target.put("feed.xml", b"1")
                told = refused(site.address, lambda other: other.locked().__enter__())
                assert "somebody is publishing there since 2" in told.what
                assert "'.publishing'" in told.next_step
                raise failure
        with target.locked():
            assert target.size(LOCK_FILES.get(scheme, ".publishing"))
        assert target.size(LOCK_FILES.get(scheme, ".publishing")) is None


@pytest.mark.parametrize("scheme", ["file", "sftp", "ftps"])
def test_only_one_gets_the_lock(scheme: str, space: Space) -> None:
    """Of several who ask at the same instant one may publish."""
    address, together = space(scheme).address, Barrier(4)

    def ask() -> bool:
        with opened(address) as target:
            target.size("feed.xml")
            together.wait()
            return target.claim(b"{}")

    with ThreadPoolExecutor(4) as people:
        answers = [people.submit(ask) for _ in range(4)]
    assert sorted(one.result() for one in answers) == [False, False, False, True]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_abandoned_lock(scheme: str, space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is renewed while files are sent; one of which nothing was heard for an hour is taken
    over, and who held it learns that before the next file."""
    name, old = LOCK_FILES.get(scheme, ".publishing"), {"seen": "2020-01-01T00:00:00+00:00"}
    monkeypatch.setattr("podcast.targets.lock._RENEWED_S", -1.0)
    with opened(space(scheme).address) as target, opened(target.where) as other:
        with pytest.raises(UserError, match="somebody is publishing"), target.locked():
            mine = json.loads(target.read(name) or b"")
            other.put(name, json.dumps(mine | old).encode())
            target.put("feed.xml", b"in time")
            assert json.loads(target.read(name) or b"")["seen"] >= mine["seen"]
            other.put(name, json.dumps(mine | old).encode())
            with other.locked():
                assert json.loads(other.read(name) or b"")["id"] != mine["id"]
                target.put("feed.xml", b"too late")
        assert target.read("feed.xml") == b"in time"
        assert target.size(name) is None


@pytest.mark.parametrize("scheme", REMOTE)
def test_cut_upload(scheme: str, space: Space, tmp_path: Path,
                    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Where the connection dies in the middle of a file, listeners keep the old one."""
    site = space(scheme)
    with opened(site.address) as target:
        target.put(NAME, b"the old one")
    source = large_file(tmp_path / "source")
    through = site.over(PROXY)
    use(through, monkeypatch)
    with line(site.ports, LARGE // 2):
        told = refused(through.address, lambda target: target.put(NAME, source))
    assert "nobody answers" in told.what or "broke off" in told.what
    gc.collect()
    assert not [one for one in caplog.records if one.exc_info]
    use(site, monkeypatch)
    with opened(site.address) as target:
        assert target.read(NAME) == b"the old one"
        target.put(NAME, source)
        assert target.size(NAME) == LARGE


@pytest.mark.parametrize("scheme", ["file", "ftps"])
def test_no_room(scheme: str, space: Space, tmp_path: Path) -> None:
    """A file that the disk does not take leaves the old one, and nothing half written."""
    site, source = space(scheme), large_file(tmp_path / "source")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with opened(site.address) as target:
        target.put("a.mp3", b"old")
        # The server of FTPS runs in this process.
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGE // 2, limits[1]))
        try:
            refused(site.address, lambda target: target.put("a.mp3", source))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert target.read("a.mp3") == b"old"
    assert site.folder and [one.name for one in site.folder.iterdir()] == ["a.mp3"]
