"""A turn → its utterances: cut at sentences, changes of voice, pauses and the engine's limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from podcast.engines.base import Preferences
from podcast.language import Language, Lexicon, Override
from podcast.language.lexicon import EMPTY
from podcast.model import Span, Turn, Utterance, Voice
from podcast.readings import Paragraph
from podcast.settings import Pauses
from podcast.store import Store
from podcast.words import Word

QUOTES = "\"„“”»«‚‘’›‹"
_MARKS = ".,;:!?…"
_CLAUSE_ENDS = ",;:–—"


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The voices of a script by cast key, what can be given to each by voice name, and how words
    are pronounced."""

    voices: Mapping[str, Voice]
    preferences: Mapping[str, Preferences]
    lexicon: Lexicon = EMPTY
    store: Store | None = None
    """Where readings are kept; None: nowhere."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A pause, and whether the script itself asks for it."""

    seconds: float
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A turn's utterances, and the silences its script asks for before and after them."""

    before: Silence | None
    utterances: tuple[Utterance, ...]
    after: Silence | None


@dataclass(frozen=True, slots=True)
class _Part:
    """Characters [start, end) of a turn in one voice, and how they are read once they fit."""

    start: int
    end: int
    speaker: str
    sentence: int
    words: tuple[Word, ...] = ()


def longer(one: Silence | None, other: Silence | None) -> Silence | None:
    """The silence that counts of two at one place: an asked one, else the longer one."""
    return max((one, other), key=lambda silence: (silence.asked, silence.seconds)
               if silence else (False, -1.0))


def speak(turn: Turn, index: int, pauses: Pauses, language: Language, ensemble: Ensemble) -> Said:
    """The utterances of turn `index`; every letter of its text is in exactly one of them."""
    before: Silence | None = None
    made: list[tuple[_Part, Silence | None]] = []
    paragraph = Paragraph(turn, language, ensemble.lexicon, ensemble.store)
    for part, silence in _parts(turn, pauses, paragraph, ensemble):
        if any(word.spoken for word in part.words):
            made.append((part, silence))
        elif made:
            made[-1] = (made[-1][0], longer(made[-1][1], silence))
        elif silence and silence.asked:
            before = longer(before, silence)
    paragraph.keep()
    after = made[-1][1] if made and made[-1][1] and made[-1][1].asked else None
    text = turn.text
    utterances = tuple(
        Utterance(index, part.sentence, number, part.speaker, ensemble.voices[part.speaker],
                  text[part.start:part.end], part.words, silence.seconds if silence else 0.0)
        for number, (part, silence) in enumerate(made))
    return Said(before, utterances, after)


def _overrides(turn: Turn, start: int, end: int) -> Iterator[Override]:
    """What is said of characters of [start, end), counted from there."""
    for begins, ends, span in _placed(turn):
        first, last = max(begins, start), min(ends, end)
        if first < last and (span.say is not None or span.lang or span.stress):
            yield Override(first - start, last - start, span.say, span.lang, span.stress)


def _placed(turn: Turn) -> Iterator[tuple[int, int, Span]]:
    position = 0
    for span in turn.spans:
        yield position, position + len(span.text), span
        position += len(span.text)


def _parts(turn: Turn, pauses: Pauses, paragraph: Paragraph, ensemble: Ensemble,
           ) -> Iterator[tuple[_Part, Silence | None]]:
    """The parts of a turn, each with the silence after it."""
    text = turn.text
    asked = {len(text[:end].rstrip()): Silence(span.pause_s, asked=True)
             for _, end, span in _placed(turn) if span.pause_s is not None}
    borders = {*_voice_borders(turn), *asked}
    parts: list[_Part] = []
    if 0 in asked:
        yield _Part(0, 0, turn.speaker, 0), asked[0]
    for number, (first, last) in enumerate(_sentences(turn, borders, paragraph)):
        inside = sorted(border for border in borders if first < border < last)
        for start, end in pairwise((first, *inside, last)):
            part = _Part(start, end, _speaker_at(turn, start), number)
            parts += _fitting(turn, part, paragraph, ensemble)
    for part, after in zip_longest(parts, parts[1:]):
        yield part, asked.get(part.end) or _usual(text, part, after, pauses)


def _sentences(turn: Turn, borders: set[int], paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Sentences as written; one that changes voice is cut at the sentences inside its quotations.

    In print „Geh. Komm.“, sagt sie. is one sentence; in three voices' parts it is three.
    """
    text = turn.text
    cuts = {0, len(text)}
    for start, end in paragraph.sentences(text):
        cuts.add(start)
        inside = sorted(border for border in borders if start < border < end)
        for first, last in pairwise((start, *inside, end)) if inside else ():
            words = text[first:last].lstrip(QUOTES + " ")
            spoken = paragraph.sentences(words.rstrip(QUOTES + _MARKS))
            cuts |= {last - len(words) + sentence for sentence, _ in spoken[1:]}
    yield from pairwise(sorted(cut for cut in cuts if not _sealed(turn, cut)))


def _sealed(turn: Turn, position: int) -> bool:
    """Whether a place lies inside words that are spoken otherwise, and so cannot be cut."""
    return any(span.say is not None and start < position < end
               for start, end, span in _placed(turn))


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


def _fitting(turn: Turn, part: _Part, paragraph: Paragraph, ensemble: Ensemble,
             ) -> Iterator[_Part]:
    """The part without spaces around it, halved until the engine can speak each piece well."""
    piece = turn.text[part.start:part.end]
    start = part.start + len(piece) - len(piece.lstrip())
    end = max(start, part.start + len(piece.rstrip()))
    preferences = ensemble.preferences[ensemble.voices[part.speaker].name]
    words = paragraph.words(start, end, tuple(_overrides(turn, start, end)), preferences)
    letters = sum(len(word.spoken) + 1 for word in words if word.spoken) - 1
    fitting = _Part(start, end, part.speaker, part.sentence, words)
    cut = _middle_cut(turn, fitting) if letters > preferences.max_chars else 0
    if not cut:
        yield from [fitting] if start < end else []
        return
    for first, last in pairwise((start, cut, end)):
        yield from _fitting(turn, _Part(first, last, part.speaker, part.sentence), paragraph,
                            ensemble)


def _middle_cut(turn: Turn, part: _Part) -> int:
    """The clause end nearest to the middle, else the space nearest to it; 0 if there is none."""
    text, middle = turn.text, (part.start + part.end) // 2
    spaces = [place for place in range(part.start + 1, part.end - 1)
              if text[place] == " " and not _sealed(turn, place)]
    clauses = [place for place in spaces if text[place - 1] in _CLAUSE_ENDS]
    return min(clauses or spaces, key=lambda place: abs(place - middle), default=0)


def _usual(text: str, part: _Part, after: _Part | None, pauses: Pauses) -> Silence | None:
    """The silence between two parts of a turn, by voice and punctuation."""
    if after is None:
        return None
    if part.speaker != after.speaker:
        return Silence(pauses.quote)
    said = text[part.start:part.end].rstrip().rstrip(QUOTES + ")]")
    if part.sentence == after.sentence and not said.endswith((":", ";")):
        return Silence(pauses.comma if said[-1:] in _CLAUSE_ENDS else 0.0)
    endings = {"?": pauses.question, "!": pauses.exclamation, ":": pauses.colon,
               ";": pauses.semicolon}
    return Silence(endings.get(said[-1:], pauses.sentence))
