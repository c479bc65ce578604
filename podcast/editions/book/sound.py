"""The sound of each document: the frames of the published MP3, cut where it is silent.

A document has a file of its own because many reading systems take one into memory as a whole:
that is then a chapter, not an episode. Nothing is encoded; the MP3's tag, which holds picture and
text once more, is left out.
"""

from __future__ import annotations

from podcast.audio import mp3
from podcast.editions.book.document import Document
from podcast.editions.mp3 import Splice
from podcast.model import Episode


def splice(document: Document, episode: Episode, silence: bytes, bitrate_kbps: int) -> Splice:
    """The tracks of a document and the silent frames between them, behind a header of their own.
    """
    end = document.first_frame + document.frames
    behind, position = document.first_frame, 0
    pieces: list[tuple[int, str]] = []
    for piece in episode.pieces:
        begin = position + piece.silent_frames
        position = begin + piece.track.frames
        if document.first_frame <= begin < end:
            pieces.append((begin - behind, piece.track.key))
            behind = position
    return Splice(episode.script.slug, mp3.info_frame(document.frames, bitrate_kbps), silence,
                  tuple(pieces), end - behind)
