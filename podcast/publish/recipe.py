"""What a new machine needs to edit a published episode without making the rest of it again.

Turns lie in the MP3 as they were encoded; the recipe says where each one is, what it was made from,
and what is heard when. With it `--fetch` puts them back into the store.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from podcast.audio import track
from podcast.editions.base import write_publication
from podcast.errors import UserError
from podcast.model import Publication
from podcast.record import Heard, Record, heard_fields, load_heard, read_heard
from podcast.settings import Settings
from podcast.store import Store

NAME = "recipe"
VERSION = 2


def write_recipe(settings: Settings, record: Record, store: Store) -> Publication:
    """Write `episodes/<slug>/<slug>.<hash>.recipe.json.gz`."""
    script = record.item.script
    heard = load_heard(store, settings.guid, script.slug)
    with_text = (script.text or settings.text) == "full"
    data = {"version": VERSION, "heard": heard_fields(heard) if with_text else None,
            "tracks": list(_tracks(settings.output_dir / record.item.audio.path, heard, store))}
    packed = gzip.compress(json.dumps(data, sort_keys=True).encode(), mtime=0)
    return write_publication(settings.output_dir, f"episodes/{script.slug}/{script.slug}.{{hash}}"
                             ".recipe.json.gz", "application/gzip", [packed])


def _tracks(mp3: Path, heard: Heard, store: Store) -> Iterator[dict[str, Any]]:
    """Where each turn that the store still has begins in the MP3."""
    with mp3.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as sound:
        behind = 0
        for key in heard.tracks:
            entry = store.get(track.KIND, key)
            if entry is None:
                continue
            frames, levels = track.parted(entry)
            begin = sound.find(frames, behind)
            if begin >= 0:
                behind = begin + len(frames)
                yield {"key": key, "begin": begin, "size": len(frames), "meta": entry.meta,
                       "levels": b64encode(levels).decode()}


def restore(settings: Settings, record: Record, store: Store) -> Heard:
    """Put an episode's turns back into the store, out of its MP3; what is heard in it.

    UserError if the recipe cannot be read.
    """
    if NAME not in record.item.files:
        return Heard()
    path = settings.output_dir / record.item.files[NAME].path
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        _put_back(settings.output_dir / record.item.audio.path, data["tracks"], store)
        return read_heard(data["heard"]) if data["heard"] else Heard()
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UserError("this is no recipe of an episode", settings.display(path),
                        "Delete it and fetch again.") from error


def _put_back(mp3: Path, tracks: list[dict[str, Any]], store: Store) -> None:
    with mp3.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as sound:
        for one in tracks:
            frames = sound[one["begin"]:one["begin"] + one["size"]]
            # Turns that an earlier version made have no levels behind them.
            payload = frames + b64decode(one.get("levels", ""))
            if sha256(payload).hexdigest() == one["meta"]["sha256"]:
                store.put(track.KIND, one["key"], one["meta"], payload)
