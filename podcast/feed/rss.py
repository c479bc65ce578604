"""The feed itself, and its older pages (RFC 5005, section 4: archived feeds)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from podcast.editions.address import file_address, web_address
from podcast.editions.wording import one_line, printable
from podcast.feed.extension import EntryTags, FeedTags, Tag
from podcast.feed.item import FeedItem, moment
from podcast.feed.notes import PAGE, show_notes
from podcast.feed.show import base_address, show_tags
from podcast.feed.text import described, html_text, title_text
from podcast.model import Publication
from podcast.settings import Settings

FEED_FILE = "feed.xml"
ARCHIVES = "feed-archive-*.xml"
GENERATOR = "Hörfassung"
FEED_TYPE = "application/rss+xml"
Dated = tuple[datetime, FeedItem]


def feed_pages(settings: Settings, items: Sequence[FeedItem], cover: Publication | None, *,
               moved: bool = False) -> Mapping[str, bytes]:
    """The feed of a show by file name, newest episode first; same arguments, same bytes.

    Beyond `feed_length` episodes the oldest go to archive pages, so many on each, whose names and
    contents stay when newer ones come. `moved` tells that the show is now here. UserError names a
    setting no podcast app could use (base_url, category, email …) or a script whose date is none.
    """
    dated = sorted(((moment(item, settings), item) for item in items),
                   key=lambda one: (one[0], one[1].script.id))
    archived = _archived(len(dated), settings.feed_length)
    pages = {FEED_FILE: (dated[archived:], archived // max(settings.feed_length, 1))}
    for number in range(1, archived // max(settings.feed_length, 1) + 1):
        first = (number - 1) * settings.feed_length
        pages[_archive(number)] = (dated[first:first + settings.feed_length], number - 1)
    return {name: _page(settings, name, shown[::-1], cover,
                        _history(settings, name, older, moved=moved))
            for name, (shown, older) in pages.items()}


def _archived(count: int, length: int) -> int:
    """How many episodes lie in full archive pages: the feed keeps at least `length` newest."""
    return max(count - length, 0) // length * length if length else 0


def _archive(number: int) -> str:
    return ARCHIVES.replace("*", str(number))


def _history(settings: Settings, name: str, older: int, *, moved: bool) -> Iterator[Tag]:
    """How a page hangs together with the others."""
    base = base_address(settings)
    if name != FEED_FILE:
        yield Tag("fh:archive")
        yield _link(base, "current", FEED_FILE)
    elif moved:
        yield Tag("itunes:new-feed-url", file_address(base, FEED_FILE))
    if older:
        yield _link(base, "prev-archive", _archive(older))
        # gPodder and AntennaPod know only this name for it (section 3: paged feeds).
        yield _link(base, "next", _archive(older))


def _link(base: str, rel: str, path: str) -> Tag:
    return Tag("atom:link", attributes=(("href", file_address(base, path)), ("rel", rel),
                                        ("type", FEED_TYPE)))


def _page(settings: Settings, name: str, dated: Sequence[Dated], cover: Publication | None,
          history: Iterator[Tag]) -> bytes:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.register_extension("tags", FeedTags, EntryTags, atom=False)
    _describe(feed, settings, name, cover)
    feed.tags.tags = (*show_tags(settings, cover), *history)
    feed.tags.dated = bool(dated)
    for when, item in dated:
        _add(feed, settings, item, when)
    if dated:
        feed.lastBuildDate(dated[0][0])
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def _describe(feed: Any, settings: Settings, name: str, cover: Publication | None) -> None:
    base, title = base_address(settings), one_line(settings.title)
    feed.title(title_text(title))
    feed.description(_description(settings.description, title))
    feed.language(settings.language)
    feed.generator(GENERATOR)
    if settings.copyright:
        feed.copyright(one_line(settings.copyright))
    feed.link(href=file_address(base, name), rel="self", type=FEED_TYPE)
    # The last link becomes the channel's <link>.
    feed.link(href=base, rel="alternate")
    if cover:
        feed.image(file_address(base, cover.path), title=title_text(title), link=base)


def _add(feed: Any, settings: Settings, item: FeedItem, when: datetime) -> None:
    from podcast.feed.episode import episode_tags

    script, base = item.script, base_address(settings)
    entry = feed.add_entry(order="append")
    entry.title(title_text(one_line(script.title) or script.slug))
    entry.guid(script.id, permalink=False)
    entry.pubDate(when)
    entry.description(_description(item.summary, one_line(script.title) or script.slug))
    entry.content(show_notes(item, base))
    page = item.files.get(PAGE)
    reading = web_address(script.url) or (file_address(base, page.path) if page else "")
    if reading:
        entry.link(href=reading, rel="alternate")
    entry.enclosure(file_address(base, item.audio.path), item.audio.size_bytes,
                    item.audio.media_type)
    entry.tags.tags = tuple(episode_tags(item, settings))


def _description(text: str, instead: str) -> str:
    return html_text(described(printable(text).strip() or instead))
