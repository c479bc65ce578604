"""The place listeners are served from: its list of what was published, and who may change it."""

from __future__ import annotations

from pathlib import Path

from podcast.errors import UserError
from podcast.feed.audience import is_preview
from podcast.published import FILE, Ledger, read_ledger
from podcast.settings import SHOW_FILE, Settings
from podcast.targets import Target, open_target


def target_of(settings: Settings, address: str) -> Target:
    """The target of that address, or the show's own; UserError if there is none."""
    if is_preview(settings.base_url):
        raise UserError("base_url is still the address of this machine", SHOW_FILE,
                        'Set the one under which the target is reached: base_url = "https://…".')
    wanted = address or settings.target
    if not wanted:
        raise UserError("where to publish is not said", SHOW_FILE,
                        'Name a target: podcast publish TARGET, or target = "…" in podcast.toml.')
    if "://" not in wanted:
        folder = (Path(wanted) if address else settings.root / wanted).resolve()
        if settings.output_dir.resolve() in (folder, *folder.parents):
            raise UserError("the target lies inside output/", wanted, "Name another folder.")
        wanted = str(folder)
    return open_target(wanted)


def ledger_of(target: Target, settings: Settings) -> Ledger:
    """What a target remembers; UserError if it belongs to another show."""
    data = target.read(FILE)
    ledger = read_ledger(data, f"{target.where}/{FILE}") if data is not None else Ledger()
    if ledger.show not in ("", settings.guid):
        raise UserError("another show is published there", target.where,
                        "Name another target, or take the show's guid from its podcast.toml.")
    return ledger
