"""Where jobs run: this machine's processes, each expendable."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, wait
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from podcast.errors import UserError

if TYPE_CHECKING:
    from pebble import ProcessPool

MEMORY_SHARE = 0.7
"""How much of the free memory all workers together may take."""
GRACE_S = 5.0
"""How long workers that were told to stop are waited for."""
POLLING_S = 0.02
"""How often a pool looks whether it is to end: everybody who runs a command waits for that."""
AHEAD = 1
"""Jobs that a crew is given beyond those it runs, so that nobody waits for the next."""
Result = TypeVar("Result")
JOBS_PER_WORKER = 500
"""A worker is replaced after so many jobs: some speech engines leak their audio."""


class JobLost(Exception):
    """The process that ran a job died, or the job ran out of time."""


class Executor(Protocol):
    """Runs picklable functions somewhere; one death or time-out costs one job."""

    def submit(self, job: Callable[..., Result], *args: object, limit_s: float, hire: bool = True,
               ) -> Future[Result]:
        """Start a job; its future raises JobLost if the worker died or `limit_s` ran out.

        With `hire=False` it is left to the workers there are: it is done before more would be.
        """

    def reserve(self, memory_bytes: int) -> None:
        """Say how much memory each worker is going to hold, before the first job that does."""

    def close(self, *, at_once: bool = False) -> None:
        """Wait for running jobs, or end them at once."""


def awaited(future: Future[Result], what: str, where: str, next_step: str) -> Result:
    """A job's result; UserError says `what` could not be done if its worker was lost."""
    try:
        return future.result()
    except JobLost as error:
        raise UserError(f"{what}: {error}", where, next_step) from error


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def available_memory() -> int:
    """Bytes that new processes can have without others losing theirs; without /proc a guess."""
    try:
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        free = next(line for line in text.splitlines() if line.startswith("MemAvailable:"))
        return int(free.split()[1]) * 1024
    except (OSError, StopIteration, ValueError):
        return 4 << 30


@dataclass(slots=True)
class _Crew:
    """Worker processes that are started together, and how many of them have a job."""

    pool: ProcessPool
    size: int
    busy: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """A job that waits for a worker, or runs."""

    run: Callable[..., Any]
    arguments: tuple[object, ...]
    limit_s: float
    hire: bool
    outcome: Future[Any]


class LocalExecutor:
    """Worker processes of this machine: one comes with the first job, the others with the second.

    Each of them imports `modules` when it starts.
    """

    def __init__(self, workers: int | None = None, modules: Sequence[str] = ()) -> None:
        self._workers = workers or processors()
        self._modules = tuple(modules)
        self._crews: list[_Crew] = []
        self._waiting: deque[_Job] = deque()
        self._open: set[Future[Any]] = set()
        self._lock = RLock()

    def start(self) -> None:
        """Have a worker ready before there is a job for it."""
        with self._lock:
            self._free_crew()

    def submit(self, job: Callable[..., Result], *args: object, limit_s: float, hire: bool = True,
               ) -> Future[Result]:
        """Start a job in a worker process."""
        outcome: Future[Result] = Future()
        outcome.set_running_or_notify_cancel()
        with self._lock:
            self._open.add(outcome)
            self._waiting.append(_Job(job, args, limit_s, hire, outcome))
            self._dispatch()
        return outcome

    def reserve(self, memory_bytes: int) -> None:
        """Have no more workers than find room in memory; those left get the others' threads."""
        room = int(available_memory() * MEMORY_SHARE // max(memory_bytes, 1))
        if room < self._workers:
            self.close()
            self._workers = max(1, room)

    def close(self, *, at_once: bool = False) -> None:
        """End the workers; `at_once` drops what they are doing."""
        if at_once:
            self._waiting.clear()
        else:
            with self._lock:
                running = tuple(self._open)
            wait(running)
        crews, self._crews = self._crews, []
        for crew in crews:
            crew.pool.stop()
        for crew in crews:
            _await(crew.pool)

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close(at_once=kind is not None)

    def _dispatch(self) -> None:
        """Give the jobs that wait to the workers that have none."""
        while self._waiting and (crew := self._free_crew(self._waiting[0].hire)):
            job = self._waiting[0]
            try:
                inner = crew.pool.schedule(job.run, args=list(job.arguments), timeout=job.limit_s)
            except RuntimeError:  # a worker died without a job, and its pool broke with it
                self._crews.remove(crew)
                continue
            self._waiting.popleft()
            crew.busy += 1
            inner.add_done_callback(partial(self._done, crew, job))

    def _free_crew(self, hire: bool = True) -> _Crew | None:
        """Somebody without a job, hired if there is room for more, else without a next one; None:
        all have enough to do. Without `hire` nobody is hired but the first."""
        idle = [crew for crew in self._crews if crew.busy < crew.size]
        hired = sum(crew.size for crew in self._crews)
        if not idle and hired < self._workers and (hire or not hired):
            self._crews.append(self._hired(self._workers - hired if hired else 1))
            return self._crews[-1]
        ready = idle or [crew for crew in self._crews if crew.busy < crew.size + AHEAD]
        return ready[0] if ready else None

    def _hired(self, size: int) -> _Crew:
        from multiprocessing import get_context

        from pebble import CONSTS, ProcessPool

        CONSTS.sleep_unit = POLLING_S
        threads = max(1, processors() // self._workers)
        pool = ProcessPool(size, max_tasks=JOBS_PER_WORKER, initializer=_prepare,
                           initargs=[threads, self._modules], context=get_context("spawn"))
        assert pool.active  # to ask is what starts it
        return _Crew(pool, size)

    def _done(self, crew: _Crew, job: _Job, inner: Future[Any]) -> None:
        with self._lock:
            crew.busy -= 1
            self._dispatch()
        _hand_over(inner, job.outcome, job.limit_s)
        self._open.discard(job.outcome)


def _await(pool: ProcessPool) -> None:
    """Wait until a pool that was closed or stopped has ended."""
    try:
        pool.join(timeout=GRACE_S)
    except TimeoutError:
        # An interrupt may have struck the pool's own bookkeeping; nobody may wait for that.
        from multiprocessing import active_children

        for worker in active_children():
            worker.kill()


def _prepare(threads: int, modules: Sequence[str]) -> None:
    """Leave Ctrl-C to the parent; all workers' threads together are the processors there are."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", str(threads))
    for module in modules:
        import_module(module)


def _hand_over(done: Future[Any], outer: Future[Any], limit_s: float) -> None:
    from pebble import ProcessExpired

    try:
        outer.set_result(done.result())
    except ProcessExpired as error:
        outer.set_exception(JobLost(f"its worker process died (exit code {error.exitcode})"))
    except BrokenExecutor:
        outer.set_exception(JobLost("its worker process died"))
    except TimeoutError:
        outer.set_exception(JobLost(f"no answer within {limit_s:.0f} s"))
    except BaseException as error:
        outer.set_exception(error)
