"""`feed.xml`, its older pages and the front page below `output/`, from what was built; retired
files go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from time import time

from podcast.changes import program_digest
from podcast.editions.artwork import own_cover, read_cover, show_cover
from podcast.errors import UserError
from podcast.executor import Executor
from podcast.feed import ARCHIVES, FEED_FILE, feed_pages, is_due, next_due
from podcast.front import FRONT_ASSETS, FRONT_FILE, front_pages
from podcast.published import local_ledger
from podcast.record import Record, load_record
from podcast.seal import settings_digest
from podcast.settings import Settings, script_slugs
from podcast.store import Entry, Store, content_key, drop_abandoned, write_beside

FEEDS = "feeds"
_ANY = "latin-1"
"""Turns any bytes into letters that JSON can hold, and back."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A feed that was brought up to date."""

    files: tuple[Path, ...]
    """What it was read from and written to."""
    until: datetime | None
    """When the next episode falls due; None: the feed is right until something changes."""


def refresh_feed(settings: Settings, store: Store, executor: Executor, now: datetime) -> Refreshed:
    """Write feed and front page from what was built and is due, if that changes them; drop retired
    files. A show that has no episode any more keeps a feed, for those who subscribed to it."""
    records = last_builds(settings, store)
    if not records and not (settings.output_dir / FEED_FILE).is_file():
        return Refreshed((), None)
    require_own_ids([(record.item.script.slug, record.item.script.id) for record in records])
    due = [one for one in records if is_due(one.item.script, settings, now)]
    key = content_key("feed", program_digest(), settings_digest(settings),
                      sha256(own_cover(settings)).hexdigest(),
                      [[one.inputs, one.item.audio.sha256] for one in due])
    kept = store.get(FEEDS, key)
    if kept is None or not (settings.output_dir / kept.meta["cover"]).is_file():
        kept = _made(settings, due, store, executor)
        store.put(FEEDS, key, kept.meta, kept.payload)
    pages = {name: page.encode(_ANY) for name, page in json.loads(kept.payload).items()}
    _write(settings, pages)
    _remove_retired(settings, store, b"".join(pages.values()))
    own = (settings.root / settings.cover,) if settings.cover else ()
    written = tuple(settings.output_dir / name for name in (*pages, kept.meta["cover"]))
    return Refreshed((*written, *own),
                     next_due((one.item.script for one in records), settings, now))


def last_builds(settings: Settings, store: Store) -> list[Record]:
    """The last build of every episode that has a script and was built, and was not withdrawn."""
    found = (load_record(store, settings.guid, slug) for slug in script_slugs(settings))
    gone = local_ledger(settings).withdrawn
    return [record for record in found if record and record.item.script.id not in gone]


def require_own_ids(scripts: Sequence[tuple[str, str]]) -> None:
    """Return if every (slug, id) has an id of its own, else raise UserError naming two."""
    owners: dict[str, str] = {}
    for slug, own in scripts:
        if owners.setdefault(own, slug) != slug:
            raise UserError(f"the same id stands in scripts/{owners[own]}.md",
                            f"scripts/{slug}.md", "Give the copy another id: podcast apps show"
                            " only one episode for each.")


def _made(settings: Settings, records: Iterable[Record], store: Store, executor: Executor,
          ) -> Entry:
    cover = show_cover(settings, store, executor)
    items = [one.item for one in records]
    pages = {**feed_pages(settings, items, cover),
             **front_pages(settings, items, read_cover(settings, cover))}
    texts = {name: page.decode(_ANY) for name, page in pages.items()}
    return Entry({"cover": cover.path}, json.dumps(texts, ensure_ascii=False).encode())


def _write(settings: Settings, pages: Mapping[str, bytes]) -> None:
    """Put the pages in place, those that others point to first."""
    for name, page in sorted(pages.items(), key=lambda one: rank(one[0])):
        path = settings.output_dir / name
        if not path.is_file() or path.read_bytes() != page:
            write_beside(path, page)
    for pattern in (ARCHIVES, FRONT_ASSETS):
        for path in settings.output_dir.glob(pattern):
            if path.name not in pages:
                path.unlink(missing_ok=True)


def rank(name: str) -> tuple[int, str]:
    """The order in which pages are put in place: what they name, the front page, the feed."""
    return (FRONT_FILE, FEED_FILE).index(name) + 1 if name in (FRONT_FILE, FEED_FILE) else 0, name


def _remove_retired(settings: Settings, store: Store, feed: bytes) -> None:
    """Drop files of earlier versions: what neither the newest builds nor the feed name.

    With them go files that a killed build left half written.
    """
    records = last_builds(settings, store)
    kept = {Path(one.path).name for record in records for one in record.publications}
    folders = [settings.output_dir / "episodes" / one.item.script.slug for one in records]
    present = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    for path in (*present, *settings.output_dir.glob("cover.*.jpg")):
        if not (path.name in kept or path.name.startswith(".") or path.name.encode() in feed):
            path.unlink(missing_ok=True)
    for folder in (*folders, settings.output_dir):
        drop_abandoned(folder, time())
