"""Which episodes are fit to be published, and why the others are held back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from podcast.check import check_script
from podcast.errors import UserError
from podcast.feed import is_due
from podcast.published import Ledger, Published
from podcast.record import Record, load_record
from podcast.script import read_script
from podcast.script.header import read_field
from podcast.settings import Settings, script_slugs
from podcast.store import Store, file_digest

FETCH = "'podcast publish --fetch' takes over what listeners have"


@dataclass(frozen=True, slots=True)
class Held:
    """An episode that is not published as it is now; what listeners have stays."""

    slug: str
    reason: str
    waits: bool = False
    """Whether that is as wished: a draft, or a later date."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is published, and what is held back."""

    fit: Mapping[str, Record]
    held: tuple[Held, ...]


def standing(settings: Settings, there: Ledger, known: Ledger, now: datetime) -> Standing:
    """Look at every script: `there` is what the target remembers, `known` what this machine knew
    of it when it published last. An episode is who its id says, whatever its script is called."""
    store = Store(settings.store_dir)
    fit: dict[str, Record] = {}
    held: list[Held] = []
    ids = script_ids(settings)
    owners: dict[str, list[str]] = {}
    for slug, guid in ids.items():
        owners.setdefault(guid, []).append(slug)
    for slug, guid in ids.items():
        record = load_record(store, settings.guid, slug)
        twins = [one for one in owners[guid] if one != slug]
        if guid in there.withdrawn:
            held.append(Held(slug, "it was withdrawn; another id brings it back", waits=True))
        elif guid and twins:
            held.append(Held(slug, f"the same id stands in scripts/{twins[0]}.md. Give the copy"
                             " another: podcast apps show only one episode for each"))
        elif record is not None:
            found = next(_held(settings, slug, record, there, known, now), None)
            if found:
                held.append(found)
            else:
                fit[slug] = record
        elif there.find(guid) is None:
            held.append(Held(slug, "it is not built. Run: podcast build"))
    return Standing(fit, tuple(held))


def script_ids(settings: Settings) -> dict[str, str]:
    """The id of every script; empty if it cannot be read, of which `check_script` tells."""
    ids: dict[str, str] = {}
    for slug in script_slugs(settings):
        ids[slug] = ""
        text = (settings.scripts_dir / f"{slug}.md").read_text(encoding="utf-8", errors="replace")
        with suppress(UserError):
            ids[slug] = read_field(text, "id")
    return ids


def _held(settings: Settings, slug: str, record: Record, there: Ledger, known: Ledger,
          now: datetime) -> Iterator[Held]:
    """Why a build is not published, the weightiest reason first."""
    path = settings.scripts_dir / f"{slug}.md"
    script = record.item.script
    before, place = there.find(script.id), there.episodes.get(slug)
    if file_digest(path) != record.inputs["script"]:
        yield Held(slug, "its script was edited since it was built. Run: podcast build")
    if before and before.record == record and place == before:
        return  # Listeners have it as it is.
    if place and place.record and place.guid != script.id:
        yield Held(slug, f"it was published with another id: '{place.guid}'. Give it that again:"
                   " podcast apps would take it for another episode")
    if place and place.withdrawn and _unchanged(place, record):
        yield Held(slug, "what was withdrawn does not come back as it was. Change its text, or"
                   " give its script another name")
    if before and _foreign(before, known.find(script.id)):
        how = "listeners have another recording of the same script" \
            if before.script == record.inputs["script"] else "somebody else published it since"
        yield Held(slug, f"{how}; {FETCH}")
    if before and known.passed.get(script.id) == record.inputs["script"] != before.script:
        yield Held(slug, "somebody else published a newer script. Get theirs, or edit yours: what"
                   " it says then counts")
    if script.release.draft:
        yield Held(slug, "it is a draft", waits=True)
    elif not is_due(script, settings, now):
        yield Held(slug, f"it falls due on {script.release.publish_at}", waits=True)
    yield from _faults(settings, slug)


def _unchanged(withdrawn: Published, record: Record) -> bool:
    """Whether an episode would be heard or read at an address that was taken back."""
    gone = {one.path for one in withdrawn.retired}
    return any(record.item.files[name].path in gone for name in ("mp3", "text")
               if name in record.item.files)


def _foreign(before: Published, mine: Published | None) -> bool:
    """Whether what listeners have is neither what this machine published last nor older."""
    if mine is None:
        return True
    if mine.record == before.record:
        return False
    passed_here = {one.path: one.since for one in mine.retired}
    passed_there = {one.path: one.since for one in before.retired}
    theirs, ours = set(before.paths) - set(mine.paths), set(mine.paths) - set(before.paths)
    if not theirs <= passed_here.keys():
        return True
    # Where each has passed what the other has now, a text was restored: by whom, the dates say.
    newest = max((passed_here[one] for one in theirs), default="")
    return bool(ours) and ours <= passed_there.keys() and any(passed_there[one] >= newest
                                                              for one in ours)


def _faults(settings: Settings, slug: str) -> Iterator[Held]:
    """What a person has to look at first: errors, conflicts, marks."""
    where = settings.display(settings.scripts_dir / f"{slug}.md")
    for problem in check_script(settings, slug):
        if problem.severity == "error":
            yield Held(slug, f"{problem.place}: {problem.message}")
    try:
        turns = read_script(settings.scripts_dir / f"{slug}.md", where).turns
    except UserError:
        return  # of that `check_script` told already
    for turn in turns:
        if turn.doubt:
            yield Held(slug, f"{where}:{turn.line}: to be looked over: {turn.doubt.rstrip('.')}")
