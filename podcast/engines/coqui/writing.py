"""What is said → the numbers a Coqui model was taught to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from podcast.engines.base import tokens
from podcast.engines.library import Model
from podcast.engines.symbols import CLEANINGS, Alphabet, Encoded, encode, letters
from podcast.words import Stretch


def written(said: Sequence[Stretch], model: Model, language: str) -> Encoded:
    """A sentence in the symbols of a model; raises EngineFailure at what it has no symbol for."""
    words = tokens(said)
    alphabet = Alphabet.of(model.details)
    cleaning, spoken = CLEANINGS[model.details["cleaner"]], model.details["phonemes"]
    if spoken:
        from podcast.engines.phonemes import phonemes

        pieces = phonemes(words, spoken, alphabet, cleaning, substitutes(language))
    else:
        pieces = letters(words, alphabet, cleaning, substitutes(language))
    return encode(pieces, alphabet, len(words))


def substitutes(language: str) -> Mapping[str, Sequence[str]]:
    """What stands for a sign that a model does not know, in a language there are tables of."""
    return _Substitutes(language)


class _Substitutes(Mapping[str, Sequence[str]]):
    """Read from the language's tables when first asked for: most sentences need none."""

    def __init__(self, language: str) -> None:
        self._language = language

    @cached_property
    def _table(self) -> Mapping[str, Sequence[str]]:
        from podcast.language import load_language
        from podcast.registry import names

        known = self._language in names("languages")
        return load_language(self._language).substitutes if known else {}

    def __getitem__(self, char: str) -> Sequence[str]:
        return self._table[char]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)
