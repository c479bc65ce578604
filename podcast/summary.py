"""A few sentences of the interview itself, for show notes."""

from __future__ import annotations

from podcast.language import Language, split_sentences
from podcast.model import Script

LONGEST = 320
"""Characters; podcast apps show about so much before they cut."""


def summary(script: Script, language: Language) -> str:
    """The first sentences of a script as displayed, as many as fit; at least one."""
    chosen: list[str] = []
    for turn in script.turns:
        if turn.kind not in ("narration", "speech"):
            continue
        for start, end in split_sentences(turn.text, language):
            sentence = turn.text[start:end].strip()
            if chosen and len(" ".join([*chosen, sentence])) > LONGEST:
                return " ".join(chosen)
            chosen.append(sentence)
    return " ".join(chosen)
