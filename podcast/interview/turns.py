"""Decided paragraphs → turns of a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podcast.article.byline import byline_of
from podcast.interview import words
from podcast.interview.attribution import Quotation, quotations
from podcast.interview.casting import NARRATOR, Troupe
from podcast.interview.features import author_of, box_of, is_credit
from podcast.interview.scoring import Decision
from podcast.interview.units import Unit
from podcast.model import CastMember, Span, Turn


@dataclass(frozen=True, slots=True)
class Staged:
    """What one paragraph becomes: turns, or a heading."""

    turns: tuple[Turn, ...]
    speaker: str = ""
    """Display name."""
    quotes: tuple[tuple[int, int, str], ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Last:
    """Who asked and who answered last: an unlabelled turn goes on with them."""

    question: CastMember | None
    answer: CastMember | None


def stage(cut: Sequence[Unit], decisions: Sequence[Decision],
          troupe: Troupe) -> tuple[Staged, ...]:
    """Every paragraph as turns, in order."""
    last = _Last(next(iter(troupe.journalists), None), next(iter(troupe.guests), None))
    found = []
    for unit, decision in zip(cut, decisions, strict=True):
        if unit.person is not None:
            member = troupe.member(unit.person)
            asking = member.role == "journalist"
            last = _Last(member if asking else last.question, last.answer if asking else member)
        found.append(_STAGES[decision.role](unit, troupe, last))
    return tuple(found)


def _question(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    return _speech(unit, troupe, last.question)


def _answer(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    return _speech(unit, troupe, last.answer)


def _speech(unit: Unit, troupe: Troupe, member: CastMember | None) -> Staged:
    if unit.person is not None:
        member = troupe.member(unit.person)
    if member is None:
        return _narration(unit, troupe, _Last(None, None))
    turn = Turn("speech", member.key, (Span(unit.said),), label=unit.label)
    return Staged((turn,), member.name or turn.label)


def _narration(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    found = quotations(unit.text, troupe.held.guests)
    turn = Turn("narration", NARRATOR, _spans(unit.text, found, troupe))
    quotes = tuple((start, end, _spoken_by(one, troupe)) for one in found
                   for start, end in one.parts)
    return Staged((turn,), troupe.narrator.name, quotes)


def _spoken_by(quotation: Quotation, troupe: Troupe) -> str:
    person = quotation.subject.person
    return quotation.subject.name if person is None else troupe.member(person).name


def _spans(text: str, found: Sequence[Quotation], troupe: Troupe) -> tuple[Span, ...]:
    """The text with every stretch a guest says in the guest's voice, marks included."""
    spans, at = [], 0
    for one in found:
        if one.subject.person is None:
            continue
        for start, end in one.parts:
            if start > at:
                spans.append(Span(text[at:start]))
            spans.append(Span(text[start:end], voice=troupe.member(one.subject.person).key))
            at = end
    return (*spans, Span(text[at:])) if at < len(text) or not spans else tuple(spans)


def _bio(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    """The box's heading and photo credit are left out alone; the rest is an aside."""
    box = box_of(unit.text)
    end = box.end if box is not None else 0
    turns = []
    if box is not None:
        reason = "box_credit" if box.credit else "box"
        turns.append(_left_out(unit.text[:end].rstrip(), reason))
    if unit.text[end:]:
        turns.append(Turn("aside", NARRATOR, (Span(unit.text[end:]),)))
    return Staged(tuple(turns), troupe.narrator.name)


def _caption(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    credit = is_credit(unit.text) or words.starts(unit.text, "boilerplate", "credit")
    return Staged((_left_out(unit.text, "credit" if credit else "caption"),))


def _boilerplate(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    author = author_of(unit.text) or byline_of(unit.text)
    return Staged((_left_out(unit.text, "author" if author else "boilerplate"),))


def _heading(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    return Staged((), heading=unit.text)


def _left_out(text: str, reason: str) -> Turn:
    return Turn("omitted", "", (Span(text),), reason=words.text("reasons", reason))


_STAGES: dict[str, Callable[[Unit, Troupe, _Last], Staged]] = {
    "question": _question, "answer": _answer, "narration": _narration, "bio": _bio,
    "caption": _caption, "boilerplate": _boilerplate, "heading": _heading,
}
