"""What was published: builds leave alone what listeners have, a target forgets nothing.

The target keeps `published.json`; the show keeps a copy of it below `output/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from podcast.errors import UserError
from podcast.settings import Settings
from podcast.store import write_beside

FILE = "published.json"
LOCAL_COPY = f".{FILE}"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Published:
    """An episode as listeners have it."""

    guid: str
    script: str
    """SHA-256 of the script file it was made from."""
    audio: str
    """Below the target's root."""
    retired: tuple[str, ...] = ()
    """Earlier addresses of its audio, the oldest first; none is ever used for anything else."""


Ledger = Mapping[str, Published]
"""By slug."""


def read_ledger(data: bytes, where: str) -> Ledger:
    """What `published.json` holds; UserError if it is none of ours, or of a later version."""
    try:
        kept = json.loads(data)
        if kept["version"] != VERSION:
            raise UserError(f"written by another version of this program ({kept['version']})",
                            where, "Use the newest version of podcast.")
        return {slug: Published(one["guid"], one["script"], one["audio"], tuple(one["retired"]))
                for slug, one in kept["episodes"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError("this is not the list of what was published", where, "Restore it from a"
                        " backup; without it addresses could be used twice.") from error


def write_ledger(ledger: Ledger) -> bytes:
    """The same as a file."""
    data = {"version": VERSION, "episodes": {slug: asdict(one) for slug, one in ledger.items()}}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def local_ledger(settings: Settings) -> Ledger:
    """What this show knows to be published; nothing if it never was."""
    path = settings.output_dir / LOCAL_COPY
    return read_ledger(path.read_bytes(), settings.display(path)) if path.is_file() else {}


def keep_ledger(settings: Settings, ledger: Ledger) -> None:
    """Remember what is published, for builds to leave it alone."""
    write_beside(settings.output_dir / LOCAL_COPY, write_ledger(ledger))
