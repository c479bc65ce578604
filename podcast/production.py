"""Runs the making of clips and tracks: only what the store lacks, on all processors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Any

from podcast.audio.clip import ClipMissing
from podcast.audio.track import make_track
from podcast.engines.base import EngineFailure
from podcast.errors import UserError
from podcast.executor import Executor, JobLost
from podcast.model import Track, Voice
from podcast.registry import load
from podcast.settings import Device
from podcast.stock import Stock
from podcast.store import Store
from podcast.synthesis import (
    ClipOrder,
    TurnOrder,
    load_voice,
    make_clip,
    make_clips,
)

ATTEMPTS = 3
START_LIMIT_S = 60.0
LIMIT_S_PER_LETTER = 0.5


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence that could not be spoken, or a turn that could not be assembled."""

    turn: int
    spoken: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """One step of the work is done."""

    kind: str
    """`sentence`, `turn` or `again` (a damaged recording is made again)."""
    text: str = ""


def silently(done: Done) -> None:
    """Nobody waits for progress."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of several tries at a clip."""

    key: str
    number: int
    take: int

    def next(self, error: BaseException | None) -> Attempt:
        """The next try: another take if the engine failed, the same one if its worker was lost."""
        return Attempt(self.key, self.number + 1, self.take + isinstance(error, EngineFailure))


@dataclass(frozen=True, slots=True)
class Together:
    """Clips of one voice that are made at once."""

    keys: tuple[str, ...]


class Production:
    """Runs the orders of an episode: clips first, each turn's track as soon as it can be made."""

    def __init__(self, store: Store, executor: Executor) -> None:
        self._store = store
        self._executor = executor
        self._done: list[Done] = []
        self._running: dict[Future[Any], TurnOrder | Attempt | Together] = {}
        self._waiting: dict[str, list[TurnOrder]] = {}
        self._lacking: dict[int, set[str]] = {}
        self._orders: dict[str, ClipOrder] = {}
        self._grouped: dict[Voice, list[ClipOrder]] = {}
        self._sizes: dict[Voice, int] = {}
        self._failed: list[Failed] = []
        self._assemblies: Counter[int] = Counter()
        self.tracks: dict[int, Track] = {}

    def begin(self, orders: Sequence[TurnOrder], stock: Stock) -> None:
        """Send off what the store lacks for these turns, the longest first; each only once."""
        self._executor.reserve(_memory_bytes(orders))
        for order in sorted(orders, key=_letters, reverse=True):
            self._orders |= {clip.key: clip for clip in order.clips}
            if order.index in stock.tracks:
                self.tracks[order.index] = stock.tracks[order.index]
            elif order.index not in self._lacking:
                self._need(order, stock.clips(order))
        self._speak_together()

    def go_on(self) -> None:
        """Take up what workers have done."""
        self._finish(timeout_s=0.0)

    @property
    def waits(self) -> bool:
        """Whether somebody is still at work."""
        return bool(self._running)

    def run(self, orders: Sequence[TurnOrder], stock: Stock,
            report: Callable[[Done], None] = silently) -> tuple[Failed, ...]:
        """Make every track the store lacks that was not yet begun, and wait for all.

        What could not be made is returned, in the order of the script.
        """
        self.begin(orders, stock)
        while self._running or self._done:
            self._finish(timeout_s=None)
            for done in self._done:
                report(done)
            self._done.clear()
        return tuple(sorted(self._failed, key=lambda one: one.turn))

    def _need(self, order: TurnOrder, keys: Iterable[str]) -> None:
        lacking = set(keys)
        self._lacking[order.index] = lacking
        for key in sorted(lacking):
            if key not in self._waiting:
                self._begin(self._orders[key])
            self._waiting.setdefault(key, []).append(order)
        if not lacking:
            self._assemble(order)

    def _begin(self, clip: ClipOrder) -> None:
        """Speak a sentence, or put it to others if the voice is quicker with several."""
        if self._together(clip.voice, clip.device) > 1:
            self._grouped.setdefault(clip.voice, []).append(clip)
        else:
            self._speak(Attempt(clip.key, 1, 0))

    def _together(self, voice: Voice, device: Device) -> int:
        if voice not in self._sizes:
            self._sizes[voice] = load("engines", voice.engine).together(voice, device)
        return self._sizes[voice]

    def _speak_together(self) -> None:
        """Send off what was put together, sentences of like length in one job."""
        for voice, clips in self._grouped.items():
            size = self._sizes[voice]
            clips.sort(key=lambda one: (-len(one.spoken), one.key))
            for group in (tuple(clips[at:at + size]) for at in range(0, len(clips), size)):
                future = self._executor.submit(make_clips, group, self._store,
                                               limit_s=_limit_s(*group))
                self._running[future] = Together(tuple(one.key for one in group))
        self._grouped.clear()

    def _speak(self, attempt: Attempt) -> None:
        clip = self._orders[attempt.key]
        future = self._executor.submit(make_clip, clip, self._store, attempt.take,
                                       limit_s=_limit_s(clip))
        self._running[future] = attempt

    def _assemble(self, order: TurnOrder) -> None:
        self._assemblies[order.index] += 1
        limit_s = START_LIMIT_S + sum(len(clip.spoken) for clip in order.clips)
        future = self._executor.submit(make_track, order.track, self._store, limit_s=limit_s)
        self._running[future] = order

    def _finish(self, timeout_s: float | None) -> None:
        """Take up the jobs that are done; None: wait for one of them."""
        for future in wait(self._running, timeout_s, FIRST_COMPLETED).done:
            self._finished(future)

    def _finished(self, future: Future[Any]) -> None:
        job = self._running.pop(future)
        if isinstance(job, TurnOrder):
            self._track_done(future, job)
        elif isinstance(job, Together):
            self._group_done(future, job)
        else:
            self._clip_done(future, job)

    def _group_done(self, future: Future[Any], group: Together) -> None:
        """Each sentence of a group that failed is spoken alone, as if there had been none."""
        failed = bool(_failure(future))
        for key in group.keys:
            if failed:
                self._speak(Attempt(key, 1, 0))
            else:
                self._clip_kept(key)

    def _clip_done(self, future: Future[Any], attempt: Attempt) -> None:
        reason, key = _failure(future), attempt.key
        if reason and attempt.number < ATTEMPTS:
            self._speak(attempt.next(future.exception()))
            return
        if reason:
            spoken = self._orders[key].spoken
            self._failed += [Failed(order.index, spoken, reason)
                             for order in self._waiting.pop(key)]
        else:
            self._clip_kept(key)

    def _clip_kept(self, key: str) -> None:
        self._done.append(Done("sentence", self._orders[key].spoken))
        for order in self._waiting.pop(key):
            self._lacking[order.index].discard(key)
            if not self._lacking[order.index]:
                self._assemble(order)

    def _track_done(self, future: Future[Any], order: TurnOrder) -> None:
        error = future.exception()
        once_more = self._assemblies[order.index] < ATTEMPTS
        if isinstance(error, ClipMissing) and once_more:
            for key in error.keys:
                self._done.append(Done("again", self._orders[key].spoken))
            self._need(order, error.keys)
            self._speak_together()
            return
        reason = _failure(future)
        if reason and once_more:
            self._assemble(order)
        elif reason:
            self._failed.append(Failed(order.index, "", reason))
        else:
            made = future.result()
            assert isinstance(made, Track)
            self.tracks[order.index] = made
            self._done.append(Done("turn"))


def warm_up(executor: Executor, voices: Iterable[Voice], device: Device, workers: int) -> None:
    """Let workers load what they will speak with, before anybody waits for it."""
    engines = {(one.engine, one.model): one for one in voices}
    for voice in engines.values():
        for _ in range(workers):
            executor.submit(load_voice, voice, device, limit_s=START_LIMIT_S)


def _memory_bytes(orders: Sequence[TurnOrder]) -> int:
    """What a worker that has spoken with every voice of the orders holds."""
    voices = {(one.voice.engine, one.voice.model): one.voice
              for order in orders for one in order.clips}
    return sum(load("engines", one.engine).memory_bytes(one) for one in voices.values())


def _limit_s(*clips: ClipOrder) -> float:
    return START_LIMIT_S + LIMIT_S_PER_LETTER * sum(len(one.spoken) for one in clips)


def _letters(order: TurnOrder) -> int:
    return sum(len(clip.spoken) for clip in order.clips)


def _failure(future: Future[Any]) -> str:
    """Why a job failed, or an empty string; users' errors and full disks are raised."""
    error = future.exception()
    if error is None:
        return ""
    if isinstance(error, UserError | OSError):
        raise error
    known = isinstance(error, EngineFailure | JobLost | ClipMissing)
    return str(error) if known else f"the worker raised {error!r}"
