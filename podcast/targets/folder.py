"""A folder of this machine, or of another one that is mounted here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from time import time
from typing import BinaryIO

from podcast.store import drop_abandoned, new_file, put_in_place
from podcast.targets.address import Address
from podcast.targets.base import CHUNK_BYTES, BaseTarget, chunks
from podcast.targets.faults import disk_fault


class Folder(BaseTarget):
    """Files below a folder, which is made when the first one comes."""

    def __init__(self, address: Address) -> None:
        super().__init__(address, (OSError,))
        self._root = Path(address.path).expanduser()

    def close(self) -> None:
        """There is no connection."""

    def fault(self, error: Exception) -> tuple[str, str]:
        """What the operating system refused."""
        assert isinstance(error, OSError)
        return disk_fault(error)

    def _size(self, path: str) -> int | None:
        try:
            return (self._root / path).stat().st_size
        except FileNotFoundError:
            return None

    def _receive(self, path: str) -> Iterator[bytes]:
        with (self._root / path).open("rb") as file:
            yield from chunks(file)

    def _put(self, path: str, file: BinaryIO, size_bytes: int) -> None:
        with new_file(self._root / path) as written:
            copyfileobj(file, written, CHUNK_BYTES)
            self._prove(path, written.tell(), size_bytes)
            put_in_place(written, self._root / path)
        drop_abandoned((self._root / path).parent, time())

    def _remove(self, path: str) -> None:
        (self._root / path).unlink(missing_ok=True)

    def _create(self, path: str, payload: bytes) -> bool:
        self._root.mkdir(parents=True, exist_ok=True)
        try:
            with (self._root / path).open("xb") as file:
                file.write(payload)
        except FileExistsError:
            return False
        return True
