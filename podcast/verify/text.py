"""Can a voice's engine say what it would be given?"""

from __future__ import annotations

from collections.abc import Iterator

from podcast.model import Problem
from podcast.plan import Plan
from podcast.utterances import Ensemble

MAX_OPENING_S = 12.0
LETTERS_PER_S = 14.0


def unspeakable(plan: Plan, ensemble: Ensemble, where: str) -> Iterator[Problem]:
    """Every word that holds a letter unknown to its voice's engine, with what to do about it."""
    for utterance in plan.utterances:
        alphabet = ensemble.preferences[utterance.voice.engine].alphabet
        if alphabet is None:
            continue
        line = plan.turns[utterance.turn].turn.line
        for word in utterance.words:
            foreign = [char for char in word.spoken if char.isalpha()
                       and char.lower() not in alphabet]
            if foreign:
                shown = utterance.text[word.start:word.end]
                yield Problem(f"{where}:{line}", f"the voice {utterance.voice.name} cannot say"
                              f" '{foreign[0]}' in '{shown}'. Write how it is said, like"
                              f' [{shown}]{{say="…"}}', "error")


def long_opening(plan: Plan, where: str) -> Iterator[Problem]:
    """A warning where the announcement before the interview would be longer than 12 seconds."""
    opening = plan.turns[0]
    if opening.turn.line:
        return
    letters = sum(len(one.spoken) for one in opening.utterances)
    pauses_s = sum(one.pause_after_s for one in opening.utterances[:-1])
    seconds = letters / LETTERS_PER_S + pauses_s
    if seconds > MAX_OPENING_S:
        yield Problem(where, f"the announcement takes about {seconds:.0f} s; a shorter title, or"
                      " an opening of your own in podcast.toml ([frame]), would help")
