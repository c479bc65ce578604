"""Episode → the files of its book: an EPUB 3.3 in which every sentence is read along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from podcast.editions.base import Context, has_text
from podcast.editions.book.about import colophon, cover_page
from podcast.editions.book.container import PACKAGE, BookOrder, Cut, write_book
from podcast.editions.book.document import Document, documents
from podcast.editions.book.navigation import navigation
from podcast.editions.book.overlay import overlay
from podcast.editions.book.package import Resource, package
from podcast.editions.book.sound import cut
from podcast.editions.book.text import STYLE, document_text
from podcast.editions.mp3 import writing_limit_s
from podcast.executor import Executor
from podcast.model import Episode, Publication, Script

NAME = "epub"
_XHTML, _SMIL, _MP3 = "application/xhtml+xml", "application/smil+xml", "audio/mpeg"
_COVER, _PICTURE, _NAV, _ABOUT = "cover.xhtml", "cover.jpg", "nav.xhtml", "about.xhtml"

Part = tuple[Resource, bytes | Cut]


def begin_book(episode: Episode, context: Context, executor: Executor,
               ) -> Future[Publication] | None:
    """Begin to write `episodes/<slug>/<slug>.<hash>.epub` beside other work; None where the text is
    not to be published. Its future raises TrackLost like the MP3's."""
    if not has_text(episode, context):
        return None
    slug = episode.script.slug
    order = BookOrder(context.settings.output_dir, f"episodes/{slug}/{slug}.{{hash}}.epub",
                      tuple(_files(episode, context)))
    return executor.submit(write_book, order, context.store, limit_s=writing_limit_s(episode),
                           hire=False)


def _files(episode: Episode, context: Context) -> Iterator[tuple[str, bytes | Cut]]:
    made = tuple(documents(episode))
    parts = [*_around(episode.script, made, context.cover_jpeg), *_heard(made, episode, context),
             _part(Resource(_ABOUT, _XHTML, in_order=True), colophon(episode, context))]
    folder = PACKAGE.rpartition("/")[0]
    yield PACKAGE, package(episode, context, [one for one, _ in parts]).encode()
    for resource, content in parts:
        yield f"{folder}/{resource.path}", content


def _around(script: Script, made: Sequence[Document], cover_jpeg: bytes) -> Iterator[Part]:
    """What is looked at or looked up: cover, contents, style."""
    other = {"colophon": _ABOUT} | ({"cover": _COVER} if cover_jpeg else {})
    if cover_jpeg:
        yield Resource(_PICTURE, "image/jpeg", "cover-image"), cover_jpeg
        yield _part(Resource(_COVER, _XHTML, in_order=True), cover_page(script, _PICTURE))
    yield _part(Resource(_NAV, _XHTML, "nav"), navigation(script, made, other))
    yield _part(Resource(STYLE, "text/css"),
                Path(__file__).with_name(STYLE).read_text(encoding="utf-8"))


def _heard(made: Sequence[Document], episode: Episode, context: Context) -> Iterator[Part]:
    """Text, overlay and sound of each document."""
    sounds = cut([one.frames for one in made], episode, context)
    for one, sound in zip(made, sounds, strict=True):
        timing = f"{one.name}.smil"
        yield _part(Resource(f"{one.name}.xhtml", _XHTML, overlay=timing, in_order=True),
                    document_text(one, episode.script))
        yield _part(Resource(timing, _SMIL, duration_ms=one.duration_ms), overlay(one))
        yield (Resource(f"{one.name}.mp3", _MP3), sound)


def _part(resource: Resource, text: str) -> Part:
    return resource, text.encode()
