"""The people of a draft as the people of a script whose cast others have edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from podcast.model import CastMember, Script, Turn

Rule = Callable[[CastMember, CastMember], bool]


def identify(draft: Sequence[CastMember], cast: Sequence[CastMember], *,
             same_keys: bool) -> dict[str, str]:
    """Key of the draft → key of the cast, for everybody who is in both.

    `same_keys`: the cast began as this draft's, so that equal keys name one person whatever the
    person is called now.
    """
    found: dict[str, str] = {}
    rules: tuple[Rule, ...] = (_same_name, _shared_label, _related)
    for rule in ((_same_key, *rules) if same_keys else rules):
        for member in draft:
            fitting = [one.key for one in cast
                       if one.role == member.role and one.key not in found.values()
                       and rule(member, one)]
            if member.key not in found and len(fitting) == 1:
                found[member.key] = fitting[0]
    return found


def newcomers(draft: Sequence[CastMember], known: Mapping[str, str], cast: Sequence[CastMember],
              ) -> tuple[tuple[CastMember, ...], dict[str, str]]:
    """Those of the draft whom the cast lacks, and all keys; their names mean nobody else."""
    taken = {name for one in cast for name in (one.key, one.name, *one.labels) if name}
    found, keys = [], dict(known)
    for member in draft:
        if member.key not in known:
            key = next(key for key in _keys(member.key) if key not in taken)
            labels = tuple(one for one in member.labels if one not in taken)
            name = member.name if member.name not in taken else ""
            found.append(replace(member, key=key, name=name, labels=labels))
            keys[member.key] = key
            taken |= {key, name, *labels}
    return tuple(found), keys


def recast(draft: Script, keys: Mapping[str, str], cast: tuple[CastMember, ...]) -> Script:
    """The draft spoken by another cast."""
    return replace(draft, cast=cast, turns=tuple(_spoken_by(one, keys) for one in draft.turns))


def _spoken_by(turn: Turn, keys: Mapping[str, str]) -> Turn:
    spans = tuple(replace(one, voice=keys.get(one.voice, one.voice)) for one in turn.spans)
    return replace(turn, speaker=keys.get(turn.speaker, turn.speaker), spans=spans)


def _keys(key: str) -> list[str]:
    return [key, *(f"{key}-{number}" for number in range(2, 1000))]


def _same_key(one: CastMember, other: CastMember) -> bool:
    return one.key == other.key


def _same_name(one: CastMember, other: CastMember) -> bool:
    return bool(one.name) and one.name == other.name


def _shared_label(one: CastMember, other: CastMember) -> bool:
    return bool({one.name, *one.labels} & {other.name, *other.labels} - {""})


def _related(one: CastMember, other: CastMember) -> bool:
    """The only one of the role that is left; a guest must share a word of the name."""
    shared = set(one.name.split()) & set(other.name.split())
    return one.role != "guest" or bool(shared) or not (one.name and other.name)
