"""Words that are probably misspelled: unknown, but close to a word that is known.

A name, a foreign word or a rare compound is unknown as well. Such a word is reported only if a
typical slip (an umlaut, a doubled letter, two letters swapped) leads to a known word, or any slip
to a frequent one, and never if it occurs more than once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from podcast.language.loading import load_language
from podcast.language.tables import Spelling

_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"(?<![\w.@/*:])[^\W\d_]{5,40}(?![\w@/]|[*:.]\w)")
_INNER = re.compile(r"([a-zäöüß]{3,})([A-ZÄÖÜ][a-zäöüß]{3,})")
_STUTTER = re.compile(r"([^\W\d_]{3,5})\1")
_SHORTEST_PART = 4
_SHORTEST_NAME = 8
_SHORTEST_SLIP = 6
_RARE = 200
"""Up to here the dictionary has hardly met a word in print."""
_LONG_PART = 5
"""Shortest part of a compound that is only guessed."""
_FOREIGN = 0.4
"""Above this share of unknown words a text is not in the dictionary's language."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A word that may be a slip, what was probably meant, and where it begins in the text."""

    word: str
    guess: str
    start: int


def suspicious_words(
    text: str, known_names: Collection[str], language: str = "de"
) -> tuple[Suspicion, ...]:
    """Probable misspellings in a text; names and what occurs twice are taken as meant.

    Loads a dictionary of some 340,000 words at the first call (about a second).
    """
    spelling = load_language(language).spelling
    names = {word.lower() for name in known_names for word in _LETTERS.findall(name)}
    known = vocabulary(spelling, "ß" not in text, names)
    matches = list(_WORD.finditer(text))
    unknown = [match for match in matches if not known.word(match[0].lower())]
    if len(unknown) > max(5, _FOREIGN * len(matches)):
        return ()
    judge = _Judge(known, Counter(_LETTERS.findall(text)))
    found = ((match, judge.guess(match[0])) for match in unknown)
    return tuple(Suspicion(match[0], guess, match.start()) for match, guess in found if guess)


@lru_cache(maxsize=2)
def dictionary(name: str) -> Mapping[str, int]:
    """Words of a language in lower case, and how often they were met."""
    from spellchecker import SpellChecker

    return dict(SpellChecker(language=name, distance=1).word_frequency.dictionary)


@dataclass(slots=True)
class Vocabulary:
    """What counts as a word: dictionary, names, inflections, compounds."""

    spelling: Spelling
    words: Mapping[str, int]
    names: Collection[str]
    without_eszett: bool = False
    _compounds: dict[tuple[str, int], bool] = field(default_factory=dict)

    def word(self, word: str) -> bool:
        """Whether a word in lower case is known, possibly inflected or a compound."""
        if self.simple(word) or word in self.names or self.compound(word):
            return True
        swiss = _replaced(word, "ss", "ß") if self.without_eszett else ()
        return any(self.simple(one) or self.compound(one) for one in swiss)

    def simple(self, word: str) -> bool:
        """Whether a word, or its stem before an ending, stands in the dictionary."""
        return word in self.words or any(stem in self.words for stem in self._stems(word))

    def frequent(self, word: str) -> bool:
        """Whether a word was often met in print."""
        return self.words.get(word, 0) > _RARE

    def compound(self, word: str, shortest: int = _SHORTEST_PART) -> bool:
        """Whether a word is two or more known words, with or without letters between them."""
        key = (word, shortest)
        if key not in self._compounds:
            self._compounds[key] = any(
                self._part(word[:cut], shortest) and self._rest(word[cut:], shortest)
                for cut in range(2, len(word) - 2))
        return self._compounds[key]

    def _stems(self, word: str) -> Iterator[str]:
        for ending in self.spelling.endings:
            if ending and word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_PART:
                yield word[: len(word) - len(ending)]

    def _part(self, part: str, shortest: int) -> bool:
        if shortest <= _SHORTEST_PART and part in self.spelling.beginnings | self.spelling.short:
            return True
        bare = (part.removesuffix(joint) for joint in self.spelling.joints if part.endswith(joint))
        if any(len(one) >= shortest and one in self.words for one in bare):
            return True
        # The stem of a verb: Dreh-buch, Wander-weg.
        return _LONG_PART > shortest <= len(part) and (
            f"{part}en" in self.words or f"{part}n" in self.words)

    def _rest(self, rest: str, shortest: int) -> bool:
        if rest in self.spelling.short:
            return shortest <= _SHORTEST_PART
        if len(rest) < shortest or rest in self.spelling.separate:
            return False
        return self.simple(rest) or self.compound(rest, shortest)


def vocabulary(spelling: Spelling, without_eszett: bool = False,
               names: Collection[str] = ()) -> Vocabulary:
    """The words of a language, and names in small letters that count as known."""
    return Vocabulary(spelling, dictionary(spelling.dictionary), names, without_eszett)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Finds what was meant by words that are not known."""

    known: Vocabulary
    seen: Counter[str]

    def guess(self, word: str) -> str:
        """What was probably meant by a word; empty if it may well be right."""
        if self.seen[word] > 1:
            return ""
        if word[1:] != word[1:].lower():
            return self._glued_inside(word)
        lower = word.lower()
        guess = self._glued(word) or self._typical(lower) or self._stutter(lower)
        guess = guess or self._any_slip(word)
        if word[0].isupper():
            named = _without_marks(lower) == guess != lower
            return "" if named else guess[:1].upper() + guess[1:]
        return guess

    def _glued_inside(self, word: str) -> str:
        """Two words where the second has kept its capital: dieNeue; not iPhone, not LeserInnen."""
        match = _INNER.fullmatch(word)
        known = match is not None and all(one.lower() in self.known.words for one in match.groups())
        return " ".join(match.groups()) if match and known else ""

    def _glued(self, word: str) -> str:
        """The word with the space that it lacks."""
        lower, spelling, words = word.lower(), self.known.spelling, self.known.words
        for cut in range(3, len(word) - 2):
            first, second = word[:cut], lower[cut:]
            named = self.seen[first] > 0 or first.lower() in self.known.names
            if second in spelling.separate:
                if named or len(second) > 5 or (len(first) > 3 and first.lower() in words):
                    return f"{first} {second}"
            elif named and first[0].isupper() and len(second) > 3 and self.known.frequent(second):
                return f"{first} {second}"
        return ""

    def _typical(self, word: str) -> str:
        near = sorted(set(_typical_slips(word, self.known.spelling.confused)))
        return self._best(word, near, self.known.simple) or self._best(
            word, near, self._certain_compound)

    def _stutter(self, word: str) -> str:
        """The word without a syllable that stands twice in a row."""
        match = _STUTTER.search(word)
        return word[: match.end(1)] + word[match.end() :] if match else ""

    def _any_slip(self, word: str) -> str:
        """A frequent word one slip away; of capitalised words, only long ones are no names."""
        lower = word.lower()
        if len(word) < (_SHORTEST_NAME if word[0].isupper() else _SHORTEST_SLIP):
            return ""
        near = sorted(one for one in set(_slips(lower, self.known.spelling.alphabet))
                      if one[:1] == lower[:1])
        return self._best(lower, near, self.known.frequent) or self._best(
            lower, near, self._certain_compound)

    def _certain_compound(self, word: str) -> bool:
        return self.known.compound(word, _LONG_PART)

    def _best(self, word: str, near: Iterable[str], fits: Callable[[str], bool]) -> str:
        fitting = [one for one in near if fits(one) and not self._inflected(word, one)]
        return max(fitting, key=lambda one: self.known.words.get(one, 0), default="")

    def _inflected(self, word: str, guess: str) -> bool:
        """Whether two words differ by an ending only: that is grammar, not spelling."""
        endings = self.known.spelling.endings
        return any(word + ending == guess or guess + ending == word for ending in endings)


def _typical_slips(word: str, confused: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Every word that a typical slip turns into this one."""
    for one, other in confused:
        yield from _replaced(word, one, other)
        yield from _replaced(word, other, one)
    for at in range(1, len(word)):
        yield word[:at] + word[at - 1] + word[at:]
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
        else:
            yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _without_marks(word: str) -> str:
    """A word without its umlauts and accents: who has put them did so knowingly."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(one for one in letters if not unicodedata.combining(one))


def _replaced(word: str, old: str, new: str) -> Iterator[str]:
    """The word with one occurrence replaced, for each occurrence."""
    for match in re.finditer(f"(?={old})", word):
        yield word[: match.start()] + new + word[match.start() + len(old) :]


def _slips(word: str, alphabet: str) -> Iterator[str]:
    """Every word one omission, substitution or insertion away."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in alphabet)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in alphabet)
