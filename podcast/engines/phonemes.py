"""Words → IPA as Coqui's own phonemiser writes it, with the eSpeak NG that comes along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from podcast.engines.espeak import transcribe
from podcast.engines.symbols import Alphabet, Cleaning, Piece, cleaned, shared, sounded

PUNCTUATION = ';:,.!?¡¿—…"«»“”'
"""What Coqui keeps out of eSpeak's hands and puts back afterwards."""
DASH = "–"
"""German's own dash is no sign of Coqui's: eSpeak would end a clause there and glue two words
together. It is kept out as well, and written as the language's data says."""
_STOPS = re.compile(rf"(?:\s*[{re.escape(PUNCTUATION + DASH)}]+\s*)+")


def phonemes(words: Sequence[str], language: str, alphabet: Alphabet, cleaning: Cleaning,
             substitutes: Mapping[str, Sequence[str]]) -> Iterator[Piece]:
    """The symbols of words for a model that reads phonemes.

    A sound the model has not is replaced by the nearest one, a sign it has not as the language
    says; raises EngineFailure naming a sound nothing can stand for.
    """
    for stretch, owners in _stretches(words, cleaning):
        if not owners:
            for symbol in stretch:
                yield from ((one, -1) for one in _sign(symbol, alphabet, substitutes))
            continue
        joined = transcribe(stretch, language)
        parts = stretch.split()
        alone = parts if len(joined.split()) == len(parts) else \
            [transcribe(one, language).replace(" ", "") for one in parts]
        for number, (said, owner) in enumerate(zip(shared(alone, joined), owners, strict=True)):
            if number and " " in alphabet.ids:
                yield " ", -1
            yield from ((one, owner if one != " " else -1) for one in sounded(said, alphabet))


def _stretches(words: Sequence[str], cleaning: Cleaning) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What eSpeak reads in one go with the word of each part, and the signs between."""
    parts = [(part, index) for index, word in enumerate(words)
             for part in cleaned(word, cleaning).split()]
    text = " ".join(part for part, _ in parts)
    owner = [index for part, index in parts for _ in (*part, " ")]
    at = 0
    for stop in (*_STOPS.finditer(text), None):
        start, end = (stop.start(), stop.end()) if stop else (len(text), len(text))
        inner = list(re.finditer(r"\S+", text[at:start]))
        if inner:
            yield text[at:start], tuple(owner[at + one.start()] for one in inner)
        if stop:
            yield stop.group(), ()
        at = end


def _sign(char: str, alphabet: Alphabet, substitutes: Mapping[str, Sequence[str]]) -> str:
    if char in alphabet.ids:
        return char
    return next((one for one in substitutes.get(char, ()) if alphabet.has(one)), "")
