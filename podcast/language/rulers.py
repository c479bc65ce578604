"""Rules for Roman numerals: rulers, ordinals, numbers of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import ordinal_ending
from podcast.language.numbers import Ending
from podcast.language.roman import is_roman, value
from podcast.language.tables import Language, alternatives

_ROMAN_DOT = re.compile(r"(?<![\w.])([IVXL]{1,7})\.(s?)(?=[\s,;:!?)\"“”«/–-]|\Z)")
_ROMAN = re.compile(r"(?<![\w.-])([IVXLCDM]{1,9})(?![\w.]|-[^\W\d_]|['’])")
_SPAN = re.compile(r"(?<![\w.-])([IVXLC]{1,7})\s?[–-]\s?([IVXLC]{1,7})(?![\w]|-[^\W\d_]|['’])")
_BETWEEN = re.compile(r"(?<=[IVX]\.)\s?[–-]\s?(?=[IVX]{1,6}\.)")
_RANGE = re.compile(r"(?<!\w)[IVXL]{1,6}\s[^\W\d_]+\s\Z")
_LETTERS = ("L", "C", "D", "M", "XL", "XXL", "CD", "CC", "MC", "DC", "MD", "CV")
"""Roman numerals that are more often just letters."""
_HYPHENED = re.compile(r"(?<=[^\W\d_]-)([IVXL]{1,6})(?=-[^\W\d_])")
_NAME = re.compile(r"([^\W\d_]+['’]?)\s\Z")
_LOOK = 60
_MOST = 6


def rulers(context: Context) -> Iterator[Claim]:
    """Numerals with a dot: Friedrich II., der Zweite; im XIX. Jahrhundert, the nineteenth."""
    spell, regnal = context.language.spell, context.language.regnal
    if not regnal:
        return
    for match in _ROMAN_DOT.finditer(context.text):
        if not is_roman(match[1]) or match[1] in _LETTERS:
            continue
        name = _name(context, match.start())
        numbered = context.language.numerals.numbered
        if name.isupper() and len(name) > 1 and name not in numbered:
            continue
        if (name or _label(context, match.start())) in numbered:
            yield claim(match.start(), match.end(),
                        spell.cardinal(value(match[1])) + context.ended(match.end()))
        elif match[2] and name:
            yield _possessive(context, match, name)
        elif name and not _initial(context, match, name):
            article, ends = _case(context, match.start(), name)
            spoken = spell.ordinal(value(match[1]), ends).capitalize()
            yield claim(match.start(), match.end(),
                        f"{article} {spoken}{context.ended(match.end())}")
        elif not name and _counts(context, match):
            ends = ordinal_ending(context, match.start(), _series_end(context, match.end()))
            yield claim(match.start(), match.end(), spell.ordinal(value(match[1]), ends))


def _possessive(context: Context, match: re.Match[str], name: str) -> Claim:
    """A genitive whose ending stands behind the numeral: Benedikt XVI.s Brief."""
    language = context.language
    female = name in language.rulers_feminine
    article = language.regnal["female_oblique" if female else "genitive"]
    ending = "" if name in language.rulers_in_s else match[2]
    spoken = language.spell.ordinal(value(match[1]), "en").capitalize()
    return claim(match.start() - len(name) - 1, match.end(), f"{name}{ending} {article} {spoken}")


def _series_end(context: Context, at: int) -> int:
    for _ in range(_MOST):
        found = _series(context.language).match(context.text, at)
        if found is None:
            break
        at = found.end()
    return at


@lru_cache
def _series(language: Language) -> re.Pattern[str]:
    """Another ordinal in a row: `und XX.`"""
    words = alternatives(language.grammar.series)
    return re.compile(rf"\s*(?:,|{words}|/|[–-])\s*[IVXL]{{1,6}}\.")


def _name(context: Context, at: int) -> str:
    """The capitalised word before a numeral, unless it is an article or preposition."""
    found = _NAME.search(context.text, max(0, at - _LOOK), at)
    word = found[1] if found else ""
    grammar = context.language.grammar
    known = word.lower() in grammar.articles or word.lower() in grammar.dative | grammar.accusative
    return word if word[:1].isupper() and not known else ""


def _initial(context: Context, match: re.Match[str], name: str) -> bool:
    """Whether the letter is an initial: Donald I. Smith."""
    after = context.word_after(match.end())
    language = context.language
    if len(match[1]) == 1 and match[1] not in "IV" and name not in language.rulers:
        return True
    return (len(match[1]) == 1 and after[:1].isupper() and after not in language.starters
            and match[1] != "I" and name not in language.rulers)


def _counts(context: Context, match: re.Match[str]) -> bool:
    """Whether a numeral with a dot and no name before it is an ordinal: der II. Weltkrieg.

    A single letter is one only before something that is often numbered, else it is an initial.
    """
    language = context.language
    after = context.word_after(_series_end(context, match.end()))
    if len(match[1]) > 1:
        return bool(after)
    return after in language.counted or after.lower() in language.grammar.nouns


def _case(context: Context, at: int, name: str) -> tuple[str, Ending]:
    language, grammar = context.language, context.language.grammar
    governor = _title_governor(context, at)
    if name.removesuffix("s") in language.rulers_feminine and name.endswith("s"):
        return language.regnal["female_oblique"], "en"
    if name in language.rulers_feminine:
        oblique = governor in grammar.dative | grammar.with_genitive or governor == "der"
        return (language.regnal["female_oblique"], "en") if oblique else (
            language.regnal["female"], "e")
    inflected = name.endswith(("s", "'", "’")) and name not in language.rulers_in_s
    if inflected or governor in grammar.with_genitive:
        return language.regnal["genitive"], "en"
    shown = grammar.articles.get(governor) == "en" and governor[-2:] in ("em", "en", "es")
    case = language.regnal.get(f"d{governor[-2:]}" if shown else governor) or (
        language.regnal["dem"] if governor in grammar.dative
        else language.regnal["den"] if governor in grammar.accusative else "")
    return (case, "en") if case else (language.regnal["masculine"], "e")


def _title_governor(context: Context, at: int) -> str:
    """The word before a ruler's titles and names: `unter` in unter Kaiser Karl V."""
    words = [*context.words_before(at)]
    grammar = context.language.grammar
    governing = {*grammar.dative, *grammar.accusative, *grammar.with_genitive, *grammar.articles}
    while words and words[-1][:1].isupper() and words[-1].lower() not in governing:
        words.pop()
    return words[-1].lower() if words else ""


def numerals(context: Context) -> Iterator[Claim]:
    """Numerals without a dot: Ludwig XIV, Kapitel IV, Apollo XI, MCMXC."""
    spell, language = context.language.spell, context.language
    for match in _HYPHENED.finditer(context.text):
        if is_roman(match[1]):
            yield claim(match.start(), match.end(), spell.cardinal(value(match[1])))
    between = f" {language.numerals.words['range']} "
    for match in _BETWEEN.finditer(context.text):
        yield claim(match.start(), match.end(), between)
    for match in _SPAN.finditer(context.text):
        yield from _span(context, match)
    for match in _ROMAN.finditer(context.text):
        before = context.word_before(match.start()) or context.word_before(match.start() - 2)
        if not is_roman(match[1]) or match[1] in _LETTERS:
            continue
        if before in language.rulers and before not in language.numerals.numbered:
            article, ends = _case(context, match.start(), before)
            spoken = spell.ordinal(value(match[1]), ends).capitalize()
            yield claim(match.start(), match.end(), f"{article} {spoken}")
        numbered = (before in language.numerals.numbered or before in language.cities
                    or (before in language.grammar.series and _RANGE.search(
                        context.text, max(0, match.start() - 16), match.start()) is not None))
        if numbered or (len(match[1]) > 1 and before[:1].isupper() and not before.isupper()):
            yield claim(match.start(), match.end(), spell.cardinal(value(match[1])))


def _span(context: Context, match: re.Match[str]) -> Iterator[Claim]:
    """Numerals from one to another: Kapitel III–V."""
    language = context.language
    if not (is_roman(match[1]) and is_roman(match[2]) and value(match[1]) < value(match[2])):
        return
    label = _label(context, match.start())
    if len(match[1] + match[2]) > 2 or label in language.numerals.numbered:
        first, last = (language.spell.cardinal(value(match[at])) for at in (1, 2))
        between = language.numerals.words["range"]
        yield claim(match.start(), match.end(), f"{first} {between} {last}")


def _label(context: Context, at: int) -> str:
    """The word before a numeral, maybe abbreviated: Kapitel III, Bd. III."""
    return context.word_before(at) or context.word_before(len(context.text[:at].rstrip(" .")))
