"""Decided paragraphs → turns of a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from podcast.article.byline import byline_of
from podcast.interview import words
from podcast.interview.boxes import box_of
from podcast.interview.casting import NARRATOR, Troupe
from podcast.interview.credits import author_of, is_credit, names_makers
from podcast.interview.labels import DIRECTION
from podcast.interview.scoring import Decision
from podcast.interview.speech import Quotation
from podcast.interview.units import Unit
from podcast.model import CastMember, Span, Turn

_SHOWN = 40
_MOST_STRESSED = 3
"""Longer emphasised stretches are titles and the like."""
DOUBTFUL = 0.7
"""Below this confidence a decision is marked for a person to look over."""
SURE = 0.75
"""From this confidence on a quotation is spoken by whom it is given to."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What one paragraph becomes: turns, or a heading."""

    turns: tuple[Turn, ...]
    speaker: str = ""
    """Display name."""
    quotes: tuple[tuple[int, int, str], ...] = ()
    heading: str = ""
    doubt: str = ""
    """What to look over about the heading."""


@dataclass(frozen=True, slots=True)
class _Last:
    """Who asked and who answered last: an unlabelled turn goes on with them."""

    question: CastMember | None
    answer: CastMember | None


def stage(cut: Sequence[Unit], decisions: Sequence[Decision], troupe: Troupe,
          spoken: Sequence[Sequence[Quotation]]) -> tuple[Staged, ...]:
    """Every paragraph as turns, in order; `spoken`: the quotations of each."""
    last = _Last(next(iter(troupe.journalists), None), next(iter(troupe.guests), None))
    found = []
    for unit, decision, quotations in zip(cut, decisions, spoken, strict=True):
        if unit.person is not None:
            member = troupe.member(unit.person)
            asking = member.role == "journalist"
            last = _Last(member if asking else last.question, last.answer if asking else member)
        staged = (_narration(unit, troupe, quotations) if decision.role == "narration"
                  else _STAGES[decision.role](unit, troupe, last))
        found.append(_doubted(staged, unit, decision))
    return _with_heading_doubts(found)


def _doubted(staged: Staged, unit: Unit, decision: Decision) -> Staged:
    """What is decided with little confidence, marked for a person to look over."""
    if decision.confidence >= DOUBTFUL or decision.rival is None:
        return staged
    role = words.text("roles", decision.role)
    doubt = words.text("wording", "unsure").format(
        role=f"{role}: {staged.speaker}" if decision.role in ("question", "answer") else role,
        sure=round(100 * decision.confidence), rival=words.text("roles", decision.rival))
    if staged.heading:
        return replace(staged, doubt=f"„{_shortened(staged.heading)}“ – {doubt}")
    first, *rest = staged.turns
    return replace(staged, turns=(replace(first, doubt=doubt), *rest))


def _with_heading_doubts(found: Sequence[Staged]) -> tuple[Staged, ...]:
    """A heading's doubt stands before the turn that follows it."""
    carried, after = "", []
    for one in found:
        carried = " ".join(part for part in (carried, one.doubt) if part)
        if carried and one.turns:
            first, *rest = one.turns
            joined = " ".join(part for part in (carried, first.doubt) if part)
            one, carried = replace(one, turns=(replace(first, doubt=joined), *rest)), ""
        after.append(one)
    return tuple(after)


def _question(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    return _speech(unit, troupe, last.question)


def _answer(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    return _speech(unit, troupe, last.answer)


def _speech(unit: Unit, troupe: Troupe, member: CastMember | None) -> Staged:
    if unit.label and unit.person is None:
        return _together(unit, troupe, member)
    if unit.person is not None:
        member = troupe.member(unit.person)
    if member is None:
        return _narration(unit, troupe, ())
    before = unit.text[len(unit.label) : unit.body].strip(" :") if unit.person else ""
    spans = tuple(piece for span, start in _with_directions(unit.said, unit.body)
                  for piece in _stressed(span, start, unit))
    if DIRECTION.fullmatch(before):
        first, *rest = spans
        spans = (Span(before, voice=NARRATOR), replace(first, text=f" {first.text}"), *rest)
    turn = Turn("speech", member.key, spans, label=unit.label)
    return Staged((turn,), member.name or turn.label or member.labels[0])


def _together(unit: Unit, troupe: Troupe, member: CastMember | None) -> Staged:
    """What several people say: whoever answered last says it, to be looked over."""
    aside = member is None or DIRECTION.fullmatch(unit.said) is not None
    speaker = troupe.narrator if member is None or aside else member
    name = speaker.name or next(iter(speaker.labels), "")
    turn = Turn("narration" if aside else "speech", speaker.key, (Span(unit.said),),
                doubt=words.text("wording", "together").format(label=unit.label, name=name))
    left_out = _left_out(unit.text[: unit.body].rstrip(), "together")
    return Staged((left_out, turn) if unit.said else (left_out,), name)


def _with_directions(text: str, start: int) -> list[tuple[Span, int]]:
    """What is said, with stage directions such as `(lacht)` left to the narrator; each stretch
    with its offset, counted from `start`."""
    spans, at = [], 0
    for found in DIRECTION.finditer(text):
        if words.starts(found["what"], "grammar", "directions"):
            if found.start() > at:
                spans.append((Span(text[at : found.start()]), start + at))
            spans.append((Span(found[0], voice=NARRATOR), start + found.start()))
            at = found.end()
    return [*spans, (Span(text[at:]), start + at)] if at < len(text) or not spans else spans


def _stressed(span: Span, start: int, unit: Unit) -> Iterator[Span]:
    """A stretch with its emphasised words as stressed ones; whole emphasised turns stay plain."""
    at = 0
    for mark in unit.marks:
        first, end = mark.start - start, mark.end - start
        inside = at <= first and end <= len(span.text) and not unit.emphasis
        if inside and not span.voice and len(span.text[first:end].split()) <= _MOST_STRESSED:
            if first > at:
                yield Span(span.text[at:first])
            yield Span(span.text[first:end], stress=True)
            at = end
    if at < len(span.text) or not at:
        yield replace(span, text=span.text[at:])


def _narration(unit: Unit, troupe: Troupe, quotations: Sequence[Quotation]) -> Staged:
    turn = Turn("narration", NARRATOR, _spans(unit.text, quotations, troupe))
    quotes = tuple((start, end, one.speaker) for one in quotations
                   for start, end in one.parts)
    doubt = _unsure_of(quotations, unit.text, troupe)
    return Staged((replace(turn, doubt=doubt),), troupe.narrator.name, quotes)


def _voice_of(quotation: Quotation, troupe: Troupe) -> str:
    """Key of the guest who surely says five words or more; empty: the narrator reads them."""
    sure = quotation.confidence >= SURE
    if quotation.person is None or not sure or quotation.words < _least_words():
        return ""
    return troupe.member(quotation.person).key


def _least_words() -> int:
    return words.number("verbs", "least_words")


def _unsure_of(quotations: Sequence[Quotation], text: str, troupe: Troupe) -> str:
    """Which quotation a guest may say, though it stays with the narrator."""
    names = {one.name for one in troupe.guests if one.name}
    for one in quotations:
        if (one.speaker in names and one.words >= _least_words()
                and not _voice_of(one, troupe)):
            quote = text[one.parts[0][0] : one.parts[0][1]]
            return words.text("wording", "unsure_quote").format(name=one.speaker,
                                                                quote=_shortened(quote))
    return ""


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _spans(text: str, found: Sequence[Quotation], troupe: Troupe) -> tuple[Span, ...]:
    """The text with every stretch a guest says in the guest's voice, marks included."""
    spans, at = [], 0
    for one in found:
        voice = _voice_of(one, troupe)
        if not voice:
            continue
        for start, end in one.parts:
            if start > at:
                spans.append(Span(text[at:start]))
            spans.append(Span(text[start:end], voice=voice))
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
    author = author_of(unit.text) or byline_of(unit.text) or names_makers(unit.text)
    return Staged((_left_out(unit.text, "author" if author else "boilerplate"),))


def _heading(unit: Unit, troupe: Troupe, last: _Last) -> Staged:
    return Staged((), heading=unit.text)


def _left_out(text: str, reason: str) -> Turn:
    return Turn("omitted", "", (Span(text),), reason=words.text("reasons", reason))


_STAGES: dict[str, Callable[[Unit, Troupe, _Last], Staged]] = {
    "question": _question, "answer": _answer, "bio": _bio,
    "caption": _caption, "boilerplate": _boilerplate, "heading": _heading,
}
