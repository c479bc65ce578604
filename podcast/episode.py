"""Tracks → episode: where every turn, chapter and sentence stands, exact to the sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.audio.mp3 import FRAME_S
from podcast.model import Chapter, Cue, Episode, Piece, Track
from podcast.plan import Plan, PlannedTurn
from podcast.sounds import Sounds

SPEECH_ALONE = Sounds()
CHAPTER_LEAD_S = 0.05
"""A chapter mark keeps at least this distance from the speech on either side."""


@dataclass(frozen=True, slots=True)
class _Place:
    silent_frames: int
    start_s: float
    chapter_s: float


def join(plan: Plan, tracks: Sequence[Track], summary: str = "", sounds: Sounds = SPEECH_ALONE,
         ) -> Episode:
    """Lay the tracks of a plan (same order, same number) one after the other.

    The first chapter begins with the opening sound, the last one ends with the closing sound.
    """
    pieces: list[Piece] = []
    cues: list[Cue] = []
    marks: list[tuple[float, str]] = []
    position_s, pause_s, silence_s = 0.0, plan.start_s, 0.0
    if sounds.opening:
        pieces.append(Piece(0, sounds.opening))
        position_s, silence_s = sounds.opening.frames * FRAME_S, _silence_s(sounds.opening)
    for turn, track in zip(plan.turns, tracks, strict=True):
        place = _place(turn, track, position_s, max(0.0, pause_s - silence_s), first=not marks)
        if turn.chapter is not None:
            marks.append((place.chapter_s if marks else 0.0, turn.chapter))
        pieces.append(Piece(place.silent_frames, track))
        cues += _cues(turn, track, place.start_s)
        position_s = place.start_s + track.frames * FRAME_S
        pause_s = turn.utterances[-1].pause_after_s
        silence_s = _silence_s(track)
    tail_frames = max(0, round((pause_s - silence_s) / FRAME_S))
    if sounds.closing:
        pieces.append(Piece(tail_frames, sounds.closing))
        position_s += (tail_frames + sounds.closing.frames) * FRAME_S
        tail_frames = 0
    seconds = position_s + tail_frames * FRAME_S
    return Episode(plan.script, seconds, tuple(pieces), tail_frames,
                   _chapters(marks, seconds), tuple(cues), summary,
                   tuple(one.turn for one in plan.turns))


def _silence_s(track: Track) -> float:
    """Seconds of silence at the end of a track."""
    return track.frames * FRAME_S - track.times[-1][1]


def _place(turn: PlannedTurn, track: Track, position_s: float, pause_s: float, *, first: bool,
           ) -> _Place:
    """How many silent frames come before a track that follows `position_s`.

    Podcast apps cut chapter starts to whole seconds, so the silence before a chapter grows until
    a whole second lies inside it.
    """
    lead_s = track.times[0][0]
    frames = max(0, round((pause_s - lead_s) / FRAME_S))
    while True:
        start_s = position_s + frames * FRAME_S
        chapter_s = float(math.floor(start_s + lead_s - CHAPTER_LEAD_S))
        if turn.chapter is None or first or chapter_s >= position_s + CHAPTER_LEAD_S:
            return _Place(frames, start_s, chapter_s)
        frames += 1


def _cues(turn: PlannedTurn, track: Track, start_s: float) -> list[Cue]:
    return [Cue(round(start_s + begin, 6), round(start_s + end, 6), one.speaker, one.text,
                one.words, heard, unsure, start_s, one.turn)
            for one, (begin, end), heard, unsure in
            zip(turn.utterances, track.times, track.words, track.unsure, strict=True)]


def _chapters(marks: Sequence[tuple[float, str]], seconds: float) -> tuple[Chapter, ...]:
    ends = [start for start, _ in marks[1:]] + [seconds]
    return tuple(Chapter(start, end, title)
                 for (start, title), end in zip(marks, ends, strict=True))
