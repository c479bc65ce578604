"""What the last build of an episode was made from: the other half of "what changed?"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from podcast.feed import FeedItem
from podcast.model import CastMember, Chapter, Publication, Script
from podcast.store import Entry, Store, content_key

KIND = "episodes"
VERSION = 3


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


@dataclass(frozen=True, slots=True)
class Record:
    """Everything remembered of an episode's last build."""

    inputs: Mapping[str, str]
    """Digests of all that a build reads; equal ones mean there is nothing to do."""
    voices: tuple[str, ...]
    """Names of the voices that were used."""
    spoken: tuple[Spoken, ...]
    tracks: tuple[str, ...]
    """Keys of the turns' tracks."""
    item: FeedItem
    publications: tuple[Publication, ...]


def save_record(store: Store, show: str, record: Record) -> None:
    """Remember a build; the newest one counts. `show` is the show's guid: a store may be shared."""
    slug = record.item.script.slug
    payload = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode()
    store.put(KIND, record_key(show, slug), {"show": show, "slug": slug}, payload)


def load_record(store: Store, show: str, slug: str) -> Record | None:
    """The last build of an episode of a show, or None."""
    entry = store.get(KIND, record_key(show, slug))
    return read_record(entry) if entry else None


def read_record(entry: Entry) -> Record:
    """A record as the store gives it back."""
    return _record(json.loads(entry.payload))


def lean(script: Script) -> Script:
    """A script without its text: what a feed says of an episode."""
    return replace(script, turns=(), chapters=())


def record_key(show: str, slug: str) -> str:
    """Where the record of an episode lies."""
    return content_key("record", VERSION, show, slug)


def _record(data: Mapping[str, Any]) -> Record:
    spoken = tuple(Spoken(**one) for one in data["spoken"])
    publications = tuple(Publication(**one) for one in data["publications"])
    return Record(data["inputs"], tuple(data["voices"]), spoken, tuple(data["tracks"]),
                  _item(data["item"]), publications)


def _item(data: Mapping[str, Any]) -> FeedItem:
    script = data["script"]
    cast = tuple(CastMember(**{**one, "labels": tuple(one["labels"])}) for one in script["cast"])
    return FeedItem(
        script=Script(**{**script, "cast": cast, "turns": (), "chapters": ()}),
        seconds=data["seconds"], summary=data["summary"],
        chapters=tuple(Chapter(**one) for one in data["chapters"]),
        audio=Publication(**data["audio"]),
        cover=Publication(**data["cover"]) if data["cover"] else None)
