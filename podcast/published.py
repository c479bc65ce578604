"""What was published: builds leave alone what listeners have, a target forgets nothing.

The target keeps `published.json`; the show keeps a copy of it below `output/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from podcast.errors import UserError
from podcast.model import Publication
from podcast.record import Record, conforms, read_record
from podcast.settings import Settings
from podcast.store import write_beside

FILE = "published.json"
LOCAL_COPY = f".{FILE}"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Retired:
    """An address that listeners were once given and that no feed names any more."""

    path: str
    """Below the target's root."""
    since: str
    """ISO 8601 date."""
    name: str
    """Of the edition it was made by."""
    sha256: str
    serves: str = ""
    """SHA-256 of a later version that is found there (a recall); empty: what always was."""
    gone: bool = False
    """Whether nothing is found there any more; it is never used for anything else."""


@dataclass(frozen=True, slots=True)
class Published:
    """An episode as listeners have it."""

    guid: str
    script: str
    """SHA-256 of the script file it was made from."""
    date: str
    """Its date for ever, ISO 8601 with offset."""
    record: Record | None
    """All the feed tells of it, and what it was made from; None: it was withdrawn."""
    retired: tuple[Retired, ...] = ()
    """The oldest first."""
    withdrawn: str = ""
    """ISO 8601 date; empty: it is published."""
    former: tuple[str, ...] = ()
    """Ids of withdrawn episodes that had this slug before."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Where its files are now."""
        return tuple(one.path for one in self.record.publications) if self.record else ()


@dataclass(frozen=True)
class Ledger:
    """Everything a target was ever given.

    What is asked of it for every episode is found out once: there may be thousands.
    """

    show: str = ""
    """The show's guid; empty: nothing was published yet."""
    episodes: Mapping[str, Published] = field(default_factory=dict)
    """By slug."""
    moved_from: str = ""
    """The address the show had before, if it moved."""
    passed: Mapping[str, str] = field(default_factory=dict)
    """Only in the show's own copy: SHA-256 of scripts here that are older than what somebody else
    published, by the episode's id."""

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Ids that never come back."""
        last = (one.guid for one in self.episodes.values() if one.withdrawn)
        return frozenset((*last, *(guid for one in self.episodes.values() for guid in one.former)))

    def find(self, guid: str) -> Published | None:
        """The published episode of that id, whatever its script is called."""
        return self._by_id.get(guid)

    @cached_property
    def _by_id(self) -> Mapping[str, Published]:
        return {one.guid: one for one in reversed(tuple(self.episodes.values()))
                if one.record}

    @cached_property
    def contents(self) -> Mapping[str, str]:
        """What is found at each address, as SHA-256."""
        found = {one.path: one.sha256 for episode in self.episodes.values() if episode.record
                 for one in episode.record.publications}
        return found | {one.path: one.serves for episode in self.episodes.values()
                        for one in episode.retired if one.serves}


def stays(one: Publication | Retired) -> bool:
    """Whether an address is not named after its content, so that later versions are found there."""
    return one.sha256[:8] not in one.path


@lru_cache(maxsize=4)
def read_ledger(data: bytes, where: str) -> Ledger:
    """What `published.json` holds; UserError if it is none of ours, or of a later version."""
    try:
        kept = json.loads(data)
        if kept["version"] != VERSION:
            raise UserError(f"written by another version of this program ({kept['version']})",
                            where, "Use the newest version of podcast.")
        ledger = Ledger(kept["show"], {slug: _published(one) for slug, one
                                       in kept["episodes"].items()}, kept["moved_from"],
                        kept.get("passed", {}))
        _require_sound(ledger)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError("this is not the list of what was published", where, "Restore it from a"
                        " backup; without it addresses could be used twice.") from error
    return ledger


def _require_sound(ledger: Ledger) -> None:
    """Return if all of it can be worked with, else raise ValueError."""
    if not conforms(ledger, Ledger):
        raise ValueError("a value is of another type")
    for slug, one in ledger.episodes.items():
        if datetime.fromisoformat(one.date).tzinfo is None:
            raise ValueError("a date without offset")
        for retired in one.retired:
            date.fromisoformat(retired.since)
        if one.record and (one.record.item.script.slug != slug
                           or "mp3" not in one.record.item.files):
            raise ValueError("an episode without a sound of its own")


def _published(data: Mapping[str, Any]) -> Published:
    record = read_record(data["record"]) if data["record"] else None
    return Published(data["guid"], data["script"], data["date"], record,
                     tuple(Retired(**one) for one in data["retired"]), data["withdrawn"],
                     tuple(data.get("former", ())))


def write_ledger(ledger: Ledger) -> bytes:
    """The same as a file."""
    data = {"version": VERSION, **asdict(ledger)}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def is_withdrawn(settings: Settings, slug: str, ledger: Ledger) -> bool:
    """Whether an episode was taken back for good: then it is neither built nor published, unless
    its script got another id. What cannot be read has none: whoever builds it tells why."""
    if not ledger.withdrawn:
        return False
    from podcast.script.header import read_field

    path = settings.scripts_dir / f"{slug}.md"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    with suppress(UserError):
        return read_field(text, "id") in ledger.withdrawn
    return False


def local_ledger(settings: Settings) -> Ledger:
    """What this show knows to be published; nothing if it never was."""
    path = settings.output_dir / LOCAL_COPY
    return read_ledger(path.read_bytes(), settings.display(path)) if path.is_file() else Ledger()


def keep_ledger(settings: Settings, ledger: Ledger) -> None:
    """Remember what is published, for builds to leave it alone."""
    write_beside(settings.output_dir / LOCAL_COPY, write_ledger(ledger))
