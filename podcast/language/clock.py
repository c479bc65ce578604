"""Rules for times of day, durations, scores and ratios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.amounts import NUMBER, Figure, figure, said
from podcast.language.context import Claim, Context, Piece, claim
from podcast.language.inflection import one
from podcast.language.tables import Language

_TIME = re.compile(r"(?<![\w.,:])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\w:]|[.,]\d)")
_DURATION = re.compile(
    r"(?<![\w.,:])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(,\d+)?\s?-?(?P<unit>[^\W\d_]+\.?)")
_SCORE = re.compile(rf"(?<![\w.,:])({NUMBER})(:| : )({NUMBER})(?![\w:])")
_MORE = re.compile(r"\s?(?:[–-]|bis|und|oder|,)\s?(?:2[0-4]|[01]?\d)(?:[.:][0-5]\d)?\s?")


def times(context: Context) -> Iterator[Claim]:
    """Times of day: 14.30 Uhr, 8–10 Uhr; 14:30 alone where the words around tell of a time."""
    language = context.language
    clock = language.numerals.words["clock"]
    if not clock:
        return
    for match in _clocked(language).finditer(context.text):
        yield from _time(context, match)
    for match in _TIME.finditer(context.text):
        if (match[0][-3] == ":" and _looks_like_time(context, match)) or _goes_on(context, match):
            spoken = _spoken(context, match[1], match[2])
            yield claim(match.start(), match.end(), spoken)


@lru_cache
def _clocked(language: Language) -> re.Pattern[str]:
    word = language.numerals.words["clock"]
    return re.compile(rf"(?<![\w.,:])(2[0-4]|[01]?\d)(?:[.:]([0-5]\d))?(\s?)((?:{word}|h)\b)"
                      r"(?!\s?/)")


def _time(context: Context, match: re.Match[str]) -> Iterator[Claim]:
    cues = context.language.numerals.clock_cues
    if match[4] == "h" and not match[2] and context.word_before(match.start()) not in cues:
        return
    spoken = _spoken(context, match[1], match[2])
    yield claim(match.start(), match.end(), spoken)


def _spoken(context: Context, hour: str, minute: str | None) -> str:
    words = context.language.numerals.words
    number = str(int(hour))
    spoken = f"{said(context, Figure(number), noun=True)} {words['clock']}"
    past = int(minute or 0)
    return f"{spoken} {said(context, Figure(str(past)))}" if past else spoken


def _goes_on(context: Context, match: re.Match[str]) -> bool:
    """Whether another time with `Uhr` follows: 14.30 bis 16 Uhr."""
    at = match.end()
    while more := _MORE.match(context.text, at):
        at = more.end()
    word = context.language.numerals.words["clock"]
    return at > match.end() and context.text.startswith(word, at)


def _looks_like_time(context: Context, match: re.Match[str]) -> bool:
    table = context.language.numerals
    before = context.word_before(match.start()).lower()
    if before in table.clock_cues or (context.text[match.start() - 1 : match.start()] in "–-" \
            and match.start() and context.text[match.start() - 4 : match.start() - 3] == ":"):
        return True
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", context.text)}
    usual = int(match[2]) % 5 == 0 or int(match[2]) > 34
    return len(match[0]) == 5 and usual and not words & table.scores


def durations(context: Context) -> Iterator[Claim]:
    """How long something took: 2:15 Stunden, 1:23,45 Minuten, 2:15:30 Stunden."""
    words = context.language.numerals.words
    hours, minutes, seconds = (words[name] for name in ("hours", "minutes", "seconds"))
    for match in _DURATION.finditer(context.text):
        units = context.language.units
        unit = units.get(match["unit"]) or units.get(match["unit"].rstrip("."))
        name = unit.many if unit else match["unit"].rstrip(".")
        if name not in (hours, minutes) or not hours:
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
