"""Direct speech in an article: where each quotation is, whether it is speech, and whose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.attribution import Attribution, Past, Said, attribute
from podcast.interview.candidates import ReadParagraph
from podcast.interview.cues import cues_in, opening_cue
from podcast.interview.entities import Register
from podcast.interview.memory import AUTHOR, SOMEBODY, Entity
from podcast.interview.people import Person
from podcast.interview.phrases import phrases_of
from podcast.interview.quotes import MARKS, OPENERS, stops
from podcast.interview.speechlike import is_sentence, is_speech
from podcast.interview.tokens import Passage, Token, passage_of

_WORD = re.compile(r"\w[\w'’\-.,]*")
_LONGEST_TAG = 40
_PARTLY = 0.7
_SURE = 0.75
_NO_NAME = 25
_FEWEST = 2
_MOST_PARTS = 6
_JOINTS = (",", "–", "—", "-")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct speech, perhaps interrupted by its tag."""

    parts: tuple[tuple[int, int], ...]
    """[start, end) in its paragraph, marks included."""
    speaker: str
    """The fullest name the article gives, else the noun phrase; empty if nobody can tell."""
    person: Person | None
    """The guest who surely speaks here."""
    confidence: float
    words: int = 0
    """How many words all parts hold together."""


def quoted(paragraphs: Sequence[str], guests: Sequence[Person],
           narrated: Sequence[bool]) -> tuple[tuple[Quotation, ...], ...]:
    """The quotations of each paragraph of an article; only what is narrated holds any."""
    passages = tuple(_passages(paragraphs))
    article = [(one, phrases_of(one)) for one in passages]
    register = Register(article, guests)
    found: list[tuple[Quotation, ...]] = []
    past = Past()
    for (passage, phrases), told in zip(article, narrated, strict=True):
        if not told:
            found.append(())
            continue
        read = ReadParagraph(passage, phrases, register.read(passage, phrases))
        quotations, past = _paragraph(read, register, past)
        found.append(quotations)
    return tuple(found)


def _passages(paragraphs: Sequence[str]) -> Iterator[Passage]:
    goes_on = False
    for place, text in enumerate(paragraphs):
        following = paragraphs[place + 1].lstrip()[:1] if place + 1 < len(paragraphs) else ""
        passage = passage_of(text, goes_on=goes_on,
                             reopened=bool(following) and following in OPENERS)
        goes_on = passage.open_at_end
        yield passage


def _paragraph(read: ReadParagraph, register: Register,
               past: Past) -> tuple[tuple[Quotation, ...], Past]:
    """The quotations of one paragraph, and what the next one has to know."""
    found: list[Quotation] = []
    said: Said | None = None
    for group in groups_of(read):
        count = _count(read.passage, group)
        if count < _FEWEST:
            continue
        attribution = attribute(read, group, register, past, said)
        if not is_speech(read, group, attribution, count):
            continue
        found.append(_quotation(read.passage, group, attribution, count))
        if attribution.entity is not None and attribution.entity != SOMEBODY:
            sentence = read.passage.sentence_of(group[-1])
            said = Said(attribution.entity, sentence, attribution.confidence)
            register.heard(attribution.entity, sentence)
    speaker = said.entity if said is not None else None
    return tuple(found), Past(speaker or _fading(past, read), read, read.passage.open_at_end)


def _fading(past: Past, read: ReadParagraph) -> Entity | None:
    """Who spoke last is remembered over a short paragraph without speech."""
    return past.speaker if len(read.passage.sentences) < 3 else None


def groups_of(read: ReadParagraph) -> list[tuple[int, ...]]:
    """Quotations as tokens, each with its interruptions: `„…“, sagt sie, „…“` is one."""
    groups: list[list[int]] = []
    for place, token in enumerate(read.passage.tokens):
        if token.kind != "quote":
            continue
        if groups and len(groups[-1]) < _MOST_PARTS and _interrupts(read, groups[-1][-1], place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [tuple(group) for group in groups]


def _interrupts(read: ReadParagraph, left: int, right: int) -> bool:
    """Whether the words between two quotations are a tag that belongs to both."""
    if not 2 < right - left <= _LONGEST_TAG or not _may_join(read.passage.tokens, left, right):
        return False
    tokens = read.passage.tokens
    opening = left + 1 + (tokens[left + 1].text in _JOINTS)
    place = bisect_left(read.phrases, left, key=lambda one: one.first)
    between = [one for one in read.phrases[place : place + _LONGEST_TAG] if one.first < right]
    cues = cues_in(tokens, left + 1, right)
    early = any(cue.place <= opening + 1 for cue in cues) or (
        bool(cues) and tokens[opening].low in words.folded("verbs", "auxiliary"))
    return early or opening_cue(tokens, left + 1, right, between) is not None


def _may_join(tokens: Sequence[Token], left: int, right: int) -> bool:
    """Whether marks and capitals allow that one sentence, or one speech, goes on behind a tag."""
    said, begins, ends = tokens[left].text, tokens[left + 1], tokens[right - 1]
    joined = begins.text in _JOINTS
    named = not joined and len(said) <= _NO_NAME and not stops(said)
    if named or not tokens[left + 1 + joined].text[0].islower() or ends.kind == "quote":
        return False
    goes_on = _small_start(tokens[right].text) and not stops(said) and len(said) > _NO_NAME
    if ends.text not in (*_JOINTS, ":", ".") and not goes_on:
        return False
    if any(tokens[at].text in (".", "!", "?") for at in range(left + 1, right - 1)):
        return False
    return ends.text != "." or not _has_own_tag(tokens, right)


def _has_own_tag(tokens: Sequence[Token], place: int) -> bool:
    """Whether words that belong to it follow a quotation."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and (following.text in (",", "–") or (
        following.kind == "word" and following.text[0].islower()))


def _small_start(quote: str) -> bool:
    return quote.lstrip(f"{MARKS}…. ")[:1].islower()


def _quotation(passage: Passage, group: Sequence[int], attribution: Attribution,
               count: int) -> Quotation:
    """A quotation as the caller sees it; what is not a whole sentence is never sure."""
    parts = tuple((passage.tokens[at].start, passage.tokens[at].end) for at in group)
    entity = attribution.entity
    confidence = attribution.confidence
    if not is_sentence(passage, group):
        confidence = min(confidence, _PARTLY)
    if entity is None or entity in (AUTHOR, SOMEBODY):
        return Quotation(parts, "", None, confidence, count)
    person = entity.person if confidence >= _SURE else None
    return Quotation(parts, entity.name, person, confidence, count)


def _count(passage: Passage, group: Sequence[int]) -> int:
    return sum(len(_WORD.findall(passage.tokens[place].text)) for place in group)
