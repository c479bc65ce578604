"""Models on this machine: where they lie, what they are made of, and whether they are whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from podcast.engines.base import VoiceMissing

CARD = "model.json"
PROVED = "proved.json"
"""Size and time of the files whose checksums were last found right."""
RAW = "files"
"""Folder below a model's own with what was downloaded, or put there by hand."""
HOME = "HOERFASSUNG_MODELS"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model: its card, as `install` wrote it."""

    name: str
    folder: Path
    family: str
    """`vits`, `xtts`, `piper`, or the name Coqui gives a model that torch computes."""
    sample_rate_hz: int
    digest: str
    """SHA-256 over the digests of the downloaded files: part of every clip's key."""
    files: Mapping[str, tuple[int, str]]
    """Path below the folder → size in bytes and SHA-256."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """What the family needs to know: symbols, speakers, scales."""

    @property
    def size_bytes(self) -> int:
        """What the model takes on disk."""
        return sum(size for size, _ in self.files.values())

    @property
    def memory_bytes(self) -> int:
        """About what a process that holds it takes: the weights as computed, and room to work."""
        weights = sum(size for path, (size, _) in self.files.items()
                      if path.endswith((".onnx", ".pth", ".pt", ".tar")) and self._computed(path))
        return 2 * weights + (300 << 20)

    def _computed(self, path: str) -> bool:
        """Of a converted model the downloaded weights are not loaded."""
        converted = any(one.endswith(".onnx") for one in self.files)
        return path.endswith(".onnx") or not converted

    def require_whole(self) -> None:
        """Return if every file has the recorded size and checksum, else raise VoiceMissing.

        A file that was proved once is read again only if its size or its time has changed.
        """
        proved, stamps = self._proved(), self.stamps()
        for path, (size, digest) in self.files.items():
            if stamps[path][0] != size or (
                    proved.get(path) != stamps[path]
                    and file_sha256(self.folder / path) != digest):
                raise VoiceMissing(f"the model '{self.name}' is damaged: {path} is not what was"
                                   " installed", str(self.folder),
                                   f"Make it new: podcast voices install {self.name} --again.")
        if proved != stamps:
            self.note(stamps)

    def note(self, stamps: Mapping[str, list[int]]) -> None:
        """Write down with which sizes and times, taken before reading, the files were right."""
        from podcast.store import write_beside

        with suppress(OSError):  # a folder nobody may write to is proved every time
            write_beside(self.folder / PROVED, json.dumps(stamps).encode())

    def stamps(self) -> dict[str, list[int]]:
        """Size in bytes and time in ns of every file as it lies there now."""
        return {path: _stamp(self.folder / path) for path in self.files}

    def _proved(self) -> dict[str, list[int]]:
        try:
            found = json.loads((self.folder / PROVED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def models_folder() -> Path:
    """Where models are kept: $HOERFASSUNG_MODELS, else the user's data folder."""
    from platformdirs import user_data_path

    own = os.environ.get(HOME)
    return Path(own).expanduser() if own else user_data_path("hoerfassung", False) / "models"


def model_folder(engine: str, name: str) -> Path:
    """The folder of one model, whether it is installed or not."""
    return models_folder() / engine / name.replace("/", "--")


def find_model(engine: str, name: str) -> Model | None:
    """An installed model, or None; its files are only proved by `require_whole`."""
    folder = model_folder(engine, name)
    try:
        stamp = (folder / CARD).stat().st_mtime_ns
    except OSError:
        return None
    return _read(folder, name, stamp)


def require_model(engine: str, name: str, voice: str) -> Model:
    """An installed model; raises VoiceMissing with the command that installs it."""
    model = find_model(engine, name)
    if model is None:
        raise VoiceMissing(f"the model '{name}' is not installed", voice,
                           f"Install it: podcast voices install {voice}")
    return model


def cards(engine: str, name: str) -> tuple[Path, ...]:
    """The cards of an installed model and of the vocoder it needs; none of what is not installed.
    """
    model = find_model(engine, name)
    needed = (name, model.details.get("vocoder")) if model else ()
    return tuple(model_folder(engine, one) / CARD for one in needed if one)


def write_card(model: Model) -> None:
    """Write the card of a model whose files are complete; from now on it is installed."""
    from podcast.store import write_beside

    card = {"family": model.family, "sample_rate_hz": model.sample_rate_hz, "digest": model.digest,
            "files": model.files, "details": model.details}
    text = json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True)
    write_beside(model.folder / CARD, text.encode() + b"\n")
    model.note(model.stamps())  # `listed` has just read them


def listed(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file of a model's folder but its card, by path."""
    files = (one for one in sorted(folder.rglob("*"))
             if one.is_file() and one.name not in (CARD, PROVED))
    return {one.relative_to(folder).as_posix(): (one.stat().st_size, file_sha256(one))
            for one in files}


def digest_of(files: Mapping[str, tuple[int, str]], prefix: str = RAW) -> str:
    """One SHA-256 for the files below `prefix`, whatever was made of them.

    A configuration is left out: Coqui writes this machine's paths into it.
    """
    kept = sorted((path, digest) for path, (_, digest) in files.items()
                  if path.startswith(f"{prefix}/") and not path.endswith("config.json"))
    return sha256(json.dumps(kept).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _stamp(path: Path) -> list[int]:
    """Size in bytes and time of the last change in ns; a missing file has neither."""
    try:
        status = path.stat()
    except OSError:
        return [-1, 0]
    return [status.st_size, status.st_mtime_ns]


@lru_cache(maxsize=64)
def _read(folder: Path, name: str, stamp: int) -> Model | None:
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        files = {path: (size, digest) for path, (size, digest) in card["files"].items()}
        return Model(name, folder, card["family"], card["sample_rate_hz"], card["digest"], files,
                     card["details"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold a file's lock while inside; False if another process holds it."""
    with path.open("w") as file:
        try:
            import fcntl
        except ImportError:  # Windows: two installs at once are the user's own affair there
            yield True
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
