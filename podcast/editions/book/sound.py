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
from podcast.errors import UserError
from podcast.model import Episode


def sound(document: Document, episode: Episode, path: Path, bitrate_kbps: int) -> Iterator[bytes]:
    """The frames of a document behind a header of their own; `path` is the episode's MP3.

    Raises UserError if that is shorter than the episode.
    """
    size = mp3.frame_bytes(bitrate_kbps)
    yield mp3.info_frame(document.frames, bitrate_kbps)
    with path.open("rb") as file:
        all_frames = round(episode.seconds / FRAME_S)
        file.seek(path.stat().st_size - (all_frames - document.first_frame) * size)
        left = document.frames * size
        while left:
            piece = file.read(min(left, PIECE_BYTES))
            if not piece:
                raise UserError("the episode's sound is not whole", str(path), "Build again.")
            left -= len(piece)
            yield piece
