"""Casts: which voices there are, and who in a script speaks with which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from podcast import registry
from podcast.engines.library import find_model
from podcast.errors import UserError
from podcast.model import CastMember, Gender, Licence, Role, Voice
from podcast.settings import read_toml
from podcast.sources import ModelSource, read_licence, read_sources
from podcast.table import Table

LEXICON = "lexicon.toml"
"""Lies beside the casts and is none."""

CAST_KEYS = ("title", "engine", "language", "rank", "licence", "models", "voices", "roles")
ROLE_KEYS = ("journalist", "guest", "narrator")
VOICE_KEYS = ("gender", "model", "speaker", "pitch", "rate", "vocal_tract", "gain_db", "reference",
              "consent")


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of the voices (`cast/voice`) that a cast has for each role."""

    journalist_female: str
    journalist_male: str
    guests_female: tuple[str, ...]
    guests_male: tuple[str, ...]
    narrator: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Voices of one engine that go well together."""

    name: str
    title: str
    engine: str
    rank: int
    """Of the casts whose engine is installed, the highest is proposed for a new show."""
    voices: tuple[Voice, ...]
    roles: Roles
    models: tuple[ModelSource, ...] = ()
    """What the cast's voices need, where the engine does not bring it along."""

    def sources(self, model: str) -> tuple[ModelSource, ...]:
        """A model of that name and the vocoder it needs; nothing if the cast has no such model."""
        own = next((one for one in self.models if one.name == model), None)
        return tuple(one for one in self.models if own and one.name in (own.vocoder, model))


def cast_file(name: str, folders: Sequence[Path]) -> Path:
    """The file of a cast in the first folder that has it; UserError lists those there are."""
    path = _find(name, folders)
    if path is None:
        raise UserError(f"unknown cast '{name}'", next_step=f"Known: {', '.join(_all(folders))}.")
    return path


def load_cast(name: str, folders: Sequence[Path]) -> Cast:
    """Read a cast; UserError names file and key of what is wrong with it, or the known casts."""
    path = cast_file(name, folders)
    found = path.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, changed_ns: int, size_bytes: int) -> Cast:
    """A cast's file as it was changed last: for a thousand episodes it is read once."""
    name, table = path.stem, Table(read_toml(path), str(path), CAST_KEYS)
    engine = table.take("engine", str)
    _known_engine(engine, path)
    language, licence = table.take("language", str, "de"), read_licence(table)
    models = read_sources(table, engine, licence)
    licences = {one.name: one.licence for one in models}
    voices = tuple(_voice(inner, Voice(f"{name}/{own}", engine, language=language, licence=licence),
                          licences, path.parent)
                   for own, inner in table.table("voices", ()).tables(VOICE_KEYS))
    return Cast(name, table.take("title", str), engine, table.take("rank", int, 0), voices,
                _roles(table.table("roles", ROLE_KEYS), name, voices), models)


def all_casts(folders: Sequence[Path]) -> tuple[Cast, ...]:
    """Every cast in the folders by name; the first folder that has a name wins."""
    return tuple(load_cast(name, folders) for name in _all(folders))


def find_voice(name: str, folders: Sequence[Path]) -> Voice:
    """The voice `cast/voice`; UserError lists the valid ones."""
    cast_name, slash, _ = name.partition("/")
    if not slash or _find(cast_name, folders) is None:
        raise UserError(f"unknown voice '{name}'", next_step="A voice is named cast/voice; casts: "
                        f"{', '.join(_all(folders))}.")
    voices = load_cast(cast_name, folders).voices
    for voice in voices:
        if voice.name == name:
            return voice
    known = ", ".join(one.name for one in voices)
    raise UserError(f"unknown voice '{name}'", next_step=f"Known: {known}.")


def installed(cast: Cast) -> bool:
    """Whether the cast's engine can be used on this machine, with all the models it needs."""
    engine = registry.load("engines", cast.engine)
    try:
        engine.require()
    except UserError:
        return False
    return all(find_model(cast.engine, one.name) for one in cast.models)


def best_installed(folders: Sequence[Path]) -> Cast:
    """The highest-ranked cast whose engine is installed; UserError if there is none."""
    usable = [one for one in all_casts(folders) if installed(one)]
    if not usable:
        raise UserError("no speech engine is installed",
                        next_step="Install one: pip install 'hoerfassung[pico]'.")
    return max(usable, key=lambda one: one.rank)


def choose(cast: Cast, people: Sequence[CastMember]) -> tuple[CastMember, ...]:
    """The people with a voice of the cast for each who has none; always the same for the same.

    Journalist and first guest get voices of opposite gender, whatever the journalist's own
    is: who asks and who answers must be told apart at once. A first guest of unknown gender
    gets the one the journalist has not, and a male voice if that is unknown too. Guests get
    different voices as long as there are any, then take turns, but never the journalist's or
    the narrator's.
    """
    guest_gender = _first_guest_gender(cast, people)
    chosen = {one.key: one.voice for one in people if one.voice}
    for member in _lacking(people, "journalist"):
        chosen[member.key] = _least_used(_journalists(cast.roles, guest_gender), chosen)
    for member in _lacking(people, "narrator"):
        others = (one.name for one in cast.voices)
        chosen[member.key] = _least_used((cast.roles.narrator, *others), chosen)
    taken = {chosen[one.key] for one in people if one.role != "guest"}
    for member in _lacking(people, "guest"):
        gender = guest_gender if member.gender == "unknown" else member.gender
        chosen[member.key] = _least_used(_guests(cast, gender, taken), chosen)
    return tuple(replace(one, voice=chosen[one.key]) for one in people)


def gender_notices(people: Sequence[CastMember]) -> tuple[str, ...]:
    """A line for each guest whose gender is unknown, and so whose voice was guessed.

    A journalist's voice follows from the guest's, a narrator's from the cast: nothing is
    guessed there.
    """
    return tuple(f"the gender of {one.name or one.key} is not known, so the voice is a guess: "
                 "set gender in the script's front matter and choose a voice there"
                 for one in people if one.role == "guest" and one.gender == "unknown")


def _lacking(people: Sequence[CastMember], role: Role) -> list[CastMember]:
    return [one for one in people if one.role == role and not one.voice]


def _least_used(candidates: Sequence[str], chosen: Mapping[str, str]) -> str:
    used = list(chosen.values())
    return min(candidates, key=used.count)


def _first_guest_gender(cast: Cast, people: Sequence[CastMember]) -> Gender:
    """The gender the first guest's voice has or is going to have."""
    heard = [_heard(cast, one) for one in people if one.role == "guest"]
    asking = [_heard(cast, one) for one in people if one.role == "journalist"]
    if heard and heard[0] != "unknown":
        return heard[0]
    known = asking[0] if asking else "unknown"
    return "female" if known == "male" else "male"


def _heard(cast: Cast, member: CastMember) -> Gender:
    fixed = [one.gender for one in cast.voices if one.name == member.voice]
    return fixed[0] if fixed else member.gender


def _journalists(roles: Roles, guest_gender: Gender) -> tuple[str, str]:
    """The journalist who contrasts with such a guest, then the other one."""
    both = (roles.journalist_female, roles.journalist_male)
    return both[::-1] if guest_gender == "female" else both


def _guests(cast: Cast, gender: Gender, taken: Set[str]) -> tuple[str, ...]:
    """The guests' voices of a gender that nobody in another role speaks with, or any such."""
    own, other = cast.roles.guests_male, cast.roles.guests_female
    if gender == "female":
        own, other = other, own
    every = tuple(one.name for one in cast.voices)
    for names in (own, other, every):
        free = tuple(one for one in names if one not in taken)
        if free:
            return free
    return own


def _known_engine(engine: str, path: Path) -> None:
    try:
        registry.target("engines", engine)
    except UserError as error:
        raise UserError(error.what, str(path), error.next_step) from error


def _voice(table: Table, plain: Voice, licences: Mapping[str, Licence], folder: Path) -> Voice:
    gender = table.take("gender", str)
    if gender not in ("female", "male"):
        raise UserError(f"'{table.path}gender' must be female or male", table.where)
    gain_db = table.number("gain_db", 0.0) if "gain_db" in table.values else None
    model = table.take("model", str, "")
    reference, consent = table.take("reference", str, ""), table.take("consent", str, "")
    if reference and not consent.strip():
        raise UserError(f"'{table.path}consent' is missing: a person's voice is not cloned without"
                        " it", table.where, 'Say who allowed it, when and for what: consent = "…".')
    return replace(plain, model=model, gain_db=gain_db, consent=consent,
                   reference=str(folder / reference) if reference else "",
                   licence=licences.get(model, plain.licence),
                   speaker=table.take("speaker", str, ""),
                   gender="female" if gender == "female" else "male",
                   rate=table.factor("rate"), pitch=table.factor("pitch"),
                   vocal_tract=table.factor("vocal_tract"))


def _roles(table: Table, cast: str, voices: Sequence[Voice]) -> Roles:
    asking, guests = (table.table(one, ("female", "male")) for one in ("journalist", "guest"))
    roles = Roles(
        journalist_female=f"{cast}/{asking.take('female', str)}",
        journalist_male=f"{cast}/{asking.take('male', str)}",
        guests_female=tuple(f"{cast}/{one}" for one in guests.texts("female")),
        guests_male=tuple(f"{cast}/{one}" for one in guests.texts("male")),
        narrator=f"{cast}/{table.take('narrator', str)}")
    known = [one.name for one in voices]
    for name in (roles.journalist_female, roles.journalist_male, *roles.guests_female,
                 *roles.guests_male, roles.narrator):
        if name not in known:
            raise UserError(f"'roles' has a voice '{name.partition('/')[2]}' that is not there",
                            table.where, "Known: "
                            f"{', '.join(one.partition('/')[2] for one in known)}.")
    return roles


def _find(name: str, folders: Sequence[Path]) -> Path | None:
    """The file of a cast in the first folder that has it."""
    named = f"{name}.toml"
    if not name or named == LEXICON or Path(named).name != named:
        return None
    return next((folder / named for folder in folders if (folder / named).is_file()), None)


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(one.stem for one in folder.glob("*.toml") if one.name != LEXICON))


def _all(folders: Sequence[Path]) -> tuple[str, ...]:
    return tuple(sorted({name for folder in folders for name in _names(folder)}))
