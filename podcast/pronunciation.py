"""How one word is to be said: heard once, or kept in the show's lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from podcast.cast import LEXICON
from podcast.engines.espeak import language_of
from podcast.errors import UserError
from podcast.language import load_language, load_lexicon
from podcast.language.keeping import keep
from podcast.language.lexicon import Entry, foreign_letters
from podcast.model import Span
from podcast.settings import Settings
from podcast.store import write_beside

WORD = re.compile(r"(?=.*[^\W\d_])[\w .,’'&+/!-]{1,80}")
"""What may be an entry of a lexicon."""
LONGEST = 5
"""So many words at most."""


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A text, and how it is said: like in another language, or in German letters."""

    text: str
    lang: str = ""
    respelling: str = ""

    @property
    def span(self) -> Span:
        """The text as a script would have it."""
        return Span(self.text, lang=self.lang, say=self.respelling or None)

    def require(self, settings: Settings, *, kept: bool = False) -> None:
        """Return if it can be said so in a show, and kept if it is to be, else raise UserError."""
        language = settings.language
        if kept and not (WORD.fullmatch(self.text) and len(self.text.split()) <= LONGEST):
            raise UserError(f"'{self.text[:40]}' is no word or name that could be kept",
                            next_step=f"Give a name or phrase of at most {LONGEST} words.")
        if kept and self.respelling and not WORD.fullmatch(self.respelling):
            raise UserError(f"'{self.respelling[:40]}' cannot be kept as a respelling",
                            next_step="Write it in letters, as German would read them.")
        if kept:
            load_lexicon([settings.voices_dir / LEXICON])
        if self.lang and not language_of(self.lang):
            raise UserError(f"no voice here knows the language '{self.lang}'",
                            next_step="Give a BCP 47 tag like cs, da, en-GB, es, fr, it, nl, pl,"
                            " sv or tr.")
        if self.lang and language_of(self.lang) == language_of(language):
            raise UserError(f"'{self.lang}' is the show's own language",
                            next_step="Name the language the word comes from.")

    def keep(self, settings: Settings) -> tuple[Path, str]:
        """Write it into the show's lexicon, with letters for voices that take nothing else.

        Returns the lexicon's path, and the entry of the word that stood there before, as written;
        raises UserError if that file is broken.
        """
        letters = self.respelling or foreign_letters(self.text, self.lang,
                                                     load_language(settings.language))
        path = settings.voices_dir / LEXICON
        return path, keep(path, Entry(self.text, say=letters, like=self.lang), write_beside)
