"""Is this an interview, and who asks whom? Evidence gathered over the whole article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from podcast.interview import labels, words
from podcast.interview.conversation import is_conversation, named_elsewhere
from podcast.interview.gender import gender_of
from podcast.interview.habits import (
    ASKS,
    MOST_PERSONS,
    Habit,
    asking_shares,
    first_pair,
    habits_of,
)
from podcast.interview.labels import Use
from podcast.interview.people import Person, address_of, addressed, identify

_BRIEF = 130
_REPORTED = 0.5
"""From this share of turns in reported speech on, a label is no speaker's."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The people of a conversation; nobody at all when the article is none."""

    journalists: tuple[Person, ...] = ()
    guests: tuple[Person, ...] = ()

    @property
    def speakers(self) -> dict[str, Person]:
        """Label as printed → person."""
        return {form: one for one in (*self.journalists, *self.guests) for form in one.forms}


def hold(texts: Sequence[str], uses: Sequence[Use], head: str = "") -> Dialogue:
    """Who speaks in an article, from its possible labels; an empty Dialogue if nobody does.

    `head` is what stands above the texts: title, standfirst, authors.
    """
    habits = [one for one in habits_of(texts, uses) if one.reported < _REPORTED]
    if not is_conversation(habits, uses, texts):
        return Dialogue()
    asking, answering = _sides(habits)
    whole = "\n".join([head, *texts])
    journalists = tuple(_journalist(one, whole) for one in asking)
    return Dialogue(journalists, _guests(answering, whole))


def _guests(answering: Sequence[Habit], whole: str) -> tuple[Person, ...]:
    """The persons behind labels: one who is called by two names is one."""
    found = [_guest(one, whole) for one in answering]
    guests = [replace(one, gender=gender_of(one, whole, alone=len(found) == 1)) for one in found]
    merged: dict[str, Person] = {}
    for one in guests:
        name = _by_pronoun(one, guests) or one.name
        if name in merged:
            one = replace(merged[name], forms=(*merged[name].forms, *one.forms))
        merged[name] = one
    return tuple(merged.values())


def _by_pronoun(person: Person, guests: Sequence[Person]) -> str:
    """Whose name a label `Er` or `Sie` stands for: the only guest of that gender."""
    form = person.forms[0].casefold()
    for gender in ("male", "female"):
        if form in words.folded("people", f"{gender}_pronoun"):
            fitting = [one.name for one in guests if one.gender == gender
                       and not labels.is_generic(one.forms[0], "answer")]
            return fitting[0] if len(fitting) == 1 else ""
    return ""


def one_sided(texts: Sequence[str], uses: Sequence[Use], head: str = "") -> Dialogue:
    """Who may speak where labels are few: only at the first pair, or only on one side."""
    habits = [one for one in habits_of(texts, uses) if one.reported < _REPORTED]
    whole = "\n".join([head, *texts])
    pair = first_pair(texts, uses)
    asking = [one for one in habits if _may_only_ask(one) or pair[0] in one.forms]
    answering = [one for one in habits if one not in asking
                 and (_may_only_answer(one, texts) or pair[1] in one.forms)]
    if len(answering) > 1 and asking:
        answering = [one for one in answering if one.turns > 1] or answering[:1]
    return Dialogue(tuple(_journalist(one, whole) for one in asking[:1]),
                    _guests(answering, whole))


def _may_only_ask(habit: Habit) -> bool:
    known = habit.outlet or habit.generic("question")
    return habit.asks >= (ASKS if known else 0.6) and habit.tells < 0.5 and (
        known or habit.turns > 2)


def _may_only_answer(habit: Habit, texts: Sequence[str]) -> bool:
    """Labelled more than once, or named elsewhere: not just any word before a colon."""
    if habit.outlet or habit.asks > 0.5:
        return False
    return habit.generic("answer") or named_elsewhere([habit], texts)


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


def _sides(habits: list[Habit]) -> tuple[list[Habit], list[Habit]]:
    best = max(habits, key=lambda one: one.interviewer_score)
    asking = [one for one in habits if one is best or _also_asks(one, best)]
    quiet = (best.asks < 0.2 and (best.tells > 0.5 or not best.calls)) or (
        best.tells >= 0.25 and best.asks < 0.5 and best.calls < 0.2)
    if quiet and not best.outlet and not best.generic("question"):
        asking = []
    if len(asking) == len(habits):
        asking = [best]
    asking.sort(key=lambda one: one.first)
    answering = sorted((one for one in habits if one not in asking), key=lambda one: one.first)
    return asking, answering


def _also_asks(habit: Habit, best: Habit) -> bool:
    if habit.generic("question") or (
            habit.signs and not habit.introduced and habit.asks >= ASKS):
        return True
    if habit.asks >= 0.5 and (habit.outlet or (habit.calls >= 0.5 and habit.tells < 0.3)):
        return True
    near = 2.2 if habit.length <= _BRIEF else 1.5
    strong = habit.asks >= ASKS and habit.interviewer_score >= best.interviewer_score - near
    return strong and habit.turns >= 2 and habit.tells < 0.3 and habit.length <= 2 * _BRIEF
