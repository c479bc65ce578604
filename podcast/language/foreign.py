"""Words that look foreign: unknown to German spelling, and more like another language's words.

What is unknown but looks German (a rare compound, a surname) is read by German rules and is not
reported. Neighbouring foreign words are one name: Vlaams Belang, City Mayors Foundation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from podcast.language.lexicon import Lexicon, foreign_letters, stems_of
from podcast.language.spelling import Vocabulary, vocabulary
from podcast.language.tables import Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

NAMES = {"cs": "Czech", "da": "Danish", "en": "English", "es": "Spanish", "fr": "French",
         "hr": "Croatian", "hu": "Hungarian", "it": "Italian", "nl": "Dutch", "no": "Norwegian",
         "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "sv": "Swedish", "tr": "Turkish"}
"""The languages that are guessed: those of Europe's names in Latin letters."""
_WORD = re.compile(r"(?<![\w.@/#])[^\W\d_]{3,30}(?![\w@]|[.]\w)")
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")
_LIKELY, _RATIO = 0.2, 2.0
"""How likely a language must be, and how much likelier than the text's own."""
_RATIO_MET = 1.4
"""The same where the text has other words of that language."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A foreign word or name, where it first stands, and what is guessed of it."""

    text: str
    start: int
    lang: str
    """BCP 47 tag of the language it is probably from."""
    letters: str
    """How it would be said there, in letters of the text's language; empty: unknown."""

    @property
    def language(self) -> str:
        """The language's name in plain English."""
        return NAMES[self.lang]


def foreign_words(text: str, language: Language, lexicon: Lexicon, known: Collection[str] = (),
                  ) -> tuple[Foreign, ...]:
    """Every word that looks foreign and has no entry in the lexicon, once each.

    `known` words are left out (misspelled ones, for instance). Loads a dictionary and a detector
    of languages at the first call (two seconds).
    """
    words = vocabulary(language.spelling, "ß" not in text)
    names: dict[str, int] = {}
    for start, end in _names(text, _unknown(text, words, lexicon, known, language)):
        names.setdefault(text[start:end], start)
    ranks = {name: dict(_identifier(language.code).rank(name)) for name in names}
    sure = {name: _sure(name, ranks[name], language) for name in names}
    met = {lang for lang in sure.values() if lang}
    return tuple(Foreign(name, start, lang, foreign_letters(name, lang, language))
                 for name, start in names.items()
                 if (lang := sure[name] or _met(name, ranks[name], met, language)))


def _unknown(text: str, words: Vocabulary, lexicon: Lexicon, known: Collection[str],
             language: Language) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        word = match[0]
        stems = stems_of(word, language.inflections)
        if not (word.isupper() or not _LATIN.match(word) or word in known
                or words.word(word.lower()) or any(stem in lexicon for stem in stems)):
            yield match.span()


def _names(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places with nothing but a space between them as one."""
    first, last = -1, -1
    for start, end in places:
        if first >= 0 and text[last:start] == " ":
            last = end
            continue
        if first >= 0:
            yield first, last
        first, last = start, end
    if first >= 0:
        yield first, last


def _sure(name: str, ranks: Mapping[str, float], language: Language) -> str:
    """The language a name is certainly from; empty if it may well be the text's own."""
    lang = max(NAMES, key=lambda one: ranks.get(one, 0.0))
    letters = {one for one in name.lower() if one.isalpha()} - set(language.spelling.alphabet)
    if letters:
        return lang
    own_letters = not name.isascii()
    likely = ranks[lang] >= _LIKELY and ranks[lang] >= _RATIO * ranks[language.code]
    return lang if likely and not own_letters else ""


def _met(name: str, ranks: Mapping[str, float], met: Collection[str], language: Language) -> str:
    """The likeliest of the languages that the text has other words of."""
    lang = max(sorted(met), key=lambda one: ranks[one], default="")
    if not lang or not name.isascii() or not name[0].isupper():
        return ""
    return lang if ranks[lang] >= _RATIO_MET * ranks[language.code] else ""


@cache
def _identifier(own: str) -> LanguageIdentifier:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_modelpath(MODEL_DIR / MODEL_FILE, norm_probs=True)
    identifier.set_languages([own, *(code for code in NAMES if code != own)])
    return identifier
