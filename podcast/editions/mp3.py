"""The episode's MP3: tag, header frame, then the turns' own frames and silent ones."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.audio import mp3, track
from podcast.editions.base import Context, has_text, write_publication
from podcast.editions.plain_text import heard_paragraphs
from podcast.editions.tags import id3_tag
from podcast.errors import UserError
from podcast.model import Episode, Publication
from podcast.store import Store, content_key

SILENCE = "silence"


class Mp3Edition:
    """`episodes/<slug>/<slug>.<hash>.mp3`: 48 kHz, constant bit rate, mono, with chapters."""

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Join the tracks in the store; nothing is encoded. Raises UserError on a lost track."""
        slug = episode.script.slug
        return write_publication(context.settings.output_dir,
                                 f"episodes/{slug}/{slug}.{{hash}}.mp3", "audio/mpeg",
                                 _chunks(episode, context))


def _chunks(episode: Episode, context: Context) -> Iterator[bytes]:
    bitrate_kbps = context.settings.sound.bitrate_kbps
    silence = _silent_frame(bitrate_kbps, context.store)
    lyrics = "\n\n".join(heard_paragraphs(episode)) if has_text(episode, context) else ""
    yield id3_tag(episode, context.settings, context.cover_jpeg, context.provenance, lyrics)
    count = episode.tail_frames + sum(one.silent_frames + one.track.frames
                                      for one in episode.pieces)
    yield mp3.info_frame(count, bitrate_kbps)
    for piece in episode.pieces:
        yield silence * piece.silent_frames
        frames = context.store.proved(track.KIND, piece.track.key)
        if frames is None:
            raise UserError("a recording vanished while the episode was written",
                            episode.script.slug, "Run 'podcast build' again.")
        yield frames
    yield silence * episode.tail_frames


def _silent_frame(bitrate_kbps: int, store: Store) -> bytes:
    """The frame of every pause; kept, since making it takes a tenth of a second of imports."""
    key = content_key("silence", mp3.encoder(), bitrate_kbps)
    kept = store.get(SILENCE, key)
    frame = kept.payload if kept else mp3.silent_frame(bitrate_kbps)
    if kept is None:
        store.put(SILENCE, key, {}, frame)
    return frame
