"""The published MP3 → the sound of each document: its own frames, cut where it is silent.

A document has a file of its own because many reading systems take one into memory as a whole:
that is then a chapter, not an episode. Nothing is encoded; the tag, which holds picture and text
once more, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from podcast.audio import mp3
from podcast.audio.mp3 import FRAME_S
from podcast.editions.base import PIECE_BYTES
from podcast.editions.book.document import Document
from podcast.model import Episode


def sound(document: Document, episode: Episode, path: Path, bitrate_kbps: int) -> Iterator[bytes]:
    """The frames of a document behind a header of their own, in pieces of at most `PIECE_BYTES`;
    `path` is the episode's MP3."""
    size = mp3.frame_bytes(bitrate_kbps)
    yield mp3.info_frame(document.frames, bitrate_kbps)
    behind = round(episode.seconds / FRAME_S) - document.first_frame
    with path.open("rb") as file:
        file.seek(path.stat().st_size - behind * size)
        length = document.frames * size
        for place in range(0, length, PIECE_BYTES):
            yield file.read(min(PIECE_BYTES, length - place))
