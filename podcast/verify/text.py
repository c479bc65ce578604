"""Can a voice's engine say what it would be given?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from podcast.cast import LEXICON
from podcast.engines.espeak import language_of
from podcast.findings import Problem
from podcast.language import Language, silent_signs
from podcast.model import Script
from podcast.plan import MAX_OPENING_S, Plan, opening_s
from podcast.settings import Settings
from podcast.utterances import Ensemble


def unspeakable(plan: Plan, ensemble: Ensemble, where: str) -> Iterator[Problem]:
    """Every word that holds a letter unknown to its voice's engine, with what to do about it."""
    for utterance in plan.utterances:
        alphabet = ensemble.preferences[utterance.voice.name].alphabet
        if alphabet is None or not _foreign("".join(set(utterance.spoken)), alphabet):
            continue
        place = plan.turns[utterance.turn].place(where)
        for word in utterance.words:
            foreign = _foreign(word.spoken, alphabet)
            if foreign:
                shown = utterance.text[word.start:word.end].strip(".,:;!?„“”\"»«()…")
                spoken = f", spoken as '{word.spoken}'" if foreign[0] not in shown else ""
                mend = f", or mend the entry in {LEXICON}" if spoken else ""
                yield Problem(place, f"the voice {utterance.voice.name} cannot say"
                              f" '{foreign[0]}' in '{shown}'{spoken}. Write how it is said, like"
                              f' [{shown}]{{say="…"}}{mend}', "error")


def _foreign(text: str, alphabet: str) -> list[str]:
    """The letters of a text that are not in an alphabet, with and without their accents."""
    return [char for char in text if char.isalpha() and not _is_known(char, alphabet)]


@cache
def _is_known(char: str, alphabet: str) -> bool:
    return char.lower() in alphabet or _base(char) in alphabet


def _base(char: str) -> str:
    """A letter without its accents: what engines say where they lack the accent."""
    return unicodedata.normalize("NFD", char.lower())[0]


def unknown_languages(script: Script, where: str) -> Iterator[Problem]:
    """Every stretch that is said to be in a language no voice knows."""
    for turn in script.turns:
        for span in turn.spans:
            if span.lang and not language_of(span.lang):
                yield Problem(f"{where}:{turn.line}", f"no voice here knows the language"
                              f" '{span.lang}' of '{span.text}'. Write a BCP 47 tag like nl, fr,"
                              " pl or en-GB", "error")


def unsaid(script: Script, language: Language, where: str) -> Iterator[Problem]:
    """A warning for every sign and word that is displayed and that no voice is told to say."""
    for turn in script.turns:
        for span in turn.spans:
            if span.say is not None and not any(one.isalnum() for one in span.say) \
                    and any(one.isalnum() for one in span.text):
                yield Problem(f"{where}:{turn.line}", f"'{span.text}' is not heard: what it is said"
                              " as has no letters")
        spans = (span for span in turn.spans if turn.kind != "omitted" and span.say is None)
        for sign in silent_signs("".join(span.text for span in spans), language):
            yield Problem(f"{where}:{turn.line}", f"the sign '{sign}' is not said. Write how it is"
                          f' said, like [{sign}]{{say="…"}}')


def long_opening(plan: Plan, settings: Settings, language: Language, where: str,
                 ) -> Iterator[Problem]:
    """A warning where the announcement before the interview is longer than people listen."""
    opening = plan.turns[0].turn
    seconds = 0.0 if opening.line else opening_s(opening.text, settings.pauses, language)
    if seconds > MAX_OPENING_S:
        yield Problem(where, f"the announcement takes about {seconds:.0f} s; a shorter title, or"
                      " an opening of your own in podcast.toml ([frame]), would help")
