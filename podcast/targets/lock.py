"""One publisher at a time: a file at the target's root says who publishes, and since when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from getpass import getuser
from os import getpid, kill
from platform import node
from time import sleep
from typing import Protocol
from uuid import uuid4

from podcast.errors import UserError
from podcast.store import ABANDONED_S

LOCK = ".publishing"
_RENEWED_S = ABANDONED_S / 12
_PATIENCE, _PAUSE_S = 10, 1.0
"""How often a lock that is not whole is read again: it is written within moments."""
_HELD_HERE: set[str] = set()
"""Locks that this process holds: one it left behind after a cut connection is none of them."""


class Lockable(Protocol):
    """What a target must do to be locked."""

    where: str

    def claim(self, payload: bytes) -> bool:
        """Leave the lock there, or say that there is one already; of two only one succeeds."""

    def claimed(self) -> bytes | None:
        """What the lock says; None if there is none."""

    def reclaim(self, payload: bytes) -> None:
        """Write a lock that is there anew."""

    def unclaim(self) -> None:
        """Take the lock away."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who publishes."""

    who: str
    since: str
    """When it began; times are UTC, ISO 8601."""
    seen: str
    """When it last said that it is still at work."""
    id: str
    machine: str
    process: int

    @property
    def abandoned(self) -> bool:
        """Whether it has died: it ran here and is gone, or nothing was heard of it for so long."""
        here = self.machine == node() and self.id not in _HELD_HERE
        # A time to come was written by a clock that is wrong, and says nothing.
        return abs(_since(self.seen)) > ABANDONED_S or (here and not _runs(self.process))


class Lock:
    """The lock of one target; whoever holds it renews it while files are sent."""

    def __init__(self, target: Lockable) -> None:
        self._target = target
        self._held: Holder | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; UserError if somebody else does. Errors and Ctrl-C release it too."""
        try:
            self._take()
            yield
        except BaseException:
            with suppress(UserError):
                self._release()
            raise
        self._release()

    def renew(self) -> None:
        """Say now and then that the holder lives; UserError if the lock was taken away."""
        if self._held is None or _since(self._held.seen) < _RENEWED_S:
            return
        self._prove(self._held)
        self._held = replace(self._held, seen=_now())
        self._target.reclaim(_written(self._held))

    def _take(self) -> None:
        now = _now()
        self._held = Holder(_who(), now, now, uuid4().hex, node(), getpid())
        _HELD_HERE.add(self._held.id)
        if self._target.claim(_written(self._held)):
            return
        other = self._holder()
        if other and not other.abandoned:
            raise self._busy(other)
        self._target.unclaim()
        if not self._target.claim(_written(self._held)):
            raise self._busy(_read(self._target.claimed()))
        # Two may take over at once: the second may have removed the first one's lock.
        self._prove(self._held)

    def _holder(self) -> Holder | None:
        """Who holds the lock; None if whoever began to write it died before the end."""
        for _ in range(_PATIENCE):
            found = _read(self._target.claimed())
            if found:
                return found
            sleep(_PAUSE_S)
        return None

    def _prove(self, mine: Holder) -> None:
        other = _read(self._target.claimed())
        if other is None or other.id != mine.id:
            raise self._busy(other)

    def _release(self) -> None:
        mine, self._held = self._held, None
        _HELD_HERE.discard(mine.id if mine else "")
        there = _read(self._target.claimed())
        if mine and there and there.id == mine.id:
            self._target.unclaim()

    def _busy(self, other: Holder | None) -> UserError:
        since = f" since {other.since} ({other.who})" if other else ""
        return UserError(f"somebody is publishing there{since}", self._target.where,
                         f"Wait until it is done; if that program died, delete '{LOCK}' there.")


def _runs(process: int) -> bool:
    """Whether a process of this machine is there; this one is not what left a lock behind."""
    if process == getpid():
        return False
    try:
        kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _since(time: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(time)).total_seconds()


def _who() -> str:
    try:
        return f"{getuser()}@{node()}"
    except (KeyError, OSError):
        return node()


def _written(holder: Holder) -> bytes:
    return json.dumps(asdict(holder), indent=1).encode() + b"\n"


def _read(payload: bytes | None) -> Holder | None:
    """Who holds a lock; None if there is none or it is only half written."""
    try:
        holder = Holder(**json.loads(payload or b""))
        _since(holder.seen)
        sensible = type(holder.process) is int and 0 < holder.process < 1 << 31
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (holder.who, holder.since, holder.id, holder.machine)
    return holder if sensible and all(isinstance(one, str) for one in texts) else None
