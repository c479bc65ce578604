"""Whether anything changed at all since an episode was built: a look that reads almost nothing.

A build seals what it read and made: the show's own texts by their content, the program, installed
packages, models and made files by size and time. An unbroken seal means that nothing changed; a
broken one means nothing yet: then `changes` compares contents.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from podcast.settings import Settings, cast_folders, script_slugs
from podcast.store import Store, content_key, file_digest

KIND = "seals"
PROGRAM = (".css", ".html", ".js", ".py", ".toml")
"""Endings of the files that this program is made of."""
PLACES = ("HOERFASSUNG_MODELS", "XDG_DATA_HOME", "HOME")
"""Variables of the environment that say where models lie."""
NOT_MADE_OF = ("root", "device", "store", "store_max_gb", "target", "retention_days")
"""Settings that nothing made depends on."""
Stamp = list[int] | None
"""Size in bytes and time of the last change in ns; None: there is no such file."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a build is about to read, as digests."""

    common: str
    """Settings, casts, lexicon, program and packages."""
    scripts: Mapping[str, str]
    """SHA-256 of each script, by slug."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An episode whose last build is still right."""

    slug: str
    seconds: float


def glance(settings: Settings) -> Glance:
    """Look at all that builds of this show read; before they do, so that no edit is missed."""
    casts = [(path.name, file_digest(path)) for folder in cast_folders(settings.voices_dir)
             for path in sorted(folder.glob("*.toml"))]
    scripts = {slug: file_digest(settings.scripts_dir / f"{slug}.md")
               for slug in script_slugs(settings)}
    common = content_key(settings_digest(settings), casts, list(_program()), list(_packages()))
    return Glance(common, scripts)


def settings_digest(settings: Settings) -> str:
    """Digest of what the show declares, wherever it lies and however it is written down."""
    return content_key(setting_digests(settings))


def setting_digests(settings: Settings) -> dict[str, str]:
    """The same of each of its settings, by name; a table counts as one."""
    return {key: content_key(value)[:16] for key, value in asdict(settings).items()
            if key not in NOT_MADE_OF}


def unbroken(settings: Settings, wanted: Sequence[str] = ()) -> tuple[Sealed, ...] | None:
    """The episodes named, or all, if nothing changed for any of them nor for the feed, and none
    has fallen due since; else None.

    Raises UserError for a name that is no episode's.
    """
    slugs, seen = script_slugs(settings, wanted), glance(settings)
    kept = _load(settings)
    feed = kept.get("feed", {})
    if feed.get("common") != seen.common or feed.get("scripts") != list(seen.scripts):
        return None
    if feed["until"] and datetime.fromisoformat(feed["until"]) <= datetime.now(UTC):
        return None
    found = [kept["episodes"].get(slug, {}) for slug in slugs]
    same = all(one.get("common") == seen.common and one.get("script") == seen.scripts[slug]
               for one, slug in zip(found, slugs, strict=True))
    if not same or not all(_is_whole(settings, one["files"]) for one in (feed, *found)):
        return None
    return tuple(Sealed(slug, one["seconds"]) for slug, one in zip(slugs, found, strict=True))


def seal(settings: Settings, before: Glance, feed: Iterable[Path], until: datetime | None,
         episodes: Mapping[str, tuple[float, Iterable[Path]]]) -> None:
    """Seal a feed, made of the files `feed`, and episodes: seconds, and files read and made.

    `before` is how things were when the build began; the feed is right `until` another episode
    falls due. Where nothing may be written there is no seal, and the next build compares contents.
    """
    kept = _load(settings).get("episodes", {})
    fresh = {slug: {"common": before.common, "script": before.scripts[slug], "seconds": seconds,
                    "files": _stamps(settings, files)}
             for slug, (seconds, files) in episodes.items() if slug in before.scripts}
    known = {slug: one for slug, one in kept.items() if slug in before.scripts}
    data = {"feed": {"common": before.common, "scripts": list(before.scripts),
                     "until": until.isoformat() if until else "",
                     "files": _stamps(settings, feed)}, "episodes": known | fresh}
    with suppress(OSError):
        Store(settings.store_dir).put(KIND, _key(settings), {}, json.dumps(data).encode())


def _load(settings: Settings) -> dict[str, Any]:
    entry = Store(settings.store_dir).get(KIND, _key(settings))
    found: dict[str, Any] = json.loads(entry.payload) if entry else {}
    return found


def _key(settings: Settings) -> str:
    return content_key("seal", settings.guid, str(settings.root))


def _program(folder: str = str(Path(__file__).parent)) -> Iterator[tuple[str, Stamp]]:
    """This program's own files."""
    for one in sorted(os.scandir(folder), key=lambda one: one.name):
        if one.is_dir():
            yield from _program(one.path)
        elif one.name.endswith(PROGRAM):
            yield one.path, _stamp_of(one.stat())


def _packages() -> Iterator[tuple[str, Stamp | str | None]]:
    """Python, the folders of its packages (any installation changes them), and its surroundings."""
    yield sys.version, None
    for folder in sys.path:
        if folder.endswith("-packages"):
            yield folder, _stamp(Path(folder))
    for name in PLACES:
        yield name, os.environ.get(name)


def _stamps(settings: Settings, files: Iterable[Path]) -> dict[str, Stamp]:
    return {settings.display(path): _stamp(path) for path in files}


def _stamp(path: Path) -> Stamp:
    try:
        return _stamp_of(path.stat())
    except OSError:
        return None


def _stamp_of(status: os.stat_result) -> Stamp:
    return [status.st_size, status.st_mtime_ns]


def _is_whole(settings: Settings, files: Mapping[str, Stamp]) -> bool:
    return all(_stamp(settings.root / name) == stamp for name, stamp in files.items())
