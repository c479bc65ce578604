"""What a target will remember: new versions, what is retired by them, and what is to go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from podcast.errors import UserError
from podcast.feed import moment
from podcast.published import Ledger, Published, Retired, stays
from podcast.record import Record
from podcast.settings import Settings


def updated(ledger: Ledger, fit: Mapping[str, Record], settings: Settings, today: date,
            moved_from: str = "") -> Ledger:
    """The target's list with these builds; whatever it had before is still in it.

    Raises UserError if an address would get another content than it once had.
    """
    episodes = dict(ledger.episodes)
    names = {one.guid: name for name, one in episodes.items() if not one.withdrawn}
    for slug, record in fit.items():
        before = episodes.pop(names.get(record.item.script.id, ""), None)
        renewed = _renewed(before, record, settings, today)
        gone = episodes.pop(slug, None)
        episodes[slug] = _remembering(gone, renewed) if gone else renewed
    return Ledger(settings.guid, episodes, moved_from)


def known_here(ledger: Ledger, known: Ledger, fit: Mapping[str, Record]) -> Ledger:
    """What this machine knows after it published: its own episodes and all that was withdrawn.

    What somebody else published is known only once it was fetched.
    """
    mine = {slug: one for slug, one in ledger.episodes.items() if slug in fit or one.withdrawn}
    ids = {one.guid for one in mine.values()}
    older = {slug: one for slug, one in known.episodes.items()
             if slug not in mine and one.guid not in ids}
    passed = {guid: script for guid, script in known.passed.items() if guid not in ids}
    return Ledger(ledger.show, {**older, **mine}, ledger.moved_from, passed)


def _renewed(before: Published | None, record: Record, settings: Settings, today: date,
             ) -> Published:
    script, digest = record.item.script, record.inputs["script"]
    now = {one.path: one.sha256 for one in record.publications}
    if before is None or before.record is None:
        return Published(script.id, digest, moment(record.item, settings).isoformat(), record)
    if before.record == record:
        return before
    left = [Retired(one.path, today.isoformat(), name, one.sha256)
            for name, one in before.record.item.files.items() if one.path not in now]
    known = [one for one in (*before.retired, *left) if one.path not in now]
    for one in before.retired:
        if one.sha256 != now.get(one.path, one.sha256) and not stays(one):
            raise UserError(f"the address {one.path} once had another content", script.slug,
                            "Change a word of the script: its file then gets another name.")
    return Published(script.id, digest, before.date, record, tuple(known), former=before.former)


def _remembering(gone: Published, one: Published) -> Published:
    """An episode in the place of one that was withdrawn: its id and addresses stay taken."""
    left = tuple(other for other in gone.retired if other.path not in one.paths)
    return replace(one, retired=(*left, *one.retired),
                   former=(*gone.former, gone.guid, *one.former))


def expired(ledger: Ledger, settings: Settings, today: date) -> Iterator[tuple[str, Retired]]:
    """Retired files, by slug, that have been served long enough."""
    limit = timedelta(days=settings.retention_days)
    used = {path for one in ledger.episodes.values() for path in one.paths}
    for slug, episode in ledger.episodes.items():
        for one in episode.retired:
            over = date.fromisoformat(one.since) + limit < today
            if over and not one.gone and one.path not in used:
                yield slug, one


def without(ledger: Ledger, slug: str, paths: frozenset[str]) -> Ledger:
    """The list after files of an episode are gone."""
    episode = ledger.episodes[slug]
    retired = tuple(replace(one, gone=True) if one.path in paths else one
                    for one in episode.retired)
    return replace(ledger, episodes={**ledger.episodes, slug: replace(episode, retired=retired)})


def recalled(ledger: Ledger, slug: str) -> Ledger:
    """The list once every retired address of an episode serves its newest version."""
    episode = ledger.episodes[slug]
    files = episode.record.item.files if episode.record else {}
    retired = tuple(replace(one, serves=files[one.name].sha256)
                    if one.name in files and not one.gone else one for one in episode.retired)
    return replace(ledger, episodes={**ledger.episodes, slug: replace(episode, retired=retired)})


def taken_back(episode: Published, now: datetime) -> Published:
    """An episode after its withdrawal: of its text nothing is left, its addresses stay taken."""
    today = now.date().isoformat()
    files = episode.record.item.files if episode.record else {}
    last = tuple(Retired(one.path, today, name, one.sha256) for name, one in files.items())
    return replace(episode, record=None, withdrawn=now.isoformat(timespec="seconds"),
                   retired=tuple(replace(one, gone=True) for one in (*episode.retired, *last)))
