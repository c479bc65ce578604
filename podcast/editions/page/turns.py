"""Turns → HTML: every letter that is heard once, in order, with the times of its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from podcast.editions.markup import marked
from podcast.editions.paragraphs import Paragraph, paragraphs
from podcast.editions.sentences import Sentence
from podcast.editions.speakers import speaker_names
from podcast.editions.wording import one_line, wording
from podcast.model import Episode, Script
from podcast.words import heard_words

COLOURS = 6
"""So many speakers have a colour and a mark of their own; then they begin again."""


@dataclass(frozen=True, slots=True)
class _Voices:
    """Names as HTML and classes of a script's speakers, by key of the cast."""

    names: Mapping[str, str]
    classes: Mapping[str, str]


def interview(episode: Episode, sound: str) -> Iterator[str]:
    """The whole text by chapters; `sound` is the address of the audio file."""
    words = wording(episode.script.language)
    question = words.hearing["from_question"]
    voices = _voices(episode.script)
    opened = False
    for one, said in zip(paragraphs(episode), marked_turns(episode), strict=True):
        for number, chapter in one.chapters:
            yield "</section>\n" if opened else ""
            yield f'<section>\n<h2 id="chapter-{number}">{escape(one_line(chapter.title))}</h2>\n'
            opened = True
        if one.question:
            at = seconds(one.start_s)
            control = (f'\n<a class="hear" href="{sound}#t={at}" data-from="{at}">'
                       f"{escape(question.format(number=one.question))}</a>")
            yield _turn(one, said, voices, "h3", " question", control)
        else:
            yield _turn(one, said, voices, "p", " box" if one.turn.kind == "aside" else "", "")
    yield "</section>\n" if opened else ""


@lru_cache(maxsize=1)
def marked_turns(episode: Episode) -> tuple[str, ...]:
    """The sentences of each turn as HTML; kept, for they can be made before there is a sound."""
    voices = _voices(episode.script)
    return tuple("".join(_said(one, voices)) for one in paragraphs(episode))


def seconds(moment_s: float) -> str:
    """A time as attributes and addresses have it: to the millisecond, no longer than needed."""
    return f"{moment_s:.3f}".rstrip("0").rstrip(".")


def _voices(script: Script) -> _Voices:
    names = {key: escape(name) for key, name in speaker_names(script).items()}
    people = [member.key for member in script.cast if member.role != "narrator"]
    classes = {member.key: "telling" for member in script.cast}
    classes |= {key: f"who-{index % COLOURS}" for index, key in enumerate(people)}
    return _Voices(names, classes)


def _turn(one: Paragraph, said: str, voices: _Voices, element: str, kind: str, control: str,
          ) -> str:
    speaker = one.turn.speaker
    return (f'<div class="turn {voices.classes[speaker]}{kind}" id="turn-{one.number}">'
            f'<{element}><b class="name">{voices.names[speaker]}:</b> {said}</{element}>'
            f"{control}</div>\n")


def _said(one: Paragraph, voices: _Voices) -> Iterator[str]:
    """Sentences, with a space between them where the turn has one."""
    for space, sentence in one.spaced():
        cue = sentence.cue
        voice = "" if cue.speaker == one.turn.speaker else f" voice {voices.classes[cue.speaker]}"
        times = f'data-start="{cue.start_s:.3f}" data-end="{cue.end_s:.3f}"'
        yield f'{space}<span class="s{voice}" {times}{_words(sentence)}>{marked(sentence)}</span>'


def _words(sentence: Sentence) -> str:
    """When each word of the text is heard, in hundredths of a second after its sentence begins;
    nothing for those that begin no spoken word, nor where the engine does not tell."""
    cue, text, lead = sentence.cue, sentence.text, sentence.lead
    if not cue.heard or not text.startswith(cue.text, lead):
        return ""
    heard, offset_s = cue.heard, cue.track_s - cue.start_s
    moments = [""] * (text.count(" ") + 1)
    at, number = 0, 0
    for word, first, _ in heard_words(cue.read, heard):
        place = word.start + lead
        number += text.count(" ", at, place)
        at = place
        moments[number] = moments[number] or f"{(heard[first][0] + offset_s) * 100:.0f}"
    return f' data-words="{",".join(moments)}"'
