"""Which role each paragraph has: weighed observations, decided over the whole article."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

ParagraphRole = Literal["question", "answer", "narration", "bio", "caption", "heading",
                        "boilerplate"]
ROLES: tuple[ParagraphRole, ...] = get_args(ParagraphRole)
TURNS: tuple[ParagraphRole, ...] = ("question", "answer")
SAID: tuple[ParagraphRole, ...] = ("question", "answer", "narration")
"""What is read on; the other roles stand around it and change nothing in what may follow."""
Observed = Mapping[str, float]
"""Observation → strength, 0 to 1."""
_START = "start"


@dataclass(frozen=True, slots=True)
class Decision:
    """The role of one paragraph, how sure that is (0 to 1), and what spoke for it."""

    role: ParagraphRole
    confidence: float
    reasons: tuple[str, ...]
    rival: ParagraphRole | None = None
    """The next likely role."""


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("podcast.interview").joinpath("weights.toml").read_text("utf-8"))


@cache
def _rows() -> dict[str, dict[str, float]]:
    """Observation → role → weight."""
    return _tables()["observations"]


@cache
def _step(before: str, role: str, strict: float) -> float:
    loose, more = (float(_tables()[table].get(f"{before} {role}", 0.0))
                   for table in ("transitions", "strict"))
    return loose + strict * more


def leaning(seen: Observed) -> float:
    """Log odds that a paragraph, seen alone, asks rather than answers."""
    return _weigh(seen, "question") - _weigh(seen, "answer")


def _weigh(seen: Observed, role: str) -> float:
    rows = _rows()
    return sum(strength * rows[name].get(role, 0.0) for name, strength in seen.items())


def decide(observed: Sequence[Observed], *, spoken: bool,
           strict: float = 0.0) -> tuple[Decision, ...]:
    """The likeliest sequence of roles (Viterbi); without `spoken`, nobody asks or answers.

    What was said last is remembered across headings, captions and boxes. `strict`, 0 to 1, is
    how surely one paragraph is one turn.
    """
    roles = ROLES if spoken else tuple(one for one in ROLES if one not in TURNS)
    known: dict[tuple[tuple[str, float], ...], dict[ParagraphRole, float]] = {}
    scores = []
    for seen in observed:
        key = tuple(seen.items())
        if key not in known:
            known[key] = _emissions(seen, roles, *(("always",) if spoken else ("always", "alone")))
        scores.append(known[key])
    path = _best_path(scores, strict)
    befores = _befores(path)
    return tuple(_decision(place, path, befores, scores, observed[place], strict)
                 for place in range(len(path)))


def _emissions(seen: Observed, roles: Sequence[ParagraphRole],
               *tables: str) -> dict[ParagraphRole, float]:
    """The score of every role for one paragraph, with what the tables give in any case."""
    return {role: sum(_tables()[one].get(role, 0.0) for one in tables) + _weigh(seen, role)
            for role in roles}


def _best_path(scores: Sequence[dict[ParagraphRole, float]],
               strict: float) -> list[ParagraphRole]:
    """Viterbi over what was said last: a role that stands around keeps it."""
    reached: dict[str, float] = {_START: 0.0}
    back: list[dict[str, tuple[str, ParagraphRole]]] = []
    for row in scores:
        around = max((role for role in row if role not in SAID), key=lambda role: row[role])
        step: dict[str, tuple[float, str, ParagraphRole]] = {
            before: (value + row[around], before, around) for before, value in reached.items()}
        for role in SAID:
            if role in row:
                _enter(step, role, row[role], reached, strict)
        reached = {key: value for key, (value, _, _) in step.items()}
        back.append({key: (before, role) for key, (_, before, role) in step.items()})
    end = max(reached, key=lambda key: reached[key])
    path = []
    for origin in reversed(back):
        end, role = origin[end]
        path.append(role)
    return path[::-1]


def _enter(step: dict[str, tuple[float, str, ParagraphRole]], role: ParagraphRole, worth: float,
           reached: Mapping[str, float], strict: float) -> None:
    """Say something next, from wherever that is best; what is told at the start stays there."""
    for before, value in reached.items():
        after = _START if before == _START and role == "narration" else role
        candidate = (value + _step(before, role, strict) + worth, before, role)
        if after not in step or candidate[0] > step[after][0]:
            step[after] = candidate


def _befores(path: Sequence[ParagraphRole]) -> list[str]:
    """What was said last before every paragraph."""
    found, last = [], _START
    for role in path:
        found.append(last)
        last = role if role in SAID and (last, role) != (_START, "narration") else last
    return found


def _decision(place: int, path: Sequence[ParagraphRole], befores: Sequence[str],
              scores: Sequence[dict[ParagraphRole, float]], seen: Observed,
              strict: float) -> Decision:
    role = path[place]
    after = path[place + 1] if place + 1 < len(path) else None
    local = {one: value + _fit(befores[place], one, after, strict)
             for one, value in scores[place].items()}
    rival = max((one for one in local if one != role), key=lambda one: local[one])
    behind = min(max(local[rival] - local[role], -30.0), 30.0)
    behind *= _agreement(-behind, seen, role, rival)
    rows = _rows()
    weighed = sorted(((strength * rows[name].get(role, 0.0), name)
                      for name, strength in seen.items()), reverse=True)
    return Decision(role, round(1 / (1 + math.exp(behind)), 3),
                    tuple(name for weight, name in weighed if weight > 0), rival)


def _agreement(ahead: float, seen: Observed, role: ParagraphRole, rival: ParagraphRole) -> float:
    """How much of all evidence speaks for a role that is `ahead` so far, 0 to 1: where it
    conflicts, the sum of its weights says more than it knows."""
    if {role, rival} != {*TURNS} or ahead <= 0:
        return 1.0
    rows = _rows()
    parts = [strength * (rows[name].get(role, 0.0) - rows[name].get(rival, 0.0))
             for name, strength in seen.items()]
    against = -sum(part for part in parts if part < 0)
    return ahead / (ahead + against)


def _fit(before: str, role: ParagraphRole, after: ParagraphRole | None, strict: float) -> float:
    said = role if role in SAID else before
    fit = _step(before, role, strict) if role in SAID else 0.0
    return fit + (_step(said, after, strict) if after in SAID and after is not None else 0.0)


def weigh_interview(seen: Observed) -> tuple[float, tuple[str, ...]]:
    """Log odds that an article is an interview, and what speaks for it, strongest first."""
    weights: dict[str, float] = _tables()["interview"]
    parts = sorted(((strength * weights[name], name) for name, strength in seen.items()),
                   reverse=True)
    return (weights["always"] + sum(part for part, _ in parts),
            tuple(name for part, name in parts if part > 0))
