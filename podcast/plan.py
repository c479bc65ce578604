"""Script → utterances: who says which sentence in which order, and how long the silences are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from podcast.engines.base import Preferences
from podcast.language import Language, Override, announcement, read, split_sentences
from podcast.model import Script, Span, Turn, Utterance, Voice
from podcast.settings import Pauses, Settings

ELLIPSES = ("…", "...", ". . .")
_OPEN = -1.0
"""The silence after a turn, until it is known what follows."""
_CLAUSE_ENDS = ",;:–—"
_MARKS = ".,;:!?…"
_QUOTES = "\"„“”»«‚‘’›‹"


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """A turn as it will be heard; `chapter` is the title of the chapter it begins, or None."""

    turn: Turn
    chapter: str | None
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An episode before anything is spoken."""

    script: Script
    turns: tuple[PlannedTurn, ...]
    start_s: float
    """Silence before the first word."""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """All utterances in order."""
        return tuple(one for turn in self.turns for one in turn.utterances)


@dataclass(frozen=True, slots=True)
class Casting:
    """The voices of a script by cast key, and what each voice's engine prefers by engine name."""

    voices: Mapping[str, Voice]
    preferences: Mapping[str, Preferences]


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    speaker: str
    sentence: int
    pause_s: float | None
    asked: bool = False
    """Whether the script itself asks for this pause."""


def plan(script: Script, settings: Settings, language: Language, casting: Casting) -> Plan:
    """Lay out an episode: announcements, turns, sentences, parts, pauses. Pure."""
    ordered = _arrange(script, settings, language)
    planned: list[PlannedTurn] = []
    start_s = settings.pauses.start
    for turn, chapter in ordered:
        lead_s, utterances = _speak(turn, len(planned), settings.pauses, language, casting)
        if not utterances:
            continue
        if lead_s and planned:
            planned[-1] = _with_last_pause(planned[-1], lead_s)
        elif lead_s:
            start_s += lead_s
        planned.append(PlannedTurn(turn, chapter, utterances))
    return Plan(script, tuple(_joined(planned, script, settings.pauses)), start_s)


def _arrange(script: Script, settings: Settings, language: Language,
             ) -> list[tuple[Turn, str | None]]:
    """Turns in the order of the ear, each with the title of the chapter it begins."""
    asides = [turn for turn in script.turns if turn.kind == "aside"]
    kept_aside = asides if settings.box == "end" else []
    spoken = [turn for turn in script.turns if turn.kind != "omitted"
              and (turn.kind != "aside" or settings.box == "place")]
    ordered = [*_framed(spoken, script, settings, language), *_boxes(kept_aside, language)]
    if ordered and ordered[0][1] is None:
        ordered[0] = (ordered[0][0], language.chapters["opening"])
    return ordered


def _framed(spoken: Sequence[Turn], script: Script, settings: Settings, language: Language,
            ) -> Iterator[tuple[Turn, str | None]]:
    opening, before_questions = announcement(language, script)
    opening = opening if settings.frame.opening is None else settings.frame.opening
    if settings.frame.before_questions is not None:
        before_questions = settings.frame.before_questions
    narrator = script.by_role("narrator")[0].key
    first_chapter = _title(script, spoken[0].chapter) if spoken else None
    if opening:
        yield _announcement(opening, narrator), first_chapter
    chapter = spoken[0].chapter if spoken and opening else -1
    for turn in spoken:
        begins = _title(script, turn.chapter) if turn.chapter != chapter else None
        chapter = turn.chapter
        if before_questions and turn.kind == "speech":
            yield _announcement(before_questions, narrator), begins
            before_questions, begins = "", None
        yield turn, begins


def _boxes(asides: Sequence[Turn], language: Language) -> Iterator[tuple[Turn, str | None]]:
    for index, turn in enumerate(asides):
        yield turn, language.chapters["box"] if index == 0 else None


def _title(script: Script, chapter: int) -> str | None:
    return script.chapters[chapter].title if chapter >= 0 else None


def _announcement(text: str, narrator: str) -> Turn:
    return Turn("narration", narrator, (Span(text),))


def _speak(turn: Turn, index: int, pauses: Pauses, language: Language, casting: Casting,
           ) -> tuple[float, tuple[Utterance, ...]]:
    """A turn's utterances, and the silence its script asks for before the first of them."""
    lead_s = 0.0
    made: list[Utterance] = []
    text = turn.text
    for part in _parts(turn, pauses, language, casting):
        utterance = _utterance(turn, text, part, index, language, casting)
        if utterance.spoken:
            made.append(utterance)
        elif made:
            longer_s = max(made[-1].pause_after_s, _pause(part))
            made[-1] = replace(made[-1], pause_after_s=longer_s)
        elif part.asked:
            lead_s += part.pause_s or 0.0
    return lead_s, tuple(replace(one, part=number) for number, one in enumerate(made))


def _utterance(turn: Turn, text: str, part: _Part, index: int, language: Language,
               casting: Casting) -> Utterance:
    voice = casting.voices[part.speaker]
    numbers = casting.preferences[voice.engine].numbers
    words = read(text[part.start:part.end], _overrides(turn, part), language, numbers)
    return Utterance(index, part.sentence, 0, part.speaker, voice, text[part.start:part.end],
                     words, _pause(part))


def _pause(part: _Part) -> float:
    return _OPEN if part.pause_s is None else part.pause_s


def _overrides(turn: Turn, part: _Part) -> tuple[Override, ...]:
    found = []
    for start, end, span in _placed(turn):
        first, last = max(start, part.start), min(end, part.end)
        if first < last and (span.say is not None or span.lang or span.stress):
            say = span.say if start == first else "" if span.say is not None else None
            found.append(Override(first - part.start, last - part.start, say, span.lang,
                                  span.stress))
    return tuple(found)


def _placed(turn: Turn) -> Iterator[tuple[int, int, Span]]:
    position = 0
    for span in turn.spans:
        yield position, position + len(span.text), span
        position += len(span.text)


def _parts(turn: Turn, pauses: Pauses, language: Language, casting: Casting) -> list[_Part]:
    """Cut a turn at its sentences, its changes of voice, its pauses and the engine's limit."""
    text = turn.text
    asked = {len(text[:end].rstrip()): span.pause_s for _, end, span in _placed(turn)
             if span.pause_s is not None}
    borders = {*_voice_borders(turn), *asked}
    parts: list[_Part] = []
    for number, (first, last) in enumerate(_sentences(text, borders, language)):
        for start, end in pairwise((first, *sorted(b for b in borders if first < b < last), last)):
            speaker = _speaker_at(turn, start)
            limit = casting.preferences[casting.voices[speaker].engine].max_chars
            cuts = (start, *_clause_cuts(text, start, end, limit), end)
            for one, two in pairwise(cuts):
                one, two = _trimmed(text, one, two)
                parts.append(_Part(one, two, speaker, number, asked.get(two), two in asked))
    if 0 in asked:
        parts.insert(0, _Part(0, 0, turn.speaker, 0, asked[0], True))
    return [replace(part, pause_s=_inner_pause(text, part, after, pauses))
            if part.pause_s is None and after else part
            for part, after in zip(parts, [*parts[1:], None], strict=True)]


def _sentences(text: str, borders: set[int], language: Language) -> Iterator[tuple[int, int]]:
    """Sentences as written; one that changes voice is cut at the sentences inside its quotations.

    In print „Geh. Komm.“, sagt sie. is one sentence; in three voices' parts it is three.
    """
    for start, end in split_sentences(text, language):
        inner = sorted(border for border in borders if start < border < end)
        cuts = {start, end}
        for first, last in pairwise((start, *inner, end)) if inner else ():
            words = text[first:last].lstrip(_QUOTES + " ")
            begin = last - len(words)
            spoken = split_sentences(words.rstrip(_QUOTES + _MARKS), language)
            cuts |= {begin + sentence for sentence, _ in spoken[1:]}
        yield from pairwise(sorted(cuts))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _voice_borders(turn: Turn) -> set[int]:
    speakers = [(start, span.voice or turn.speaker)
                for start, _, span in _placed(turn) if span.text]
    borders = [after[0] for before, after in pairwise(speakers) if before[1] != after[1]]
    return {_behind_marks(turn.text, border) for border in borders}


def _behind_marks(text: str, border: int) -> int:
    """A comma or stop behind a quotation is heard with it, not with what follows."""
    while border < len(text) and text[border] in _MARKS:
        border += 1
    return border


def _speaker_at(turn: Turn, position: int) -> str:
    return next((span.voice or turn.speaker for start, end, span in _placed(turn)
                 if start <= position < end), turn.speaker)


def _clause_cuts(text: str, start: int, end: int, limit: int) -> list[int]:
    """Where to cut [start, end) so that no piece is longer than `limit`: clauses, then words."""
    cuts: list[int] = []
    while end - start > limit:
        window = text[start:start + limit]
        clause = max(window.rfind(mark + " ") for mark in _CLAUSE_ENDS)
        space = window.rfind(" ")
        start += clause + 1 if clause > limit // 3 else space if space > 0 else limit
        cuts.append(start)
    return cuts


def _inner_pause(text: str, part: _Part, after: _Part, pauses: Pauses) -> float:
    if part.speaker != after.speaker:
        return pauses.quote
    said = text[part.start:part.end].rstrip().rstrip(_QUOTES + ")]")
    if part.sentence == after.sentence and not said.endswith((":", ";")):
        return pauses.comma
    endings = {"?": pauses.question, "!": pauses.exclamation, ":": pauses.colon,
               ";": pauses.semicolon}
    return endings.get(said[-1:], pauses.sentence)


def _joined(planned: Sequence[PlannedTurn], script: Script, pauses: Pauses,
            ) -> Iterator[PlannedTurn]:
    """Give each turn's last utterance the silence before the next turn, unless one was asked."""
    for before, after in zip(planned, [*planned[1:], None], strict=True):
        gap = pauses.end if after is None else _gap(before, after, script, pauses)
        asked = before.utterances[-1].pause_after_s != _OPEN
        yield before if asked else _with_last_pause(before, gap)


def _with_last_pause(turn: PlannedTurn, pause_s: float) -> PlannedTurn:
    last = replace(turn.utterances[-1], pause_after_s=pause_s)
    return replace(turn, utterances=(*turn.utterances[:-1], last))


def _gap(before: PlannedTurn, after: PlannedTurn, script: Script, pauses: Pauses) -> float:
    one, other = before.utterances[-1], after.utterances[0]
    if after.chapter is not None:
        return pauses.chapter
    if other.text.lstrip(_QUOTES + " ").startswith(ELLIPSES) and one.speaker != other.speaker:
        return pauses.carries_on
    roles = (script.member(one.speaker).role, script.member(other.speaker).role)
    if "narrator" in roles:
        return pauses.narration
    if one.speaker == other.speaker:
        return pauses.same_speaker
    return pauses.answer_question if roles[1] == "journalist" else pauses.question_answer
