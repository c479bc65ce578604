"""Coqui's voices as an engine: which model speaks, what it is given, what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from podcast.engines.base import EngineMissing, Preferences
from podcast.engines.coqui.writing import substitutes
from podcast.engines.library import Model, file_sha256, require_model
from podcast.engines.neural import MAX_CHARS, XTTS_MAX_CHARS, NeuralEngine, Speaker, model_of
from podcast.engines.symbols import Alphabet, sayable
from podcast.errors import UserError

if TYPE_CHECKING:
    from podcast.model import Voice
    from podcast.settings import Device

WRAPPER = 3
PACKAGES: Mapping[str, tuple[str, ...]] = {"vits": ("onnxruntime",)}
"""What speaks a family of models; others are spoken by `COMPUTED`."""
TOGETHER = 8
"""Sentences of like length that a GPU is given at once."""
COMPUTED = ("coqui-tts", "torch")
INSTALL = "Install it: pip install 'hoerfassung[coqui]'."


class Coqui(NeuralEngine):
    """Speaks with a model of Coqui TTS; `model` is its name there, `speaker` one of its own."""

    TITLE: ClassVar[str] = "Coqui"

    @classmethod
    def require(cls) -> None:
        """Return if onnxruntime is installed, else raise EngineMissing."""
        if find_spec("onnxruntime") is None:
            raise EngineMissing("the engine 'coqui' is not installed", next_step=INSTALL)

    @classmethod
    def prefers(cls, voice: Voice) -> Preferences:
        """Words as letters the model knows, in sentences it does not lose itself in."""
        if not voice.model:
            return Preferences()
        model = model_of(voice)
        if model.family == "xtts":
            return Preferences(max_chars=XTTS_MAX_CHARS)
        if model.details["phonemes"]:
            return Preferences(max_chars=MAX_CHARS)
        alphabet = sayable(Alphabet.of(model.details), substitutes(voice.language))
        return Preferences(max_chars=MAX_CHARS, alphabet=alphabet)

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """The model's checksum, versions of what computes it, the recording a voice is cloned of.
        """
        from importlib.metadata import version

        model = model_of(voice)
        digests = [one.digest for one in _loaded(voice)]
        packages = [f"{one} {version(one)}" for one in PACKAGES.get(model.family, COMPUTED)]
        cloned = [file_sha256(Path(voice.reference))] if voice.reference else []
        return "; ".join(["coqui", voice.model, *digests, *packages, *cloned, f"wrapper {WRAPPER}"])

    @classmethod
    def memory_bytes(cls, voice: Voice) -> int:
        """What the model takes when it is loaded, with its vocoder if it has one."""
        return sum(one.memory_bytes for one in _loaded(voice))

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError unless the model is installed, has the speaker, and takes rate and pitch.
        """
        model = model_of(voice)
        _vocoder(model, voice)
        _require_speaker(model, voice)
        cls.require_bounds(voice)
        paced = model.family in ("vits", "xtts")
        if not paced and abs(voice.rate * voice.vocal_tract - 1.0) > 0.001:
            raise UserError(f"a {model.family} has one speed", voice.name, "Leave `rate` out, or"
                            f" write {1 / voice.vocal_tract:.3f} beside this vocal_tract.")
        if model.family not in PACKAGES and find_spec("TTS") is None:
            raise EngineMissing(f"a {model.family} needs the package coqui-tts", voice.name,
                                INSTALL)

    @classmethod
    def together(cls, voice: Voice, device: Device) -> int:
        """Several, where a GPU speaks a VITS: one sentence alone does not keep it busy."""
        from podcast.engines.onnx import on_gpu

        return TOGETHER if model_of(voice).family == "vits" and on_gpu(device) else 1

    def load(self, model: Model, voice: Voice) -> Speaker:
        """Load a model; those for torch are imported only where one is spoken."""
        if model.family == "vits":
            from podcast.engines.coqui.vits import VitsSpeaker

            return VitsSpeaker(model, self._device)
        if model.family == "xtts":
            from podcast.engines.coqui.xtts import XttsSpeaker

            return XttsSpeaker(model, self._device)
        from podcast.engines.coqui.acoustic import AcousticSpeaker

        return AcousticSpeaker(model, _vocoder(model, voice), self._device)


def _loaded(voice: Voice) -> tuple[Model, ...]:
    """What a worker loads for a voice: its model, and a vocoder if that needs one."""
    model = model_of(voice)
    vocoder = _vocoder(model, voice)
    return (model, vocoder) if vocoder else (model,)


def _vocoder(model: Model, voice: Voice) -> Model | None:
    """The model that makes sound of another's spectrograms; VoiceMissing if it is not installed."""
    name = model.details.get("vocoder")
    return require_model(voice.engine, name, voice.name) if name else None


def _require_speaker(model: Model, voice: Voice) -> None:
    speakers = model.details.get("speakers") or {}
    if voice.reference:
        if model.family != "xtts":
            raise UserError(f"a {model.family} cannot clone a voice", voice.name,
                            "Leave `reference` out, or take a model that can (XTTS).")
        if not Path(voice.reference).is_file():
            raise UserError("the recording to clone is not there", f"{voice.name}:"
                            f" {voice.reference}", "Put it there, or mend `reference`.")
    elif speakers and voice.speaker not in speakers:
        raise UserError(f"the model '{model.name}' has no speaker '{voice.speaker}'", voice.name,
                        f"Known: {', '.join(speakers)}.")
    elif voice.speaker and not speakers:
        raise UserError(f"the model '{model.name}' has one speaker", voice.name,
                        "Leave `speaker` out.")
