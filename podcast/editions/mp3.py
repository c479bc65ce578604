"""The episode's MP3: tag, header frame, then the turns' own frames and silent ones."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from podcast.audio import mp3
from podcast.audio.levels import integrated_lufs
from podcast.audio.splice import Levels, Splice
from podcast.editions.base import Context, has_text, write_publication
from podcast.editions.plain_text import heard_paragraphs
from podcast.editions.tags import id3_tag
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
    splice: Splice


@dataclass(frozen=True, slots=True)
class Sound:
    """An episode's MP3."""

    publication: Publication
    loudness_lufs: float
    """Integrated, of the whole episode."""


def begin_mp3(episode: Episode, context: Context, executor: Executor) -> Future[Sound]:
    """Begin to write `episodes/<slug>/<slug>.<hash>.mp3` beside other work.

    The tracks in the store are joined, nothing is encoded. Its future raises TrackLost if one is
    gone.
    """
    splice = spliced(episode, context)
    lyrics = "\n\n".join(heard_paragraphs(episode)) if has_text(episode, context) else ""
    tag = id3_tag(episode, context.settings, context.cover_jpeg, context.provenance, lyrics)
    header = mp3.info_frame(splice.frames, context.settings.sound.bitrate_kbps)
    order = Mp3Order(context.settings.output_dir, episode.script.slug, tag + header, splice)
    return executor.submit(write_mp3, order, context.store, limit_s=writing_limit_s(episode),
                           hire=False)


def spliced(episode: Episode, context: Context) -> Splice:
    """All that is heard in an episode."""
    silence = _silent_frame(context.settings.sound.bitrate_kbps, context.store)
    return Splice(silence, tuple((one.silent_frames, one.track.key, one.track.frames)
                                 for one in episode.pieces), episode.tail_frames)


def writing_limit_s(episode: Episode) -> float:
    """How long it may take to write an episode's sound."""
    return START_LIMIT_S + LIMIT_S_PER_S * episode.seconds


def write_mp3(order: Mp3Order, store: Store) -> Sound:
    """Join the tracks into a file and measure them; runs in a worker. Raises TrackLost."""
    levels: Levels = []
    made = write_publication(order.output_dir, f"episodes/{order.slug}/{order.slug}.{{hash}}.mp3",
                             "audio/mpeg",
                             chain([order.head], order.splice.sound(store, levels)))
    return Sound(made, integrated_lufs(levels))


def _silent_frame(bitrate_kbps: int, store: Store) -> bytes:
    """The frame of every pause; kept, since making it takes a tenth of a second of imports."""
    key = content_key("silence", mp3.encoder(), bitrate_kbps)
    kept = store.get(SILENCE, key)
    frame = kept.payload if kept else mp3.silent_frame(bitrate_kbps)
    if kept is None:
        store.put(SILENCE, key, {}, frame)
    return frame
