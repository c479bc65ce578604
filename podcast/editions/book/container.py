"""Files → one EPUB container (OCF, EPUB 3.3, 4): the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.model import Publication
from podcast.store import new_file, put_in_place

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
_FILE_MODE = 0o100644
_UNIX = 3

Entry = tuple[str, Iterable[bytes]]
"""A path in the container and what is found there, in pieces."""


def write_container(output_dir: Path, pattern: str, entries: Iterable[Entry]) -> Publication:
    """Write an EPUB named after its content: `{hash}` in `pattern` becomes 8 hex digits.

    Nothing is compressed: sound cannot be, beside it text is little, and what a compressor makes
    differs between its versions.
    """
    from zipfile import ZipFile

    with new_file(output_dir / pattern) as file:
        with ZipFile(file, "w") as container:
            for name, chunks in _all(entries):
                with container.open(_info(name), "w") as entry:
                    for chunk in chunks:
                        entry.write(chunk)
        size_bytes = file.tell()
        file.flush()
        with Path(file.name).open("rb") as written:
            digest = file_digest(written, "sha256").hexdigest()
        path = pattern.replace("{hash}", digest[:8])
        put_in_place(file, output_dir / path)
    return Publication(path, MIMETYPE, digest, size_bytes)


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    yield "mimetype", (MIMETYPE.encode(),)
    yield "META-INF/container.xml", (_CONTAINER.encode(),)
    yield from entries


def _info(name: str) -> ZipInfo:
    from zipfile import ZipInfo

    info = ZipInfo(name)  # dated 1980, as early as the format knows
    info.create_system, info.external_attr = _UNIX, _FILE_MODE << 16
    return info
