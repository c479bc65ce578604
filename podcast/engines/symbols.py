"""Text → the numbers a neural voice reads, and which of them belong to which word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from podcast.engines.base import EngineFailure
from podcast.engines.ipa import nearest

Piece = tuple[str, int]
"""A symbol, and the index of the word it belongs to; −1: between words."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a model's text looked like when it learned to read."""

    lower: bool = False
    symbols: bool = False
    """Semicolon and colon were commas, hyphens spaces, brackets and quotes nothing."""


CLEANINGS = {
    "": Cleaning(), "no_cleaners": Cleaning(),
    "basic_cleaners": Cleaning(lower=True), "basic_german_cleaners": Cleaning(lower=True),
    "transliteration_cleaners": Cleaning(lower=True),
    "phoneme_cleaners": Cleaning(symbols=True),
    "multilingual_phoneme_cleaners": Cleaning(symbols=True),
    "english_cleaners": Cleaning(lower=True, symbols=True),
    "multilingual_cleaners": Cleaning(lower=True, symbols=True),
}
"""Coqui's cleaners without what they do to English numbers and abbreviations: what a voice is
given here are German words already."""
_REPLACED = str.maketrans({";": ",", ":": ",", "-": " ", **dict.fromkeys('<>()[]"', "")})


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The symbols of a model and how a sequence of them is written down."""

    ids: Mapping[str, Sequence[int]]
    before: tuple[int, ...] = ()
    """Numbers at the beginning of every sequence."""
    between: tuple[int, ...] = ()
    """Numbers behind every symbol."""
    after: tuple[int, ...] = ()

    @classmethod
    def of(cls, details: Mapping[str, Any]) -> Alphabet:
        """The alphabet on a model's card."""
        return cls(details["symbols"], tuple(details["before"]), tuple(details["between"]),
                   tuple(details["after"]))

    def has(self, text: str) -> bool:
        """Whether every symbol of a text is known."""
        return all(one in self.ids for one in text)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence for a model."""

    ids: tuple[int, ...]
    words: tuple[tuple[int, int], ...]
    """For each word the [first, last) of its numbers; empty where nothing of it is heard."""


def encode(pieces: Iterable[Piece], alphabet: Alphabet, words: int) -> Encoded:
    """Write symbols down as numbers; what lies between words belongs to none."""
    ids = list(alphabet.before)
    places = [(0, 0)] * words
    for symbol, word in pieces:
        start = len(ids)
        ids += [*alphabet.ids[symbol], *alphabet.between]
        if word >= 0:
            first, last = places[word]
            places[word] = (first if last else start, len(ids))
    return Encoded((*ids, *alphabet.after), tuple(places))


def letters(words: Sequence[str], alphabet: Alphabet, cleaning: Cleaning,
            substitutes: Mapping[str, Sequence[str]]) -> Iterator[Piece]:
    """The symbols of words for a model that reads letters.

    Letters the model has not are replaced as the language says, or by their base; signs it
    has not are left out. Raises EngineFailure naming a letter nothing can stand for.
    """
    behind_space = True
    for index, word in enumerate(words):
        for number, part in enumerate(cleaned(word, cleaning).split()):
            if (index or number) and not behind_space and " " in alphabet.ids:
                yield " ", -1
            for symbol in fitted(part, alphabet, substitutes):
                yield symbol, index if symbol.isalnum() else -1
                behind_space = False


def cleaned(text: str, cleaning: Cleaning) -> str:
    """A text as the model's own texts were written, with single spaces."""
    folded = unicodedata.normalize("NFC", text)
    if cleaning.symbols:
        folded = folded.translate(_REPLACED)
    return " ".join((folded.lower() if cleaning.lower else folded).split())


def fitted(text: str, alphabet: Alphabet, substitutes: Mapping[str, Sequence[str]]) -> str:
    """A text in symbols the model has; raises EngineFailure at a letter it cannot be told."""
    return "".join(one if one in alphabet.ids else _instead(one, alphabet, substitutes)
                   for one in text)


def _instead(char: str, alphabet: Alphabet, substitutes: Mapping[str, Sequence[str]]) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    for other in (*substitutes.get(char, ()), char.lower(), char.upper(), base, base.lower()):
        if alphabet.has(other):
            return other
    if char.isalnum():
        raise EngineFailure(f"this voice has no letter '{char}'")
    return ""


def sounded(said: str, alphabet: Alphabet) -> str:
    """A transcription in sounds the model has; raises EngineFailure at one nothing is like."""
    return "".join(one if one in alphabet.ids else _likeness(one, alphabet) for one in said)


def _likeness(symbol: str, alphabet: Alphabet) -> str:
    other = nearest(symbol)
    if other is None:
        raise EngineFailure(f"this voice has no sound [{symbol}]")
    return "".join(one for one in other if one in alphabet.ids)


def sayable(alphabet: Alphabet, substitutes: Mapping[str, Sequence[str]]) -> str:
    """Every letter, in small, that the model has or that can be replaced for it."""
    own = {one.lower() for one in alphabet.ids if len(one) == 1 and one.isalpha()}
    replaced = {char.lower() for char, others in substitutes.items()
                if char.isalpha() and any(alphabet.has(one) for one in others)}
    return "".join(sorted(own | replaced))


def shared(words: Sequence[str], joined: str) -> list[str]:
    """A transcription of several words cut at the words: one stretch of `joined` for each.

    `words` are the words transcribed alone. eSpeak runs some small words together, and stresses
    words in a sentence otherwise: where the number of words differs, the cut lies where the
    transcriptions of single words match best.
    """
    pieces = joined.split()
    if len(pieces) == len(words):
        return pieces
    from difflib import SequenceMatcher

    text, alone = " ".join(pieces), "".join(words)
    matcher = SequenceMatcher(None, alone, text, autojunk=False)
    to_text = {one.a + offset: one.b + offset for one in matcher.get_matching_blocks()
               for offset in range(one.size)}
    cuts, at = [0], 0
    for word in words[:-1]:
        at += len(word)
        found = next((to_text[place] for place in range(at, len(alone)) if place in to_text),
                     len(text))
        cuts.append(max(found, cuts[-1]))
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)],
                                                          strict=True)]
