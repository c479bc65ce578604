"""Which episodes are fit to be published, and why the others are held back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from podcast.check import check_script
from podcast.errors import UserError
from podcast.feed import is_due
from podcast.published import Ledger, Published, is_withdrawn
from podcast.record import Record, load_record
from podcast.script import read_script
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
    of it when it published last."""
    store = Store(settings.store_dir)
    fit: dict[str, Record] = {}
    held: list[Held] = []
    for slug in script_slugs(settings):
        before = there.episodes.get(slug)
        record = load_record(store, settings.guid, slug)
        if is_withdrawn(settings, slug, before):
            held.append(Held(slug, "it was withdrawn; another id brings it back", waits=True))
        elif record is None and before is None:
            held.append(Held(slug, "it is not built. Run: podcast build"))
        elif record is not None and not (before and before.record == record):
            found = list(_held(settings, slug, record, before, known.episodes.get(slug), now))
            held += found[:1]
            if not found:
                fit[slug] = record
        elif record is not None:
            fit[slug] = record
    return Standing(fit, tuple(held))


def _held(settings: Settings, slug: str, record: Record, before: Published | None,
          known: Published | None, now: datetime) -> Iterator[Held]:
    """Why a build is not published, the weightiest reason first."""
    path = settings.scripts_dir / f"{slug}.md"
    script = record.item.script
    if file_digest(path) != record.inputs["script"]:
        yield Held(slug, "its script was edited since it was built. Run: podcast build")
    if before and before.record and before.guid != script.id:
        yield Held(slug, f"it was published with another id: '{before.guid}'. Give it that again:"
                   " podcast apps would take it for another episode")
    if before and before.record and known != before:
        how = "listeners have another recording of the same script" \
            if before.script == record.inputs["script"] else "somebody else published it since"
        yield Held(slug, f"{how}; {FETCH}")
    if script.release.draft:
        yield Held(slug, "it is a draft", waits=True)
    elif not is_due(script, settings, now):
        yield Held(slug, f"it falls due on {script.release.publish_at}", waits=True)
    yield from _faults(settings, slug)


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
