"""Feed and front page as a target shows them: of all that is published, whoever published it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count, takewhile

from podcast.errors import UserError
from podcast.feed import ARCHIVES, FEED_FILE, feed_pages
from podcast.feeds import rank
from podcast.front import front_pages
from podcast.model import Publication
from podcast.published import Ledger
from podcast.settings import Settings
from podcast.targets import Target

_COVER = re.compile(rb"cover\.[0-9a-f]{8}\.jpg")


@dataclass(frozen=True, slots=True)
class Cover:
    """The show's picture."""

    path: str
    jpeg: bytes

    @property
    def publication(self) -> Publication:
        """The same as a feed tells of it."""
        return Publication(self.path, "image/jpeg", sha256(self.jpeg).hexdigest(), len(self.jpeg))


def cover_here(settings: Settings) -> Cover | None:
    """What `output/feed.xml` names; UserError if nothing was built, or it is damaged."""
    feed = settings.output_dir / FEED_FILE
    if not feed.is_file():
        raise UserError("there is no episode yet", "", "Build one: podcast build.")
    named = _named(feed.read_bytes())
    path = settings.output_dir / named
    if not named or not path.is_file():
        return None
    found = Cover(named, path.read_bytes())
    if found.publication.sha256[:8] not in named:
        raise UserError("the cover is damaged", settings.display(path),
                        "Delete it and build again: podcast build.")
    return found


def cover_there(target: Target) -> Cover | None:
    """What the feed at a target names."""
    named = _named(target.read(FEED_FILE) or b"")
    jpeg = target.read(named) if named else None
    return Cover(named, jpeg) if jpeg else None


def _named(feed: bytes) -> str:
    found = _COVER.search(feed)
    return found.group().decode() if found else ""


def pages_of(settings: Settings, ledger: Ledger, cover: Cover | None) -> Mapping[str, bytes]:
    """Feed, archive pages and front page with its files, by name."""
    items = [replace(one.record.item, date=one.date) for one in ledger.episodes.values()
             if one.record]
    return {**feed_pages(settings, items, cover.publication if cover else None,
                         moved=bool(ledger.moved_from)),
            **front_pages(settings, items, cover.jpeg if cover else b"")}


def differing(target: Target, pages: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Those of which the target has none, or another one."""
    return {name: page for name, page in pages.items() if target.read(name) != page}


def put_pages(target: Target, pages: Mapping[str, bytes], *, feed_first: bool = False) -> None:
    """Put pages in place, those that others point to first; or at once what names less now."""
    for name in sorted(pages, key=lambda one: (feed_first and one != FEED_FILE, rank(one))):
        target.put(name, pages[name])


def drop_archives(target: Target, pages: Mapping[str, bytes]) -> None:
    """Remove archive pages that no page names any more; they are numbered without a gap."""
    # The newest first: after a cut, no gap hides the others.
    for name in reversed(tuple(_surplus(target, pages))):
        target.remove(name)


def _surplus(target: Target, pages: Mapping[str, bytes]) -> Iterator[str]:
    names = (ARCHIVES.replace("*", str(number)) for number in count(1))
    return takewhile(lambda name: target.size(name) is not None,
                     (name for name in names if name not in pages))
