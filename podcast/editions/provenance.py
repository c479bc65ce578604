"""What an episode was made of and by: the machine-readable half of saying that voices are
synthetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from podcast.model import Voice
from podcast.registry import load

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""IPTC NewsCodes: how a thing came into being."""
DISTRIBUTION = "hoerfassung"


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an episode was made of."""

    script: str = ""
    """SHA-256 of the script file."""
    source: str = ""
    """SHA-256 of the article as it was read; empty: it is not there."""
    voices: tuple[Voice, ...] = ()
    """Those that speak, each once."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """Packages, models and their versions, by the name of a voice."""

    @property
    def source_type(self) -> str:
        """The IPTC code of the sound: learned from recordings, or computed by rules alone."""
        return DIGITAL_SOURCE_TYPE + ("trainedAlgorithmicMedia" if _trained(self.voices)
                                      else "algorithmicMedia")


NOTHING_KNOWN = Provenance()


def of_voices(voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """Each voice once, by name."""
    return tuple({one.name: one for one in sorted(voices, key=lambda one: one.name)}.values())


def generator() -> str:
    """This program and its version."""
    try:
        return f"{DISTRIBUTION} {version(DISTRIBUTION)}"
    except PackageNotFoundError:
        return DISTRIBUTION


def _trained(voices: Sequence[Voice]) -> bool:
    return any(load("engines", one.engine).trained for one in voices)
