"""Is this an interview, and who asks whom? Evidence gathered over the whole article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from podcast.interview import labels, words
from podcast.interview.gender import gender_of
from podcast.interview.labels import Use
from podcast.interview.people import Person, addressed, fold_labels, identify

_MOST_PERSONS = 12
_LEAST_TURNS = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The people of a conversation; nobody at all when the article is none."""

    journalists: tuple[Person, ...] = ()
    guests: tuple[Person, ...] = ()

    @property
    def speakers(self) -> dict[str, Person]:
        """Label as printed → person."""
        return {form: one for one in (*self.journalists, *self.guests) for form in one.forms}


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the turns under one person's labels read."""

    forms: tuple[str, ...]
    turns: int
    asks: float
    """Share of turns that end with a question."""
    tells: float
    """Share of turns in the first person."""
    addresses: float
    """Share of turns that say Sie, Ihr or du."""
    length: float
    first: int
    leads: float
    """Share of turns that begin their paragraph."""

    @property
    def outlet(self) -> bool:
        return any(labels.is_outlet(form) for form in self.forms)

    def generic(self, kind: str) -> bool:
        return any(labels.is_generic(form, kind) for form in self.forms)

    @property
    def interviewer_score(self) -> float:
        return (2.5 * self.asks + 2.0 * self.outlet + 4.0 * self.generic("question")
                - 4.0 * self.generic("answer") + 1.0 * self.addresses - 1.5 * self.tells
                + (0.4 if self.first == 0 else 0.0) - min(self.length / 400, 1.0))


def hold(texts: Sequence[str], uses: Sequence[Use]) -> Dialogue:
    """Who speaks in an article, from its possible labels; an empty Dialogue if nobody does."""
    habits = _habits(texts, uses)
    if not _is_conversation(habits, uses, texts):
        return Dialogue()
    asking, answering = _sides(habits)
    whole = "\n".join(texts)
    guests = [_guest(one, whole) for one in answering]
    journalists = tuple(_journalist(one, whole) for one in asking)
    alone = len(guests) == 1
    return Dialogue(journalists, tuple(
        replace(one, gender=gender_of(one, whole, alone=alone)) for one in guests))


def _guest(habit: _Habit, whole: str) -> Person:
    """Who answers under `Antwort:` is called as the questions address them."""
    generic = all(labels.is_generic(form, "answer") for form in habit.forms)
    return identify(habit.forms, whole, addressed(whole) if generic else "")


def _journalist(habit: _Habit, whole: str) -> Person:
    """Outlets and generic labels keep the name they are printed with."""
    if habit.outlet or habit.generic("question"):
        name = max((labels.bare(form) for form in habit.forms), key=len)
        return Person(name, habit.forms, name)
    return identify(habit.forms, whole)


def _habits(texts: Sequence[str], uses: Sequence[Use]) -> list[_Habit]:
    counts = Counter(use.label for use in uses if not labels.never_speaks(use.label))
    groups = fold_labels(counts)
    groups.sort(key=lambda forms: -sum(counts[form] for form in forms))
    accepted = [forms for forms in groups[:_MOST_PERSONS] if _may_speak(forms, counts)]
    owner = {form: index for index, forms in enumerate(accepted) for form in forms}
    bodies: list[list[str]] = [[] for _ in accepted]
    leads = [0] * len(accepted)
    first = [len(uses)] * len(accepted)
    spoken = [use for use in uses if use.label in owner]
    for place, (use, body) in enumerate(_bodies(texts, spoken)):
        index = owner[use.label]
        bodies[index].append(body)
        first[index] = min(first[index], place)
        leads[index] += use.start == 0
    habits = [_habit(*row) for row in zip(accepted, bodies, first, leads, strict=True)]
    return _without_asides(habits)


def _without_asides(habits: list[_Habit]) -> list[_Habit]:
    """Where turns begin paragraphs, what has a colon only inside them is no label."""
    if sum(one.leads > 0.5 for one in habits) < 2:
        return habits
    return [one for one in habits if one.leads > 0.5]


def _may_speak(forms: tuple[str, ...], counts: Counter[str]) -> bool:
    turns = sum(counts[form] for form in forms)
    if turns >= 2:
        return True
    label = forms[0]
    first = labels.bare(label).casefold().split()[0]
    named = (first in words.folded("people", "male_names")
             or first in words.folded("people", "female_names"))
    return (labels.is_outlet(label) or labels.is_generic(label, "question")
            or labels.is_generic(label, "answer") or (named and " " in label))


def _bodies(texts: Sequence[str], uses: Sequence[Use]) -> list[tuple[Use, str]]:
    """What is said under each label: up to the next label or the end of the block."""
    found = []
    followers: list[Use | None] = [*uses[1:], None]
    for use, following in zip(uses, followers, strict=False):
        same = following is not None and following.block == use.block
        end = following.start if same and following else len(texts[use.block])
        found.append((use, texts[use.block][use.body : end].strip()))
    return found


def _habit(forms: tuple[str, ...], bodies: list[str], first: int, leads: int) -> _Habit:
    count = max(len(bodies), 1)
    return _Habit(
        forms, len(bodies),
        asks=sum(asks(body) for body in bodies) / count,
        tells=sum(tells(body) for body in bodies) / count,
        addresses=sum(addresses(body) for body in bodies) / count,
        length=sum(len(body) for body in bodies) / count, first=first,
        leads=leads / count)


def asks(text: str) -> bool:
    """Whether a text ends with a question."""
    return text.rstrip(" \"“”«»‹›‘’)").endswith("?")


def tells(text: str) -> bool:
    """Whether a text speaks in the first person."""
    return any(word.casefold() in words.folded("grammar", "first_person")
               for word in _WORD.findall(text[:2000]))


def addresses(text: str) -> bool:
    """Whether a text speaks to somebody (Sie, Ihr, du)."""
    return any(word in words.exact("grammar", "address") for word in _WORD.findall(text[:2000]))


def _is_conversation(habits: list[_Habit], uses: Sequence[Use], texts: Sequence[str]) -> bool:
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
    asked = best.asks >= 0.3 or (best.outlet and best.asks + best.addresses > 0.3)
    if asked or best.generic("question"):
        return told >= 0.2 or supported
    return turns >= 6 and told >= 0.5 and _alternation(habits, uses) >= 0.7


def _alternation(habits: list[_Habit], uses: Sequence[Use]) -> float:
    owner = {form: index for index, one in enumerate(habits) for form in one.forms}
    order = [owner[use.label] for use in uses if use.label in owner]
    changes = sum(a != b for a, b in pairwise(order))
    return changes / max(len(order) - 1, 1)


def _named_elsewhere(habits: list[_Habit], texts: Sequence[str]) -> bool:
    """A guest is mentioned in running text, not only before colons."""
    names = {labels.bare(form).split()[-1] for one in habits for form in one.forms
             if labels.bare(form)}
    body = "|".join(re.escape(name) for name in names)
    pattern = re.compile(rf"(?<!\w)(?i:{body})s?(?![\w:])")
    return any(pattern.search(text) for text in texts)


def _sides(habits: list[_Habit]) -> tuple[list[_Habit], list[_Habit]]:
    best = max(habits, key=lambda one: one.interviewer_score)
    asking = [one for one in habits if one is best or _also_asks(one, best)]
    if best.asks < 0.2 and best.tells > 0.5 and not best.outlet and not best.generic("question"):
        asking = []
    if len(asking) == len(habits):
        asking = [best]
    asking.sort(key=lambda one: one.first)
    answering = sorted((one for one in habits if one not in asking), key=lambda one: one.first)
    return asking, answering


def _also_asks(habit: _Habit, best: _Habit) -> bool:
    if habit.generic("question"):
        return True
    strong = habit.asks >= 0.5 and habit.interviewer_score >= best.interviewer_score - 1.5
    return strong and habit.turns >= 2 and (habit.outlet or habit.tells < 0.3)
