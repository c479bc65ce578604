"""What the store holds and no episode needs any more: found, counted, dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from podcast import history
from podcast.audio import clip, track
from podcast.record import HEARD, load_heard, record_key
from podcast.record import KIND as RECORDS
from podcast.store import Kept, Store

MADE = (clip.KIND, track.KIND)
"""What is dear to make and belongs to episodes; everything else is quickly made again."""
LASTING = (RECORDS, HEARD, history.LISTS, history.TEXTS)
IN_USE_S = 3600.0
"""A build that still runs may count on what was used since then."""
IDLE_S = 30 * 24 * 3600.0
"""How long drawings, feeds and readings nobody asks for are kept."""
GIGABYTE = 10**9


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was dropped, or would be."""

    recordings: int
    turns: int
    others: int
    freed_bytes: int
    kept_bytes: int
    in_use: int
    """Entries no episode needs that were used within the last hour, and stay for now."""


def prune(store: Store, now_s: float, *, show: str = "", slugs: Sequence[str] = (),
          dry: bool = False) -> Pruned:
    """Drop what no episode's last build was made from.

    `slugs` are the episodes there are of the show with the guid `show`: records of others of it
    are dropped too. Shows that share the store keep what is theirs. `dry` only counts.
    """
    entries = list(store.entries())
    records = _records(store, entries)
    gone = frozenset(one.key for one in records
                     if not one.current or (one.show == show and one.slug not in slugs))
    needed = _needed(store, (one for one in records if one.key not in gone))
    free = [one for one in entries
            if one.key in gone or _is_free(one, needed, now_s - IDLE_S)]
    dropped = [one for one in free if one.key in gone or one.used_s < now_s - IN_USE_S]
    return _drop(store, entries, dropped, len(free) - len(dropped), dry=dry)


def keep_within(store: Store, limit_bytes: float, now_s: float) -> Pruned | None:
    """Drop the longest unused of what no episode needs until the rest fits; None: it did fit."""
    entries = list(store.entries())
    over = sum(one.size_bytes for one in entries) - limit_bytes
    if over <= 0:
        return None
    needed = _needed(store, (one for one in _records(store, entries) if one.current))
    dropped = []
    for one in sorted(entries, key=lambda one: (one.used_s, one.key)):
        if over > 0 and one.used_s < now_s - IN_USE_S and _is_free(one, needed, now_s):
            dropped.append(one)
            over -= one.size_bytes
    return _drop(store, entries, dropped, 0, dry=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """One of the two entries about an episode, whoever's it is."""

    kind: str
    key: str
    show: str
    slug: str

    @property
    def current(self) -> bool:
        """Whether this version of the program wrote it."""
        return self.key == record_key(self.kind, self.show, self.slug)


def _records(store: Store, entries: Iterable[Kept]) -> list[_Found]:
    found = ((one, store.get(one.kind, one.key)) for one in entries
             if one.kind in (RECORDS, HEARD))
    return [_Found(one.kind, one.key, str(entry.meta.get("show", "")),
                   str(entry.meta.get("slug", ""))) for one, entry in found if entry]


def _needed(store: Store, records: Iterable[_Found]) -> frozenset[str]:
    """Keys of the recordings and turns that episodes were last made from."""
    heard = [load_heard(store, one.show, one.slug) for one in records if one.kind == HEARD]
    return frozenset(key for one in heard
                     for key in (*(spoken.clip for spoken in one.spoken), *one.tracks))


def _is_free(one: Kept, needed: frozenset[str], idle_s: float) -> bool:
    if one.kind in LASTING:
        return False
    return one.key not in needed if one.kind in MADE else one.used_s < idle_s


def _drop(store: Store, entries: Iterable[Kept], dropped: Sequence[Kept], in_use: int, *,
          dry: bool) -> Pruned:
    for one in dropped:
        if not dry:
            store.drop(one.kind, one.key)
    freed = sum(one.size_bytes for one in dropped)
    recordings, turns = (sum(one.kind == kind for one in dropped) for kind in MADE)
    return Pruned(recordings, turns, len(dropped) - recordings - turns, freed,
                  sum(one.size_bytes for one in entries) - freed, in_use)
