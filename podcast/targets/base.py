"""What every target does: files come whole, failures are told in one line, one sends at a time."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from podcast.errors import UserError
from podcast.store import UNFINISHED, new_file, put_in_place
from podcast.targets.address import Address
from podcast.targets.lock import LOCK, Lock

CHUNK_BYTES = 1 << 20


class Target(Protocol):
    """Where a show is published; paths are relative POSIX paths below its root.

    Every method raises UserError for what the user can mend.
    """

    where: str
    """The target as people may see it: never with a password."""

    def read(self, path: str) -> bytes | None:
        """A small file's bytes; None if it is not there."""

    def size(self, path: str) -> int | None:
        """A file's length in bytes; None if it is not there."""

    def digest(self, path: str) -> str:
        """SHA-256 of a file that is there; all of it is read for that."""

    def put(self, path: str, source: Path | bytes) -> None:
        """Send a file or bytes; readers see the old file or the whole new one."""

    def remove(self, path: str) -> None:
        """Remove a file; fine if it is not there."""

    def fetch(self, path: str, place: Path) -> None:
        """Bring a file into a local place, which holds the old one or the whole new one."""

    def locked(self) -> AbstractContextManager[None]:
        """Keep other publishers out."""


class BaseTarget(ABC):
    """A target whose steps a protocol fills in; they raise the protocol's own `faults`."""

    def __init__(self, address: Address, faults: tuple[type[Exception], ...]) -> None:
        self.address = address
        self.faults = faults
        self.where = address.where
        self._lock = Lock(self)

    def read(self, path: str) -> bytes | None:
        """A small file's bytes; None if it is not there."""
        with self._telling(path):
            there = self._size(_below(path)) is not None
            return self._read(_below(path)) if there else None

    def size(self, path: str) -> int | None:
        """A file's length in bytes; None if it is not there."""
        with self._telling(path):
            return self._size(_below(path))

    def digest(self, path: str) -> str:
        """SHA-256 of a file that is there; all of it is read for that."""
        read = sha256()
        for chunk in self._chunks(path):
            read.update(chunk)
        return read.hexdigest()

    def put(self, path: str, source: Path | bytes) -> None:
        """Send a file or bytes whole, and prove that all of it arrived."""
        self._lock.renew()
        with opened(source) as file, self._telling(path):
            self._put(_below(path), file, length(source))

    def remove(self, path: str) -> None:
        """Remove a file; fine if it is not there."""
        with self._telling(path):
            self._remove(_below(path))

    def fetch(self, path: str, place: Path) -> None:
        """Bring a file into a local place, beside it first; UserError if it is not there."""
        expected = self.size(path)
        if expected is None:
            raise UserError("there is no such file", self._place(path),
                            "Publish it first, or look whether it has another name.")
        with new_file(place) as file:
            arrived = sum(file.write(chunk) for chunk in self._chunks(path))
            self._prove(path, arrived, expected)
            put_in_place(file, place)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other publishers out; at the end the connection is closed."""
        try:
            with self._lock.held():
                yield
        finally:
            self.close()

    def claim(self, payload: bytes) -> bool:
        """Leave the lock there, or say that there is one already."""
        with self._telling(LOCK):
            return self._create(LOCK, payload)

    def claimed(self) -> bytes | None:
        """What the lock says."""
        return self.read(LOCK)

    def reclaim(self, payload: bytes) -> None:
        """Write the lock anew."""
        with opened(payload) as file, self._telling(LOCK):
            self._put(LOCK, file, len(payload))

    def unclaim(self) -> None:
        """Take the lock away."""
        self.remove(LOCK)

    @abstractmethod
    def close(self) -> None:
        """End the connection, whatever state it is in; the next step opens another."""

    @abstractmethod
    def fault(self, error: Exception) -> tuple[str, str]:
        """What happened and what to do next, for one of `faults`; no secrets."""

    @abstractmethod
    def _size(self, path: str) -> int | None: ...

    @abstractmethod
    def _receive(self, path: str) -> Iterator[bytes]:
        """The bytes of a file that is there."""

    def _read(self, path: str) -> bytes:
        return b"".join(self._receive(path))

    @abstractmethod
    def _put(self, path: str, file: BinaryIO, size_bytes: int) -> None:
        """Send an open file, prove its length, and give it its name in one step."""

    @abstractmethod
    def _remove(self, path: str) -> None: ...

    @abstractmethod
    def _create(self, path: str, payload: bytes) -> bool:
        """Write a file that must be new; False if there is one. Of two only one succeeds."""

    def _chunks(self, path: str) -> Iterator[bytes]:
        with self._telling(path):
            yield from self._receive(_below(path))

    def _prove(self, path: str, arrived: int | None, expected: int) -> None:
        if arrived != expected:
            raise UserError(f"only {arrived or 0} of {expected} bytes arrived", self._place(path),
                            "Publish again; what has arrived whole is not sent twice.")

    def _place(self, path: str) -> str:
        return f"{self.where.rstrip('/')}/{path}"

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Turn the protocol's failures into what the user reads; what broke is not used again."""
        try:
            yield
        except UserError:
            self.close()
            raise
        except self.faults as error:
            what, next_step = self.fault(error)
            self.close()
            raise UserError(what, self._place(path), next_step) from None
        except BaseException:
            self.close()
            raise


class StagedTarget(BaseTarget):
    """A target where a file is written under another name and then renamed."""

    def _put(self, path: str, file: BinaryIO, size_bytes: int) -> None:
        partial = beside(path)
        faults: tuple[type[Exception], ...] = (UserError, *self.faults)
        try:
            self._write(partial, file)
            self._prove(path, self._size(partial), size_bytes)
            self._rename(partial, path)
        except faults:
            # It may fill the disk; where nobody can be reached, the next attempt overwrites it.
            self.close()
            with suppress(*self.faults):
                self._remove(partial)
            raise

    @abstractmethod
    def _write(self, path: str, file: BinaryIO) -> None:
        """Write a file in place, with the folders above it."""

    @abstractmethod
    def _rename(self, old: str, new: str) -> None:
        """Give a file its name, which may be taken by another that it replaces."""


def beside(path: str) -> str:
    """The name of a file while it is written."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{UNFINISHED}{name}".removeprefix("/")


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The rest of an open file in pieces."""
    return iter(lambda: file.read(CHUNK_BYTES), b"")


def opened(source: Path | bytes) -> BinaryIO:
    """What is to be sent, ready to be read."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def length(source: Path | bytes) -> int:
    """Its size in bytes."""
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _below(path: str) -> str:
    """A path that stays below the root; UserError if it does not, or holds control characters."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or not path.isprintable():
        raise UserError("this is no path below a target", repr(path),
                        "If it stands in published.json, that file was changed by hand.")
    return "/".join(parts)
