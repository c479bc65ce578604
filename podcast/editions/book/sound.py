"""The sound of each document: the frames of the published MP3, cut where it is silent.

A document has a file of its own because many reading systems take one into memory as a whole:
that is then a chapter, not an episode. Nothing is encoded; the MP3's tag, which holds picture and
text once more, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from podcast.audio import mp3
from podcast.editions.base import Context
from podcast.editions.book.container import Cut
from podcast.editions.mp3 import spliced
from podcast.model import Episode


def cut(lengths: Sequence[int], episode: Episode, context: Context) -> Iterator[Cut]:
    """The sound of documents of so many frames, each behind a header of its own."""
    bitrate_kbps = context.settings.sound.bitrate_kbps
    for part in spliced(episode, context).cut(lengths):
        yield Cut(mp3.info_frame(part.frames, bitrate_kbps), part)
