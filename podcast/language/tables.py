"""What a language knows: its words, as frozen tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from podcast.language.numbers import Speller

Ends = Literal["never", "sometimes", "always"]
Words = Mapping[str, str]
Gender = Literal["m", "f", "n", "p", ""]
"""Masculine, feminine, neuter, a plural, or not known."""


NUMERAL_WORDS = (
    "point", "dot", "minus", "plus", "plus_minus", "range", "against", "per", "clock", "decade",
    "half", "times", "stars", "hours", "minutes", "seconds", "degrees", "power", "divided",
    "greater", "less", "of", "one_of", "clock_sign", "average",
    "enumerating", "clock_tails", "many", "more", "fewer")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Abbreviation:
    """How an abbreviation is said, and whether a sentence may end with it."""

    say: str = ""
    """Empty: it is an abbreviation only before a number. Ends in "-": an adjective's stem."""
    ends: Ends = "never"
    genitive: str = ""
    """How it is said behind a genitive article, if otherwise."""
    numbered: str = ""
    """How it is said before a number, if otherwise."""
    dated: bool = False
    """A month: an abbreviation only in a date."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Grammar:
    """What decides the endings of ordinals, of `one` and of abbreviated adjectives."""

    articles: Words
    """Word before a number → `en`, `e`, `der`, `die` or `ein` (see inflection.py)."""
    dative: frozenset[str]
    accusative: frozenset[str]
    nominative: frozenset[str]
    """Words that may stand before a number that needs no article: als 3. Partei."""
    with_genitive: frozenset[str]
    birthdays: frozenset[str]
    """Prepositions."""
    genitive_articles: frozenset[str]
    """Articles in -e that are genitives before a noun in -s: dieses Jahres."""
    two_way: frozenset[str]
    """Prepositions that take a dative or an accusative."""
    amounts: frozenset[str]
    """Prepositions that take a dative elsewhere, and an accusative before an amount."""
    dates: frozenset[str]
    """Words behind which a date without an article ends in -en."""
    months: frozenset[str]
    weekdays: tuple[str, ...]
    series: frozenset[str]
    skipped: frozenset[str]
    ranks: frozenset[str]
    groups: frozenset[str]
    feminine: frozenset[str]
    copulas: frozenset[str]
    no_adjectives: frozenset[str]
    adjectival: tuple[str, ...]
    adjectival_endings: tuple[str, ...]
    nouns: Mapping[str, Gender]
    """Noun in lower case, alone or as the last part of a compound → its gender."""
    noun_endings: Mapping[str, Gender]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Numerals:
    """The words around numbers that are not numbers themselves."""

    words: Words
    """Each of `NUMERAL_WORDS`; empty where the language says nothing of it."""
    glued: tuple[str, ...]
    counts: frozenset[str]
    """Words before a number between 1100 and 1999 that counts something."""
    counts_before_noun: frozenset[str]
    year_cues: frozenset[str]
    countable: frozenset[str]
    plural_endings: tuple[str, ...]
    declined: tuple[str, ...]
    """Endings of units that have -n in a dative plural."""
    digitwise: frozenset[str]
    scales: Mapping[str, tuple[str, str]]
    fractions: Words
    denominators: Words
    scores: frozenset[str]
    clock_cues: frozenset[str]
    ratings: frozenset[str]
    address_cues: frozenset[str]
    suffixed: str
    """An expression: an ordinal's ending in letters behind figures, its group the ending."""
    plurals: tuple[str, ...]
    """What may follow an acronym."""
    decade_endings: tuple[str, ...]
    per_words: frozenset[str]
    """Words before a unit without a number: pro qm."""
    rates: frozenset[str]
    """Behind a slash these are measured against: Fahrzeuge/Jahr."""
    numbered: frozenset[str]
    """Words behind which a Roman numeral is a plain number."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Law:
    """How references to law are said."""

    one: str
    many: str
    """Also the form behind an oblique article."""
    names: tuple[str, ...]
    """What begins a reference, beside the sign."""
    parts: Words


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unit:
    """How a unit is said: of one, and of any other number."""

    one: str
    many: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Heteronym:
    """A word that is said in another way where an expression finds it (as its first group)."""

    word: str
    find: str
    say: str = ""
    """In letters that are read so; empty: no letters would help."""
    ipa: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spelling:
    """How words of the language are built, for finding misspelled ones."""

    dictionary: str
    alphabet: str
    joints: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: frozenset[str]
    short: frozenset[str]
    confused: tuple[tuple[str, str], ...]
    separate: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Language:
    """Everything a language's files say; one object per language, compared by identity."""

    code: str
    version: str
    """A digest of the files: part of the key of every kept reading."""
    spell: Speller
    numerals: Numerals
    grammar: Grammar
    units: Mapping[str, Unit]
    longest_unit: int
    units_apart: frozenset[str]
    """Units that are such only behind a space: 300 K, but not 4K."""
    currencies: Mapping[str, Unit]
    cents: Words
    law: Law
    months: tuple[str, ...]
    date: str
    date_cues: frozenset[str]
    date_words: frozenset[str]
    """Words before an abbreviated month."""
    life: Words
    """The signs of a birth and a death, and `on`, said before a day."""
    life_words: frozenset[str]
    """What may stand between such a sign and a number."""
    regnal: Words
    """The article between a ruler's name and numeral, by the word that governs the name."""
    rulers: frozenset[str]
    rulers_feminine: frozenset[str]
    rulers_in_s: frozenset[str]
    directions: Words
    cities: frozenset[str]
    abbreviations: Mapping[str, Abbreviation]
    """Without spaces → how it is said."""
    abbreviation_starts: frozenset[str]
    """Every beginning of an abbreviation of several parts, up to one of its dots, and its whole."""
    street: Words
    starters: frozenset[str]
    counted: frozenset[str]
    days: Words
    """Weekdays as they are abbreviated, without the dot."""
    scripture: Words
    telephones: Words
    lettered_endings: tuple[str, ...]
    """What a letter follows that is no initial, in small letters, alone or as the last part of a
    compound: Plan B, Kreisklasse A."""
    marked: frozenset[str]
    """Names that end in an exclamation or question mark, without it."""
    acronyms: Words
    """Words that are always said so, by the word."""
    phrases: Words
    """The same for what is more or less than one word."""
    acronyms_read: frozenset[str]
    acronyms_spelled: frozenset[str]
    shouted: frozenset[str]
    symphonists: frozenset[str]
    """Composers whose works are known by their numbers: Beethovens 9."""
    gender_apart: tuple[str, ...]
    """Endings that are said apart from their stem: Leser*innen."""
    gender_pairs: tuple[str, ...]
    """Pronouns and articles that are written in pairs: sie*er."""
    gender_joined: tuple[str, ...]
    """Endings that are not: jede*r."""
    web: Words
    symbols: Words
    vowels: Words
    """IPA → letters."""
    consonants: Words
    inflections: Words
    """Endings of nouns and names → how they sound, in IPA."""
    heteronyms: tuple[Heteronym, ...]
    frame: Words
    substitutes: Mapping[str, tuple[str, ...]]
    """What stands for a sign that a voice does not know."""
    chapters: Words
    spelling: Spelling

    def known_abbreviation(self, key: str, *, begins: bool) -> Abbreviation | None:
        """The abbreviation written without spaces; one of small letters may begin a sentence
        with a capital, and one of several parts may have it anywhere."""
        found = self.abbreviations.get(key)
        if found or not key or not (begins or key.count(".") > 1):
            return found
        return self.abbreviations.get(key[0].lower() + key[1:])


def alternatives(signs: Iterable[str]) -> str:
    """Any of some texts as an expression, the longest first; nothing, if there are none."""
    return "|".join(map(re.escape, sorted(signs, key=len, reverse=True))) or "(?!)"
