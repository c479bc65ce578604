"""What engines share whose voices are models on disk: finding, loading once, bounds, chance."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from podcast.engines.base import EngineFailure, Speech, require_within, text_of
from podcast.engines.chance import seed
from podcast.engines.library import Model, require_model
from podcast.engines.pace import require_pace
from podcast.errors import UserError
from podcast.words import Stretch

if TYPE_CHECKING:
    from podcast.model import Voice
    from podcast.settings import Device

RATE = (0.5, 2.0)
MAX_CHARS, XTTS_MAX_CHARS = 400, 250
"""Sentences beyond this are split; XTTS cuts German ones short."""


class Speaker(ABC):
    """A loaded model."""

    @abstractmethod
    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, seed: int) -> Speech:
        """Speak one sentence; the same arguments give the same samples. Raises EngineFailure."""

    def speak_together(self, said: Sequence[Sequence[Stretch]], voice: Voice, rate: float,
                       seeds: Sequence[int]) -> list[Speech]:
        """Speak several sentences; at once, if the model is quicker so. Raises EngineFailure."""
        return [self.speak(one, voice, rate, seed) for one, seed in zip(said, seeds, strict=True)]


class NeuralEngine(ABC):
    """An engine whose voices are installed models; what is its own, a subclass says."""

    TITLE: ClassVar[str]
    trained: ClassVar[bool] = True

    def __init__(self, device: Device = "auto") -> None:
        """Load nothing yet: a model is loaded when the first sentence for it comes."""
        self.require()
        self._device = device
        self._speakers: dict[str, Speaker] = {}

    @classmethod
    @abstractmethod
    def require(cls) -> None:
        """Return if the engine's package is installed, else raise EngineMissing."""

    @classmethod
    def memory_bytes(cls, voice: Voice) -> int:
        """What the model takes when it is loaded."""
        return model_of(voice).memory_bytes

    @classmethod
    def require_bounds(cls, voice: Voice) -> None:
        """Return if a voice's pitch and rate are possible, else raise UserError."""
        if voice.pitch != 1.0:
            raise UserError(f"{cls.TITLE}'s voices have one pitch", voice.name,
                            "Leave `pitch` out; `vocal_tract` moves pitch and timbre together.")
        require_within(cls.TITLE, "rate × vocal_tract", voice.rate * voice.vocal_tract, RATE, voice)

    @classmethod
    def together(cls, voice: Voice, device: Device) -> int:
        """Each sentence by itself, unless an engine knows better."""
        return 1

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0) -> Speech:
        """Speak one sentence; raises EngineFailure, also where it took far too long."""
        return self._speak([said], voice, rate, take)[0]

    def speak_together(self, said: Sequence[Sequence[Stretch]], voice: Voice, rate: float,
                       ) -> list[Speech]:
        """Speak several sentences; raises EngineFailure if one of them fails."""
        return self._speak(said, voice, rate, 0)

    def _speak(self, said: Sequence[Sequence[Stretch]], voice: Voice, rate: float, take: int,
               ) -> list[Speech]:
        texts = [text_of(one) for one in said]
        for text in texts:
            if not any(one.isalnum() for one in text):
                raise EngineFailure(f"there is nothing to say in {text[:60]!r}")
        model = model_of(voice)
        if model.digest not in self._speakers:
            self._speakers[model.digest] = self.load(model, voice)
        seeds = [seed(text, model.digest, voice.speaker, take) for text in texts]
        made = self._speakers[model.digest].speak_together(said, voice, rate, seeds)
        for speech, text in zip(made, texts, strict=True):
            require_pace(speech, text, rate)
        return made

    @abstractmethod
    def load(self, model: Model, voice: Voice) -> Speaker:
        """Load a model; a worker does so once for each."""


def model_of(voice: Voice) -> Model:
    """The installed model of a voice; raises VoiceMissing."""
    return require_model(voice.engine, voice.model, voice.name)
