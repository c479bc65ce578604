"""The episode's MP3: tag, header frame, then the turns' own frames and silent ones."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from podcast.audio import mp3, track
from podcast.audio.levels import BYTES_PER_FRAME, integrated_lufs
from podcast.editions.base import Context, has_text, write_publication
from podcast.editions.plain_text import heard_paragraphs
from podcast.editions.tags import id3_tag
from podcast.errors import UserError
from podcast.executor import Executor
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
    levels: tuple[tuple[int, bytes], ...]
    """Silent frames, then the levels of those that sound."""


@dataclass(frozen=True, slots=True)
class Sound:
    """An episode's MP3."""

    publication: Publication
    loudness_lufs: float
    """Integrated, of the whole episode."""


def begin_mp3(episode: Episode, context: Context, executor: Executor) -> Future[Sound]:
    """Begin to write `episodes/<slug>/<slug>.<hash>.mp3` beside other work.

    The tracks in the store are joined, nothing is encoded. Its future raises UserError on a lost
    track.
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
                     tuple(_levels(episode)))
    return executor.submit(write_mp3, order, context.store, limit_s=writing_limit_s(episode))


def writing_limit_s(episode: Episode) -> float:
    """How long it may take to write an episode's sound."""
    return START_LIMIT_S + LIMIT_S_PER_S * episode.seconds


def write_mp3(order: Mp3Order, store: Store) -> Sound:
    """Join the tracks into a file and measure them; runs in a worker. Raises UserError."""
    made = write_publication(order.output_dir, f"episodes/{order.slug}/{order.slug}.{{hash}}.mp3",
                             "audio/mpeg", _chunks(order, store))
    return Sound(made, integrated_lufs(order.levels))


def _chunks(order: Mp3Order, store: Store) -> Iterator[bytes]:
    """The file's bytes."""
    yield order.head
    for silent_frames, key in order.pieces:
        frames = store.proved(track.KIND, key)
        if frames is None:
            raise UserError("a recording vanished while the episode was written", order.slug,
                            "Run 'podcast build' again.")
        yield order.silence * silent_frames
        yield frames
    yield order.silence * order.tail_frames


def _levels(episode: Episode) -> Iterator[tuple[int, bytes]]:
    """Silent frames and levels of all that is heard; a track may end in silent frames, too."""
    silent_frames = 0
    for one in episode.pieces:
        yield silent_frames + one.silent_frames, one.track.levels
        silent_frames = one.track.frames - len(one.track.levels) // BYTES_PER_FRAME
    yield silent_frames + episode.tail_frames, b""


def _silent_frame(bitrate_kbps: int, store: Store) -> bytes:
    """The frame of every pause; kept, since making it takes a tenth of a second of imports."""
    key = content_key("silence", mp3.encoder(), bitrate_kbps)
    kept = store.get(SILENCE, key)
    frame = kept.payload if kept else mp3.silent_frame(bitrate_kbps)
    if kept is None:
        store.put(SILENCE, key, {}, frame)
    return frame
