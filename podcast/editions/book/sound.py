"""The sound of each document: the frames of the published MP3, cut where it is silent.

A document has a file of its own because many reading systems take one into memory as a whole:
that is then a chapter, not an episode. Nothing is encoded; the MP3's tag, which holds picture and
text once more, is left out.
"""

from __future__ import annotations

from podcast.audio import mp3
from podcast.audio.mp3 import FRAME_S
from podcast.editions.book.container import Cut
from podcast.editions.book.document import Document
from podcast.model import Episode


def cut(document: Document, episode: Episode, bitrate_kbps: int) -> Cut:
    """The frames of a document behind a header of their own."""
    size = mp3.frame_bytes(bitrate_kbps)
    from_end = round(episode.seconds / FRAME_S) - document.first_frame
    return Cut(mp3.info_frame(document.frames, bitrate_kbps), from_end * size,
               document.frames * size)
