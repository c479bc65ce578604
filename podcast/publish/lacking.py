"""What a target lacks of an episode, and whether it is whole here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from podcast.errors import UserError
from podcast.model import Publication
from podcast.publish.offering import complete, to_come
from podcast.published import Ledger, stays
from podcast.record import Record
from podcast.settings import Settings
from podcast.store import is_whole, large_file_digest
from podcast.targets import Target


@dataclass(frozen=True, slots=True)
class Step:
    """A file that is sent."""

    path: str
    size_bytes: int
    source: str = ""
    """Below `output/`, where that is another path (a recall); empty: the same."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a target is looked at."""

    settings: Settings
    target: Target
    before: Ledger
    """What it remembers."""
    dry: bool = False
    """Whether nothing is made."""
    thorough: bool = False
    """Whether files are looked for that should be there, and read."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An episode with all that is made of it when it is published."""

    record: Record
    steps: tuple[Step, ...] = ()
    damaged: str = ""
    """A file here that is not what was built, so that nothing can be sent."""


def offer(look: Look, record: Record) -> Offer:
    """What has to be sent of an episode; UserError if another format cannot be made.

    Its pages come last, for they name its other files.
    """
    lacking = _lacking(look, record)
    to_make = to_come(look.settings, record)
    source = [record.item.audio] if to_make else []
    for one in (*lacking, *source):
        if not _whole(look.settings, one):
            return Offer(record, damaged=one.path)
    completed = record if look.dry else complete(look.settings, record)
    made = [one for one in completed.publications if one not in record.publications]
    steps = [Step(one.path, one.size_bytes) for one in sorted((*lacking, *made), key=stays)]
    slug = record.item.script.slug
    steps += [Step(f"episodes/{slug}/{slug}.*.{ending}", 0) for ending in to_make if look.dry]
    return Offer(completed, tuple(steps))


def _lacking(look: Look, record: Record) -> tuple[Publication, ...]:
    before = look.before.find(record.item.script.id)
    if before and before.record == record and not look.thorough:
        return ()
    old = look.before.contents
    return tuple(one for one in record.publications
                 if old.get(one.path, one.sha256) != one.sha256 or lacks(look, one))


def lacks(look: Look, made: Publication) -> bool:
    """Whether a file is not there, or not whole."""
    if look.target.size(made.path) != made.size_bytes:
        return True
    return look.thorough and look.target.digest(made.path) != made.sha256


def _whole(settings: Settings, made: Publication) -> bool:
    path = settings.output_dir / made.path
    return is_whole(path, made.size_bytes) and large_file_digest(path) == made.sha256


def drop_damaged(settings: Settings, paths: Iterable[str]) -> None:
    """Remove files that are not what was built: the next build makes them again."""
    for path in paths:
        (settings.output_dir / path).unlink(missing_ok=True)


def recall_steps(look: Look, ledger: Ledger, slug: str) -> Iterator[Step]:
    """The newest version's files for the addresses of the earlier ones, where they lack there."""
    episode, old = ledger.episodes[slug], look.before.contents
    files = episode.record.item.files if episode.record else {}
    for one in episode.retired:
        if one.serves and not one.gone and one.name in files:
            made = files[one.name]
            there = Publication(one.path, made.media_type, made.sha256, made.size_bytes)
            if old.get(one.path) == made.sha256 and not lacks(look, there):
                continue
            if not _whole(look.settings, made):
                raise UserError("a file is missing or damaged",
                                look.settings.display(look.settings.output_dir / made.path),
                                "Delete it and build again: podcast build.")
            yield Step(one.path, made.size_bytes, made.path)
