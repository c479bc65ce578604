"""Files → one EPUB container (OCF, EPUB 3.3, 4): the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from typing import IO, TYPE_CHECKING

from podcast.editions.base import PIECE_BYTES
from podcast.model import Publication
from podcast.store import new_file, put_in_place

if TYPE_CHECKING:
    from hashlib import _Hash as Digest
    from zipfile import ZipInfo

MIMETYPE = "application/epub+zip"
PACKAGE = "EPUB/package.opf"
_CONTAINER = f'''<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
'''
_FIRST = (("mimetype", MIMETYPE.encode()), ("META-INF/container.xml", _CONTAINER.encode()))
_FILE_MODE = 0o100644
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the episode's sound."""

    head: bytes
    """What comes before it."""
    from_end: int
    """So many bytes before the end of the MP3 it begins."""
    size_bytes: int


@dataclass(frozen=True, slots=True)
class BookOrder:
    """Everything a worker needs to write a book once the MP3 is there."""

    output_dir: Path
    pattern: str
    """Its path; `{hash}` becomes 8 hex digits of its content's."""
    files: tuple[tuple[str, bytes | Cut], ...]
    """Paths in the container and what is found there."""


def write_book(order: BookOrder, mp3: Path) -> Publication:
    """Write an EPUB with the sound of an episode's MP3, which is never in memory as a whole.

    Nothing is compressed: sound cannot be, beside it text is little, and what a compressor makes
    differs between its versions.
    """
    from zipfile import ZipFile

    # Read without a buffer, which would hold what comes next before it is complete.
    with new_file(order.output_dir / order.pattern) as file, \
            Path(file.name).open("rb", buffering=0) as again, ThreadPoolExecutor(1) as beside:
        digest = sha256()
        with ZipFile(file, "w") as container:
            for name, content in (*_FIRST, *order.files):
                with container.open(_info(name), "w") as entry:
                    for piece in _pieces(content, mp3):
                        entry.write(piece)
                # Of what is closed nothing changes any more.
                file.flush()
                beside.submit(_digest, digest, again, file.tell())
        size_bytes = file.tell()
        file.flush()
        beside.submit(_digest, digest, again, size_bytes).result()
        path = order.pattern.replace("{hash}", digest.hexdigest()[:8])
        put_in_place(file, order.output_dir / path)
    return Publication(path, MIMETYPE, digest.hexdigest(), size_bytes)


def _digest(digest: Digest, file: IO[bytes], end: int) -> None:
    """Digest what comes next in a file, up to `end`."""
    while left := end - file.tell():
        digest.update(file.read(min(PIECE_BYTES, left)))


def _pieces(content: bytes | Cut, mp3: Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    yield content.head
    with mp3.open("rb") as sound:
        sound.seek(-content.from_end, SEEK_END)
        for place in range(0, content.size_bytes, PIECE_BYTES):
            yield sound.read(min(PIECE_BYTES, content.size_bytes - place))


def _info(name: str) -> ZipInfo:
    from zipfile import ZipInfo

    info = ZipInfo(name)  # dated 1980, as early as the format knows
    info.create_system, info.external_attr = _UNIX, _FILE_MODE << 16
    return info
