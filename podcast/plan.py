"""Script → utterances: who says which sentence in which order, and how long the silences are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from podcast.language import (
    Language,
    announcement,
    corrected,
    disclosure,
    read,
    split_sentences,
)
from podcast.model import Script, Span, Turn, Utterance
from podcast.settings import Pauses, Settings
from podcast.utterances import QUOTES, Ensemble, Silence, Speaker, longer

MAX_OPENING_S = 12.0
LETTERS_PER_S = 12.8
"""A calm narrator."""
ELLIPSES = ("…", "...", ". . .")


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """A turn as it will be heard; `chapter` is the title of the chapter it begins, or None."""

    turn: Turn
    chapter: str | None
    utterances: tuple[Utterance, ...]

    def place(self, where: str) -> str:
        """The turn's line in the script `where`; the script itself for an announcement."""
        return f"{where}:{self.turn.line}" if self.turn.line else where


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
class _Laid:
    """A turn while it is not yet known what follows it."""

    turn: Turn
    chapter: str | None
    utterances: tuple[Utterance, ...]
    after: Silence | None
    """The silence the script asks for behind this turn."""


def plan(script: Script, settings: Settings, language: Language, ensemble: Ensemble, *,
         framed: bool = True) -> Plan:
    """Lay out an episode: announcements (if `framed`), turns, sentences, parts, pauses. Pure."""
    laid: list[_Laid] = []
    chapter: str | None = None
    asked: Silence | None = None
    start_s = settings.pauses.start
    speaker = Speaker(settings.pauses, language, ensemble)
    for turn, begins in _arrange(script, settings, language, framed=framed):
        said = speaker.speak(turn, len(laid))
        chapter = begins or chapter
        asked = longer(asked, said.before)
        if not said.utterances:
            asked = longer(asked, said.after)
            continue
        if asked and laid:
            laid[-1] = replace(laid[-1], after=longer(laid[-1].after, asked))
        elif asked:
            start_s = asked.seconds
        laid.append(_Laid(turn, chapter, said.utterances, said.after))
        chapter, asked = None, None
    if laid:
        laid[-1] = replace(laid[-1], after=longer(laid[-1].after, asked))
    return Plan(script, tuple(_joined(laid, script, settings.pauses)), start_s)


def _arrange(script: Script, settings: Settings, language: Language, *, framed: bool,
             ) -> list[tuple[Turn, str | None]]:
    """Turns in the order of the ear, each with the title of the chapter it begins."""
    asides = [turn for turn in script.turns if turn.kind == "aside"]
    kept_aside = asides if settings.box == "end" else []
    spoken = [turn for turn in script.turns if turn.kind != "omitted"
              and (turn.kind != "aside" or settings.box == "place")]
    opening, before_questions = _announced(script, settings, language) if framed else ("", "")
    spoken_corrections = corrected(language, script) \
        if framed and settings.frame.corrections else ()
    before = tuple(filter(None, (opening, " ".join(spoken_corrections))))
    ordered = [*_framed(spoken, script, before, before_questions, language.chapters["interview"]),
               *_boxes(kept_aside, language)]
    if ordered and ordered[0][1] is None:
        ordered[0] = (ordered[0][0], language.chapters["opening"])
    return ordered


def _announced(script: Script, settings: Settings, language: Language) -> tuple[str, str]:
    """What is said at the opening, and before the first question.

    Where the opening would be long the date is left out: it stands on the cover.
    """
    opening, before_questions = announcement(language, script)
    if opening_s(opening, settings.pauses, language) > MAX_OPENING_S:
        opening, _ = announcement(language, replace(script, published=""))
    if settings.frame.opening is not None:
        # Whatever a show says of itself, synthetic voices are disclosed.
        opening = f"{settings.frame.opening} {disclosure(language, script)}".strip()
    if settings.frame.before_questions is not None:
        before_questions = settings.frame.before_questions
    return opening, before_questions


def opening_s(text: str, pauses: Pauses, language: Language) -> float:
    """About how many seconds an announcement takes."""
    letters = sum(char.isalnum() for word in read(text, (), language) for char in word.spoken)
    return letters / LETTERS_PER_S + pauses.sentence * (len(split_sentences(text, language)) - 1)


def _framed(spoken: Sequence[Turn], script: Script, before: Sequence[str], before_questions: str,
            unnamed: str) -> Iterator[tuple[Turn, str | None]]:
    """What is announced, then the turns; questions above which no heading stands begin a chapter
    `unnamed`."""
    narrator = script.by_role("narrator")[0].key
    first_chapter = _title(script, spoken[0].chapter) if spoken else None
    for number, text in enumerate(before):
        yield _announcement(text, narrator), first_chapter if number == 0 else None
    chapter = spoken[0].chapter if spoken and before else -1
    talk = next((turn for turn in spoken if turn.kind == "speech"), None)
    for turn in spoken:
        begins = _title(script, turn.chapter) if turn.chapter != chapter else None
        chapter = turn.chapter
        if turn is talk and chapter < 0:
            begins = unnamed
        if before_questions and turn is talk:
            yield _announcement(before_questions, narrator), begins
            begins = None
        yield turn, begins


def _boxes(asides: Sequence[Turn], language: Language) -> Iterator[tuple[Turn, str | None]]:
    for index, turn in enumerate(asides):
        yield turn, language.chapters["box"] if index == 0 else None


def _title(script: Script, chapter: int) -> str | None:
    return script.chapters[chapter].title if chapter >= 0 else None


def _announcement(text: str, narrator: str) -> Turn:
    return Turn("narration", narrator, (Span(text),))


def _joined(laid: Sequence[_Laid], script: Script, pauses: Pauses) -> Iterator[PlannedTurn]:
    """Give each turn's last utterance the silence before the next turn, unless one was asked."""
    for before, after in zip_longest(laid, laid[1:]):
        gap_s = pauses.end if after is None else _gap(before, after, script, pauses)
        last = replace(before.utterances[-1],
                       pause_after_s=before.after.seconds if before.after else gap_s)
        yield PlannedTurn(before.turn, before.chapter, (*before.utterances[:-1], last))


def _gap(before: _Laid, after: _Laid, script: Script, pauses: Pauses) -> float:
    one, other = before.utterances[-1], after.utterances[0]
    if after.chapter is not None:
        return pauses.chapter
    if other.text.lstrip(QUOTES + " ").startswith(ELLIPSES) and one.speaker != other.speaker:
        return pauses.carries_on
    roles = (script.member(one.speaker).role, script.member(other.speaker).role)
    if "narrator" in roles:
        return pauses.narration
    if one.speaker == other.speaker:
        return pauses.same_speaker
    return pauses.answer_question if roles[1] == "journalist" else pauses.question_answer
