"""Rules for Roman numerals: rulers, ordinals, numbers of parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.language.context import Claim, Context, claim
from podcast.language.inflection import ordinal_ending
from podcast.language.numbers import Ending
from podcast.language.roman import is_roman, value

_ROMAN_DOT = re.compile(r"(?<![\w.])([IVXL]{1,7})\.(?=[\s,;:!?)\"“”«/–-]|\Z)")
_ROMAN = re.compile(r"(?<![\w.-])([IVXLCDM]{1,9})(?![\w.]|-[^\W\d_]|['’])")
_HYPHENED = re.compile(r"(?<=[^\W\d_]-)([IVXL]{1,6})(?=-[^\W\d_])")
_SERIES = re.compile(r"\s*(?:,|und|oder|bis|/|[–-])\s*[IVXL]{1,6}\.")
_NAME = re.compile(r"([^\W\d_]+['’]?)\s\Z")
_LOOK = 60


def rulers(context: Context) -> Iterator[Claim]:
    """Numerals with a dot: Friedrich II., der Zweite; im XIX. Jahrhundert, the nineteenth."""
    spell, regnal = context.language.spell, context.language.regnal
    if not regnal:
        return
    for match in _ROMAN_DOT.finditer(context.text):
        if not is_roman(match[1]):
            continue
        name = _name(context, match.start())
        if name in context.language.numerals.numbered:
            yield claim(match.start(), match.end(),
                        spell.cardinal(value(match[1])) + context.ended(match.end()))
        elif name and not _initial(context, match, name):
            article, ends = _case(context, match.start(), name)
            spoken = spell.ordinal(value(match[1]), ends).capitalize()
            yield claim(match.start(), match.end(),
                        f"{article} {spoken}{context.ended(match.end())}")
        elif not name and _counts(context, match):
            ends = ordinal_ending(context, match.start(), _series_end(context, match.end()))
            yield claim(match.start(), match.end(), spell.ordinal(value(match[1]), ends))


def _series_end(context: Context, at: int) -> int:
    while found := _SERIES.match(context.text, at):
        at = found.end()
    return at


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
    return (len(match[1]) == 1 and after[:1].isupper() and after not in language.starters
            and match[1] != "I" and name not in language.rulers)


def _counts(context: Context, match: re.Match[str]) -> bool:
    """Whether a numeral with a dot and no name before it is an ordinal: der II. Weltkrieg."""
    after = context.word_after(_series_end(context, match.end()))
    single = len(match[1]) == 1
    return (after[:1].isupper() and (not single or match[1] in "IVX")) or bool(after and not single)


def _case(context: Context, at: int, name: str) -> tuple[str, Ending]:
    language, grammar = context.language, context.language.grammar
    governor = _title_governor(context, at)
    if name.removesuffix("s") in language.rulers_feminine and name.endswith("s"):
        return language.regnal["female_oblique"], "en"
    if name in language.rulers_feminine:
        oblique = governor in grammar.dative or governor == "der"
        return (language.regnal["female_oblique"], "en") if oblique else (
            language.regnal["female"], "e")
    if name.endswith(("s", "'", "’")) and name not in language.rulers_in_s:
        return language.regnal["genitive"], "en"
    case = language.regnal.get(governor) or (
        language.regnal["dem"] if governor in grammar.dative
        else language.regnal["den"] if governor in grammar.accusative else "")
    return (case, "en") if case else (language.regnal["masculine"], "e")


def _title_governor(context: Context, at: int) -> str:
    """The word before a ruler's titles and names: `unter` in unter Kaiser Karl V."""
    words = [*context.words_before(at)]
    grammar = context.language.grammar
    governing = grammar.dative | grammar.accusative | grammar.articles.keys()
    while words and words[-1][:1].isupper() and words[-1].lower() not in governing:
        words.pop()
    return words[-1].lower() if words else ""


def numerals(context: Context) -> Iterator[Claim]:
    """Numerals without a dot: Ludwig XIV, Kapitel IV, Apollo XI, MCMXC."""
    spell, language = context.language.spell, context.language
    for match in _HYPHENED.finditer(context.text):
        if is_roman(match[1]):
            yield claim(match.start(), match.end(), spell.cardinal(value(match[1])))
    for match in _ROMAN.finditer(context.text):
        before = context.word_before(match.start()) or context.word_before(match.start() - 2)
        if not is_roman(match[1]) or (len(match[1]) == 1 and match[1] not in "IVX"):
            continue
        if before in language.rulers and before not in language.numerals.numbered:
            article, ends = _case(context, match.start(), before)
            spoken = spell.ordinal(value(match[1]), ends).capitalize()
            yield claim(match.start(), match.end(), f"{article} {spoken}")
        numbered = before in language.numerals.numbered or before in language.cities
        if numbered or (len(match[1]) > 1 and before[:1].isupper() and not before.isupper()):
            yield claim(match.start(), match.end(), spell.cardinal(value(match[1])))
