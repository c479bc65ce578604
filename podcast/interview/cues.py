"""What announces speech in a stretch of words: verbs of saying, sources, and `heißt es`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from podcast.interview import words
from podcast.interview.phrases import Phrase
from podcast.interview.tokens import Token, prepositions

CueKind = Literal["saying", "so", "impersonal", "quoting", "gesture", "perhaps"]
_JOINTS = (",", "–", "-", "—")
_LONGEST_INVERSION = 9


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says somebody speaks."""

    place: int
    kind: CueKind
    strength: float


def cues_in(tokens: Sequence[Token], start: int, end: int) -> tuple[Cue, ...]:
    """All cues of a stretch of tokens, in order."""
    others = frozenset(token.text for token in tokens[start:end] if token.kind == "word")
    whole = bool(others & words.exact("verbs", "other_half"))
    found = []
    for place in range(start, end):
        cue = _cue(tokens, place, end, whole)
        if cue is not None:
            found.append(cue)
    return tuple(found)


def _cue(tokens: Sequence[Token], place: int, end: int, whole: bool) -> Cue | None:
    token = tokens[place]
    if token.kind != "word":
        return None
    low = token.low
    if _is_impersonal(tokens, place, end):
        return Cue(place, "impersonal", 1.0)
    if low in words.folded("verbs", "so"):
        inserted = place > 0 and tokens[place - 1].text == "," and _closed(tokens, place, end)
        return Cue(place, "so", 1.0) if inserted else None
    if low in words.folded("verbs", "quoting"):
        return Cue(place, "quoting", 1.0)
    if low in words.folded("verbs", "saying") and not token.capital:
        weak = low in words.folded("verbs", "halves") and not whole
        return Cue(place, "saying", 0.55 if weak else 1.0)
    return Cue(place, "gesture", 0.5) if low in words.folded("verbs", "gesture") else None


def _is_impersonal(tokens: Sequence[Token], place: int, end: int) -> bool:
    """`heißt es`, `wie es … heißt`, `verlautete`."""
    low = tokens[place].low
    following = tokens[place + 1].low if place + 1 < end else ""
    if low in words.folded("verbs", "reading"):
        return place > 0 and tokens[place - 1].low in words.folded("verbs", "before_reading")
    if low not in words.folded("verbs", "with_es"):
        return low in words.folded("verbs", "without_es")
    if following in words.folded("verbs", "it") or following in words.folded("verbs", "therein"):
        return True
    before = (token.low for token in tokens[max(0, place - _LONGEST_INVERSION) : place])
    return any(pair == words.listed("verbs", "as_it") for pair in pairwise(before))


def _closed(tokens: Sequence[Token], place: int, end: int) -> bool:
    """`, so der Manager,`: a name or noun follows, and soon another comma."""
    following = tokens[place + 1 : min(place + 9, end)]
    commas = [at for at, token in enumerate(following) if token.text == ","]
    return bool(commas) and commas[0] > 0 and any(
        token.capital for token in following[: commas[0]]) and not any(
        token.low in words.folded("verbs", "after_so") for token in following[:2])


def opening_cue(tokens: Sequence[Token], start: int, end: int,
                phrases: Sequence[Phrase]) -> Cue | None:
    """`so X` or a verb that is in no list (`freut sich X`), directly behind a quotation."""
    place = start
    while place < end and tokens[place].kind == "mark":
        place += 1
    if place >= end or tokens[place].capital or tokens[place].kind != "word":
        return None
    token = tokens[place]
    begins = {phrase.first for phrase in phrases}
    if token.low in words.folded("verbs", "so"):
        near = place + 1 in begins or place + 2 in begins
        return Cue(place, "so", 1.0) if near else None
    inverted = place + 1 in begins or (
        place + 1 < end and tokens[place + 1].low in words.folded("verbs", "between"))
    verbal = (token.low.endswith(words.listed("verbs", "verbal_endings"))
              and token.low not in words.table_of("determiners")
              and token.low not in words.folded("mentions", "small")
              and token.low not in prepositions())
    return Cue(place, "perhaps", 0.7) if inverted and verbal and (
        tokens[place - 1].text in _JOINTS) else None
