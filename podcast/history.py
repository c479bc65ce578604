"""Every version of a script that was built, and the way back to one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from time import time

from podcast.errors import UserError
from podcast.settings import Settings
from podcast.store import Store, content_key, write_beside

LISTS, TEXTS = "history", "scripts"
"""Kinds in the store: what versions there are, and their texts. Neither is ever pruned."""


@dataclass(frozen=True, slots=True)
class Version:
    """A script as it was once."""

    number: int
    since_s: float
    """When it was first built, in seconds since 1970."""
    sha256: str
    """Of the script file."""
    audio: str
    """The file it became, below `output/`; empty: it was never built."""
    seconds: float


def versions(settings: Settings, slug: str, store: Store) -> tuple[Version, ...]:
    """What is remembered of an episode's script, the oldest first."""
    entry = store.get(LISTS, _key(settings, slug))
    return tuple(Version(**one) for one in json.loads(entry.payload)) if entry else ()


def remember(settings: Settings, slug: str, store: Store, digest: str, audio: str,
             seconds: float) -> None:
    """Keep the script of a build, unless it was edited meanwhile or is the last version.

    `digest` is that of the script the build was made from.
    """
    text = _script(settings, slug)
    known = versions(settings, slug, store)
    if sha256(text).hexdigest() != digest:
        return
    if known and known[-1].sha256 == digest:
        known = (*known[:-1], replace(known[-1], audio=audio, seconds=seconds))
    else:
        known = (*known, Version(len(known) + 1, time(), digest, audio, seconds))
        store.put(TEXTS, digest, {}, text)
    _write(settings, slug, store, known)


def restore(settings: Settings, slug: str, store: Store, number: int) -> Version | None:
    """Make a version the script again; raises UserError.

    A script that was edited since it was last built becomes a version itself, which is returned.
    """
    place = f"scripts/{slug}.md"
    known = versions(settings, slug, store)
    wanted = next((one for one in known if one.number == number), None)
    if wanted is None:
        raise UserError(f"there is no version {number}", place,
                        f"Known: {', '.join(str(one.number) for one in known) or 'none yet'}.")
    entry = store.get(TEXTS, wanted.sha256)
    if entry is None:
        raise UserError(f"the text of version {number} is damaged or lost", place,
                        "Choose another version.")
    text = _script(settings, slug)
    digest, kept = sha256(text).hexdigest(), None
    if text and digest not in {one.sha256 for one in known}:
        kept = Version(len(known) + 1, time(), digest, "", 0.0)
        store.put(TEXTS, digest, {}, text)
        _write(settings, slug, store, (*known, kept))
    write_beside(settings.scripts_dir / f"{slug}.md", entry.payload)
    return kept


def _script(settings: Settings, slug: str) -> bytes:
    path = settings.scripts_dir / f"{slug}.md"
    return path.read_bytes() if path.is_file() else b""


def _write(settings: Settings, slug: str, store: Store, known: Sequence[Version]) -> None:
    payload = json.dumps([asdict(one) for one in known]).encode()
    store.put(LISTS, _key(settings, slug), {"show": settings.guid, "slug": slug}, payload)


def _key(settings: Settings, slug: str) -> str:
    return content_key("history", settings.guid, slug)
