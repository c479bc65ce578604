"""From `output/` to where listeners are: only what differs, the feed last, nothing forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from podcast.build import last_builds
from podcast.errors import UserError
from podcast.feed import FEED_FILE
from podcast.published import FILE, Ledger, Published, keep_ledger, read_ledger, write_ledger
from podcast.record import Record
from podcast.settings import SHOW_FILE, Settings
from podcast.store import Store, new_file, put_in_place, write_beside

UNSET = Settings(Path(), "", "", "").base_url


@dataclass(frozen=True, slots=True)
class Step:
    """A file that is sent."""

    path: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Sending:
    """What a target lacks, in the order in which it is sent, and what it will remember."""

    steps: tuple[Step, ...]
    ledger: Ledger


def publish(settings: Settings, target: Path, *, dry: bool = False) -> Sending:
    """Bring a folder to what `output/` holds; `dry` only plans. Raises UserError.

    Files are named after their content, so one that is there is right if its length is; the feed
    is replaced last, in one step.
    """
    if settings.base_url == UNSET:
        raise UserError("base_url is still the address of this machine", SHOW_FILE,
                        'Set the one under which the target is reached: base_url = "https://…".')
    if settings.output_dir.resolve() in (target.resolve(), *target.resolve().parents):
        raise UserError("the target lies inside output/", str(target), "Name another folder.")
    records = last_builds(settings, Store(settings.store_dir))
    ledger = _remembered(_ledger_of(target), records)
    steps = tuple(_steps(settings, target, _files(settings, records)))
    if not dry:
        for step in steps:
            _copy(settings.output_dir / step.path, target / step.path)
        # Before the feed names an address, it is on record that the address is taken.
        _replace(target / FILE, write_ledger(ledger))
        _replace(target / FEED_FILE, (settings.output_dir / FEED_FILE).read_bytes())
        keep_ledger(settings, ledger)
    return Sending(steps, ledger)


def _copy(source: Path, path: Path) -> None:
    """Put a file in place without holding it in memory: an episode may have hundreds of MB."""
    with source.open("rb") as sent, new_file(path) as file:
        copyfileobj(sent, file)
        put_in_place(file, path)


def _replace(path: Path, payload: bytes) -> None:
    if not path.is_file() or path.read_bytes() != payload:
        write_beside(path, payload)


def _ledger_of(target: Path) -> Ledger:
    path = target / FILE
    return read_ledger(path.read_bytes(), str(path)) if path.is_file() else {}


def _remembered(before: Ledger, records: Iterable[Record]) -> Mapping[str, Published]:
    """The target's list with this show's episodes; UserError if it would lose one."""
    now = {record.item.script.slug: record for record in records}
    if not now:
        raise UserError("there is no episode yet", "", "Build one: podcast build.")
    strangers = sorted(before.keys() - now.keys())
    if strangers:
        raise UserError(f"the target has an episode that this show does not: '{strangers[0]}'", "",
                        "Somebody else published it. Put its script into scripts/ and build.")
    return {slug: _published(before.get(slug), record) for slug, record in now.items()}


def _published(before: Published | None, record: Record) -> Published:
    script, audio = record.item.script, record.item.audio.path
    if before is None:
        return Published(script.id, record.inputs["script"], audio)
    if before.guid != script.id:
        raise UserError(f"the episode was published with another id: '{before.guid}'",
                        f"scripts/{script.slug}.md", "Give it that id again: podcast apps would"
                        " take it for another episode.")
    retired = tuple(dict.fromkeys((*before.retired, before.audio)))
    return Published(script.id, record.inputs["script"], audio,
                     tuple(one for one in retired if one != audio))


def _files(settings: Settings, records: Iterable[Record]) -> list[Path]:
    """Everything listeners get but the feed, episodes first."""
    made = [settings.output_dir / one.path for record in records for one in record.publications]
    found = [*made, *sorted(settings.output_dir.glob("cover.*.jpg"))]
    lost = next((path for path in (*found, settings.output_dir / FEED_FILE)
                 if not path.is_file()), None)
    if lost:
        raise UserError("a file is missing", settings.display(lost), "Build again: podcast build.")
    return found


def _steps(settings: Settings, target: Path, files: Iterable[Path]) -> Iterable[Step]:
    for path in files:
        name, size = path.relative_to(settings.output_dir).as_posix(), path.stat().st_size
        there = target / name
        if not there.is_file() or there.stat().st_size != size:
            yield Step(name, size)
