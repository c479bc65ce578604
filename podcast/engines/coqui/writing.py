"""What is said → the numbers a Coqui model was taught to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from podcast.engines.base import tokens
from podcast.engines.library import Model
from podcast.engines.phonemes import phonemes
from podcast.engines.symbols import CLEANINGS, Alphabet, Encoded, encode, letters
from podcast.words import Stretch


def written(said: Sequence[Stretch], model: Model, language: str) -> Encoded:
    """A sentence in the symbols of a model; raises EngineFailure at what it has no symbol for."""
    words = tokens(said)
    alphabet = Alphabet.of(model.details)
    cleaning, spoken = CLEANINGS[model.details["cleaner"]], model.details["phonemes"]
    pieces = phonemes(words, spoken, alphabet, cleaning, substitutes(language)) if spoken \
        else letters(words, alphabet, cleaning, substitutes(language))
    return encode(pieces, alphabet, len(words))


def substitutes(language: str) -> Mapping[str, Sequence[str]]:
    """What stands for a sign that a model does not know, in a language there are tables of."""
    from podcast.language import load_language
    from podcast.registry import names

    return load_language(language).substitutes if language in names("languages") else {}
