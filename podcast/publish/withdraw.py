"""Taking an episode back: at every address it ever had, and here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from shutil import rmtree

from podcast.audio import clip, track
from podcast.errors import UserError
from podcast.publish.bookkeeping import taken_back
from podcast.publish.pages import cover_there, drop_archives, pages_of, put_pages
from podcast.publish.place import ledger_of, target_of
from podcast.published import FILE, keep_ledger, local_ledger, write_ledger
from podcast.record import HEARD, KIND, load_heard, record_key
from podcast.settings import Settings, script_slugs
from podcast.store import Store


def withdraw(settings: Settings, slug: str, address: str = "", *, dry: bool = False,
             now: datetime | None = None) -> tuple[str, ...]:
    """Remove an episode from the feed, then its files at every address it ever had, and all that
    was made of it here but its script; the paths at the target. Raises UserError.

    It may be run again after a cut. The addresses and the id are never used for anything else.
    """
    target = target_of(settings, address)
    with target.locked():
        ledger = ledger_of(target, settings)
        if slug not in ledger.episodes:
            raise UserError(f"'{slug}' was never published there", target.where,
                            f"Known: {', '.join(sorted(ledger.episodes)) or 'none'}.")
        episode = ledger.episodes[slug]
        after = episode if episode.withdrawn else taken_back(episode, now or datetime.now(UTC))
        ledger = replace(ledger, episodes={**ledger.episodes, slug: after})
        used = {path for one in ledger.episodes.values() for path in one.paths}
        paths = tuple(one.path for one in after.retired if one.path not in used)
        if dry:
            return paths
        # All that can fail here comes before anything is changed there.
        pages = pages_of(settings, ledger, cover_there(target))
        # From now on no other run can bring it back; then nobody is pointed to it any more.
        target.put(FILE, write_ledger(ledger))
        put_pages(target, pages, feed_first=True)
        drop_archives(target, pages)
        for path in paths:
            target.remove(path)
        known = local_ledger(settings)
        keep_ledger(settings, replace(known, show=ledger.show, moved_from=ledger.moved_from,
                                      episodes={**known.episodes, slug: after}))
        _forget(settings, slug)
    return paths


def _forget(settings: Settings, slug: str) -> None:
    """Drop what was made of an episode here, and what only it needs in the store."""
    store = Store(settings.store_dir)
    mine = load_heard(store, settings.guid, slug)
    others = {key for other in script_slugs(settings) if other != slug
              for key in _keys(store, settings.guid, other)}
    for one in mine.spoken:
        if (clip.KIND, one.clip) not in others:
            store.drop(clip.KIND, one.clip)
    for key in mine.tracks:
        if (track.KIND, key) not in others:
            store.drop(track.KIND, key)
    for kind in (KIND, HEARD):
        store.drop(kind, record_key(kind, settings.guid, slug))
    with suppress(FileNotFoundError):
        rmtree(settings.output_dir / "episodes" / slug)


def _keys(store: Store, show: str, slug: str) -> Iterator[tuple[str, str]]:
    heard = load_heard(store, show, slug)
    yield from ((clip.KIND, one.clip) for one in heard.spoken)
    yield from ((track.KIND, key) for key in heard.tracks)
