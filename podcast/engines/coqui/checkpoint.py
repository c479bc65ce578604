"""Coqui's own checkpoints: what they are, and loading them without running what is in them."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from podcast.errors import UserError

CONFIG = "config.json"
TRUSTED = "TTS."
"""Classes a configuration may name come from Coqui's package, no other."""
FILES = ("speakers_file", "language_ids_file", "d_vector_file", "stats_path", "tokenizer_file")
"""Where a configuration names files beside it."""
SUFFIXES = (".pth", ".pt", ".pth.tar")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A downloaded model: its folder and its configuration."""

    folder: Path
    config: dict[str, Any]

    @property
    def family(self) -> str:
        """What Coqui calls the kind of model, in small letters."""
        return str(self.config.get("model", "")).lower()

    @property
    def weights(self) -> Path:
        """The checkpoint; UserError if there is none, or several without a usual name."""
        usual = [self.folder / name for name in ("model_file.pth", "model_file.pth.tar",
                                                 "model.pth", "checkpoint.pth")]
        found = [one for one in usual if one.is_file()]
        found = found or [one for one in sorted(self.folder.rglob("*"))
                          if one.name.endswith(SUFFIXES) and "speaker" not in one.name]
        if not found:
            raise UserError("there is no checkpoint (*.pth)", str(self.folder),
                            "Put the whole of the model's files there.")
        return found[0]


def read_checkpoint(folder: Path) -> Checkpoint:
    """A model's configuration; UserError if it is missing, broken or names foreign code."""
    path = folder / CONFIG
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"there is no {CONFIG}", str(folder),
                        "Put the whole of the model's files there.") from None
    except ValueError as error:
        raise UserError(f"not valid JSON: {error}", str(path), "Download it again.") from error
    named = (config.get("characters") or {}).get("characters_class") or TRUSTED
    if not isinstance(named, str) or not named.startswith(TRUSTED):
        raise UserError(f"the configuration names foreign code, {named!r}, which is not run",
                        str(path), "Take the model from its publisher.")
    return Checkpoint(folder, config)


def silent_config(checkpoint: Checkpoint) -> Any:
    """Coqui's configuration object, told not to look for an `espeak-ng` program."""
    logging.getLogger("TTS").setLevel(logging.ERROR)
    from TTS.config import load_config

    config = load_config(checkpoint.folder / CONFIG)
    for part in (config, config.get("model_args"), config.get("audio")):
        _relocate(part, checkpoint.folder)
    if not config.get("use_phonemes"):
        return config
    if not (config.characters and config.characters.characters_class):
        from TTS.tts.utils.text.characters import IPAPhonemes

        _, config = IPAPhonemes().init_from_config(config)
        config.characters.characters_class = "TTS.tts.utils.text.characters.IPAPhonemes"
    config.use_phonemes = False
    return config


def _relocate(part: Any, folder: Path) -> None:
    """Let a configuration name its files where they lie now; Coqui wrote down where they lay."""
    for key in FILES:
        value = part.get(key) if part is not None and key in part else None
        if isinstance(value, str) and value and (folder / Path(value).name).is_file():
            part[key] = str(folder / Path(value).name)


@contextmanager
def weights_only(where: Path) -> Iterator[None]:
    """Load checkpoints without running what is in them; UserError says what was refused."""
    import pickle

    before = os.environ.get("TORCH_FORCE_WEIGHTS_ONLY_LOAD")
    os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = "1"
    try:
        yield
    except (pickle.UnpicklingError, EOFError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "PytorchStreamReader" not in str(error):
            raise
        raise UserError(f"the checkpoint is refused: {_reason(str(error))}", str(where),
                        "Only tensors and plain values are loaded, never code. Take the model from"
                        " its publisher.") from error
    finally:
        if before is None:
            os.environ.pop("TORCH_FORCE_WEIGHTS_ONLY_LOAD")
        else:
            os.environ["TORCH_FORCE_WEIGHTS_ONLY_LOAD"] = before


def require_safe(folder: Path) -> None:
    """Read every checkpoint of a folder as plain values, or raise UserError."""
    import torch

    for path in sorted(folder.rglob("*")):
        if path.name.endswith(SUFFIXES):
            with weights_only(path):
                _load(torch, path)


def _load(torch: Any, path: Path) -> None:
    try:
        torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except (RuntimeError, ValueError) as error:
        if "mmap" not in str(error):
            raise
        torch.load(path, map_location="cpu", weights_only=True)


def _reason(message: str) -> str:
    """The one thing torch's long message says: what the file wanted to run, or what is broken."""
    import re

    named = re.search(r"GLOBAL ([\w.]+)|`([\w.]+)`", message)
    if named and "Unsupported" in message:
        return f"it wants to run {named[1] or named[2]}"
    return "it is cut off or broken"
