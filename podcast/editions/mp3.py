"""The episode's MP3: tag, header frame, then the turns' own frames and silent ones."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from podcast.audio import mp3, track
from podcast.audio.levels import BYTES_PER_FRAME, integrated_lufs
from podcast.editions.base import Context, has_text, write_publication
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
class Splice:
    """What a worker needs to join sound: nothing is encoded."""

    slug: str
    head: bytes
    """What comes before the sound."""
    silence: bytes
    """A silent frame."""
    pieces: tuple[tuple[int, str], ...]
    """Silent frames, then a track by its key."""
    tail_frames: int


@dataclass(frozen=True, slots=True)
class Sound:
    """An episode's MP3."""

    publication: Publication
    loudness_lufs: float
    """Integrated, of the whole episode."""


def begin_mp3(episode: Episode, context: Context, executor: Executor) -> Callable[[], Sound]:
    """Begin to write `episodes/<slug>/<slug>.<hash>.mp3` beside other work; the result waits for
    it.

    The tracks in the store are joined, nothing is encoded. Raises UserError on a lost track.
    """
    bitrate_kbps = context.settings.sound.bitrate_kbps
    pieces = tuple((one.silent_frames, one.track.key) for one in episode.pieces)
    count = episode.tail_frames + sum(one.silent_frames + one.track.frames
                                      for one in episode.pieces)
    lyrics = "\n\n".join(heard_paragraphs(episode)) if has_text(episode, context) else ""
    tag = id3_tag(episode, context.settings, context.cover_jpeg, context.provenance, lyrics)
    splice = Splice(episode.script.slug, tag + mp3.info_frame(count, bitrate_kbps),
                    silent_frame(bitrate_kbps, context.store), pieces, episode.tail_frames)
    future = executor.submit(write_mp3, context.settings.output_dir, splice, context.store,
                             limit_s=limit_s(episode))
    return lambda: awaited(future, "the episode could not be written", episode.script.slug,
                           "Build again.")


def limit_s(episode: Episode) -> float:
    """How long a worker may take to join all of an episode."""
    return START_LIMIT_S + LIMIT_S_PER_S * episode.seconds


def write_mp3(output_dir: Path, splice: Splice, store: Store) -> Sound:
    """Join the tracks into a file and measure them; runs in a worker. Raises UserError."""
    meter, slug = Meter(), splice.slug
    made = write_publication(output_dir, f"episodes/{slug}/{slug}.{{hash}}.mp3", "audio/mpeg",
                             spliced(splice, store, meter))
    return Sound(made, integrated_lufs(meter.pieces, meter.silent_frames + splice.tail_frames))


@dataclass(slots=True)
class Meter:
    """What is measured of the pieces while they are written."""

    pieces: list[tuple[int, bytes]] = field(default_factory=list)
    """Silent frames, then the levels of the frames that sound."""
    silent_frames: int = 0
    """Those at the end of the last piece."""

    def take(self, silent_frames: int, frames: int, levels: bytes) -> None:
        """Note a piece that comes after so many silent frames."""
        self.pieces.append((self.silent_frames + silent_frames, levels))
        self.silent_frames = frames - len(levels) // BYTES_PER_FRAME


def spliced(splice: Splice, store: Store, meter: Meter) -> Iterator[bytes]:
    """The bytes, track by track; UserError if one is lost."""
    yield splice.head
    for silent_frames, key in splice.pieces:
        entry = store.proved(track.KIND, key)
        if entry is None:
            raise UserError("a recording vanished while the episode was written", splice.slug,
                            "Run 'podcast build' again.")
        meter.take(silent_frames, entry.meta["frames"], b64decode(entry.meta["levels"]))
        yield splice.silence * silent_frames
        yield entry.payload
    yield splice.silence * splice.tail_frames


def silent_frame(bitrate_kbps: int, store: Store) -> bytes:
    """The frame of every pause; kept, since making it takes a tenth of a second of imports."""
    key = content_key("silence", mp3.encoder(), bitrate_kbps)
    kept = store.get(SILENCE, key)
    frame = kept.payload if kept else mp3.silent_frame(bitrate_kbps)
    if kept is None:
        store.put(SILENCE, key, {}, frame)
    return frame
