"""Episodes → feed.xml: RSS 2.0 as podcast apps read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from podcast.editions.address import file_address, web_address
from podcast.editions.wording import one_line, printable
from podcast.errors import UserError
from podcast.feed.category import itunes_category
from podcast.feed.notes import show_notes
from podcast.model import Chapter, Publication, Script
from podcast.settings import SHOW_FILE, Settings

if TYPE_CHECKING:
    from podcast.feed.extension import Tag

FEED_FILE = "feed.xml"
GENERATOR = "Hörfassung"
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@.<>()\[\],;:\\\"]+")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An episode as the feed tells of it."""

    script: Script
    seconds: float
    summary: str
    chapters: tuple[Chapter, ...]
    audio: Publication
    cover: Publication | None


def require_feedable(settings: Settings) -> None:
    """Return if a feed can carry these settings, else raise UserError."""
    _base(settings)
    itunes_category(settings.category)
    if settings.email:
        _email(settings)


def feed_xml(settings: Settings, items: Sequence[FeedItem], cover: Publication | None) -> bytes:
    """The feed of a show, newest episode first; the same arguments give the same bytes.

    UserError names a setting no podcast app could use (base_url, category, email) or a script
    whose date is none.
    """
    from feedgen.feed import FeedGenerator

    from podcast.feed.extension import ItunesEntry, ItunesFeed

    dated = sorted(((_moment(item.script, settings), item.script.id, item) for item in items),
                   key=lambda one: one[:2], reverse=True)
    feed = FeedGenerator()
    feed.register_extension("itunes", ItunesFeed, ItunesEntry, atom=False)
    _describe(feed, settings, cover)
    feed.itunes.dated = bool(dated)
    for moment, _, item in dated:
        _add(feed, settings, item, moment)
    if dated:
        feed.lastBuildDate(dated[0][0])
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def _describe(feed: Any, settings: Settings, cover: Publication | None) -> None:
    base = _base(settings)
    title = one_line(settings.title)
    feed.title(title)
    feed.description(escape(printable(settings.description).strip() or title, quote=False))
    feed.language(settings.language)
    feed.generator(GENERATOR)
    feed.link(href=file_address(base, FEED_FILE), rel="self", type="application/rss+xml")
    # The last link becomes the channel's <link>.
    feed.link(href=base, rel="alternate")
    if cover:
        feed.image(file_address(base, cover.path), title=title, link=base)
    feed.itunes.tags = _show_tags(settings, base, title, cover)


def _show_tags(settings: Settings, base: str, title: str,
               cover: Publication | None) -> tuple[Tag, ...]:
    from podcast.feed.extension import Tag

    author = one_line(settings.author) or title
    category, sub = itunes_category(settings.category)
    inner = (Tag("category", attributes=(("text", sub),)),) if sub else ()
    tags = [Tag("author", author), Tag("category", attributes=(("text", category),),
                                       children=inner),
            Tag("explicit", "false"), Tag("type", "episodic"),
            Tag("summary", printable(settings.description).strip() or title)]
    if settings.email:
        tags.append(Tag("owner", children=(Tag("name", author), Tag("email", _email(settings)))))
    if cover:
        tags.append(_image(base, cover))
    return tuple(tags)


def _add(feed: Any, settings: Settings, item: FeedItem, moment: datetime) -> None:
    script, base = item.script, _base(settings)
    entry = feed.add_entry(order="append")
    entry.title(one_line(script.title) or script.slug)
    entry.guid(script.id, permalink=False)
    entry.pubDate(moment)
    # Apps read a description as HTML.
    entry.description(escape(printable(item.summary).strip() or one_line(script.title)
                             or script.slug, quote=False))
    entry.content(show_notes(script, item.summary, item.chapters))
    if web_address(script.url):
        entry.link(href=web_address(script.url), rel="alternate")
    entry.enclosure(file_address(base, item.audio.path), item.audio.size_bytes,
                    item.audio.media_type)
    entry.itunes.tags = _episode_tags(settings, base, item)


def _episode_tags(settings: Settings, base: str, item: FeedItem) -> tuple[Tag, ...]:
    from podcast.feed.extension import Tag

    author = settings.author or item.script.publisher or settings.title
    tags = [Tag("title", one_line(item.script.title) or item.script.slug),
            Tag("author", one_line(author)), Tag("duration", str(max(1, round(item.seconds)))),
            Tag("explicit", "false"), Tag("episodeType", "full")]
    if item.summary.strip():
        tags.append(Tag("summary", printable(item.summary).strip()))
    if item.cover:
        tags.append(_image(base, item.cover))
    return tuple(tags)


def _image(base: str, cover: Publication) -> Tag:
    from podcast.feed.extension import Tag

    return Tag("image", attributes=(("href", file_address(base, cover.path)),))


def _base(settings: Settings) -> str:
    address = web_address(settings.base_url)
    if not address:
        raise UserError(f"base_url '{settings.base_url}' is no web address", SHOW_FILE,
                        "It begins with http:// or https://.")
    return address.rstrip("/") + "/"


def _email(settings: Settings) -> str:
    if not _EMAIL.fullmatch(settings.email):
        raise UserError(f"email '{settings.email}' is no e-mail address", SHOW_FILE,
                        'Write it like "redaktion@example.org", or leave it out.')
    return settings.email


def _moment(script: Script, settings: Settings) -> datetime:
    """The episode's date; one that a person wrote without offset is in the show's time zone."""
    try:
        moment = datetime.fromisoformat(script.created)
    except ValueError as error:
        raise UserError(f"'created' holds no date: '{script.created}'",
                        f"scripts/{script.slug}.md",
                        'Write it like "2024-03-01T10:00:00+01:00".') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.timezone))
