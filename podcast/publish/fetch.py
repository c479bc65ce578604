"""Taking over what listeners have: a new machine makes nothing again that is published."""

from __future__ import annotations

from dataclasses import dataclass, replace

from podcast.errors import UserError
from podcast.model import Publication
from podcast.publish.place import ledger_of, target_of
from podcast.publish.recipe import restore
from podcast.publish.standing import script_ids
from podcast.published import Ledger, Published, keep_ledger, local_ledger
from podcast.record import Record, load_record, save_record
from podcast.settings import Settings
from podcast.store import Store, file_digest, is_whole, large_file_digest
from podcast.targets import Target


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was taken over."""

    episodes: tuple[str, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]
    """Where scripts here are others than those that were published."""


def fetch(settings: Settings, address: str = "") -> Fetched:
    """Refill `output/` from where the show is published; raises UserError.

    Episodes whose scripts are those that were published are built then, as listeners have them.
    """
    target = target_of(settings, address)
    ledger = ledger_of(target, settings)
    if not ledger.episodes:
        raise UserError("nothing is published there", target.where, "Name another target.")
    store, known = Store(settings.store_dir), local_ledger(settings)
    files: list[str] = []
    notes: list[str] = []
    for slug, episode in ledger.episodes.items():
        if episode.record is None:
            continue
        note = _differs(settings, slug, episode)
        if note:
            notes.append(note)
            continue
        files += [one.path for one in episode.record.publications
                  if _fetched(settings, target, one)]
        notes += _take_over(settings, store, slug, episode.record)
    keep_ledger(settings, replace(ledger, passed=_passed(settings, ledger, known)))
    return Fetched(tuple(slug for slug, one in ledger.episodes.items() if one.record),
                   tuple(files), tuple(notes))


def _passed(settings: Settings, ledger: Ledger, known: Ledger) -> dict[str, str]:
    """Scripts here that do not know yet of what is published: each holds until it is edited."""
    passed: dict[str, str] = {}
    for slug, guid in script_ids(settings).items():
        there, mine = ledger.find(guid), known.find(guid)
        digest = file_digest(settings.scripts_dir / f"{slug}.md")
        if there and mine and mine.record == there.record:
            digest = known.passed.get(guid, "")
        if there and digest not in ("", there.script):
            passed[guid] = digest
    return passed


def _differs(settings: Settings, slug: str, episode: Published) -> str:
    """A line where a script is not the one that was published: then what is made here stays."""
    script = settings.scripts_dir / f"{slug}.md"
    if not script.is_file() or file_digest(script) == episode.script:
        return ""
    return (f"scripts/{slug}.md is not the one that was published: get that one, or edit yours,"
            " which is held back until then")


def _take_over(settings: Settings, store: Store, slug: str, record: Record) -> list[str]:
    """Make what is published the last build; or say why it is not."""
    if not (settings.scripts_dir / f"{slug}.md").is_file():
        return [f"scripts/{slug}.md is not here; the episode stays published"]
    if load_record(store, settings.guid, slug) != record:
        save_record(store, settings.guid, record, restore(settings, record, store))
    return []


def _fetched(settings: Settings, target: Target, made: Publication) -> bool:
    """Whether a file had to be fetched; UserError if it is not what was published."""
    path = settings.output_dir / made.path
    if is_whole(path, made.size_bytes) and large_file_digest(path) == made.sha256:
        return False
    target.fetch(made.path, path)
    if large_file_digest(path) != made.sha256:
        path.unlink()
        raise UserError(f"{made.path} is not what was published", target.where,
                        "Publish it again from where it was made.")
    return True
