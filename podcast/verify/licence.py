"""May these voices be used for what the show is?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from podcast.findings import Problem
from podcast.model import Voice
from podcast.settings import Settings


def forbidden(voices: Iterable[Voice], settings: Settings, where: str) -> Iterator[Problem]:
    """Every voice whose licence forbids commercial use, in a show that declares itself such."""
    if not settings.commercial:
        return
    for voice in sorted({one.name: one for one in voices}.values(), key=lambda one: one.name):
        if not voice.licence.commercial:
            yield Problem(where, f"the voice {voice.name} is under the licence"
                          f" {voice.licence.name}, which forbids commercial use, and podcast.toml"
                          " says commercial = true. Choose another voice; 'podcast voices' lists"
                          " the licences", "error")
