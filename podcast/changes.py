"""What is stale, and why: the one answer that `why` prints and `build` acts on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import Any

from podcast.audio import track
from podcast.audio.mp3 import encoder
from podcast.cast import find_voice
from podcast.casting import fingerprints, lay_out, show_lexicon
from podcast.engines.base import text_of
from podcast.errors import UserError
from podcast.model import Change, Utterance, Voice
from podcast.plan import Plan
from podcast.record import Record, Spoken, load_heard, load_record
from podcast.script import read_script
from podcast.script.remarks import conflict_lines
from podcast.seal import settings_digest
from podcast.settings import Settings, cast_folders
from podcast.store import Store, content_key
from podcast.synthesis import ClipOrder, TurnOrder, lacking_clips, order_turns
from podcast.verify.licence import forbidden
from podcast.verify.text import unknown_languages, unspeakable
from podcast.words import fields_of


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


NOTHING = Stale((), 0, 0, current=True)
REASONS = {
    "script": "its details or chapters changed",
    "settings": "the show's settings changed",
    "voices": "the settings of a voice, its engine or the encoder changed",
    "lexicon": "the pronunciation lexicon changed",
    "program": "another version of this program",
}
"""What `_inputs` digests, and what a difference means."""
Inputs = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """An episode laid out and compared with its last build."""

    slug: str
    where: str
    inputs: Inputs
    voices: tuple[str, ...]
    plan: Plan
    orders: tuple[TurnOrder, ...]
    spoken: tuple[Spoken, ...]
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


def what_is_stale(settings: Settings, slug: str, store: Store) -> Stale:
    """What a build of this episode would do; raises UserError like the build itself."""
    if up_to_date(settings, slug, store) is not None:
        return NOTHING
    return look_ahead(settings, slug, store).stale


def open_conflicts(settings: Settings, slug: str) -> tuple[Change, ...]:
    """Where a script waits for a person to choose, so that no build takes it."""
    path = settings.scripts_dir / f"{slug}.md"
    where = settings.display(path)
    lines = conflict_lines(path.read_text(encoding="utf-8", errors="replace"), where)
    return tuple(Change(f"{where}:{line}", "the article and the script differ; somebody has to"
                        " choose before it is built") for line in lines)


def look_ahead(settings: Settings, slug: str, store: Store) -> Outlook:
    """Lay out an episode and say what a build would do; raises UserError."""
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
    spoken = _remember(planned, orders)
    by_name = {voice.name: voice for voice in resolved.ensemble.voices.values()}
    voices = tuple(sorted(by_name))
    inputs = _inputs(settings, script_digest, [by_name[name] for name in voices],
                     resolved.fingerprints)
    record = load_record(store, settings.guid, slug)
    before = load_heard(store, settings.guid, slug).spoken if record else ()
    found = _stale(planned, orders, spoken, before, store, where)
    if record:
        changes = (*found.changes, *_general(settings, record, inputs, where, found.changes))
        found = replace(found, changes=changes)
    edited = _first_edited(before, spoken) if record else None
    return Outlook(slug, where, inputs, voices, planned, orders, spoken, found, edited)


def _inputs(settings: Settings, script_digest: str, voices: Sequence[Voice],
            prints: Mapping[str, str]) -> Inputs:
    """A digest of each thing a build reads: equal digests, equal episode."""
    cast = content_key([_portable(one) for one in voices], dict(prints), encoder())
    return {"script": script_digest, "settings": settings_digest(settings), "voices": cast,
            "lexicon": show_lexicon(settings.voices_dir).version, "program": program_digest()}


@cache
def _settings_of(voice: Voice) -> str:
    """Digest of all about a voice that is heard."""
    heard = {key: value for key, value in _portable(voice).items()
             if key not in ("name", "gender", "licence", "consent")}
    return content_key("voice", heard)[:16]


def _portable(voice: Voice) -> dict[str, Any]:
    """A voice wherever its show lies: a recording counts by its content, in the fingerprint."""
    return {key: value for key, value in asdict(voice).items() if key != "reference"}


def _general(settings: Settings, record: Record, inputs: Inputs, where: str,
             found: Sequence[Change] = ()) -> tuple[Change, ...]:
    """Changes beside the sentences: details, settings, voices, program, lost files."""
    missing = [one.path for one in record.publications
               if not _is_whole(settings.output_dir / one.path, one.size_bytes)]
    reasons = [reason for name, reason in REASONS.items() if inputs[name] != record.inputs.get(name)
               and not (name == "script" and found)]
    return (*(Change(where, reason) for reason in reasons),
            *(Change(where, "its file is missing or damaged", path) for path in missing))


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes; OSError if it cannot be read."""
    return sha256(path.read_bytes()).hexdigest()


@cache
def program_digest() -> str:
    """Digest of this program: another version may read or speak the same script otherwise."""
    root = Path(__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".toml"))
    return content_key([file_digest(path) for path in files])


def _is_whole(path: Path, size_bytes: int) -> bool:
    return path.is_file() and path.stat().st_size == size_bytes


def _remember(plan: Plan, orders: Sequence[TurnOrder]) -> tuple[Spoken, ...]:
    """The plan as the record keeps it."""
    clips = [clip for order in orders for clip in order.clips]
    return tuple(_spoken(one, clip) for one, clip in zip(plan.utterances, clips, strict=True))


def _stale(plan: Plan, orders: Sequence[TurnOrder], now: Sequence[Spoken], before: Sequence[Spoken],
           store: Store, where: str) -> Stale:
    """Compare a plan with the last build and with the store."""
    lacking = {key for order in orders for key in lacking_clips(order, store)}
    turns = [order for order in orders if not store.has(track.KIND, order.track.key)]
    changes = _compared(plan, now, before, where)
    named = {(change.place, change.text) for change in changes}
    for utterance, spoken in zip(plan.utterances, now, strict=True):
        place = plan.turns[utterance.turn].place(where)
        if spoken.clip in lacking and (place, utterance.text) not in named:
            changes.append(Change(place, "its recording is missing", utterance.text))
    return Stale(tuple(changes), len(lacking), len(turns))


def _first_edited(before: Sequence[Spoken], now: Sequence[Spoken]) -> int | None:
    """Where two builds begin to differ; of what was cut from the end, the last that is left."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0].clip == pair[1].clip,
                                    zip(before, now, strict=False)))
    return None if same == len(before) == len(now) else min(same, len(now) - 1)


def _compared(plan: Plan, now: Sequence[Spoken], before: Sequence[Spoken], where: str,
              ) -> list[Change]:
    matcher = SequenceMatcher(None, [one.clip for one in before], [one.clip for one in now],
                              autojunk=False)
    changes: list[Change] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for offset in range(max(i2 - i1, j2 - j1)):
            old = before[i1 + offset] if i1 + offset < i2 else None
            new = now[j1 + offset] if j1 + offset < j2 else None
            reason = _reason(old, new, same=kind == "equal")
            if reason and new is not None:
                utterance = plan.utterances[j1 + offset]
                place = plan.turns[utterance.turn].place(where)
                changes.append(Change(place, reason, utterance.text))
            elif reason and old is not None:
                changes.append(Change(where, reason, old.text))
    return changes


def _reason(old: Spoken | None, new: Spoken | None, *, same: bool) -> str:
    if old is None:
        return "new sentence"
    if new is None:
        return "sentence removed"
    if same:
        return _quiet_reason(old, new)
    if old.spoken != new.spoken or old.said != new.said:
        return "changed reading" if old.text == new.text else "changed text"
    return "changed engine" if old.voice == new.voice else "changed voice"


def _quiet_reason(old: Spoken, new: Spoken) -> str:
    """Why an utterance with the same recording still changes the episode."""
    if old.pause_s != new.pause_s:
        return f"changed pause after it ({old.pause_s:g} s → {new.pause_s:g} s)"
    if old.voice != new.voice:
        return "changed gain of its voice"
    return "changed spelling, spoken alike" if old.text != new.text else ""


def _spoken(utterance: Utterance, clip: ClipOrder) -> Spoken:
    return Spoken(utterance.text, text_of(clip.said), content_key(fields_of(clip.said))[:16],
                  _settings_of(utterance.voice), clip.key, utterance.pause_after_s)
