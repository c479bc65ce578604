"""Where jobs run: this machine's processes, each expendable."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from pebble import ProcessPool

MEMORY_SHARE = 0.7
"""How much of the free memory all workers together may take."""
GRACE_S = 5.0
"""How long workers that were told to stop are waited for."""
Result = TypeVar("Result")
JOBS_PER_WORKER = 500
"""A worker is replaced after so many jobs: some speech engines leak their audio."""


class JobLost(Exception):
    """The process that ran a job died, or the job ran out of time."""


class Executor(Protocol):
    """Runs picklable functions somewhere; one death or time-out costs one job."""

    def submit(self, job: Callable[..., Result], *args: object, limit_s: float) -> Future[Result]:
        """Start a job; its future raises JobLost if the worker died or `limit_s` ran out."""

    def reserve(self, memory_bytes: int) -> None:
        """Say how much memory each worker is going to hold, before the first job that does."""

    def close(self, *, at_once: bool = False) -> None:
        """Wait for running jobs, or end them at once."""


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


class LocalExecutor:
    """Worker processes of this machine, started when the first job comes."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or processors()
        self._pool: ProcessPool | None = None

    def submit(self, job: Callable[..., Result], *args: object, limit_s: float) -> Future[Result]:
        """Start a job in a worker process."""
        inner = self._started().schedule(job, args=list(args), timeout=limit_s)
        outer: Future[Result] = Future()
        outer.set_running_or_notify_cancel()
        inner.add_done_callback(lambda done: _hand_over(done, outer, limit_s))
        return outer

    def reserve(self, memory_bytes: int) -> None:
        """Have no more workers than find room in memory; those left get the others' threads."""
        room = int(available_memory() * MEMORY_SHARE // max(memory_bytes, 1))
        if room < self._workers:
            self.close()
            self._workers = max(1, room)

    def close(self, *, at_once: bool = False) -> None:
        """End the workers; `at_once` drops what they are doing."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if not at_once:
            pool.close()
            pool.join()
            return
        pool.stop()
        try:
            pool.join(timeout=GRACE_S)
        except TimeoutError:
            # An interrupt may have struck the pool's own bookkeeping; nobody may wait for that.
            from multiprocessing import active_children

            for worker in active_children():
                worker.kill()

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close(at_once=kind is not None)

    def _started(self) -> ProcessPool:
        if self._pool is None:
            from multiprocessing import get_context

            from pebble import ProcessPool

            self._pool = ProcessPool(self._workers, max_tasks=JOBS_PER_WORKER,
                                     initializer=_prepare,
                                     initargs=[max(1, processors() // self._workers)],
                                     context=get_context("spawn"))
        return self._pool


def _prepare(threads: int) -> None:
    """Leave Ctrl-C to the parent; all workers' threads together are the processors there are."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", str(threads))


def _hand_over(done: Future[Any], outer: Future[Any], limit_s: float) -> None:
    from pebble import ProcessExpired

    try:
        outer.set_result(done.result())
    except ProcessExpired as error:
        outer.set_exception(JobLost(f"its worker process died (exit code {error.exitcode})"))
    except TimeoutError:
        outer.set_exception(JobLost(f"no answer within {limit_s:.0f} s"))
    except BaseException as error:
        outer.set_exception(error)
