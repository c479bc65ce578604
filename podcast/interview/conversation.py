"""Do labels show a conversation? Evidence gathered over the whole article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from podcast.interview.habits import ASKS, Habit, any_surname
from podcast.interview.labels import Use

_LEAST_TURNS = 3
_LEAST_PART = 0.18


def is_conversation(habits: Sequence[Habit], uses: Sequence[Use], texts: Sequence[str]) -> bool:
    """Whether labels alone show that people talk with each other: they return, alternate, ask
    and tell, and hold a good part of the text."""
    turns = sum(one.turns for one in habits)
    if len(habits) < 2:
        return False
    named = any(one.generic("question") for one in habits) or any(one.outlet for one in habits)
    if turns < (2 if named else _LEAST_TURNS) or _alternation(habits, uses) < 0.5:
        return False
    returning = sum(one.turns > 1 for one in habits)
    if returning < (1 if named else 2) or _part_of(habits, texts) < _LEAST_PART:
        return False
    best = max(habits, key=lambda one: one.interviewer_score)
    others = [one for one in habits if one is not best]
    told = sum(one.tells * one.turns for one in others) / max(sum(o.turns for o in others), 1)
    supported = any(one.generic("answer") for one in others) or named_elsewhere(others, texts)
    asked = (max(best.asks, best.calls) >= ASKS
             or (best.outlet and best.asks + best.addresses > ASKS))
    if asked or best.generic("question"):
        return told >= 0.2 or supported
    return turns >= 6 and told >= 0.5 and _alternation(habits, uses) >= 0.7


def _alternation(habits: Sequence[Habit], uses: Sequence[Use]) -> float:
    owner = {form: index for index, one in enumerate(habits) for form in one.forms}
    order = [owner[use.label] for use in uses if use.label in owner]
    changes = sum(a != b for a, b in pairwise(order))
    return changes / max(len(order) - 1, 1)


def _part_of(habits: Sequence[Habit], texts: Sequence[str]) -> float:
    """Share of all letters that stand in labelled turns."""
    return sum(one.length * one.turns for one in habits) / max(sum(map(len, texts)), 1)


def named_elsewhere(habits: Sequence[Habit], texts: Sequence[str]) -> bool:
    """A guest is mentioned in running text, not only before colons."""
    pattern = re.compile(rf"(?<!\w)(?i:{any_surname(habits)})s?(?![\w:])")
    return any(pattern.search(text) for text in texts)
