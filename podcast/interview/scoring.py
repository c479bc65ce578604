"""Which role each paragraph has: weighed observations, decided over the whole article."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

ParagraphRole = Literal["question", "answer", "narration", "bio", "caption", "heading",
                        "boilerplate"]
ROLES: tuple[ParagraphRole, ...] = ("question", "answer", "narration", "bio", "caption", "heading",
                                    "boilerplate")

WEIGHTS: dict[str, dict[ParagraphRole, float]] = {
    "label of the interviewer": {"question": 12},
    "label of a guest": {"answer": 12},
    "no label": {"narration": 1, "question": -2, "answer": -2},
    "marked as heading": {"heading": 14},
    "marked as caption": {"caption": 14},
    "before the first turn": {"narration": 2, "question": -1, "answer": -3},
    "heading of a person box": {"bio": 10},
    "follows the heading of a person box": {"bio": 6},
    "reads like a biography": {"bio": 4},
    "phrase of newsletters and links": {"boilerplate": 8},
    "names who asked": {"boilerplate": 9},
    "names the author near the top": {"boilerplate": 9},
    "label of somebody unknown": {"question": -12, "answer": -12},
    "asks the guest by name before the guest's label": {"question": 10},
    "photo credit": {"caption": 7},
    "ends with a photo credit": {"caption": 6},
    "short, without a final stop": {"heading": 2, "caption": 1.5, "answer": -1},
    "begins with the outlet's name without a colon": {"caption": 4},
    "ends with a question": {"question": 3, "heading": -1, "caption": -2},
    "first person": {"answer": 3.5, "caption": -2, "heading": -2, "narration": -0.5},
    "addresses somebody": {"question": 1, "caption": -1, "heading": -1},
    "names the guest": {"narration": 2, "answer": -3, "question": -1},
    "begins with the guest's name": {"caption": 0.5},
    "long": {"caption": -5, "heading": -8, "question": -1, "narration": 0.5, "answer": 0.5},
}
"""Observation → role → weight, in logits."""

TRANSITIONS: dict[tuple[ParagraphRole, ParagraphRole], float] = {
    ("question", "answer"): 1.0,
    ("question", "narration"): -1.0,
    ("question", "question"): -1.0,
    ("answer", "answer"): 0.5,
    ("answer", "question"): 0.5,
    ("narration", "answer"): -1.5,
    ("heading", "heading"): -1.0,
}
"""Two roles in a row → weight; 0 for all others."""

ALWAYS: dict[ParagraphRole, float] = {"heading": -1.5, "caption": -2, "bio": -3, "boilerplate": -3}
"""What speaks against a role before anything was seen."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The role of one paragraph, how sure that is (0 to 1), and what spoke for it."""

    role: ParagraphRole
    confidence: float
    reasons: tuple[str, ...]


def decide(observed: Sequence[frozenset[str]], *, spoken: bool) -> tuple[Decision, ...]:
    """The likeliest sequence of roles (Viterbi); without `spoken`, nobody asks or answers."""
    roles = ROLES if spoken else ROLES[2:]
    cache: dict[frozenset[str], dict[ParagraphRole, float]] = {}
    scores = [cache.setdefault(seen, _emissions(seen, roles)) if seen not in cache else cache[seen]
              for seen in observed]
    path = _best_path(scores, roles)
    return tuple(_decision(place, path, scores, observed[place]) for place in range(len(path)))


def _emissions(seen: frozenset[str],
               roles: Sequence[ParagraphRole]) -> dict[ParagraphRole, float]:
    return {role: ALWAYS.get(role, 0.0) + sum(WEIGHTS[one].get(role, 0.0) for one in sorted(seen))
            for role in roles}


def _best_path(scores: Sequence[dict[ParagraphRole, float]],
               roles: Sequence[ParagraphRole]) -> list[ParagraphRole]:
    if not scores:
        return []
    best = dict(scores[0])
    back: list[dict[ParagraphRole, ParagraphRole]] = []
    for row in scores[1:]:
        reached = {role: max((best[prior] + TRANSITIONS.get((prior, role), 0.0), -rank, prior)
                             for rank, prior in enumerate(roles)) for role in roles}
        best = {role: reached[role][0] + row[role] for role in roles}
        origin = {role: reached[role][2] for role in roles}
        back.append(origin)
    path = [max(best, key=lambda role: best[role])]
    for origin in reversed(back):
        path.append(origin[path[-1]])
    return path[::-1]


def _decision(place: int, path: list[ParagraphRole],
              scores: Sequence[dict[ParagraphRole, float]], seen: frozenset[str]) -> Decision:
    role = path[place]
    local = {one: value + _context(place, path, one) for one, value in scores[place].items()}
    rival = max((value for one, value in local.items() if one != role), default=local[role])
    confidence = 1 / (1 + math.exp(min(max(rival - local[role], -30.0), 30.0)))
    weighed = sorted(((WEIGHTS[one].get(role, 0.0), one) for one in seen), reverse=True)
    return Decision(role, round(confidence, 3), tuple(one for weight, one in weighed if weight > 0))


def _context(place: int, path: list[ParagraphRole], role: ParagraphRole) -> float:
    before = TRANSITIONS.get((path[place - 1], role), 0.0) if place else 0.0
    after = TRANSITIONS.get((role, path[place + 1]), 0.0) if place + 1 < len(path) else 0.0
    return before + after
