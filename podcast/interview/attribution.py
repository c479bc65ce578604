"""Who says a quotation: the candidates around it are scored against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from podcast.interview import words
from podcast.interview.candidates import Candidate, ReadParagraph, Zone, in_zone
from podcast.interview.cues import cues_in
from podcast.interview.entities import Register
from podcast.interview.memory import Entity
from podcast.interview.tokens import Passage

_TAG_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Past:
    """What came before a paragraph: who spoke last, and the paragraph that may announce speech."""

    speaker: Entity | None = None
    read: ReadParagraph | None = None
    continued: bool = False
    """The last quotation was left open."""


@dataclass(frozen=True, slots=True)
class Said:
    """Who spoke before in this paragraph, and in which sentence."""

    entity: Entity
    sentence: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """The likeliest speaker of a quotation."""

    entity: Entity | None
    confidence: float
    score: float
    tagged: bool


def attribute(read: ReadParagraph, group: Sequence[int], register: Register, past: Past,
          said: Said | None) -> Attribution:
    """Weigh everybody around the quotation at these tokens."""
    found = list(_own_sentence(read, group, register))
    if not any(one.tagged and one.score >= _weigh("enough") for one in found):
        found += _around(read, group, register, past)
        found += _chained(read, group, past, said)
    return _likeliest(found)


def _own_sentence(read: ReadParagraph, group: Sequence[int],
                  register: Register) -> Iterator[Candidate]:
    for zone in own_zones(read.passage, group):
        yield from in_zone(read, zone, register)


def own_zones(passage: Passage, group: Sequence[int]) -> Iterator[Zone]:
    """The rest of the quotation's own sentence: inside, behind and ahead of it."""
    for left, right in pairwise(group):
        yield Zone("between", left + 1, right)
    first, last = group[0], group[-1]
    begin = passage.bounds(passage.sentence_of(first))[0]
    end = passage.bounds(passage.sentence_of(last))[1]
    if _goes_on(passage, last):
        yield Zone("behind", last + 1, end)
    yield Zone("ahead", _after_last_quote(passage, begin, first), first)


def _goes_on(passage: Passage, last: int) -> bool:
    """Whether what follows a quotation may be its tag."""
    if last + 1 >= len(passage.tokens):
        return False
    following = passage.tokens[last + 1]
    if following.kind == "mark":
        return following.text in ",–—-(" and last + 2 < len(passage.tokens)
    return following.kind == "word" and not following.text[0].isupper()


def _after_last_quote(passage: Passage, begin: int, first: int) -> int:
    """Where the words before a quotation begin that are not the tag of an earlier one."""
    for place in range(first - 1, max(begin, first - _TAG_WIDTH) - 1, -1):
        if passage.tokens[place].kind == "quote" and len(passage.tokens[place].text) > 30:
            return place + 1
    return begin


def is_bare(passage: Passage, group: Sequence[int]) -> bool:
    """Whether a quotation's sentences hold no words but its own."""
    begin = passage.bounds(passage.sentence_of(group[0]))[0]
    end = passage.bounds(passage.sentence_of(group[-1]))[1]
    if end - begin > 3 + len(group):
        return False
    return not any(passage.tokens[at].kind == "word" for at in range(begin, end))


def _around(read: ReadParagraph, group: Sequence[int], register: Register,
            past: Past) -> Iterator[Candidate]:
    """The sentences before and behind: they count where the quotation stands alone."""
    passage = read.passage
    sentence = passage.sentence_of(group[0])
    told = _indirect(passage, sentence)
    if not told and not is_bare(passage, group) and not _is_impersonal(passage, group):
        return
    if sentence:
        zone = Zone("earlier", *passage.bounds(sentence - 1))
        free = told or is_bare(passage, group)
        if free or not _bears_writing(passage, zone):
            yield from (one for one in in_zone(read, zone, register)
                        if free or one.entity.kind != "thing")
        if sentence > 1 and (_indirect(passage, sentence - 1) or told):
            yield from (_weakened(one) for one in in_zone(
                read, Zone("earlier", *passage.bounds(sentence - 2)), register))
    elif past.read is not None and past.read.passage.sentences:
        before = past.read.passage
        zone = Zone("earlier", *before.bounds(len(before.sentences) - 1))
        yield from (_weakened(one) for one in in_zone(past.read, zone, register))
    following = passage.sentence_of(group[-1]) + 1
    if not sentence and following < len(passage.sentences):
        yield from in_zone(read, Zone("next", *passage.bounds(following)), register)


def _is_impersonal(passage: Passage, group: Sequence[int]) -> bool:
    """`heißt es in einer Stellungnahme`: whose it is, the sentence before may tell."""
    bounds = {passage.bounds(passage.sentence_of(place)) for place in (group[0], group[-1])}
    return any(cue.kind == "impersonal" for begin, end in bounds
               for cue in cues_in(passage.tokens, begin, min(end, begin + _TAG_WIDTH)))


def _bears_writing(passage: Passage, zone: Zone) -> bool:
    """`Ein Schild wurde aufgestellt.`: what stands on it nobody says."""
    carriers = words.exact("quotes", "slogans")
    return any(token.text in carriers for token in passage.tokens[zone.start : zone.end])


def _weakened(one: Candidate) -> Candidate:
    less = 0.0 if one.colon else _weigh("paragraph_before")
    return Candidate(one.entity, one.score + less, one.sure)


def _chained(read: ReadParagraph, group: Sequence[int], past: Past,
             said: Said | None) -> Iterator[Candidate]:
    """Whoever spoke last goes on."""
    passage = read.passage
    sentence = passage.sentence_of(group[0])
    if past.continued and group[0] == 0 and past.speaker is not None:
        yield Candidate(past.speaker, _weigh("continued"), 1.0, tagged=True)
        return
    bonus = _weigh("chain_bare") if is_bare(passage, group) else _indirect(passage, sentence)
    if said is not None:
        gap = min(max(0, sentence - said.sentence - 1), 6)
        score = _weigh("chain") + bonus + _weigh("gap") * gap
        yield Candidate(said.entity, score, said.confidence)
    elif past.speaker is not None:
        score = _weigh("chain_paragraph") + bonus + _weigh("gap") * min(sentence, 6)
        score += _weigh("opens") * (group[0] == 0)
        yield Candidate(past.speaker, score, 0.8)


def _weigh(name: str) -> float:
    return words.weight("speaker", name)


@cache
def _reported() -> frozenset[str]:
    """Verb forms of reported speech, in small letters."""
    return words.folded("grammar", "subjunctive") | words.folded("verbs", "conditional")


def _indirect(passage: Passage, sentence: int) -> float:
    """`Die Lage sei „…“`: the subjunctive goes on with what somebody said."""
    begin, end = passage.bounds(sentence)
    end = min(end, begin + _TAG_WIDTH)
    told = any(passage.tokens[at].low in _reported() for at in range(begin, end))
    return _weigh("subjunctive") if told else 0.0


def _likeliest(found: Sequence[Candidate]) -> Attribution:
    """The best of all candidates, and how far it is ahead of the others and of nobody."""
    best: dict[str, Candidate] = {}
    for one in found:
        if one.entity.key not in best or one.score > best[one.entity.key].score:
            best[one.entity.key] = one
    ranked = sorted(best.values(), key=lambda one: -one.score)
    nobody = _weigh("nobody")
    if not ranked or ranked[0].score < nobody:
        return Attribution(None, 0.5, ranked[0].score if ranked else 0.0, False)
    top = ranked[0]
    heat = _weigh("heat")
    total = sum(math.exp(heat * (one.score - top.score)) for one in ranked) + math.exp(
        heat * (nobody - top.score))
    return Attribution(top.entity, top.sure / total, top.score, top.tagged)
