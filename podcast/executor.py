"""Where jobs run: this machine's processes, each expendable."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from pebble import ProcessPool

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

    def close(self, *, at_once: bool = False) -> None:
        """Wait for running jobs, or end them at once."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
                                     initializer=_prepare, context=get_context("spawn"))
        return self._pool


def _prepare() -> None:
    """Leave Ctrl-C to the parent; one thread a worker, as there is a worker a processor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


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
