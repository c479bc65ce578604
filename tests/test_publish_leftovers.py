"""What killed programs left at a target stands in nobody's way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from podcast.errors import UserError
from podcast.targets import lock, open_target

HOLDER = {"who": "x", "since": "2026-01-01T00:00:00+00:00", "seen": "2026-01-01T00:00:00+00:00",
          "id": "a", "machine": "b", "process": 1}


@pytest.mark.parametrize("left", [
    "", "{", json.dumps(HOLDER | {"process": "abc"}), json.dumps(HOLDER | {"machine": 5}),
    json.dumps(HOLDER | {"seen": "2999-01-01T00:00:00+00:00"})])
def test_locks_that_say_nothing(left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                ) -> None:
    """They are taken over: nobody is at work who writes so."""
    monkeypatch.setattr(lock, "_PAUSE_S", 0.0)
    (tmp_path / ".publishing").write_text(left, encoding="utf-8")
    target = open_target(str(tmp_path))
    with target.locked():
        target.put("feed.xml", b"1")
        with pytest.raises(UserError, match="somebody is publishing"), \
                open_target(str(tmp_path)).locked():
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


def test_half_a_file(tmp_path: Path) -> None:
    """What a killed program had begun to write in a folder goes when the next file comes, unless
    somebody may still be at it."""
    for name, time_s in ((".new-old", 0), (".new-now", None)):
        (tmp_path / name).write_bytes(b"half")
        if time_s is not None:
            os.utime(tmp_path / name, (time_s, time_s))
    open_target(str(tmp_path)).put("feed.xml", b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".new-now", "feed.xml"]
