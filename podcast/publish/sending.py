"""Bringing a target to what `output/` holds: files first, then front page and feed, each in one
step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from podcast.editions.address import file_address, web_address
from podcast.errors import UserError
from podcast.feed import FEED_FILE, base_address
from podcast.publish.bookkeeping import expired, known_here, recalled, updated, without
from podcast.publish.lacking import Look, Offer, Step, drop_damaged, lacks, offer, recall_steps
from podcast.publish.pages import Cover, cover_here, differing, drop_archives, pages_of, put_pages
from podcast.publish.place import ledger_of, target_of
from podcast.publish.standing import Held, standing
from podcast.published import (
    FILE,
    Ledger,
    keep_ledger,
    local_ledger,
    write_ledger,
)
from podcast.settings import SHOW_FILE, Settings
from podcast.targets import Target


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
    show's former address; `thorough` reads every file there, also of unchanged episodes.
    Raises UserError; what was not sent then is sent the next time.
    """
    now = now or datetime.now(UTC)
    target = target_of(settings, address)
    _require_another(settings, moved_from)
    with nullcontext() if dry else target.locked():
        before, known = ledger_of(target, settings), local_ledger(settings)
        look = Look(settings, target, before, dry, thorough)
        cover, found = cover_here(settings), standing(settings, before, known, now)
        offers = {slug: offer(look, record) for slug, record in found.fit.items()}
        fit = {slug: one.record for slug, one in offers.items() if not one.damaged}
        ledger = updated(before, fit, settings, now.date(),
                         moved_from or before.moved_from or known.moved_from)
        if recall:
            ledger = _recalled(ledger, recall)
        steps = tuple(_steps(look, offers, ledger, cover, recall))
        # Where nothing was ever published, an empty feed would be the first thing apps see.
        pages = pages_of(settings, ledger, cover) if ledger.episodes else {}
        stale = differing(target, pages)
        gone = tuple(expired(ledger, settings, now.date()))
        if not dry:
            drop_damaged(settings, (one.damaged for one in offers.values() if one.damaged))
        if not dry and ledger.episodes:
            _send(settings, target, steps, stale, ledger, known_here(ledger, known, fit))
            drop_archives(target, pages)
            for slug, one in gone:
                target.remove(one.path)
                ledger = without(ledger, slug, frozenset({one.path}))
            _remember(settings, target, ledger, known_here(ledger, known, fit))
            _prove(target, steps, pages)
    return Sending(target.where, steps, tuple(one.path for _, one in gone),
                   (*found.held, *_damaged(settings, offers)), ledger, bool(stale))


def _require_another(settings: Settings, moved_from: str) -> None:
    """Return if a show can have moved from there, else raise UserError."""
    feed = file_address(base_address(settings), FEED_FILE)
    if moved_from and web_address(moved_from) in ("", feed):
        raise UserError(f"the show cannot have moved from '{moved_from}'", SHOW_FILE,
                        "Name the address of the old feed, and set base_url to the new place.")


def _steps(look: Look, offers: Mapping[str, Offer], ledger: Ledger, cover: Cover | None,
           recall: str) -> Iterator[Step]:
    """Files of episodes, then the show's cover."""
    for one in offers.values():
        yield from one.steps
    if recall:
        yield from recall_steps(look, ledger, recall)
    if cover and ledger.episodes and lacks(look, cover.publication):
        yield Step(cover.path, len(cover.jpeg))


def _damaged(settings: Settings, offers: Mapping[str, Offer]) -> Iterator[Held]:
    for slug, one in offers.items():
        if one.damaged:
            where = settings.display(settings.output_dir / one.damaged)
            yield Held(slug, f"{where} is missing or damaged. Run: podcast build")


def _send(settings: Settings, target: Target, steps: tuple[Step, ...],
          pages: Mapping[str, bytes], ledger: Ledger, here: Ledger) -> None:
    for step in steps:
        target.put(step.path, settings.output_dir / (step.source or step.path))
    # Before the feed names an address, it is on record that the address is taken.
    _remember(settings, target, ledger, here)
    put_pages(target, pages)


def _remember(settings: Settings, target: Target, ledger: Ledger, here: Ledger) -> None:
    data = write_ledger(ledger)
    if target.read(FILE) != data:
        target.put(FILE, data)
    keep_ledger(settings, here)


def _prove(target: Target, steps: tuple[Step, ...], pages: Mapping[str, bytes]) -> None:
    """Ask the target for the length of all that was sent."""
    wanted = {step.path: step.size_bytes for step in steps}
    wanted |= {name: len(page) for name, page in pages.items()}
    for path, size_bytes in wanted.items():
        there = target.size(path)
        if there != size_bytes:
            raise UserError(f"{path} has {there or 0} bytes there instead of {size_bytes}",
                            target.where, "Publish again.")


def _recalled(ledger: Ledger, slug: str) -> Ledger:
    known = sorted(name for name, one in ledger.episodes.items() if one.record)
    if slug not in known:
        raise UserError(f"'{slug}' is not published", "", f"Known: {', '.join(known)}.")
    return recalled(ledger, slug)
