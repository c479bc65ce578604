"""What a feed says of an episode: elements of its item beside plain RSS."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from podcast.editions.address import file_address
from podcast.editions.captions import clock
from podcast.editions.speakers import credited
from podcast.editions.wording import one_line, printable
from podcast.feed.extension import Tag
from podcast.feed.item import FeedItem
from podcast.feed.people import people
from podcast.feed.show import base_address
from podcast.feed.text import LONGEST_NAME, described, shortened, true_or_false
from podcast.model import Chapter, Publication
from podcast.settings import Settings

TRANSCRIPTS = {"vtt": "captions", "srt": "captions", "transcript": "", "text": ""}
"""Editions that are transcripts, the best known first; captions stand in time with the sound."""
ALTERNATES = ("m4a", "opus")


def episode_tags(item: FeedItem, settings: Settings) -> Iterator[Tag]:
    """The item's elements of iTunes, Podcasting 2.0 and Podlove Simple Chapters."""
    script, release = item.script, item.script.release
    author = one_line(credited(script, settings))
    yield Tag("itunes:title", one_line(script.title) or script.slug)
    yield Tag("itunes:author", shortened(author, LONGEST_NAME))
    yield Tag("itunes:duration", str(max(1, round(item.seconds))))
    explicit = settings.explicit if release.explicit is None else release.explicit
    yield Tag("itunes:explicit", true_or_false(explicit))
    yield Tag("itunes:episodeType", release.kind)
    for name, number in (("season", release.season), ("episode", release.episode)):
        if number:
            yield Tag(f"itunes:{name}", str(number))
            yield Tag(f"podcast:{name}", str(number))
    if item.summary.strip():
        yield Tag("itunes:summary", described(printable(item.summary).strip()))
    if item.cover:
        yield Tag("itunes:image", attributes=(("href", _address(item, "cover", settings)),))
    yield from people(script, one_line(settings.author) or one_line(settings.title))
    yield Tag("podcast:txt", "true", (("purpose", "ai-content"),))
    yield from _files(item, settings)
    if item.chapters:
        yield Tag("psc:chapters", attributes=(("version", "1.2"),),
                  children=tuple(_chapter(one) for one in item.chapters))


def _files(item: FeedItem, settings: Settings) -> Iterator[Tag]:
    """Transcripts, chapters and other encodings of the sound."""
    for name, rel in TRANSCRIPTS.items():
        if name in item.files:
            kind = item.files[name].media_type
            yield Tag("podcast:transcript", attributes=(
                ("url", _address(item, name, settings)), ("type", kind.partition(";")[0]),
                ("language", item.script.language), *((("rel", rel),) if rel else ())))
    if "chapters" in item.files:
        yield Tag("podcast:chapters", attributes=(
            ("url", _address(item, "chapters", settings)),
            ("type", item.files["chapters"].media_type)))
    for name in ALTERNATES:
        if name in item.files:
            yield _alternate(item, name, settings)


def _alternate(item: FeedItem, name: str, settings: Settings) -> Tag:
    made = item.files[name]
    bits_per_s = round(8 * made.size_bytes / max(item.seconds, 1.0))
    return Tag("podcast:alternateEnclosure", attributes=(
        ("type", made.media_type), ("length", str(made.size_bytes)), ("bitrate", str(bits_per_s)),
        ("lang", item.script.language), ("title", name.upper())), children=(
            Tag("podcast:source", attributes=(("uri", _address(item, name, settings)),)),
            Tag("podcast:integrity", attributes=(("type", "sri"), ("value", _sri(made)))),))


def _sri(made: Publication) -> str:
    """A file's digest as browsers check it (W3C Subresource Integrity)."""
    return f"sha256-{b64encode(bytes.fromhex(made.sha256)).decode()}"


def _chapter(chapter: Chapter) -> Tag:
    return Tag("psc:chapter", attributes=(("start", clock(round(chapter.start_s * 1000))),
                                          ("title", one_line(chapter.title))))


def _address(item: FeedItem, name: str, settings: Settings) -> str:
    return file_address(base_address(settings), item.files[name].path)
