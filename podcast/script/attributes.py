"""What stands in the braces behind a bracketed span: `{lang=nl say="S P A" pause=2s}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from podcast.errors import UserError
from podcast.model import Span
from podcast.script.text import normalise, unescape

MAX_PAUSE_S = 60.0
_BARE = re.compile(r"[\w.,-]+")
_ATTRIBUTE = re.compile(
    r"""\s*([^\s=}"]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'([^']*)'|„([^“”"]*)[“”"]|([^\s}"'„]+))(?=[\s}])""",
    re.DOTALL,
)
_PAUSE = re.compile(r"(\d{1,4}(?:[.,]\d{1,6})?)\s?(ms|s)")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a span's author declared."""

    voice: str = ""
    lang: str = ""
    say: str | None = None
    pause_s: float | None = None
    stress: bool = False


def read_attributes(
    text: str, start: int, voices: Collection[str], where: str
) -> tuple[Attributes, int]:
    """Attributes of the braces that open at `start`, and the index behind them."""
    values: dict[str, str] = {}
    at = start + 1
    while match := _ATTRIBUTE.match(text, at):
        name, quoted, *others = match.groups()
        value = unescape(quoted) if quoted is not None else next(o for o in others if o is not None)
        if name not in _READERS or name in values:
            what = "unknown attribute" if name not in _READERS else "twice the attribute"
            raise UserError(f"{what} '{name}'", where, f"Valid are: {', '.join(_READERS)}.")
        values[name] = normalise(value)
        at = match.end()
    closing = re.compile(r"\s*\}").match(text, at)
    if closing is None or not values:
        shown = normalise(text[start : start + 40])
        raise UserError(f"cannot read the attributes '{shown}'", where, _ADVICE)
    return _attributes(values, voices, where), closing.end()


def write_attributes(span: Span) -> str:
    """The braces that declare everything a span says about its text."""
    pairs = []
    if span.voice:
        pairs.append(f"voice={_quote(span.voice)}")
    if span.lang:
        pairs.append(f"lang={span.lang}")
    if span.say is not None:
        pairs.append(f"say={_quote(span.say, always=True)}")
    if span.stress:
        pairs.append("stress=yes")
    if span.pause_s is not None:
        pairs.append(f"pause={format(Decimal(repr(span.pause_s)).normalize(), 'f')}s")
    return "{" + " ".join(pairs) + "}"


def _attributes(values: dict[str, str], voices: Collection[str], where: str) -> Attributes:
    voice = values.get("voice", "")
    if "voice" in values and voice not in voices:
        choices = ", ".join(sorted(voices))
        raise UserError(f"unknown voice '{voice}' in the cast", where, f"Valid are: {choices}.")
    for name, value in values.items():
        if not _READERS[name](value):
            raise UserError(f"cannot use {name}={value or '(nothing)'}", where, _ADVICE)
    pause = values.get("pause")
    return Attributes(
        voice=voice,
        lang=values.get("lang", ""),
        say=values.get("say"),
        pause_s=None if pause is None else _seconds(pause),
        stress="stress" in values,
    )


def _seconds(value: str) -> float | None:
    match = _PAUSE.fullmatch(value)
    if match is None:
        return None
    number = float(match[1].replace(",", "."))
    seconds = round(number / 1000 if match[2] == "ms" else number, 3)
    return seconds if seconds <= MAX_PAUSE_S else None


def _quote(value: str, always: bool = False) -> str:
    if _BARE.fullmatch(value) and not always:
        return value
    inner = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


_READERS: dict[str, Callable[[str], bool]] = {
    "lang": lambda value: _LANG.fullmatch(value) is not None,
    "say": lambda value: True,
    "voice": lambda value: True,
    "pause": lambda value: _seconds(value) is not None,
    "stress": lambda value: value == "yes",
}
_ADVICE = (
    'Examples: [Mechelen]{lang=nl}, [sp.a]{say="S P A"}, [text]{voice=key-of-the-cast}, '
    f"[]{{pause=0.5s}} (at most {MAX_PAUSE_S:g} s), [text]{{stress=yes}}; "
    "put a backslash before { if it is text."
)
