"""A spoken word, and what an engine is given: the smallest types of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Word(NamedTuple):
    """A spoken word and the displayed characters [start, end) of its utterance it came from.

    There are tens of thousands, and a tuple is made three times as fast as a frozen dataclass.
    """

    start: int
    end: int
    spoken: str
    """Empty for displayed characters that are not said."""
    lang: str = ""
    """BCP 47 tag, if an engine is to say it in another language."""
    stress: bool = False
    ipa: str = ""
    """How it sounds, if an engine is to be told so."""
    source: str = ""
    """What says how it is spoken: `script`, `lexicon: Entry`, `rule: name`; empty: it is said as
    it is written."""


Times = tuple[tuple[float, float], ...]
"""Start and end of words in seconds, in the order in which they are said."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that an engine is given alike: in one language, stressed or not."""

    text: str
    lang: str = ""
    stress: bool = False
    ipa: str = ""


def fields_of(said: Sequence[Stretch]) -> list[tuple[str, str, bool, str]]:
    """Stretches as a digest takes them: all their fields, in order."""
    return [(one.text, one.lang, one.stress, one.ipa) for one in said]


def stretches(words: Sequence[Word]) -> Iterator[Stretch]:
    """What an engine is given for words: neighbours that are said alike, together."""
    texts: list[str] = []
    before = ("", False, "")
    for word in words:
        if not word.spoken:
            continue
        how = (word.lang, word.stress, word.ipa)
        if texts and (how != before or word.ipa):
            yield Stretch(" ".join(texts), *before)
            texts = []
        before = how
        texts.append(word.spoken)
    if texts:
        yield Stretch(" ".join(texts), *before)


@dataclass(frozen=True, slots=True)
class WordCue:
    """When the displayed characters [start, end) of a cue's text are heard, in episode seconds."""

    start_s: float
    end_s: float
    start: int
    end: int
    unsure: bool = False
    """Whether it may well be heard elsewhere in its sentence."""


def word_cues(words: Sequence[Word], heard: Times, unsure: Sequence[int], track_s: float,
              ) -> Iterator[WordCue]:
    """When each displayed word is heard, of those that are heard at all, in a track that begins at
    `track_s`; one word may be several spoken ones."""
    for word, first, last in heard_words(words, heard):
        begin, end = heard[first][0], heard[last - 1][1]
        yield WordCue(round(track_s + begin, 6), round(track_s + end, 6), word.start, word.end,
                      any(one in unsure for one in range(first, last)))


def heard_words(words: Sequence[Word], heard: Times) -> Iterator[tuple[Word, int, int]]:
    """Each word that is heard, and which of the times [first, last) are its own."""
    first = 0
    for word in words if heard else ():
        last = first + len(word.spoken.split())
        if last > first:
            yield word, first, last
        first = last
