"""Is this an interview, where labels alone do not say so? Weighed evidence of a whole reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.interview import words
from podcast.interview.features import Sight
from podcast.interview.quotes import find_quotes
from podcast.interview.scoring import Decision, weigh_interview
from podcast.interview.units import Unit

_FEW = 0.3
"""With this share of question marks among questions nothing is odd."""
_ENOUGH = 6
_HEAD = 8
"""Among so many first units the article says what it is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much speaks for an interview (log odds: above 0 it is one), and what."""

    score: float
    reasons: tuple[str, ...] = ()


def judge(head: str, units: Sequence[Unit], sight: Sight, decisions: Sequence[Decision],
          introduction: float) -> Verdict:
    """Weigh the reading in which somebody asks and somebody answers.

    `head` is title and subtitle, `introduction` how clearly a guest is introduced, 0 to 1.
    """
    asked = [index for index, one in enumerate(decisions) if one.role == "question"]
    told = [index for index, one in enumerate(decisions) if one.role == "answer"]
    if len(asked) < 2 or not told:
        return Verdict(float("-inf"))
    seen = (_of_questions(asked, sight) | _of_answers(told, sight)
            | _of_whole(asked, told, units, sight, decisions)
            | _of_surroundings(head, units, decisions, introduction))
    score, reasons = weigh_interview(seen)
    return Verdict(score, reasons)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def _of_questions(asked: Sequence[int], sight: Sight) -> dict[str, float]:
    views = [sight.views[index] for index in asked]
    addressed = _mean([one.addresses for one in views])
    called = _mean(["calls somebody by name" in sight.observed[index] for index in asked])
    return {
        "there are questions": min(len(asked), _ENOUGH) / _ENOUGH,
        "questions end with a question mark": _mean([one.asks for one in views]),
        "hardly any question mark": max(0.0, 1 - _mean([one.asks for one in views]) / _FEW),
        "questions address somebody": addressed,
        "questions call somebody by name": min(3 * called, 1.0),
        "a question calls somebody by name": float(called > 0),
        "nobody is addressed": max(0.0, 1 - 4 * max(called, addressed)),
        "questions speak of themselves": _mean([float(one.own == 1) for one in views]),
        "questions speak of the reader as I": _mean(
            [one.own == 1 and one.addresses < 1 for one in views]),
        "questions are set apart": sight.setting.strength if sight.setting.asking else 0.0,
    }


def _of_answers(told: Sequence[int], sight: Sight) -> dict[str, float]:
    views = [sight.views[index] for index in told]
    return {
        "answers speak of themselves": _mean([one.own for one in views]),
        "answers advise the reader": _mean([one.addresses == 1 and one.own == 0 for one in views]),
        "answers report in the subjunctive": _mean([one.indirect for one in views]),
        "answers report what others say": _mean([one.reports for one in views]),
    }


def _of_whole(asked: Sequence[int], told: Sequence[int], units: Sequence[Unit], sight: Sight,
              decisions: Sequence[Decision]) -> dict[str, float]:
    spoken = {*asked, *told}
    letters = [len(unit.text) if decisions[index].role in ("question", "answer", "narration")
               else 0 for index, unit in enumerate(units)]
    said = [one.role for one in decisions if one.role in ("question", "answer", "narration")]
    answered = sum(pair == ("question", "answer") for pair in pairwise(said))
    return {
        "most of the text takes turns": sum(letters[index] for index in spoken)
        / max(sum(letters), 1),
        "every question is answered": answered / len(asked),
        "answers are longer than questions": float(
            _mean([letters[index] for index in told]) > _mean([letters[index] for index in asked])),
    }


def _of_surroundings(head: str, units: Sequence[Unit], decisions: Sequence[Decision],
                     introduction: float) -> dict[str, float]:
    around = [head, *(unit.text for unit in units[:_HEAD]),
              *(unit.text for unit, one in zip(units, decisions, strict=True)
                if one.role == "boilerplate")]
    said = any(words.holds(text[:1500], "wording", "interview") for text in around)
    letters = any(words.holds(unit.text[:300], "wording", "letters") for unit in units)
    labelled = any(unit.person is not None for unit in units)
    return {
        "called an interview": float(said),
        "somebody is introduced": introduction,
        "headline quotes somebody": float(any(end - start > 20 for start, end in
                                              find_quotes(head))),
        "letters and speeches": float(letters),
        "some turns are labelled": float(labelled),
    }
