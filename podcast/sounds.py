"""A show's own opening and closing sound: levelled and encoded once, like a turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from podcast.audio import track
from podcast.audio.mp3 import encoder
from podcast.audio.track import SoundOrder, load_track, make_sound
from podcast.errors import UserError
from podcast.executor import Executor, awaited
from podcast.model import Track
from podcast.settings import SHOW_FILE, Settings
from podcast.store import Memory, Store, content_key, file_digest

LIMIT_S = 120.0
KEYS = ("opening_sound", "closing_sound")
"""Settings that name a file."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """What is heard before the first and after the last word; None: nothing."""

    opening: Track | None = None
    closing: Track | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the tracks there are."""
        return tuple(one.key for one in (self.opening, self.closing) if one)


def sound_files(settings: Settings) -> dict[str, Path]:
    """The files a show names, by setting; UserError if one is not there."""
    found = {key: settings.root / getattr(settings, key) for key in KEYS if getattr(settings, key)}
    for key, path in found.items():
        if not path.is_file():
            raise UserError(f"there is no file '{getattr(settings, key)}'", SHOW_FILE,
                            f'Put the sound there, or write {key} = "" to have none.')
    return found


def sound_digests(settings: Settings) -> str:
    """One digest of both files; UserError if one is not there."""
    return content_key({key: file_digest(path)
                        for key, path in sound_files(settings).items()})


def begin_sounds(settings: Settings, store: Store, executor: Executor) -> Callable[[], Sounds]:
    """Begin to encode a show's sounds beside other work; the result waits for them.

    Both raise UserError.
    """
    begun = {key: _begun(key, path, settings, store, executor)
             for key, path in sound_files(settings).items()}
    return lambda: Sounds(*(begun[key]() if key in begun else None for key in KEYS))


def _begun(key: str, path: Path, settings: Settings, store: Store, executor: Executor,
           ) -> Callable[[], Track]:
    data, sound = path.read_bytes(), settings.sound
    digest = content_key("sound", track.VERSION, encoder(), sha256(data).hexdigest(),
                         sound.bitrate_kbps, sound.loudness_lufs, sound.true_peak_dbtp)
    kept = load_track(store, digest, Memory()) if store.has(track.KIND, digest) else None
    if kept is not None:
        return lambda: kept
    order = SoundOrder(digest, data, f"{SHOW_FILE}: {key}", sound.bitrate_kbps,
                       sound.loudness_lufs, sound.true_peak_dbtp)
    future = executor.submit(make_sound, order, store, limit_s=LIMIT_S)
    return lambda: awaited(future, "the sound could not be encoded", f"{SHOW_FILE}: {key}",
                           "Build again, or name another file.")
