"""Turns as they are read: each with its sentences and the chapters that begin with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from podcast.editions.sentences import Sentence, sentences
from podcast.editions.wording import one_line
from podcast.model import Chapter, Episode, Turn

Chapters = tuple[tuple[int, Chapter], ...]
"""Chapters behind their numbers, from 1."""


class Paragraph(NamedTuple):
    """A turn that is heard; a tuple, for there are hundreds."""

    number: int
    """Among all that are heard, from 1."""
    turn: Turn
    sentences: tuple[Sentence, ...]
    chapters: Chapters
    """Those that begin with it."""
    question: int
    """If somebody begins to ask with it, the number of that question, from 1; else 0."""

    @property
    def start_s(self) -> float:
        """When its first word is heard."""
        return self.sentences[0].cue.start_s

    def spaced(self) -> Iterator[tuple[str, Sentence]]:
        """Each sentence behind the space that comes before it, if there is one."""
        text, behind = one_line(self.turn.text), 0
        for sentence in self.sentences:
            space = " " if text.startswith(" ", behind) else ""
            behind += len(space) + len(sentence.text)
            yield space, sentence


@lru_cache(maxsize=1)
def paragraphs(episode: Episode) -> tuple[Paragraph, ...]:
    """All that is heard, in the order of the ear; kept like its `sentences`."""
    return tuple(_paragraphs(episode))


def _paragraphs(episode: Episode) -> Iterator[Paragraph]:
    journalists = {one.key for one in episode.script.by_role("journalist")}
    asked, asking = 0, False
    turns = groupby(sentences(episode), key=lambda one: one.cue.turn)
    for (index, said), (_, chapters) in zip(turns, heard_turns(episode), strict=True):
        turn, before = episode.turns[index], asking
        asking = turn.kind == "speech" and turn.speaker in journalists
        begins = asking and not before
        asked += begins
        yield Paragraph(index + 1, turn, tuple(said), chapters, asked if begins else 0)


def heard_turns(episode: Episode) -> Iterator[tuple[Turn, Chapters]]:
    """All that is heard, in order, each with the chapters that begin with it."""
    chapters = tuple(enumerate(episode.chapters, 1))
    starts = [one.start_s for one in episode.chapters]
    behind = 0
    for index, cues in groupby(episode.cues, key=attrgetter("turn")):
        begun = bisect_right(starts, next(cues).start_s)
        yield episode.turns[index], chapters[behind:begun]
        behind = begun


def chapter_begins(episode: Episode) -> tuple[float, ...]:
    """When the first sentence of each chapter is heard, in seconds; the first chapter begins with
    the episode. Their marks lie in the silence before, where the sentence before is still shown."""
    starts = [one.start_s for one in episode.cues]
    behind = [bisect_left(starts, one.start_s) for one in episode.chapters]
    return tuple(starts[at] if number and at < len(starts) else chapter.start_s
                 for number, (chapter, at) in enumerate(zip(episode.chapters, behind, strict=True)))


def unheard(episode: Episode) -> Iterator[Turn]:
    """What the source displays beside what is read out."""
    heard = set(episode.turns)
    return (turn for turn in episode.script.turns if turn not in heard)
