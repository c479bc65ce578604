"""What is found out about scripts and episodes, and told to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Effect = Literal["speak", "encode", "join"]
"""What follows from a change: a sentence is spoken and its turn encoded, a turn is encoded from
recordings there are, or everything is only put together anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something a build would do, and for which reason."""

    place: str
    """`scripts/a.md:14`, or an episode's slug."""
    reason: str
    text: str = ""
    """The sentence concerned, shortened by whoever prints it."""
    effect: Effect = "join"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a careful producer would notice before publishing."""

    place: str
    message: str
    severity: Literal["error", "warning"] = "warning"
