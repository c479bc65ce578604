"""Covers: drawn once for each wording, kept in the store, or the show's own picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256

from podcast.editions.base import Context, Edition, write_publication
from podcast.editions.cover import CoverText, check_cover, draw_cover, episode_text, show_text
from podcast.errors import UserError
from podcast.executor import Executor, awaited
from podcast.model import Episode, Publication, Script
from podcast.settings import SHOW_FILE, Settings
from podcast.store import Store, content_key, is_whole

KIND = "covers"
VERSION = 1
LIMIT_S = 120.0


class CoverEdition(Edition):
    """`episodes/<slug>/cover.<hash>.jpg`: the same picture as in the MP3's tag."""

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Write the cover that was drawn for this episode."""
        return write_publication(context.settings.output_dir,
                                 f"episodes/{episode.script.slug}/cover.{{hash}}.jpg",
                                 "image/jpeg", [context.cover_jpeg])


def episode_cover(script: Script, settings: Settings, store: Store, executor: Executor,
                  ) -> Callable[[], bytes]:
    """Begin to draw an episode's cover beside other work; the result waits for it."""
    return _drawn(episode_text(script, settings), store, executor)


def begin_show_cover(settings: Settings, store: Store, executor: Executor) -> None:
    """Begin to draw the show's cover beside other work; `show_cover` finds it in the store."""
    if not settings.cover:
        _drawn(show_text(settings), store, executor)


def own_cover(settings: Settings) -> bytes:
    """The picture a show brings, empty if it brings none; UserError if it is not there."""
    path = settings.root / settings.cover
    if settings.cover and not path.is_file():
        raise UserError(f"there is no cover '{settings.cover}'", SHOW_FILE,
                        'Put the picture there, or write cover = "" to have one drawn.')
    return path.read_bytes() if settings.cover else b""


def read_cover(settings: Settings, cover: Publication | None) -> bytes:
    """A cover that was written below `output/`; empty if there is none."""
    path = settings.output_dir / cover.path if cover else None
    return path.read_bytes() if path and path.is_file() else b""


def show_cover(settings: Settings, store: Store, executor: Executor) -> Publication:
    """The show's cover below `output/`: the picture it brings, or one drawn from its title."""
    if settings.cover:
        jpeg = check_cover(settings.root / settings.cover)
    else:
        jpeg = _drawn(show_text(settings), store, executor)()
    path = f"cover.{sha256(jpeg).hexdigest()[:8]}.jpg"
    whole = settings.output_dir / path
    if is_whole(whole, len(jpeg)):
        return Publication(path, "image/jpeg", sha256(jpeg).hexdigest(), len(jpeg))
    return write_publication(settings.output_dir, "cover.{hash}.jpg", "image/jpeg", [jpeg])


def make_cover(text: CoverText, key: str, store: Store) -> bytes:
    """Draw a cover and keep it; runs in a worker."""
    jpeg = draw_cover(text)
    store.put(KIND, key, {}, jpeg)
    return jpeg


def _drawn(text: CoverText, store: Store, executor: Executor) -> Callable[[], bytes]:
    key = content_key("cover", VERSION, asdict(text))
    kept = store.get(KIND, key)
    if kept is not None:
        return lambda: kept.payload
    future = executor.submit(make_cover, text, key, store, limit_s=LIMIT_S)
    return lambda: awaited(future, "the cover could not be drawn", SHOW_FILE,
                           "Build again, or bring a picture of your own.")
