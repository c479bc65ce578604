"""Rules for times of day, durations, scores and ratios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.amounts import NUMBER, Figure, figure, said
from podcast.language.context import Claim, Context, Piece, claim
from podcast.language.inflection import one
from podcast.language.tables import Language, alternatives

_TIME = re.compile(r"(?<![\w.,:])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\w:]|[.,]\d)")
_EXACT = re.compile(r"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)(?![\w:]|[.,]\d)")
_DURATION = re.compile(
    r"(?<![\w.,:])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(,\d+)?\s?-?(?P<unit>[^\W\d_]+\.?)")
_SCORE = re.compile(rf"(?<![\w.,:])({NUMBER})(:| : )({NUMBER})(?![\w:])")
_RANGED = re.compile(r":\d\d\s?[–-]\Z")
_FROM = re.compile(r"(?<![\w.,])\d{1,2}(?:[.:]\d\d)?\s?[–-]\s?\Z")
_PAIR = re.compile(r"(?<![\w.,:])\d{2,3}:\d{2,3}(?![\w:]|[.,]\d)")
_WORD = re.compile(r"[^\W\d_]+")
_FREE = re.compile(r"\s?(?:[^\W\d_]|[,;:.!?)–-]|\Z)")
_BACK = 12
_EARLY = 5
"""Before this hour a time with a dot is rather an amount."""
_MOST = 4
"""So many times in a row are looked at for the word behind them."""


def times(context: Context) -> Iterator[Claim]:
    """Times of day: 14.30 Uhr, 8–10 Uhr; 14:30 alone where the words around tell of a time."""
    if not context.language.numerals.words["clock"]:
        return
    for match in _clocked(context.language).finditer(context.text):
        minute = match["minute"] or match["past"]
        if match["word"] or minute or match["tail"] is not None or _has_cue(context, match):
            spoken = _spoken(context, match["hour"], minute)
            yield claim(match.start(), match.end(), spoken)
    results = _tells_of_results(context)
    for match in _TIME.finditer(context.text):
        colon = match[0][-3] == ":"
        if (colon and _looks_like_time(context, match, results)) or _goes_on(context, match) \
                or (not colon and _dotted(context, match)):
            yield claim(match.start(), match.end(), _spoken(context, match[1], match[2]))
    for match in _EXACT.finditer(context.text):
        seconds = context.language.numerals.words["seconds"]
        exact = f"{said(context, figure(match[3].lstrip('0') or '0'))} {seconds}"
        clock = f" {context.language.numerals.words['clock']}"
        end = match.end() + len(clock) * context.text.startswith(clock, match.end())
        yield claim(match.start(), end, f"{_spoken(context, match[1], match[2])} {exact}")


@lru_cache
def _clocked(language: Language) -> re.Pattern[str]:
    """A time with its word, or with the hour's sign (which may be a length of time)."""
    word, sign = language.numerals.words["clock"], language.numerals.words["clock_sign"]
    return re.compile(rf"(?<![\w.,:])(?P<hour>2[0-4]|[01]?\d)(?:[.:](?P<minute>[0-5]\d))?\s?"
                      rf"(?:(?P<word>{word})|{sign or '(?!)'}(?P<past>[0-5]\d)?)(?!\w)(?!\s?/)"
                      rf"(?P<tail>(?={language.numerals.words['clock_tails'] or '(?!)'}))?")


def _spoken(context: Context, hour: str, minute: str | None) -> str:
    words = context.language.numerals.words
    spoken = f"{said(context, Figure(str(int(hour))), noun=True)} {words['clock']}"
    past = int(minute or 0)
    return f"{spoken} {said(context, Figure(str(past)))}" if past else spoken


def _has_cue(context: Context, match: re.Match[str]) -> bool:
    earlier = _FROM.search(context.text, max(0, match.start() - 8), match.start())
    at = earlier.start() if earlier else match.start()
    word, language = context.word_before(at) or context.word_before(at - 2), context.language
    return (word.lower() in language.numerals.clock_cues or word in language.days
            or word in language.grammar.weekdays)


def _goes_on(context: Context, match: re.Match[str]) -> bool:
    """Whether another time with its word follows: 14.30 bis 16 Uhr."""
    at = match.end()
    for _ in range(_MOST):
        more = _more(context.language).match(context.text, at)
        if more is None:
            break
        at = more.end()
    word = context.language.numerals.words["clock"]
    return at > match.end() and context.text.startswith(word, at)


@lru_cache
def _more(language: Language) -> re.Pattern[str]:
    """Another time in a row: `–16`, `bis 16.30`, `, 18`."""
    words = alternatives(language.grammar.series)
    return re.compile(
        rf"\s?(?:[–-]|{words}|,)\s?(?:2[0-4]|[01]?\d)(?:[.:][0-5]\d)?(?!\d)\s?")


def _dotted(context: Context, match: re.Match[str]) -> bool:
    """Whether a time with a dot lacks its word: um 8.30, von 9.15 bis 11.45; no date, no amount."""
    language, minute = context.language, int(match[2])
    first = _again(language).search(context.text, max(0, match.start() - _BACK), match.start())
    cue = context.word_before(first.start() if first else match.start()).lower()
    month = 0 < minute <= len(language.months) and cue in language.date_cues
    if cue not in language.numerals.clock_cues or minute % 5 or int(match[1]) < _EARLY or month:
        return False
    word = context.word_after(match.end())
    counts = word[:1].isupper() or word in language.units or word in language.grammar.amounts
    return not counts and _FREE.match(context.text, match.end()) is not None


@lru_cache
def _again(language: Language) -> re.Pattern[str]:
    """An earlier time in a row: `8.30 bis `."""
    words = alternatives(language.grammar.series)
    return re.compile(rf"(?<![\w.,])(?:2[0-4]|[01]?\d)\.[0-5]\d\s?(?:[–-]|{words})\s?\Z")


def _tells_of_results(context: Context) -> bool:
    """Whether the sentence is about a match, by its words or another score: 20:15 may be one."""
    if ":" not in context.text:
        return False
    if any(not _TIME.fullmatch(found[0]) for found in _PAIR.finditer(context.text)):
        return True
    words = {word.lower() for word in _WORD.findall(context.text)}
    return not words.isdisjoint(context.language.numerals.scores)


def _looks_like_time(context: Context, match: re.Match[str], results: bool) -> bool:
    if _has_cue(context, match) or _RANGED.search(
            context.text, max(0, match.start() - 5), match.start()):
        return True
    usual = int(match[2]) % 5 == 0 or int(match[2]) > 34
    return len(match[0]) == 5 and usual and not results


def durations(context: Context) -> Iterator[Claim]:
    """How long something took: 2:15 Stunden, 1:23,45 Minuten, 2:15:30 Stunden."""
    words = context.language.numerals.words
    hours, minutes, seconds = (words[name] for name in ("hours", "minutes", "seconds"))
    for match in _DURATION.finditer(context.text):
        units = context.language.units
        unit = units.get(match["unit"]) or units.get(match["unit"].rstrip("."))
        name = unit.many if unit else match["unit"].rstrip(".")
        if name not in (hours, minutes) or not hours or _is_time(context, match):
            continue
        first, second, third = match[1], match[2], match[3]
        if third:
            parts = [(first, hours), (second, minutes), (third, seconds)]
        else:
            parts = [(first, name), (second, minutes if name == hours else seconds)]
        if match[4]:
            parts[-1] = (parts[-1][0] + match[4], parts[-1][1])
        stop = context.ended(match.end()) if match[0].endswith(".") else ""
        at = [match.start(), *(match.end() for _ in parts[1:])]
        spoken = " ".join(_part(context, *one) for one in zip(at, parts, strict=True))
        yield claim(match.start(), match.end(), spoken + stop)


def _is_time(context: Context, match: re.Match[str]) -> bool:
    """Whether 13:15h is a time of day: with a cue, or late and with no verb or preposition."""
    sign = context.language.numerals.words["clock_sign"]
    if match["unit"].rstrip(".") != sign or match[3] or match[4]:
        return False
    before = context.word_before(match.start())
    return _has_cue(context, match) or (len(match[1]) > 1 and not before[:1].islower())


def _part(context: Context, at: int, part: tuple[str, str]) -> str:
    many, name = part
    number = figure(many.lstrip("0") or "0")
    if number.one:
        unit = next((u for u in context.language.units.values() if u.many == name), None)
        return f"{one(context, at, unit.one)} {unit.one}" if unit else f"1 {name}"
    return f"{said(context, number)} {name}"


def scores(context: Context) -> Iterator[Claim]:
    """Scores and ratios: 3:1, 1:25.000."""
    word = context.language.numerals.words["against"]
    for match in _SCORE.finditer(context.text):
        yield (Piece(match.start(), match.end(1), said(context, figure(match[1]))),
               Piece(match.start(2), match.end(2), f" {word} "),
               Piece(match.start(3), match.end(), said(context, figure(match[3]))))
