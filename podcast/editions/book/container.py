"""Files → one EPUB container (OCF, EPUB 3.3, 4): the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.audio.splice import Splice
from podcast.editions.base import new_publication
from podcast.model import Publication
from podcast.store import Store

if TYPE_CHECKING:
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
    splice: Splice


@dataclass(frozen=True, slots=True)
class BookOrder:
    """Everything a worker needs to write a book."""

    output_dir: Path
    pattern: str
    """Its path; `{hash}` becomes 8 hex digits of its content's."""
    files: tuple[tuple[str, bytes | Cut], ...]
    """Paths in the container and what is found there."""


def write_book(order: BookOrder, store: Store) -> Publication:
    """Write an EPUB; its sound is never in memory as a whole. Runs in a worker; raises TrackLost.

    Nothing is compressed: sound cannot be, beside it text is little, and what a compressor makes
    differs between its versions.
    """
    from zipfile import ZipFile

    with new_publication(order.output_dir, order.pattern, MIMETYPE) as draft, \
            ZipFile(draft.file, "w") as container:
        for name, content in (*_FIRST, *order.files):
            with container.open(_info(name), "w") as entry:
                for piece in _pieces(content, store):
                    entry.write(piece)
            # Of what is closed nothing changes any more.
            draft.settle()
    return draft.publication


def _pieces(content: bytes | Cut, store: Store) -> Iterator[bytes | memoryview]:
    if isinstance(content, bytes):
        return iter((content,))
    return chain([content.head], content.splice.sound(store))


def _info(name: str) -> ZipInfo:
    from zipfile import ZipInfo

    info = ZipInfo(name)  # dated 1980, as early as the format knows
    info.create_system, info.external_attr = _UNIX, _FILE_MODE << 16
    return info
