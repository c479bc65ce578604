"""What the last build of an episode was made from: the other half of "what changed?"."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from podcast.feed import FeedItem
from podcast.model import CastMember, Chapter, Correction, Publication, Release, Script
from podcast.store import Store, content_key

KIND, HEARD = "episodes", "heard"
"""Kinds in the store: what a feed and the next build need at once, and what is heard."""
VERSION = 8


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance as it was built."""

    text: str
    spoken: str
    said: str
    """Digest of what the engine was given: language, stress and pronunciation included."""
    voice: str
    """Digest of the voice's settings."""
    clip: str
    pause_s: float
    readings: tuple[tuple[str, tuple[str, str]], ...] = ()
    """Of each word that is not said as it is written: its place `start-end` in the text, how it is
    spoken, and what says so."""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that is heard in an episode's last build, in order."""

    spoken: tuple[Spoken, ...] = ()
    tracks: tuple[str, ...] = ()
    """Keys of the turns' tracks."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """Fingerprint of each voice's engine."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of an episode's last build, whatever its length."""

    inputs: Mapping[str, str]
    """Digests of all that a build reads; equal ones mean there is nothing to do."""
    voices: tuple[str, ...]
    """Names of the voices that were used."""
    item: FeedItem
    loudness_lufs: float
    """Integrated, of the whole episode."""

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Every file that was made of the episode."""
        return tuple(self.item.files.values())


def save_record(store: Store, show: str, record: Record, heard: Heard) -> None:
    """Remember a build; the newest one counts. `show` is the show's guid: a store may be shared."""
    slug = record.item.script.slug
    owner = {"show": show, "slug": slug}
    # What is heard first: a record that is there says that the rest is.
    store.put(HEARD, record_key(HEARD, show, slug), owner, _json(heard_fields(heard)))
    keep_record(store, show, record)


def keep_record(store: Store, show: str, record: Record) -> None:
    """Remember a build of which the same is heard as before."""
    slug = record.item.script.slug
    store.put(KIND, record_key(KIND, show, slug), {"show": show, "slug": slug},
              _json(asdict(record)))


def load_record(store: Store, show: str, slug: str) -> Record | None:
    """The last build of an episode of a show, or None."""
    entry = store.get(KIND, record_key(KIND, show, slug))
    return read_record(json.loads(entry.payload)) if entry else None


def load_heard(store: Store, show: str, slug: str) -> Heard:
    """What is heard in the last build of an episode of a show; nothing if there was none."""
    entry = store.get(HEARD, record_key(HEARD, show, slug))
    return read_heard(json.loads(entry.payload)) if entry else Heard()


def heard_fields(heard: Heard) -> list[Any]:
    """What is heard, as JSON has it."""
    lines = [[one.text, one.spoken, one.said, one.voice, one.clip, one.pause_s, one.readings]
             for one in heard.spoken]
    return [lines, heard.tracks, heard.engines]


def read_heard(data: Sequence[Any]) -> Heard:
    """The same from its fields; raises ValueError or TypeError if it is none."""
    lines, tracks, engines = data
    return Heard(tuple(_spoken(*one) for one in lines), tuple(tracks), engines)


def lean(script: Script) -> Script:
    """A script without its text: what a feed says of an episode."""
    return replace(script, turns=(), chapters=())


def record_key(kind: str, show: str, slug: str) -> str:
    """Where one of the two entries about an episode lies."""
    return content_key("record", kind, VERSION, show, slug)


def _spoken(text: str, spoken: str, said: str, voice: str, clip: str, pause_s: float,
            readings: Sequence[tuple[str, Sequence[str]]]) -> Spoken:
    return Spoken(text, spoken, said, voice, clip, pause_s,
                  tuple((place, (heard, source)) for place, (heard, source) in readings))


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def read_record(data: Mapping[str, Any]) -> Record:
    """A record from its fields as JSON has them; raises KeyError or TypeError if it is none."""
    item = data["item"]
    return Record(data["inputs"], tuple(data["voices"]),
                  FeedItem(_script(item["script"]), item["seconds"], item["summary"],
                           tuple(Chapter(**one) for one in item["chapters"]),
                           {name: Publication(**one) for name, one in item["files"].items()},
                           item["date"]),
                  data["loudness_lufs"])


def conforms(value: object, kind: Any) -> bool:
    """Whether a value read from JSON is what a type's annotations promise, down to the last."""
    if isinstance(kind, type) and is_dataclass(kind):
        return isinstance(value, kind) and all(
            conforms(getattr(value, name), one) for name, one in _hints(kind).items())
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return value in inner
    if origin in (Union, UnionType):
        return any(conforms(value, one) for one in inner)
    if origin is tuple:
        kinds = inner[:1] if inner[1:] == (...,) else inner
        return isinstance(value, tuple) and all(
            conforms(one, kinds[at % len(kinds)]) for at, one in enumerate(value))
    if origin is not None:
        return isinstance(value, Mapping) and all(
            conforms(key, inner[0]) and conforms(one, inner[1]) for key, one in value.items())
    return type(value) is kind or (kind is float and type(value) is int)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _script(data: Mapping[str, Any]) -> Script:
    cast = tuple(CastMember(**{**one, "labels": tuple(one["labels"])}) for one in data["cast"])
    corrections = tuple(Correction(**one) for one in data["corrections"])
    return Script(**{**data, "cast": cast, "turns": (), "chapters": (), "corrections": corrections,
                     "release": Release(**data["release"])})
