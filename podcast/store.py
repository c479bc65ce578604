"""Content-addressed clips, tracks, covers and records: one file an entry, whole or absent."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest as streamed_digest
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import IO, Any

Meta = Mapping[str, Any]
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the store holds under a key: a small JSON header and the bytes."""

    meta: Meta
    payload: bytes


def content_key(*parts: object) -> str:
    """A SHA-256 over the canonical JSON of `parts`: equal content, equal key."""
    return key_of(canonical(*parts))


def canonical(*parts: object) -> str:
    """The canonical JSON of one or more parts of a key, for those that many keys have in common."""
    return _CANONICAL.encode(parts)[1:-1]


def key_of(*parts: str) -> str:
    """The content key of parts that are canonical JSON already."""
    return sha256(f"[{','.join(parts)}]".encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a small file's bytes; OSError if it cannot be read."""
    return sha256(path.read_bytes()).hexdigest()


def is_whole(path: Path, size_bytes: int) -> bool:
    """Whether a file is there and as long as it should be."""
    return path.is_file() and path.stat().st_size == size_bytes


def large_file_digest(path: Path) -> str:
    """The same of a file that is not to be in memory as a whole."""
    with path.open("rb") as file:
        return streamed_digest(file, "sha256").hexdigest()


class Memory:
    """Where files are read one after the other: to be given new memory for each would cost more
    than the reading."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def read(self, path: str) -> tuple[bytes, memoryview]:
        """A file's first line and all that follows it, which is good until the next call; OSError
        if it cannot be read."""
        with FileIO(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > len(self._bytes):
                self._bytes = bytearray(size)
            view, filled = memoryview(self._bytes)[:size], 0
            while filled < size and (taken := file.readinto(view[filled:])):
                filled += taken
        end = self._bytes.find(b"\n", 0, filled)
        if end < 0:
            end = filled
        return bytes(view[:end]), view[end + 1:filled]


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it lies on the disk."""

    kind: str
    key: str
    size_bytes: int
    used_s: float
    """When it was last used, in seconds since 1970."""


UNFINISHED = ".new-"
"""How the name of a file begins while it is written."""
BUFFER_BYTES = 1 << 20
"""What is written in small pieces goes to the disk in pieces of this size."""
ABANDONED_S = 3600.0
"""After this time whoever wrote it is gone."""


@contextmanager
def new_file(place: Path) -> Iterator[IO[bytes]]:
    """An open file beside `place`, gone again if an error strikes; `put_in_place` ends it."""
    from tempfile import NamedTemporaryFile

    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with NamedTemporaryFile(dir=place.parent, prefix=UNFINISHED, delete=False,
                                buffering=BUFFER_BYTES) as file:
            try:
                yield file
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        # Closing it may fail once more, for what was written last.
        if not error.filename:
            error.filename = str(place)
        raise


def put_in_place(file: IO[bytes], path: Path) -> None:
    """Close a new file and give it its name: readers see the old file or the whole new one."""
    file.close()
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def drop_abandoned(folder: Path, now_s: float) -> None:
    """Remove what was begun in a folder and never finished: its writer was killed."""
    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < now_s - ABANDONED_S:
                path.unlink()


def write_beside(path: Path, payload: bytes) -> None:
    """Write a file completely under another name, then put it in place."""
    with new_file(path) as file:
        file.write(payload)
        put_in_place(file, path)


@dataclass(frozen=True, slots=True)
class Store:
    """Entries by kind and key below one folder; safe to share between processes."""

    root: Path

    def has(self, kind: str, key: str) -> bool:
        """Whether an entry is there (its bytes are only proved by `get`); then it is in use."""
        return _mark_used(self._path(kind, key))

    def get(self, kind: str, key: str) -> Entry | None:
        """An entry whose bytes match their digest, else None; a damaged one is dropped."""
        proved = self.prove(kind, key, Memory())
        if proved is None:
            return None
        meta, payload = proved
        _mark_used(self._path(kind, key))
        return Entry(meta, bytes(payload))

    def prove(self, kind: str, key: str, memory: Memory) -> tuple[Meta, memoryview] | None:
        """The same for whoever looks at many: the bytes are good until `memory` is used again, and
        the entry is not marked as used."""
        try:
            head, payload = memory.read(self._path(kind, key))
        except FileNotFoundError:
            return None
        meta = _header(head)
        if meta is None or meta.get("sha256") != sha256(payload).hexdigest():
            self.drop(kind, key)
            return None
        return meta, payload

    def proved(self, kind: str, key: str, memory: Memory) -> memoryview | None:
        """The bytes of an entry that was just proved, read without proving them again."""
        try:
            return memory.read(self._path(kind, key))[1]
        except FileNotFoundError:
            return None

    def put(self, kind: str, key: str, meta: Meta, payload: bytes) -> None:
        """Keep bytes and their header under a key; whoever writes last wins, all write the same."""
        head = json.dumps({**meta, "sha256": sha256(payload).hexdigest()}, sort_keys=True)
        write_beside(Path(self._path(kind, key)), head.encode() + b"\n" + payload)

    def drop(self, kind: str, key: str) -> None:
        """Forget an entry; where nothing may be written it stays."""
        with suppress(OSError):
            Path(self._path(kind, key)).unlink()

    def entries(self) -> Iterator[Kept]:
        """Everything that is kept, in no order; what others drop meanwhile is left out."""
        for path in self.root.glob("*/??/*"):
            with suppress(FileNotFoundError):
                found = path.stat()
                yield Kept(path.parts[-3], path.name, found.st_size, found.st_mtime)

    def _path(self, kind: str, key: str) -> str:
        """A plain string: of a long episode thousands are looked for at every edit."""
        return f"{self.root}/{kind}/{key[:2]}/{key}"


def _mark_used(path: str) -> bool:
    """Note that a file is used now, if it is there."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    except OSError:
        return Path(path).is_file()
    return True


def _header(head: bytes) -> dict[str, Any] | None:
    try:
        meta = json.loads(head)
    except ValueError:
        return None
    return meta if isinstance(meta, dict) else None
