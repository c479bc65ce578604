"""Setting type: widths with kerning, balanced lines, German word breaks, the size that fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).with_name("fonts")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"

_EM = 1000
_NARROWEST = 0.2
"""No text is narrower than this per letter, as a share of the size."""
_SMALL = 0.4
"""Share of the largest size below which a title is better set larger with words broken."""
_SHORT = 8
"""Words of fewer letters are not broken."""
_IDLE_HYPHEN = re.compile(rf"(?<!\w){SOFT_HYPHEN}+|{SOFT_HYPHEN}+(?!\w)")
_SYLLABLE = re.compile(
    r"(?<=[aeiouyäöüàâéèêëîïôû])([^\W\d_aeiouyäöüàâéèêëîïôû]*?)"
    r"(sch|ch|ck|ph|th|qu|[bdfgkpt][rl]|[^\W\d_aeiouyäöüàâéèêëîïôû])"
    r"(?=[aeiouyäöüàâéèêëîïôû])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Face:
    """A bundled typeface; `tracking` is added between letters, in thousandths of the size."""

    file: str
    tracking: int = 0

    def width(self, text: str) -> float:
        """Width of a line in thousandths of the size."""
        letters = sum(_advance(self.file, letter) for letter in text)
        return letters + sum(self._gap(pair) for pair in pairwise(text))

    def rise(self, text: str) -> float:
        """Height of a line above its base line, in thousandths of the size."""
        return max((_rise(self.file, letter) for letter in text), default=0.0)

    def draw(self, image: ImageDraw, at: tuple[float, float], text: str, size: int,
             ink: str) -> None:
        """Draw a line whose base line begins at `at`."""
        font, (x, y) = _font(self.file, size), at
        for index, letter in enumerate(text):
            image.text((x, y), letter, font=font, fill=ink, anchor="ls")
            gap = self._gap((letter, text[index + 1])) if index + 1 < len(text) else 0
            x += (_advance(self.file, letter) + gap) * size / _EM

    def known(self, text: str) -> str:
        """The text in letters this face has, white space folded; anything else is left out."""
        whole = unicodedata.normalize("NFC", text)
        known = "".join(self._nearest(letter) for letter in whole)
        return " ".join(_IDLE_HYPHEN.sub("", known).split())

    def _nearest(self, letter: str) -> str:
        if letter.isspace() or letter == SOFT_HYPHEN or _has(self.file, letter):
            return letter
        return "".join(part for part in unicodedata.normalize("NFKD", letter)
                       if part != letter and _has(self.file, part))

    def _gap(self, pair: tuple[str, str]) -> float:
        return self.tracking + _kerning(self.file).get("".join(pair), 0)


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of type and the size, in pixels, they are set in."""

    lines: tuple[str, ...]
    size: int


def fit(face: Face, text: str, sizes: Sequence[int], width: float, height: float,
        leading: float) -> Setting:
    """The text in the largest of `sizes` (descending) that fits a box of pixels.

    Words are broken only where they would be set small, and breaking makes them a third larger.
    What is too long even for the smallest size ends in an ellipsis.
    """
    room = int(width * height / (_NARROWEST * leading * sizes[-1] ** 2))
    copy = text if len(text) <= room else _cut(text, room)
    while True:
        whole = _largest(_pieces(face, copy, False), sizes, width, height, leading)
        broken = _largest(_pieces(face, copy, True), sizes, width, height, leading)
        small = not whole or whole.size < min(_SMALL * sizes[0], (broken or whole).size * 3 / 4)
        best = broken if small else whole
        if best:
            return best
        copy = _cut(copy, int(len(copy) * 0.9))


def _cut(text: str, length: int) -> str:
    words = text[:length].rpartition(" ")[0]
    kept = words if len(words) > length * 0.7 else text[:length]
    return kept.rstrip(" ….,;:–-") + "…"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a line is not broken inside of, and where it stands if the text is one line."""

    text: str
    joint: str
    """What follows unless the line ends here."""
    hyphen: str
    """What follows if the line ends here."""
    start: float
    end: float
    hyphened: float
    """Ends in thousandths of the size, without `joint`; the last one with `hyphen`."""


def _pieces(face: Face, text: str, syllables: bool) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    before, x = "", 0.0
    for part, joint, hyphen in _words(text, syllables):
        start = x + face.width(before + part) - face.width(before) - face.width(part)
        end = start + face.width(part)
        hyphened = start + face.width(part + hyphen)
        found.append(_Piece(part, joint, hyphen, start, end, hyphened))
        x = start + face.width(part + joint)
        before = (part + joint)[-1]
    return tuple(found)


def _words(text: str, syllables: bool) -> Iterator[tuple[str, str, str]]:
    for word in text.split(" "):
        parts = list(_parts(word, syllables))
        yield from ((part, "", "" if part[-1] in "-–/" else "-") for part in parts[:-1])
        yield from ((part, " ", "") for part in parts[-1:])


def _parts(word: str, syllables: bool) -> Iterator[str]:
    soft = word.split(SOFT_HYPHEN)
    for part in (one for half in soft for one in re.split(r"(?<=\w[-–/])(?=\w)", half) if one):
        if not syllables or len(part) < _SHORT:
            yield part
        else:
            yield from _syllables(part)


def _syllables(word: str) -> list[str]:
    """Parts of a word by the rule that the last consonant begins the next syllable."""
    cuts = [found.start(2) for found in _SYLLABLE.finditer(word)]
    cuts = [cut for cut in cuts if 3 <= cut <= len(word) - 3] or list(range(12, len(word) - 3, 12))
    return [word[start:end] for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True)]


def _largest(pieces: tuple[_Piece, ...], sizes: Sequence[int], width: float, height: float,
             leading: float) -> Setting | None:
    for size in sizes:
        column = width * _EM / size
        count = len(_greedy(pieces, column))
        if count and count * leading * size <= height:
            return Setting(_balanced(pieces, column, count), size)
    return None


def _greedy(pieces: Sequence[_Piece], column: float) -> list[int]:
    """Where lines end when each takes as much as it can; empty if a piece is too wide."""
    ends: list[int] = []
    start = 0
    for index, piece in enumerate(pieces):
        if piece.hyphened - pieces[start].start > column:
            start = index
            ends.append(index)
            if piece.hyphened - piece.start > column:
                return []
    return [*ends, len(pieces)]


def _balanced(pieces: Sequence[_Piece], column: float, count: int) -> tuple[str, ...]:
    """As many lines as the greedy ones, as even as they can be."""
    low, high = column / 3, column
    while high - low > column / 200:
        middle = (low + high) / 2
        fits = 0 < len(_greedy(pieces, middle)) <= count
        low, high = (low, middle) if fits else (middle, high)
    ends = _greedy(pieces, high)
    return tuple(_line(pieces[start:end]) for start, end in zip([0, *ends], ends, strict=False))


def _line(pieces: Sequence[_Piece]) -> str:
    inner = "".join(piece.text + piece.joint for piece in pieces[:-1])
    return inner + pieces[-1].text + pieces[-1].hyphen


@cache
def _font(file: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / file, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(file: str, letter: str) -> float:
    return _font(file, _EM).getlength(letter)


@cache
def _rise(file: str, letter: str) -> float:
    return -_font(file, _EM).getbbox(letter, anchor="ls")[1]


@cache
def _has(file: str, letter: str) -> bool:
    font = _font(file, 40)
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@cache
def _kerning(file: str) -> Mapping[str, int]:
    import tomllib

    path = FONTS / Path(file).with_suffix(".kerning.toml")
    if not path.is_file():
        return {}
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {left + right: units for left, groups in rows.items()
            for rights, units in groups.items() for right in rights}
