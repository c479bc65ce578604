"""What is stale, and why: the one answer that `why` prints and `build` acts on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from podcast.audio.mp3 import encoder
from podcast.cast import find_voice
from podcast.casting import fingerprints, lay_out, show_lexicon
from podcast.comparison import compare, first_edited, heard, portable
from podcast.errors import UserError
from podcast.findings import Change
from podcast.model import Voice
from podcast.plan import Plan
from podcast.published import Published, local_ledger
from podcast.record import Heard, Record, load_heard, load_record
from podcast.script import read_script
from podcast.script.remarks import conflict_lines
from podcast.seal import PROGRAM, setting_digests
from podcast.settings import Settings, cast_folders
from podcast.sounds import sound_digests
from podcast.stock import Stock, Work, take_stock
from podcast.store import Store, content_key, file_digest, is_whole
from podcast.synthesis import TurnOrder, order_turns
from podcast.verify.licence import forbidden
from podcast.verify.text import unknown_languages, unspeakable


@dataclass(frozen=True, slots=True)
class Stale:
    """What a build has to do, and for which reasons."""

    changes: tuple[Change, ...]
    sentences: int
    """Clips that will be synthesised."""
    turns: int
    """Tracks that will be encoded."""
    current: bool = False
    """Whether the last build is still right: then there is nothing to do at all."""
    published: bool = False
    """Whether listeners have the episode and its script is unchanged: it is left alone."""


NOTHING = Stale((), 0, 0, current=True)
LEFT_ALONE = Stale((), 0, 0, published=True)
REASONS = {
    "script": "its details or chapters changed",
    "voices": "the settings of a voice or its engine changed",
    "encoder": "the encoder changed",
    "sounds": "the opening or closing sound changed",
    "lexicon": "the pronunciation lexicon changed",
    "program": "another version of this program",
}
"""What `_inputs` digests beside the settings, and what a difference means."""
Inputs = Mapping[str, str]
OF_THE_FEED = ("alternates", "base_url", "category", "email", "explicit", "feed_length", "licence",
               "licence_url", "locked", "type", "update_frequency")
"""Settings that no file a build makes of an episode depends on."""
SETTING = "setting "
"""Before the name of each of the show's settings."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """An episode laid out and compared with its last build."""

    slug: str
    where: str
    inputs: Inputs
    voices: tuple[str, ...]
    plan: Plan
    orders: tuple[TurnOrder, ...]
    heard: Heard
    stock: Stock
    stale: Stale
    edited: int | None
    """The first utterance that sounds otherwise than in the last build; None: there was none, or
    nothing does."""


def up_to_date(settings: Settings, slug: str, store: Store) -> Record | None:
    """The last build, if nothing it was made from has changed and its files are all there."""
    record = load_record(store, settings.guid, slug)
    if record is None:
        return None
    folders = cast_folders(settings.voices_dir)
    try:
        voices = [find_voice(name, folders) for name in record.voices]
        prints = fingerprints(voices)
    except UserError:
        return None
    script = settings.scripts_dir / f"{slug}.md"
    inputs = _inputs(settings, file_digest(script) if script.is_file() else "", voices, prints)
    return None if _general(settings, record, inputs, "") else record


def left_alone(settings: Settings, slug: str, store: Store, published: Published | None,
               ) -> Record | None:
    """The last build, if listeners have it and its own script is unchanged: it stays as it is."""
    record = load_record(store, settings.guid, slug)
    if record is None or published is None or published.record is None \
            or published.record.item.audio.path != record.item.audio.path:
        return None
    script = settings.scripts_dir / f"{slug}.md"
    same = published.script == (file_digest(script) if script.is_file() else "")
    return record if same and not _lost(settings, record) else None


def what_is_stale(settings: Settings, slug: str, store: Store) -> Stale:
    """What a build of this episode would do; raises UserError like the build itself.

    Of a published episode that is left alone: what would change if it was renewed.
    """
    if up_to_date(settings, slug, store) is not None:
        return NOTHING
    published = local_ledger(settings).episodes.get(slug)
    return replace(look_ahead(settings, slug, store).stale,
                   published=left_alone(settings, slug, store, published) is not None)


def open_conflicts(settings: Settings, slug: str) -> tuple[Change, ...]:
    """Where a script waits for a person to choose, so that no build takes it."""
    path = settings.scripts_dir / f"{slug}.md"
    where = settings.display(path)
    lines = conflict_lines(path.read_text(encoding="utf-8", errors="replace"), where)
    return tuple(Change(f"{where}:{line}", "the article and the script differ; somebody has to"
                        " choose before it is built") for line in lines)


def look_ahead(settings: Settings, slug: str, store: Store, work: Work | None = None) -> Outlook:
    """Lay out an episode and say what a build would do; raises UserError.

    Whoever is going to build it can begin the `work` that must be done while the rest is looked at.
    """
    path = settings.scripts_dir / f"{slug}.md"
    where = settings.display(path)
    # The digest comes first: an edit made from here on is found by the next build.
    script_digest = file_digest(path) if path.is_file() else ""
    laid = lay_out(read_script(path, where), settings)
    planned, resolved = laid.plan, laid.resolved
    if not any(turn.turn.line for turn in planned.turns):
        raise UserError("there is nothing to say", where, "Write at least one sentence.")
    for problem in (*forbidden(resolved.ensemble.voices.values(), settings, where),
                    *unknown_languages(planned.script, where),
                    *unspeakable(planned, resolved.ensemble, where)):
        raise UserError(problem.message, problem.place)
    orders = order_turns(planned, settings, resolved.fingerprints)
    by_name = {voice.name: voice for voice in resolved.ensemble.voices.values()}
    voices = tuple(sorted(by_name))
    inputs = _inputs(settings, script_digest, [by_name[name] for name in voices],
                     resolved.fingerprints)
    # Whoever is to work begins before anything else is looked at.
    stock = take_stock(orders, store, work)
    resolved.ensemble.readings.keep()
    record = load_record(store, settings.guid, slug)
    before = load_heard(store, settings.guid, slug) if record else Heard()
    now = heard(planned, orders, resolved.fingerprints)
    changes = compare(planned, orders, now, before, stock, where)
    if record:
        changes += _general(settings, record, inputs, where, changes)
    clips = {key for order in orders for key in stock.clips(order)}
    stale = Stale(changes, len(clips), len(orders) - len(stock.tracks))
    edited = first_edited(before, now) if record else None
    return Outlook(slug, where, inputs, voices, planned, orders, now, stock, stale, edited)


def _inputs(settings: Settings, script_digest: str, voices: Sequence[Voice],
            prints: Mapping[str, str]) -> Inputs:
    """A digest of each thing a build reads: equal digests, equal episode."""
    declared = {SETTING + name: digest for name, digest in setting_digests(settings).items()
                if name not in OF_THE_FEED}
    return {"script": script_digest, "encoder": encoder(), "program": program_digest(),
            "sounds": sound_digests(settings),
            "voices": content_key([portable(one) for one in voices], dict(prints)),
            "lexicon": show_lexicon(settings.voices_dir).version, **declared}


def _general(settings: Settings, record: Record, inputs: Inputs, where: str,
             found: Sequence[Change] = ()) -> tuple[Change, ...]:
    """Changes beside the sentences: details, settings, voices, program, lost files."""
    missing = _lost(settings, record)
    differ = [name for name in sorted(inputs) if inputs[name] != record.inputs.get(name)]
    reasons = [reason for name, reason in REASONS.items()
               if name in differ and not (name == "script" and found)]
    declared = [name.removeprefix(SETTING) for name in differ if name.startswith(SETTING)]
    if declared:
        reasons.append(f"the show's settings changed ({', '.join(declared)})")
    return (*(Change(where, reason) for reason in reasons),
            *(Change(where, "its file is missing or damaged", path) for path in missing))


def _lost(settings: Settings, record: Record) -> list[str]:
    """Published files that are not there, or not whole."""
    return [one.path for one in record.publications
            if not is_whole(settings.output_dir / one.path, one.size_bytes)]


@cache
def program_digest() -> str:
    """Digest of this program: another version may read or speak the same script otherwise."""
    root = Path(__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in PROGRAM)
    return content_key([file_digest(path) for path in files])
