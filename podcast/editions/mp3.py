"""The episode's MP3: tag, header frame, then the turns' own frames and silent ones."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from podcast.audio import mp3, track
from podcast.audio.levels import BYTES_PER_FRAME, integrated_lufs
from podcast.editions.base import Context, has_text, write_publication
from podcast.editions.book.container import BookOrder, write_book
from podcast.editions.plain_text import heard_paragraphs
from podcast.editions.tags import id3_tag
from podcast.errors import UserError
from podcast.executor import Executor, awaited
from podcast.model import Episode, Publication
from podcast.store import Store, content_key

NAME = "mp3"
SILENCE = "silence"
START_LIMIT_S = 120.0
LIMIT_S_PER_S = 0.1
"""How long writing may take for each second of sound."""


@dataclass(frozen=True, slots=True)
class Mp3Order:
    """Everything a worker needs to write an episode's MP3."""

    output_dir: Path
    slug: str
    head: bytes
    """What comes before the sound."""
    silence: bytes
    """A silent frame."""
    pieces: tuple[tuple[int, str], ...]
    """Silent frames, then a track by its key."""
    tail_frames: int
    book: BookOrder | None
    """What is written after it, with its sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """An episode's MP3, and the book that has its sound."""

    publication: Publication
    loudness_lufs: float
    """Integrated, of the whole episode."""
    book: Publication | None


def begin_mp3(episode: Episode, context: Context, executor: Executor,
              book: BookOrder | None) -> Callable[[], Sound]:
    """Begin to write `episodes/<slug>/<slug>.<hash>.mp3`, then the book, beside other work; the
    result waits for both.

    The tracks in the store are joined, nothing is encoded. Raises UserError on a lost track.
    """
    bitrate_kbps = context.settings.sound.bitrate_kbps
    pieces = tuple((one.silent_frames, one.track.key) for one in episode.pieces)
    count = episode.tail_frames + sum(one.silent_frames + one.track.frames
                                      for one in episode.pieces)
    lyrics = "\n\n".join(heard_paragraphs(episode)) if has_text(episode, context) else ""
    tag = id3_tag(episode, context.settings, context.cover_jpeg, context.provenance, lyrics)
    order = Mp3Order(context.settings.output_dir, episode.script.slug,
                     tag + mp3.info_frame(count, bitrate_kbps),
                     _silent_frame(bitrate_kbps, context.store), pieces, episode.tail_frames,
                     book)
    future = executor.submit(write_mp3, order, context.store,
                             limit_s=START_LIMIT_S + LIMIT_S_PER_S * episode.seconds)
    return lambda: awaited(future, "the episode could not be written", episode.script.slug,
                           "Build again.")


def write_mp3(order: Mp3Order, store: Store) -> Sound:
    """Join the tracks into a file and measure them, and write the book; runs in a worker.

    One job for both: a second one would wait until another worker has started. Raises UserError.
    """
    meter = _Meter()
    made = write_publication(order.output_dir, f"episodes/{order.slug}/{order.slug}.{{hash}}.mp3",
                             "audio/mpeg", _chunks(order, store, meter))
    with ThreadPoolExecutor(1) as beside:
        heard_lufs = beside.submit(integrated_lufs, meter.pieces,
                                   meter.silent_frames + order.tail_frames)
        book = write_book(order.book, order.output_dir / made.path) if order.book else None
        return Sound(made, heard_lufs.result(), book)


@dataclass(slots=True)
class _Meter:
    """What is measured of the pieces while they are written."""

    pieces: list[tuple[int, bytes]] = field(default_factory=list)
    """Silent frames, then the levels of the frames that sound."""
    silent_frames: int = 0
    """Those at the end of the last piece."""

    def take(self, silent_frames: int, frames: int, levels: bytes) -> None:
        """Note a piece that comes after so many silent frames."""
        self.pieces.append((self.silent_frames + silent_frames, levels))
        self.silent_frames = frames - len(levels) // BYTES_PER_FRAME


def _chunks(order: Mp3Order, store: Store, meter: _Meter) -> Iterator[bytes]:
    """The file's bytes."""
    yield order.head
    for silent_frames, key in order.pieces:
        entry = store.proved(track.KIND, key)
        if entry is None:
            raise UserError("a recording vanished while the episode was written", order.slug,
                            "Run 'podcast build' again.")
        meter.take(silent_frames, entry.meta["frames"], b64decode(entry.meta["levels"]))
        yield order.silence * silent_frames
        yield entry.payload
    yield order.silence * order.tail_frames


def _silent_frame(bitrate_kbps: int, store: Store) -> bytes:
    """The frame of every pause; kept, since making it takes a tenth of a second of imports."""
    key = content_key("silence", mp3.encoder(), bitrate_kbps)
    kept = store.get(SILENCE, key)
    frame = kept.payload if kept else mp3.silent_frame(bitrate_kbps)
    if kept is None:
        store.put(SILENCE, key, {}, frame)
    return frame
