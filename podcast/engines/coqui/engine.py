"""Coqui's voices as an engine: which model speaks, what it is given, what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from podcast.engines.base import (
    Device,
    EngineFailure,
    EngineMissing,
    Preferences,
    Speech,
    require_within,
    text_of,
)
from podcast.engines.chance import seed
from podcast.engines.coqui.writing import substitutes
from podcast.engines.library import Model, file_sha256, require_model
from podcast.engines.pace import require_pace
from podcast.engines.symbols import Alphabet, sayable
from podcast.errors import UserError
from podcast.model import Voice
from podcast.words import Stretch

WRAPPER = 1
RATE = (0.5, 2.0)
MAX_CHARS = 400
XTTS_MAX_CHARS = 250
"""Beyond about 250 German characters XTTS cuts a sentence short."""
PACKAGES: Mapping[str, tuple[str, ...]] = {"vits": ("onnxruntime",)}
"""What speaks a family of models; others are spoken by `COMPUTED`."""
COMPUTED = ("coqui-tts", "torch")
INSTALL = "Install it: pip install 'hoerfassung[coqui]'."


class Speaker(Protocol):
    """A loaded model."""

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, seed: int) -> Speech:
        """Speak one sentence; the same arguments give the same samples. Raises EngineFailure."""


class Coqui:
    """Speaks with a model of Coqui TTS; `model` is its name there, `speaker` one of its own."""

    def __init__(self, device: Device = "auto") -> None:
        """Load nothing yet: a model is loaded when the first sentence for it comes."""
        self.require()
        self._device = device
        self._speakers: dict[str, Speaker] = {}

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
        model = require_model(voice.engine, voice.model, voice.name)
        if model.family == "xtts":
            return Preferences(max_chars=XTTS_MAX_CHARS)
        if model.details["phonemes"]:
            return Preferences(max_chars=MAX_CHARS)
        alphabet = sayable(Alphabet.of(model.details), substitutes(voice.language))
        return Preferences(max_chars=MAX_CHARS, alphabet=alphabet)

    @classmethod
    def memory_bytes(cls, voice: Voice) -> int:
        """What the model takes when it is loaded."""
        return require_model(voice.engine, voice.model, voice.name).memory_bytes

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """The model's checksum, versions of what computes it, the recording a voice is cloned of.
        """
        from importlib.metadata import version

        model = require_model(voice.engine, voice.model, voice.name)
        digests = [one.digest for one in (model, _vocoder(model, voice)) if one]
        packages = [f"{one} {version(one)}" for one in PACKAGES.get(model.family, COMPUTED)]
        cloned = [file_sha256(Path(voice.reference))] if voice.reference else []
        return "; ".join(["coqui", voice.model, *digests, *packages, *cloned, f"wrapper {WRAPPER}"])

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError unless the model is installed, has the speaker, and takes rate and pitch.
        """
        model = require_model(voice.engine, voice.model, voice.name)
        _vocoder(model, voice)
        _require_speaker(model, voice)
        if voice.pitch != 1.0:
            raise UserError("Coqui's voices have one pitch", voice.name,
                            "Leave `pitch` out; `vocal_tract` moves pitch and timbre together.")
        paced = model.family in ("vits", "xtts")
        if not paced and abs(voice.rate * voice.vocal_tract - 1.0) > 0.001:
            raise UserError(f"a {model.family} has one speed", voice.name, "Leave `rate` out, or"
                            f" write {1 / voice.vocal_tract:.3f} beside this vocal_tract.")
        require_within("Coqui", "rate × vocal_tract", voice.rate * voice.vocal_tract, RATE, voice)
        if model.family not in PACKAGES and find_spec("TTS") is None:
            raise EngineMissing(f"a {model.family} needs the package coqui-tts", voice.name,
                                INSTALL)

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0) -> Speech:
        """Speak one sentence; raises EngineFailure, also where it took far too long."""
        text = text_of(said)
        if not any(one.isalnum() for one in text):
            raise EngineFailure(f"there is nothing to say in {text[:60]!r}")
        model = require_model(voice.engine, voice.model, voice.name)
        speech = self._speaker(model, voice).speak(
            said, voice, rate, seed(text, model.digest, voice.speaker, voice.reference, take))
        require_pace(speech, text, rate)
        return speech

    def _speaker(self, model: Model, voice: Voice) -> Speaker:
        """The loaded model; a worker loads each only once."""
        if model.digest not in self._speakers:
            self._speakers[model.digest] = _load(model, _vocoder(model, voice), self._device)
        return self._speakers[model.digest]


def _load(model: Model, vocoder: Model | None, device: Device) -> Speaker:
    """The models for torch are imported only where one is spoken."""
    if model.family == "vits":
        from podcast.engines.coqui.vits import VitsSpeaker

        return VitsSpeaker(model, device)
    if model.family == "xtts":
        from podcast.engines.coqui.xtts import XttsSpeaker

        return XttsSpeaker(model, device)
    from podcast.engines.coqui.acoustic import AcousticSpeaker

    return AcousticSpeaker(model, vocoder, device)


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
