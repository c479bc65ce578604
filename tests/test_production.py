"""Sentences given to an engine several at once come out as if given one by one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from podcast.engines.base import EngineFailure, plain
from podcast.engines.tone import Tone
from podcast.errors import UserError
from podcast.executor import LocalExecutor
from podcast.model import Voice
from podcast.settings import Device
from podcast.synthesis import ClipOrder, make_clip, make_clips
from tests.shows import finished, make_show, run_build

SIZE = 3


class Noting(LocalExecutor):
    """An executor that notes the letters of what each of its jobs speaks."""

    def submit(self, job: Callable[..., Any], *args: Any, limit_s: float, hire: bool = True,
               ) -> Future[Any]:
        """Run a job as usual."""
        if job in (make_clip, make_clips):
            NOTED.append([len(one.spoken) for one in _orders(args[0])])
        return super().submit(job, *args, limit_s=limit_s, hire=hire)


def _orders(given: ClipOrder | Sequence[ClipOrder]) -> Sequence[ClipOrder]:
    return (given,) if isinstance(given, ClipOrder) else given


NOTED: list[list[int]] = []


@pytest.fixture(autouse=True)
def noting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tone engine wants three sentences at once, and jobs are noted."""
    NOTED.clear()
    monkeypatch.setattr("tests.shows.LocalExecutor", Noting)

    def three(voice: Voice, device: Device) -> int:
        return SIZE

    monkeypatch.setattr(Tone, "together", three)


def test_together_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files; several sentences in a job, of like length, no more than are wanted."""
    grouped = make_show(tmp_path / "grouped")
    run_build(grouped)
    groups, NOTED[:] = list(NOTED), []
    monkeypatch.undo()
    monkeypatch.setattr("tests.shows.LocalExecutor", Noting)
    single = make_show(tmp_path / "single")
    run_build(single)
    assert finished(grouped) == finished(single)
    assert {len(one) for one in NOTED} == {1}
    assert max(map(len, groups)) == SIZE
    assert sum(map(len, groups)) == len(NOTED)
    assert all(one == sorted(one, reverse=True) for one in groups)


def test_a_group_that_fails_is_spoken_one_by_one(tmp_path: Path) -> None:
    """The sentences of a failing voice are named; those of other voices are kept."""
    settings = make_show(tmp_path)
    script = tmp_path / "scripts/lampen.md"
    cast = tmp_path / "voices/bad.toml"
    cast.write_text('title = "Bad"\nengine = "tone"\n[licence]\nname = "CC0-1.0"\n'
                    'commercial = true\n[voices.mute]\ngender = "female"\nmodel = "fail"\n'
                    '[roles]\njournalist = {female = "mute", male = "mute"}\n'
                    'guest = {female = ["mute"], male = ["mute"]}\nnarrator = "mute"\n',
                    encoding="utf-8")
    text = script.read_text(encoding="utf-8")
    guest = text.split('role: "guest"')[1].split('voice: "')[1].split('"')[0]
    script.write_text(text.replace(guest, "bad/mute"), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        run_build(settings)
    assert "tone fails" in str(caught.value)
    sizes = [len(one) for one in NOTED]
    assert max(sizes) == SIZE and sizes.count(1) > SIZE


def test_a_group_keeps_nothing_if_one_fails() -> None:
    """What an engine cannot say fails the job before anything is kept."""
    voice = Voice("t/a", "tone", "220")
    orders = [ClipOrder("a", plain("Gut."), voice), ClipOrder("b", plain("…"), voice)]
    with pytest.raises(EngineFailure, match="no sound"):
        make_clips(orders, None)  # type: ignore[arg-type]  # the store is not reached


def test_a_job_may_be_left_to_the_workers_there_are() -> None:
    """Nobody is hired for it while somebody works; for others somebody is."""
    with LocalExecutor(2) as executor:
        first = executor.submit(os.getpid, limit_s=60.0).result()
        busy = executor.submit(time.sleep, 1.0, limit_s=60.0)
        left = executor.submit(os.getpid, limit_s=60.0, hire=False)
        hired = executor.submit(os.getpid, limit_s=60.0)
        assert hired.result() != first == left.result()
        assert busy.done()
