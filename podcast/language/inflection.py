"""Which ending an ordinal, a `one` or an abbreviated adjective has: the policy in one place.

1. A word that shows its case decides: am, dem, den, des → -en; das, ins → -e; einem → -en.
2. `der` and `die` need the noun: `der` before a feminine noun is a dative or genitive (-en), before
   a masculine one a nominative (-e); `die` before a feminine noun is -e, else a plural (-en).
3. `ein`, `kein`, `sein` take the noun's gender: -er, -es.
4. An adjective between number and noun has the same ending where there is no article.
5. Without an article the preposition decides (in dritter Instanz), and without one the noun
   alone does: erster, erste, erstes.

What none of these can know stays overridable in the script: `[1.]{say="erste"}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from podcast.language.context import Context
from podcast.language.numbers import Ending
from podcast.language.tables import Gender, Grammar, Language, alternatives

_LOOK = 80
_UMLAUTS = str.maketrans("äöü", "aou")
_NOUN = re.compile(
    r"(?:,\s)?[\s\"„“»«‚(]*((?:[a-zäöüß]+,?\s(?=[a-zäöüß]))?(?:[a-zäöüß]+\s)?)([\"„“»«‚]?[A-ZÄÖÜ][^\W_]*(?:[-'’][^\W_]+)*)")
_DIGITS = re.compile(r"\d{1,6}")
_LAST_RANK = 30
"""Who becomes a greater number has a birthday: Er wurde 80."""
_ENDING = re.compile(r"(en|er|es|em|e)\Z")
_STRONG: dict[tuple[str, Gender], Ending] = {
    ("dative", "m"): "em", ("dative", "n"): "em", ("dative", "f"): "er", ("dative", "p"): "en",
    ("genitive", "m"): "en", ("genitive", "n"): "en", ("genitive", "f"): "er",
    ("genitive", "p"): "er",
    ("accusative", "m"): "en", ("accusative", "f"): "e", ("accusative", "n"): "es",
    ("accusative", "p"): "e",
    ("", "m"): "er", ("", "f"): "e", ("", "n"): "es", ("", "p"): "e",
}
_ONE = {("dative", "m"): "dative", ("dative", "n"): "dative", ("dative", "f"): "dative_feminine",
        ("accusative", "m"): "accusative", ("", "f"): "feminine", ("accusative", "f"): "feminine",
        ("genitive", "f"): "dative_feminine", ("genitive", "m"): "genitive",
        ("genitive", "n"): "genitive"}


@dataclass(frozen=True, slots=True)
class Noun:
    """The noun behind a number, and the adjectives between them."""

    word: str
    gender: Gender
    adjectives: tuple[str, ...] = ()


def noun_after(context: Context, at: int) -> Noun:
    """The noun that a number counts; without a word if there is none near."""
    match = _NOUN.match(context.text, at)
    if match is None:
        return Noun("", "")
    grammar = context.language.grammar
    adjectives = tuple(match[1].replace(",", "").split())
    second = _NOUN.match(context.text, match.end())
    if second and match[2].lower().endswith(grammar.adjectival_endings) \
            and context.text[match.end()] == " ":
        adjectives, match = (*adjectives, match[2]), second
    if any(one in grammar.no_adjectives or not _ENDING.search(one) for one in adjectives):
        return Noun("", "")
    word = match[2].lstrip("\"„“»«‚")
    return Noun(word, gender(word, context.language), adjectives)


@lru_cache(maxsize=4096)
def gender(noun: str, language: Language) -> Gender:
    """The gender of a noun by its last part or its ending; `p` is a plural, empty unknown."""
    last = noun.rpartition("-")[2].lower()
    grammar = language.grammar
    if last.endswith(grammar.adjectival_endings):
        return grammar.nouns.get(last, "")
    return (grammar.nouns.get(last) or _plural(last, grammar) or _of_genitive(last, grammar)
            or _by_ending(last, grammar.nouns, 4) or _by_ending(last, grammar.noun_endings, 1))


def _by_ending(noun: str, table: Mapping[str, Gender], shortest: int) -> Gender:
    """What a table says about the longest ending of a noun."""
    endings = (noun[start:] for start in range(1, len(noun) - shortest + 1))
    return next((table[ending] for ending in endings if ending in table), "")


def _of_genitive(noun: str, grammar: Grammar) -> Gender:
    """The gender of a known masculine or neuter noun that stands in its genitive: Grades."""
    stems = (noun.removesuffix("es"), noun.removesuffix("s"))
    genders = (grammar.nouns.get(stem, "") for stem in stems if stem != noun)
    return next((one for one in genders if one in ("m", "n")), "")


def _plural(noun: str, grammar: Grammar) -> Gender:
    """`p`, if the noun is a plural of a known masculine or neuter one: Verträge, Häuser."""
    for ending in ("e", "er"):
        stem = noun.removesuffix(ending)
        if stem != noun and len(stem) > 2:
            for singular in (stem, stem.translate(_UMLAUTS)):
                if grammar.nouns.get(singular) in ("m", "n"):
                    return "p"
    return ""


def is_counted(word: str, language: Language) -> bool:
    """Whether a word is a month, or something that is usually numbered."""
    short = language.abbreviations.get(f"{word}.")
    return (word in language.grammar.months or word in language.counted
            or word in language.scripture or (short is not None and short.dated)
            or word.lower().startswith(language.grammar.adjectival))


def ordinal_ending(context: Context, start: int, end: int) -> Ending:
    """The ending of an ordinal at [start, end)."""
    return decided_ending(context, start, end) or "er"


def decided_ending(context: Context, start: int, end: int) -> Ending | None:
    """The ending, if the words around leave no doubt that this is an ordinal."""
    grammar, noun = context.language.grammar, noun_after(context, end)
    governor = _governor(context, _series_start(context, start))
    kind = grammar.articles.get(governor.word, "")
    if kind in ("en", "e"):
        genitive = _genitive(noun) and governor.word in grammar.genitive_articles
        return "en" if kind == "en" or genitive else "e"
    if kind == "der":
        return _behind_der(governor.before, noun, grammar)
    if kind == "die":
        return _behind_die(governor.word, noun, context.language.numerals.plural_endings)
    if kind == "ein":
        return "es" if noun.gender == "n" else "e" if noun.gender == "p" else "er"
    if noun.word:
        dated = context.word_before(start).lower() in grammar.dates
        return "en" if dated and noun.word in grammar.months else _without_article(
            governor, noun, grammar)
    digits = _DIGITS.match(context.text, start)
    age = (digits and int(digits[0]) > _LAST_RANK) or (
        governor.word in grammar.birthdays and context.at_end(end))
    return None if age else _rank(governor, context.language)


def _behind_der(before: str, noun: Noun, grammar: Grammar) -> Ending:
    if before.lower() in grammar.dative or noun.gender in ("f", "p"):
        return "en"
    if noun.gender == "m" or not noun.word:
        return "e"
    return "en" if before[:1].isupper() and len(before) > 3 and not noun.gender else "e"


def _behind_die(word: str, noun: Noun, plurals: tuple[str, ...]) -> Ending:
    if word == "eine" or noun.gender == "f" or not noun.word:
        return "en" if noun.adjectives and noun.adjectives[0].endswith("en") else "e"
    alike = noun.gender in ("m", "n") and noun.word.endswith(plurals)
    plural = alike or noun.gender == "p" or any(one.endswith("en") for one in noun.adjectives)
    return "en" if plural else "e"


def _genitive(noun: Noun) -> bool:
    return noun.gender in ("m", "n") and noun.word.endswith("s")


def _without_article(governor: _Governor, noun: Noun, grammar: Grammar) -> Ending | None:
    word = governor.word
    if word in grammar.dates and noun.word in grammar.months:
        return "en"
    if governor.noun and not word.endswith("s"):
        return "er" if noun.gender == "f" else "en" if _genitive(noun) else _nominative(noun)
    return _parallel(word, noun, grammar) or _STRONG[_case(word, grammar), noun.gender or "m"]


def _nominative(noun: Noun) -> Ending:
    return _of(noun.adjectives[0]) if noun.adjectives else _STRONG["", noun.gender or "m"]


def _parallel(word: str, noun: Noun, grammar: Grammar) -> Ending | None:
    """The ending of an adjective beside the number, or of a noun that is one."""
    if noun.adjectives:
        return _of(noun.adjectives[0])
    if noun.word.lower().startswith(grammar.adjectival):
        return _of(noun.word)
    attributive = len(word) > 4 and word not in grammar.no_adjectives and not _case(word, grammar)
    return _of(word) if attributive and _ENDING.search(word) else None


def _case(word: str, grammar: Grammar) -> str:
    """The case that a preposition takes, empty for other words."""
    if word in grammar.dative:
        return "dative"
    if word in grammar.accusative:
        return "accusative"
    return "genitive" if word in grammar.with_genitive else ""


def _rank(governor: _Governor, language: Language) -> Ending | None:
    """The ending of a place in a contest: Er wurde 3., Sie wurde 2., wurde sie 4."""
    grammar, word, before = language.grammar, governor.word, governor.before
    if word in grammar.ranks:
        woman = before.lower() in grammar.feminine or gender(before, language) == "f"
        return "e" if woman else "er"
    return "e" if word in grammar.feminine and before.lower() in grammar.ranks else None


def _of(word: str) -> Ending:
    match = _ENDING.search(word)
    return match[0] if match else "er"  # type: ignore[return-value]  # the pattern's choices


@dataclass(frozen=True, slots=True)
class _Governor:
    """The word that decides the case of what follows, in small letters, and the one before it."""

    word: str = ""
    before: str = ""
    noun: bool = False
    """Whether it is a noun: its attribute follows (Klasse, Grades)."""
    small: bool = False
    """Whether it is written in small letters."""


def _governor(context: Context, at: int) -> _Governor:
    grammar = context.language.grammar
    at = _word_start(context.text, at)
    day = _weekday(context.language).search(context.text, max(0, at - _LOOK), at)
    if day:
        at = day.start()
    gap = context.text[max(0, at - 3) : at].rstrip()
    if gap.endswith("."):
        short = context.word_before(len(context.text[:at].rstrip(" .")))
        meant = context.language.known_abbreviation(f"{short}.", begins=False)
        if meant and meant.numbered in grammar.articles:
            return _Governor(meant.numbered)
        if short in grammar.skipped:
            gap = gap[:-1]
    if gap[-1:] in context.language.life:
        return _Governor(context.language.life.get("on", ""))
    if gap and not (gap[-1].isalpha() or gap[-1] in "\"„“»«(‚'"):
        return _Governor()
    words = [*context.words_before(at)]
    while words and words[-1].lower() in grammar.skipped:
        words.pop()
    if not words:
        return _Governor()
    word = words[-1]
    governing = word.lower() in grammar.articles or _case(word.lower(), grammar)
    return _Governor(word.lower(), words[-2] if len(words) > 1 else "",
                     word[0].isupper() and not governing and len(words) > 1, word.islower())


def _word_start(text: str, at: int) -> int:
    """The beginning of a compound that a number ends: der Weltranglisten-25."""
    while at and text[at - 1] == "-":
        at -= 1
        while at and text[at - 1].isalnum():
            at -= 1
    return at


def _series_start(context: Context, at: int) -> int:
    found = _series(context.language).search(context.text, max(0, at - _LOOK), at)
    return found.start() if found else at


@lru_cache
def _series(language: Language) -> re.Pattern[str]:
    """What stands between a word and the last of several ordinals: `14. und `."""
    words = alternatives(language.grammar.series)
    return re.compile(rf"(?<![\w.])(?:(?:\d{{1,3}}|[IVX]+)\.,?\s?"
                      rf"(?:[/–-]|(?:{words})(?=\s)|(?<=,))\s*)+\Z")


@lru_cache
def _weekday(language: Language) -> re.Pattern[str]:
    """A weekday set off before a date: `Montag, `, `Montag (`."""
    days = alternatives([*language.grammar.weekdays, *language.days])
    return re.compile(rf"(?<!\w)(?:{days})\.?\s?[,(]?\s*\Z")


def one(context: Context, at: int, noun: str) -> str:
    """`ein` before a noun, with the ending that gender and governing word ask for.

    Behind a verb that is no copula it is an object (Er hat einen Sohn), at the beginning a subject.
    """
    grammar = context.language.grammar
    governor = _governor(context, at)
    word = governor.word
    case = "accusative" if word in grammar.amounts else _case(word, grammar)
    if not case and governor.small and word not in grammar.copulas:
        case = "accusative"
    use = _ONE.get((case, gender(noun, context.language)), "attributive")
    return context.language.spell.form(use, 1)


def behind_weekday(context: Context, at: int) -> bool:
    """Whether a weekday is set off before a place: `Sonntag, `, `So., `."""
    day = _weekday(context.language).search(context.text, max(0, at - _LOOK), at)
    return day is not None


def governed(context: Context, at: int) -> str:
    """The word that governs what begins at a place, in small letters."""
    return _governor(context, at).word
