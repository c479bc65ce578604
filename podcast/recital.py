"""Reading lines aloud on paper: what `podcast read` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from podcast.engines.base import Preferences
from podcast.errors import UserError
from podcast.language import Language, Lexicon, load_language, read, split_sentences
from podcast.language.lexicon import EMPTY
from podcast.words import Word

NO_ENGINE = "words"


@dataclass(frozen=True, slots=True)
class Recital:
    """In which language, for which engine and by which lexicon lines are read."""

    language: Language
    preferences: Preferences
    lexicon: Lexicon

    @classmethod
    def of(cls, engine: str, language: str, named: Path | None, show: Path | None) -> Recital:
        """By the names of engine and language; UserError lists the valid ones.

        The engine `words` takes numbers in words and no respelled names, and needs no show; a show
        that was `named` must be one.
        """
        tables = load_language(language)
        if engine == NO_ENGINE and not named:
            return cls(tables, Preferences(), EMPTY)
        from podcast.casting import show_lexicon
        from podcast.model import Voice
        from podcast.registry import load, names
        from podcast.settings import load_settings

        voices = load_settings(show).voices_dir if show else None
        if engine == NO_ENGINE:
            return cls(tables, Preferences(), EMPTY)
        if engine not in names("engines"):
            raise UserError(f"unknown engine '{engine}'",
                            next_step=f"Known: {', '.join((NO_ENGINE, *names('engines')))}.")
        preferences = load("engines", engine).prefers(Voice("", engine))
        return cls(tables, preferences, show_lexicon(voices))

    def printed(self, line: str, *, sentences: bool, as_json: bool) -> Iterator[str]:
        """What is printed for a line: its reading, its sentences, or all there is to know."""
        places = split_sentences(line, self.language)
        if as_json:
            yield json.dumps({"text": line, "spoken": self._spoken(line, places), "sentences":
                              [self._sentence(line, *place) for place in places]},
                             ensure_ascii=False)
        elif sentences:
            yield from (line[start:end] for start, end in places)
        else:
            yield self._spoken(line, places)

    def _spoken(self, line: str, places: tuple[tuple[int, int], ...]) -> str:
        words = (word for start, end in places for word in self._words(line[start:end]))
        return " ".join(word.spoken for word in words if word.spoken)

    def _sentence(self, line: str, start: int, end: int) -> dict[str, object]:
        text = line[start:end]
        words = self._words(text)
        shown = [{"start": start + word.start, "end": start + word.end,
                  "text": text[word.start:word.end], "spoken": word.spoken,
                  **{name: value for name, value in
                     (("lang", word.lang), ("ipa", word.ipa), ("source", word.source))
                     if value}} for word in words]
        return {"start": start, "end": end, "text": text, "words": shown,
                "spoken": " ".join(word.spoken for word in words if word.spoken)}

    def _words(self, text: str) -> tuple[Word, ...]:
        return read(text, (), self.language, self.preferences, self.lexicon)


def lines_of(data: bytes) -> Iterator[str]:
    """The lines of a text; UserError names one that is not UTF-8."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(lines[:-1] if not lines[-1] else lines, 1):
        try:
            yield line.decode().rstrip("\r")
        except UnicodeDecodeError as error:
            raise UserError(f"line {number} is not UTF-8", "standard input",
                            "Save the text as UTF-8.") from error
