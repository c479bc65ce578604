"""A pronunciation in letters of the text's language, for voices that take nothing else."""

from __future__ import annotations

from itertools import zip_longest

from podcast.engines.ipa import Sound, sounds
from podcast.language.tables import Language


def respelled(ipa: str, language: Language) -> str:
    """IPA in the language's own letters, word by word: maˈkʁɔ̃ → makrong.

    Raises ValueError naming a symbol that the language has no letters for.
    """
    return " ".join(_word(word, language) for word in ipa.split())


def _word(ipa: str, language: Language) -> str:
    found = [*sounds(ipa, language.vowels, language.consonants)]
    letters = [_letters(*three, language) for three in
               zip_longest(found, found[1:], found[2:])]
    return _begun("".join(letters))


def _letters(sound: Sound, after: Sound | None, third: Sound | None, language: Language) -> str:
    """A sound's letters; a short stressed vowel doubles the single consonant between it and the
    next vowel."""
    if not sound.vowel:
        return language.consonants[sound.symbol]
    letters = language.vowels[sound.symbol]
    single = after is not None and not after.vowel and (third is None or third.vowel)
    if not (single and sound.stressed and not sound.long and len(letters) == 1):
        return letters
    assert after is not None
    doubled = language.consonants[after.symbol]
    return letters + (doubled if len(doubled) == 1 and doubled not in "hjwxz" else "")


def _begun(word: str) -> str:
    """A word does not begin with a double consonant."""
    return word[1:] if word[:2] == "ss" and word[2:3] != "" else word
