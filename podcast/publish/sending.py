"""Bringing a target to what `output/` holds: files first, then front page and feed, each in one
step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from podcast.editions.address import file_address, web_address
from podcast.editions.artwork import read_cover
from podcast.errors import UserError
from podcast.feed import FEED_FILE, base_address, feed_pages
from podcast.feeds import rank
from podcast.front import front_pages
from podcast.model import Publication
from podcast.publish.bookkeeping import expired, recalled, updated, without
from podcast.publish.offering import complete, to_come
from podcast.publish.place import ledger_of, target_of
from podcast.publish.standing import Held, standing
from podcast.published import (
    FILE,
    Ledger,
    keep_ledger,
    local_ledger,
    stays,
    write_ledger,
)
from podcast.record import Record
from podcast.settings import SHOW_FILE, Settings
from podcast.store import file_digest, is_whole
from podcast.targets import Target


@dataclass(frozen=True, slots=True)
class Step:
    """A file that is sent."""

    path: str
    size_bytes: int
    source: str = ""
    """Below `output/`, where that is another path (a recall); empty: the same."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What a target lacked, in the order in which it was sent, and what it remembers now."""

    where: str
    steps: tuple[Step, ...]
    removed: tuple[str, ...]
    """Files that were served long enough after a newer version came."""
    held: tuple[Held, ...]
    ledger: Ledger
    feed_sent: bool
    """Whether feed or front page were not what they are now."""

    @property
    def players(self) -> Mapping[str, str]:
        """Path of the player of each published episode that has one, by slug."""
        return {slug: one.record.item.files["player"].path
                for slug, one in self.ledger.episodes.items()
                if one.record and "player" in one.record.item.files}


def publish(settings: Settings, address: str = "", *, dry: bool = False, recall: str = "",
            moved_from: str = "", thorough: bool = False, now: datetime | None = None) -> Sending:
    """Bring a target to what `output/` holds, as far as it is due `now`; `dry` only plans.

    `recall` names an episode whose retired addresses get its newest version; `moved_from` is the
    show's former address; `thorough` looks for every file there, also of unchanged episodes.
    Raises UserError; what was not sent then is sent the next time.
    """
    now = now or datetime.now(UTC)
    target = target_of(settings, address)
    if moved_from and web_address(moved_from) in ("", file_address(base_address(settings),
                                                                   FEED_FILE)):
        raise UserError(f"the show cannot have moved from '{moved_from}'", SHOW_FILE,
                        "Name the address of the old feed, and set base_url to the new place.")
    with nullcontext() if dry else target.locked():
        before = ledger_of(target, settings)
        found = standing(settings, before, local_ledger(settings), now)
        fit = found.fit if dry else {slug: complete(settings, record)
                                     for slug, record in found.fit.items()}
        ledger = updated(before, fit, settings, now.date(), moved_from)
        changed = {slug: record for slug, record in fit.items() if thorough
                   or slug not in before.episodes or before.episodes[slug].record != record}
        steps = (*_steps(settings, target, changed, before),
                 *(step for record in fit.values() for step in _to_come(settings, record)))
        if recall:
            ledger = _recalled(ledger, recall)
            steps += tuple(_recall(settings, ledger, recall))
        pages = pages_of(settings, ledger)
        stale = {name: page for name, page in pages.items() if target.read(name) != page}
        gone = tuple(expired(ledger, settings, now.date()))
        if not dry:
            _send(settings, target, steps, ledger, stale)
            for slug, one in gone:
                target.remove(one.path)
                ledger = without(ledger, slug, frozenset({one.path}))
            _remember(settings, target, ledger)
            _prove(target, steps, pages)
    return Sending(target.where, steps, tuple(one.path for _, one in gone), found.held, ledger,
                   bool(stale))


def _send(settings: Settings, target: Target, steps: tuple[Step, ...], ledger: Ledger,
          pages: Mapping[str, bytes]) -> None:
    for step in steps:
        target.put(step.path, settings.output_dir / (step.source or step.path))
    # Before the feed names an address, it is on record that the address is taken.
    _remember(settings, target, ledger)
    for name in sorted(pages, key=rank):
        target.put(name, pages[name])


def _remember(settings: Settings, target: Target, ledger: Ledger) -> None:
    data = write_ledger(ledger)
    if target.read(FILE) != data:
        target.put(FILE, data)
    keep_ledger(settings, ledger)


def _prove(target: Target, steps: tuple[Step, ...], pages: Mapping[str, bytes]) -> None:
    """Ask the target for the length of all that was sent."""
    wanted = {step.path: step.size_bytes for step in steps}
    wanted |= {name: len(page) for name, page in pages.items()}
    for path, size_bytes in wanted.items():
        there = target.size(path)
        if there != size_bytes:
            raise UserError(f"{path} has {there or 0} bytes there instead of {size_bytes}",
                            target.where, "Publish again.")


def _to_come(settings: Settings, record: Record) -> Iterator[Step]:
    """Files that are only made when the episode is sent."""
    slug = record.item.script.slug
    for ending in to_come(settings, record):
        yield Step(f"episodes/{slug}/{slug}.*.{ending}", 0)


def _steps(settings: Settings, target: Target, fit: Mapping[str, Record], before: Ledger,
           ) -> Iterator[Step]:
    """What the target lacks of these episodes, then the show's cover.

    An episode's pages come last, for they name its other files.
    """
    old = {one.path: one.sha256 for episode in before.episodes.values() if episode.record
           for one in episode.record.publications}
    old |= {one.path: one.serves for episode in before.episodes.values()
            for one in episode.retired if one.serves}
    for record in fit.values():
        for made in sorted(record.publications, key=stays):
            same = old.get(made.path, made.sha256) == made.sha256
            if not same or target.size(made.path) != made.size_bytes:
                yield Step(made.path, _whole(settings, made).size_bytes)
    cover = show_cover_below(settings)
    if cover and target.size(cover.path) != cover.size_bytes:
        yield Step(cover.path, cover.size_bytes)


def _whole(settings: Settings, made: Publication) -> Publication:
    path = settings.output_dir / made.path
    if not is_whole(path, made.size_bytes):
        raise UserError("a file is missing or damaged", settings.display(path),
                        "Build again: podcast build.")
    return made


def show_cover_below(settings: Settings) -> Publication | None:
    """The show's cover that `output/feed.xml` names; UserError if nothing was built."""
    feed = settings.output_dir / FEED_FILE
    if not feed.is_file():
        raise UserError("there is no episode yet", "", "Build one: podcast build.")
    named = feed.read_bytes()
    found = [path for path in settings.output_dir.glob("cover.*.jpg")
             if path.name.encode() in named]
    return _publication(found[0]) if found else None


def _publication(path: Path) -> Publication:
    return Publication(path.name, "image/jpeg", file_digest(path), path.stat().st_size)


def pages_of(settings: Settings, ledger: Ledger) -> Mapping[str, bytes]:
    """Feed and front page of all that is published, whoever published it."""
    items = [replace(one.record.item, date=one.date) for one in ledger.episodes.values()
             if one.record]
    cover = show_cover_below(settings)
    return {**feed_pages(settings, items, cover, moved=bool(ledger.moved_from)),
            **front_pages(settings, items, read_cover(settings, cover))}


def _recalled(ledger: Ledger, slug: str) -> Ledger:
    known = sorted(name for name, one in ledger.episodes.items() if one.record)
    if slug not in known:
        raise UserError(f"'{slug}' is not published", "", f"Known: {', '.join(known)}.")
    return recalled(ledger, slug)


def _recall(settings: Settings, ledger: Ledger, slug: str) -> Iterator[Step]:
    """The newest version's files under the addresses of the earlier ones."""
    episode = ledger.episodes[slug]
    files = episode.record.item.files if episode.record else {}
    for one in episode.retired:
        if one.serves and not one.gone and one.name in files:
            made = _whole(settings, files[one.name])
            yield Step(one.path, made.size_bytes, made.path)
