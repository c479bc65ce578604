"""Is this an interview, and who asks whom? Evidence gathered over the whole article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from podcast.interview import labels
from podcast.interview.gender import gender_of
from podcast.interview.habits import ASKS, MOST_PERSONS, Habit, asking_shares, habits_of
from podcast.interview.labels import Use
from podcast.interview.people import Person, address_of, addressed, identify

_LEAST_TURNS = 3


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The people of a conversation; nobody at all when the article is none."""

    journalists: tuple[Person, ...] = ()
    guests: tuple[Person, ...] = ()

    @property
    def speakers(self) -> dict[str, Person]:
        """Label as printed → person."""
        return {form: one for one in (*self.journalists, *self.guests) for form in one.forms}


def hold(texts: Sequence[str], uses: Sequence[Use]) -> Dialogue:
    """Who speaks in an article, from its possible labels; an empty Dialogue if nobody does."""
    habits = habits_of(texts, uses)
    if not _is_conversation(habits, uses, texts):
        return Dialogue()
    asking, answering = _sides(habits)
    whole = "\n".join(texts)
    guests = [_guest(one, whole) for one in answering]
    journalists = tuple(_journalist(one, whole) for one in asking)
    alone = len(guests) == 1
    return Dialogue(journalists, tuple(
        replace(one, gender=gender_of(one, whole, alone=alone)) for one in guests))


def seen_labels(texts: Sequence[str], uses: Sequence[Use]) -> tuple[str, ...]:
    """Labels that begin a paragraph and look like speakers, though too few to be sure."""
    asking = asking_shares(texts, uses)
    whole = "\n".join(texts)
    found = {use.label: None for use in uses if use.start == 0
             and not labels.never_speaks(use.label)}
    askers = [label for label in found if asking[label] >= ASKS and (
        labels.is_outlet(label) or labels.is_generic(label, "question"))]
    others = [label for label in list(found)[:MOST_PERSONS]
              if label not in askers and address_of([labels.bare(label).split()[-1]]).search(whole)]
    return (*askers, *others) if askers and others else ()


def _guest(habit: Habit, whole: str) -> Person:
    """Who answers under `Antwort:` is called as the questions address them."""
    generic = all(labels.is_generic(form, "answer") for form in habit.forms)
    return identify(habit.forms, whole, addressed(whole) if generic else "")


def _journalist(habit: Habit, whole: str) -> Person:
    """Outlets and generic labels keep the name they are printed with."""
    if habit.outlet or habit.generic("question"):
        name = max((labels.bare(form) for form in habit.forms), key=len)
        return Person(name, habit.forms, name)
    return identify(habit.forms, whole)


def _is_conversation(habits: list[Habit], uses: Sequence[Use], texts: Sequence[str]) -> bool:
    turns = sum(one.turns for one in habits)
    if len(habits) < 2:
        return False
    named = any(one.generic("question") for one in habits) or any(one.outlet for one in habits)
    if turns < (2 if named else _LEAST_TURNS) or _alternation(habits, uses) < 0.5:
        return False
    best = max(habits, key=lambda one: one.interviewer_score)
    others = [one for one in habits if one is not best]
    told = sum(one.tells * one.turns for one in others) / max(sum(o.turns for o in others), 1)
    supported = any(one.generic("answer") for one in others) or _named_elsewhere(others, texts)
    asked = (max(best.asks, best.calls) >= ASKS
             or (best.outlet and best.asks + best.addresses > ASKS))
    if asked or best.generic("question"):
        return told >= 0.2 or supported
    return turns >= 6 and told >= 0.5 and _alternation(habits, uses) >= 0.7


def _alternation(habits: list[Habit], uses: Sequence[Use]) -> float:
    owner = {form: index for index, one in enumerate(habits) for form in one.forms}
    order = [owner[use.label] for use in uses if use.label in owner]
    changes = sum(a != b for a, b in pairwise(order))
    return changes / max(len(order) - 1, 1)


def _named_elsewhere(habits: list[Habit], texts: Sequence[str]) -> bool:
    """A guest is mentioned in running text, not only before colons."""
    names = {labels.bare(form).split()[-1] for one in habits for form in one.forms
             if labels.bare(form)}
    body = "|".join(re.escape(name) for name in names)
    pattern = re.compile(rf"(?<!\w)(?i:{body})s?(?![\w:])")
    return any(pattern.search(text) for text in texts)


def _sides(habits: list[Habit]) -> tuple[list[Habit], list[Habit]]:
    best = max(habits, key=lambda one: one.interviewer_score)
    asking = [one for one in habits if one is best or _also_asks(one, best)]
    quiet = best.asks < 0.2 and (best.tells > 0.5 or not best.calls)
    if quiet and not best.outlet and not best.generic("question"):
        asking = []
    if len(asking) == len(habits):
        asking = [best]
    asking.sort(key=lambda one: one.first)
    answering = sorted((one for one in habits if one not in asking), key=lambda one: one.first)
    return asking, answering


def _also_asks(habit: Habit, best: Habit) -> bool:
    if habit.generic("question"):
        return True
    if habit.asks >= 0.5 and (habit.outlet or (habit.calls >= 0.5 and habit.tells < 0.3)):
        return True
    strong = habit.asks >= 0.5 and habit.interviewer_score >= best.interviewer_score - 1.5
    return strong and habit.turns >= 2 and habit.tells < 0.3
