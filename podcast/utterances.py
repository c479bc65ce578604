"""A turn → its utterances: cut at sentences, changes of voice, pauses and the engine's limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate, pairwise, zip_longest

from podcast.engines.base import Preferences
from podcast.language import Language, Lexicon, Override
from podcast.language.lexicon import EMPTY
from podcast.model import Turn, Utterance, Voice
from podcast.readings import Paragraph, Readings, Row, preferences_digest
from podcast.settings import Pauses
from podcast.store import content_key
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
    readings: Readings = field(default_factory=Readings)
    """What was read before."""


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


class Speaker:
    """Turns into utterances what an ensemble is to say."""

    def __init__(self, pauses: Pauses, language: Language, ensemble: Ensemble) -> None:
        self._pauses, self._language, self._ensemble = pauses, language, ensemble
        self._how = content_key(asdict(pauses), {
            key: preferences_digest(ensemble.preferences[voice.name])
            for key, voice in ensemble.voices.items()})

    def speak(self, turn: Turn, index: int) -> Said:
        """The utterances of turn `index`; every letter of its text is in exactly one of them."""
        before: Silence | None = None
        made: list[tuple[_Part, Silence | None]] = []
        for part, silence in self._parts(turn):
            if any(word.spoken for word in part.words):
                made.append((part, silence))
            elif made:
                made[-1] = (made[-1][0], longer(made[-1][1], silence))
            elif silence and silence.asked:
                before = longer(before, silence)
        after = made[-1][1] if made and made[-1][1] and made[-1][1].asked else None
        text, voices = turn.text, self._ensemble.voices
        utterances = tuple(
            Utterance(index, part.sentence, number, part.speaker, voices[part.speaker],
                      text[part.start:part.end], part.words, silence.seconds if silence else 0.0)
            for number, (part, silence) in enumerate(made))
        return Said(before, utterances, after)

    def _parts(self, turn: Turn) -> Iterator[tuple[_Part, Silence | None]]:
        """The parts of a turn, each with the silence after it; cut anew only if it was not cut
        alike before."""
        ensemble = self._ensemble
        paragraph = Paragraph(turn, self._language, ensemble.lexicon, ensemble.readings)
        cutter = _Cutter(turn, self._pauses, paragraph, ensemble)
        rows = paragraph.parts(self._how, cutter.rows)
        for start, end, speaker, sentence, seconds, asked in rows:
            words = cutter.words(start, end, speaker)
            silence = None if seconds is None else Silence(seconds, asked)
            yield _Part(start, end, speaker, sentence, words), silence
        paragraph.keep()


class _Cutter:
    """Cuts one turn, and reads what it cuts."""

    def __init__(self, turn: Turn, pauses: Pauses, paragraph: Paragraph, ensemble: Ensemble,
                 ) -> None:
        self._speaker, self._text, self._pauses = turn.speaker, turn.text, pauses
        self._paragraph, self._ensemble = paragraph, ensemble
        ends = list(accumulate((len(span.text) for span in turn.spans), initial=0))
        self._placed = tuple((start, end, span) for (start, end), span
                             in zip(pairwise(ends), turn.spans, strict=True))
        self._sealed = tuple((start, end) for start, end, span in self._placed
                             if span.say is not None)

    def rows(self) -> Iterator[Row]:
        """The parts of the turn, each with the silence after it, as they are kept."""
        for part, silence in self._parts():
            after = (silence.seconds, silence.asked) if silence else (None, False)
            yield (part.start, part.end, part.speaker, part.sentence, *after)

    def words(self, start: int, end: int, speaker: str) -> tuple[Word, ...]:
        """How characters [start, end) are said by somebody."""
        if start == end:
            return ()
        preferences = self._ensemble.preferences[self._ensemble.voices[speaker].name]
        return self._paragraph.words(start, end, tuple(self._overrides(start, end)), preferences)

    def _parts(self) -> Iterator[tuple[_Part, Silence | None]]:
        """The parts of the turn, each with the silence after it."""
        asked = {len(self._text[:end].rstrip()): Silence(span.pause_s, asked=True)
                 for _, end, span in self._placed if span.pause_s is not None}
        borders = sorted({*self._voice_borders(), *asked})
        parts: list[_Part] = []
        if 0 in asked:
            yield _Part(0, 0, self._speaker, 0), asked[0]
        for number, (first, last) in enumerate(self._sentences(borders)):
            inside = [border for border in borders if first < border < last]
            for start, end in pairwise((first, *inside, last)):
                part = _Part(start, end, self._speaker_at(start), number)
                parts += self._fitting(part)
        for part, after in zip_longest(parts, parts[1:]):
            yield part, asked.get(part.end) or _usual(self._text, part, after, self._pauses)

    def _sentences(self, borders: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Sentences as written; one that changes voice is cut at the sentences inside its
        quotations.

        In print „Geh. Komm.“, sagt sie. is one sentence; in three voices' parts it is three.
        """
        text, paragraph = self._text, self._paragraph
        cuts = {0, len(text)}
        for start, end in paragraph.sentences(text):
            cuts.add(start)
            inside = [border for border in borders if start < border < end]
            for first, last in pairwise((start, *inside, end)) if inside else ():
                words = text[first:last].lstrip(QUOTES + " ")
                spoken = paragraph.sentences(words.rstrip(QUOTES + _MARKS))
                cuts |= {last - len(words) + sentence for sentence, _ in spoken[1:]}
        yield from pairwise(sorted(cut for cut in cuts if not self._is_sealed(cut)))

    def _fitting(self, part: _Part) -> Iterator[_Part]:
        """The part without spaces around it, halved until the engine can speak each piece well."""
        piece = self._text[part.start:part.end]
        start = part.start + len(piece) - len(piece.lstrip())
        end = max(start, part.start + len(piece.rstrip()))
        words = self.words(start, end, part.speaker)
        letters = sum(len(word.spoken) + 1 for word in words if word.spoken) - 1
        fitting = _Part(start, end, part.speaker, part.sentence, words)
        most = self._ensemble.preferences[self._ensemble.voices[part.speaker].name].max_chars
        cut = self._middle_cut(fitting) if letters > most else 0
        if not cut:
            yield from [fitting] if start < end else []
            return
        for first, last in pairwise((start, cut, end)):
            yield from self._fitting(_Part(first, last, part.speaker, part.sentence))

    def _overrides(self, start: int, end: int) -> Iterator[Override]:
        """What is said of characters of [start, end), counted from there."""
        for begins, ends, span in self._placed:
            first, last = max(begins, start), min(ends, end)
            if first < last and (span.say is not None or span.lang or span.stress):
                yield Override(first - start, last - start, span.say, span.lang, span.stress)

    def _is_sealed(self, position: int) -> bool:
        """Whether a place lies inside words that are spoken otherwise, and so cannot be cut."""
        return any(start < position < end for start, end in self._sealed)

    def _voice_borders(self) -> set[int]:
        speakers = [(start, span.voice or self._speaker)
                    for start, _, span in self._placed if span.text]
        borders = [after[0] for before, after in pairwise(speakers) if before[1] != after[1]]
        return {_behind_marks(self._text, border) for border in borders}

    def _speaker_at(self, position: int) -> str:
        return next((span.voice or self._speaker for start, end, span in self._placed
                     if start <= position < end), self._speaker)

    def _middle_cut(self, part: _Part) -> int:
        """The clause end nearest to the middle, else the space nearest to it; 0 if there is none.
        """
        text, middle = self._text, (part.start + part.end) // 2
        spaces = [place for place in range(part.start + 1, part.end - 1)
                  if text[place] == " " and not self._is_sealed(place)]
        clauses = [place for place in spaces if text[place - 1] in _CLAUSE_ENDS]
        return min(clauses or spaces, key=lambda place: abs(place - middle), default=0)


def _behind_marks(text: str, border: int) -> int:
    """A comma or stop behind a quotation is heard with it, not with what follows."""
    while border < len(text) and text[border] in _MARKS:
        border += 1
    return border


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
