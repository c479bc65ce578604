"""A script's cast → the voices and engines that speak it; nothing is chosen here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from podcast.cast import LEXICON, find_voice
from podcast.engines.base import Engine
from podcast.errors import UserError
from podcast.language import Language, Lexicon, load_language, load_lexicon
from podcast.model import CastMember, Script, Voice
from podcast.plan import Plan, plan
from podcast.readings import Readings
from podcast.registry import load
from podcast.settings import Settings, cast_folders
from podcast.store import Store
from podcast.utterances import Ensemble


@dataclass(frozen=True, slots=True)
class Resolved:
    """An ensemble, and the fingerprint of each voice's engine by voice name."""

    ensemble: Ensemble
    fingerprints: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A script laid out for its own voices."""

    plan: Plan
    resolved: Resolved
    language: Language


def lay_out(script: Script, settings: Settings, *, framed: bool = True) -> Layout:
    """Find a script's voices and plan its utterances; raises UserError."""
    resolved, language = resolve(script, settings), load_language(script.language)
    return Layout(plan(script, settings, language, resolved.ensemble, framed=framed), resolved,
                  language)


def resolve(script: Script, settings: Settings) -> Resolved:
    """Look up every voice of a script; UserError names the one that cannot speak, and why."""
    where = settings.display(settings.scripts_dir / f"{script.slug}.md")
    folders = cast_folders(settings.voices_dir)
    if not script.by_role("narrator"):
        raise UserError("nobody has the role narrator", where,
                        'Add to the cast: narrator: {role: "narrator", name: "", voice: "…"}.')
    voices = {one.key: _voice(one, folders, where) for one in script.cast}
    engines = {voice.engine: _engine(voice.engine) for voice in voices.values()}
    for voice in voices.values():
        engines[voice.engine].check(voice)
    ensemble = Ensemble(voices, {voice.name: engines[voice.engine].prefers(voice)
                                 for voice in voices.values()},
                        show_lexicon(settings.voices_dir),
                        Readings(Store(settings.store_dir), settings.guid, script.slug))
    return Resolved(ensemble, fingerprints(list(voices.values())))


def show_lexicon(voices_dir: Path | None) -> Lexicon:
    """The show's own entries, then those that came along; UserError names a broken one."""
    return load_lexicon([folder / LEXICON for folder in cast_folders(voices_dir)])


def fingerprints(voices: Sequence[Voice]) -> dict[str, str]:
    """The engine's fingerprint of each voice, by voice name."""
    return {voice.name: _engine(voice.engine).fingerprint(voice) for voice in voices}


def _engine(name: str) -> type[Engine]:
    engine: type[Engine] = load("engines", name)
    engine.require()
    return engine


def _voice(member: CastMember, folders: Sequence[Path], where: str) -> Voice:
    if not member.voice:
        raise UserError(f"{member.name or member.key} has no voice", where,
                        "Write one in the cast, voice: \"cast/name\"; 'podcast voices' lists them.")
    try:
        return find_voice(member.voice, folders)
    except UserError as error:
        raise UserError(error.what, error.where or where, error.next_step) from error
