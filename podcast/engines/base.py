"""What an engine is: it speaks the sentence it is given, and does nothing else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from podcast.errors import UserError
from podcast.words import Stretch, Times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from podcast.model import Voice
    from podcast.settings import Device


class EngineMissing(UserError):
    """The package of an engine is not installed; `next_step` holds the pip command."""


class VoiceMissing(UserError):
    """The model a voice needs is not on this machine, or not whole; `next_step` says how to get it.
    """


class EngineFailure(Exception):
    """An engine did not produce the sentence it was given; worth one more try elsewhere."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What an engine can be given."""

    numbers: Literal["digits", "words"] = "words"
    """Whether plain cardinals and decimals are left as digits."""
    max_chars: int = 400
    """Longest text the engine speaks well; `plan` splits longer sentences at clauses."""
    alphabet: str | None = None
    """Every letter the engine can say (folded case); None: anything."""
    switches: bool = False
    """Whether it speaks stretches in other languages; others get German letters that sound so."""
    ipa: bool = False
    """Whether it can be told in IPA how a word sounds."""
    stress: bool = False
    """Whether it can stress a word."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine returns: mono samples in [-1, 1] (may exceed it), and their rate."""

    samples: NDArray[np.float32]
    sample_rate_hz: int
    times: Times = ()
    """Start and end in seconds of each of `tokens(said)`; empty if the engine does not know."""


def plain(text: str) -> tuple[Stretch, ...]:
    """A text without anything special about it."""
    return (Stretch(text),)


def text_of(said: Sequence[Stretch]) -> str:
    """What is said as text, for engines that take nothing else."""
    return " ".join(one.text for one in said)


def tokens(said: Sequence[Stretch]) -> tuple[str, ...]:
    """What is said, word by word: whatever stands between spaces."""
    return tuple(text_of(said).split())


def require_within(engine: str, what: str, value: float, limits: tuple[float, float],
                   voice: Voice) -> None:
    """Return if a voice's factor lies within the engine's limits, else raise UserError."""
    if not limits[0] <= value <= limits[1]:
        raise UserError(f"{engine} cannot speak with {what} {value:g}", voice.name,
                        f"Choose a factor from {limits[0]} to {limits[1]}.")


class Bundled(ABC):
    """What engines share that bring their voices along: each is given the same, none is large."""

    preferences: ClassVar[Preferences]
    trained: ClassVar[bool] = True

    @abstractmethod
    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0) -> Speech:
        """As `Engine.speak`."""

    def speak_together(self, said: Sequence[Sequence[Stretch]], voice: Voice, rate: float,
                       ) -> list[Speech]:
        """One after the other."""
        return [self.speak(one, voice, rate) for one in said]

    @classmethod
    def together(cls, voice: Voice, device: Device) -> int:
        """Each sentence by itself."""
        return 1

    @classmethod
    def prefers(cls, voice: Voice) -> Preferences:
        """All its voices alike."""
        return cls.preferences

    @classmethod
    def memory_bytes(cls, voice: Voice) -> int:
        """Nothing worth counting."""
        return 0


class Engine(Protocol):
    """A speech engine; constructed once per worker process and device, never in the parent.

    The class methods are cheap (no import of the speech package) and are
    used in the parent; the constructor loads what speaking needs.
    """

    trained: ClassVar[bool]
    """Whether its voices were learned from recordings; else they are computed by rules alone."""

    def __init__(self, device: Device = "auto") -> None:
        """Load what speaking needs; engines without a use for a GPU ignore `device`."""

    @classmethod
    def prefers(cls, voice: Voice) -> Preferences:
        """What this voice can be given. Raises VoiceMissing if that depends on its model."""

    @classmethod
    def require(cls) -> None:
        """Return if the engine's package is installed, else raise EngineMissing."""

    @classmethod
    def memory_bytes(cls, voice: Voice) -> int:
        """What a worker that holds this voice's model takes beyond a small one; 0: nothing much."""

    @classmethod
    def together(cls, voice: Voice, device: Device) -> int:
        """How many sentences are spoken soonest at once; 1: each by itself."""

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """Package version, model checksum and wrapper version: part of every clip's key."""

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError if the engine has no such model or speaker, VoiceMissing if the model
        is not installed."""

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0) -> Speech:
        """Speak one sentence at `rate` × the usual speed and with `voice.pitch`.

        The same arguments give the same samples, whatever was spoken before; where there is
        chance in an engine, another `take` draws other numbers. Raises EngineFailure.
        `voice.vocal_tract` is not the engine's business.
        """

    def speak_together(self, said: Sequence[Sequence[Stretch]], voice: Voice, rate: float,
                       ) -> list[Speech]:
        """Speak several sentences at once, each as `speak` would.

        Raises EngineFailure if one of them fails.
        """
