"""A list of what was published that holds nonsense is told in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podcast.errors import UserError
from podcast.publish import publish
from podcast.published import read_ledger, write_ledger
from tests.shows import make_show, run_build_here, write_script

BASE = 'base_url = "https://example.org/pod/"\n'
Change = Callable[[Any], object]
EPISODE: tuple[Change, ...] = (
    lambda one: one["retired"][0].update(since="x"), lambda one: one["retired"][0].update(path=5),
    lambda one: one.update(date="gestern"), lambda one: one.update(date="2026-01-01"),
    lambda one: one.update(retired="x"), lambda one: one.update(withdrawn=1),
    lambda one: one.update(guid=None), lambda one: one.update(former=[1]),
    lambda one: one["record"]["item"].update(files={}),
    lambda one: one["record"]["item"].update(seconds="x"),
    lambda one: one["record"]["item"]["script"].update(url=5),
    lambda one: one["record"]["item"]["script"].update(slug=5),
    lambda one: one["record"]["item"]["script"].update(cast={"a": 1}),
    lambda one: one["record"]["item"]["files"]["mp3"].update(media_type=[]),
    lambda one: one["record"]["item"]["files"]["mp3"].update(path=None),
    lambda one: one["record"]["item"]["files"]["mp3"].update(size_bytes="1"),
    lambda one: one["record"].update(inputs=[]))
WHOLE: tuple[Change, ...] = (
    lambda kept: kept.update(moved_from=5), lambda kept: kept.update(show=None),
    lambda kept: kept.update(episodes=[]), lambda kept: kept.update(passed={"a": 1}))


def test_lists_with_nonsense(tmp_path: Path) -> None:
    """Whatever is of another kind than it should be, nothing breaks; a sound list is read."""
    show = make_show(tmp_path / "show", "\nLange: Es war kalt.\n", extra=BASE)
    run_build_here(show)
    publish(show, str(tmp_path / "www"))
    write_script(show.root, "\nLange: Es war mild.\n")
    run_build_here(show)
    publish(show, str(tmp_path / "www"))
    sound = (tmp_path / "www/published.json").read_bytes()
    assert write_ledger(read_ledger(sound, "there")) == sound
    changes: list[Change] = [*WHOLE]
    changes += [lambda kept, one=one: one(kept["episodes"]["lampen"]) for one in EPISODE]
    for number, change in enumerate(changes):
        kept = json.loads(sound)
        change(kept)
        with pytest.raises(UserError, match="this is not the list of what was published"):
            read_ledger(json.dumps(kept).encode(), f"there {number}")
