"""How questions are set apart where nobody is labelled: bold, italic, a dash, a number, a heading.

A mark counts as the questions' own if what carries it reads like questions, and what does not
reads otherwise; how clearly it does so is its strength.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.interview.units import Unit

_DASH = re.compile(r"[–—-]\s")
_NUMBER = re.compile(r"(?:Frage\s)?\d{1,2}(?:[.):]|\s–)\s")
_LEAST_CONTRAST = 1.5
_FULL_CONTRAST = 4.0
_LEAST_MARKED = 2
_CLEAR = 2.5
_MOSTLY = 0.6
_LEAST_PAIRS = 4
_SAME_COST = 4.0
_ROOM = 5.0
"""Leanings beyond this count no more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What sets one side apart: the mark, how clearly (0 to 1), and who carries it."""

    mark: str = ""
    strength: float = 0.0
    carries: tuple[bool, ...] = ()
    asking: bool = True
    """False where the answers carry the mark."""


def marks_of(unit: Unit) -> tuple[str, ...]:
    """The marks a unit carries as a whole."""
    if unit.kind == "heading":
        return (f"heading {unit.level}" if unit.level else "heading",)
    if unit.kind not in ("paragraph", "list"):
        return ()
    found = [unit.emphasis] if unit.emphasis else []
    if unit.kind == "list":
        found.append("list")
    if _DASH.match(unit.said):
        found.append("dash")
    elif _NUMBER.match(unit.said):
        found.append("number")
    return tuple(found)


def setting_of(units: Sequence[Unit], leanings: Sequence[float | None]) -> Setting:
    """The mark that best parts questions from the rest; `leanings`: log odds that a unit asks,
    None for what can be neither question nor answer."""
    carried = [marks_of(unit) for unit in units]
    known = sorted({mark for marks in carried for mark in marks})
    settings = [_setting(mark, carried, leanings) for mark in known]
    return max(settings, key=lambda one: one.strength, default=Setting())


def _setting(mark: str, carried: Sequence[tuple[str, ...]],
             leanings: Sequence[float | None]) -> Setting:
    holds = tuple(mark in marks for marks in carried)
    inside = [_bounded(lean) for lean, held in zip(leanings, holds, strict=True)
              if held and lean is not None]
    outside = [_bounded(lean) for lean, held, marks in zip(leanings, holds, carried, strict=True)
               if not held and lean is not None and not _is_heading(marks)]
    if len(inside) < _LEAST_MARKED or len(outside) < _LEAST_MARKED:
        return Setting()
    contrast = sum(inside) / len(inside) - sum(outside) / len(outside)
    if abs(contrast) < _LEAST_CONTRAST or len(inside) > 3 * len(outside):
        return Setting()
    return Setting(mark, min(abs(contrast) / _FULL_CONTRAST, 1.0), holds, contrast > 0)


def strictness(units: Sequence[Unit], leanings: Sequence[float | None]) -> float:
    """How surely one paragraph is one turn, 0 to 1: each begins with a dash, or neighbours that
    clearly lean alternate."""
    plain = [unit for unit in units if unit.kind == "paragraph" and unit.person is None]
    if len(plain) > _LEAST_PAIRS and _MOSTLY * len(plain) < sum(
            _DASH.match(unit.said) is not None for unit in plain):
        return 1.0
    clear = [None if lean is None or -_CLEAR < lean < _CLEAR else lean > 0
             for lean in leanings if lean is not None]
    pairs = [(one, other) for one, other in pairwise(clear)
             if one is not None and other is not None]
    if len(pairs) < _LEAST_PAIRS:
        return 0.0
    same = sum(one == other for one, other in pairs) / len(pairs)
    return max(0.0, 1 - _SAME_COST * same)


def _is_heading(marks: tuple[str, ...]) -> bool:
    return any(mark.startswith("heading") for mark in marks)


def _bounded(lean: float) -> float:
    return max(-_ROOM, min(lean, _ROOM))
