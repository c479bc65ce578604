"""Female, male or unknown: from address, first name, roles and pronouns near the name."""

from __future__ import annotations

import re

from podcast.interview import words
from podcast.interview.people import Person, female_role, male_role
from podcast.model import Gender

_ADDRESS, _FIRST_NAME, _ROLE, _PRONOUN = 6.0, 3.0, 2.0, 1.0
_ENOUGH = 1.5
_NEAR = 160
_MOST_MENTIONS = 60
_WORD = re.compile(r"[\w\-]+")


def gender_of(person: Person, text: str, *, alone: bool) -> Gender:
    """The gender the article gives a person; `alone`: pronouns cannot mean anybody else.

    Frau and Herr may mean somebody else of that surname: a first name of the other gender says so.
    """
    first = person.first_name.casefold().split("-")[0]
    named_female = first in words.folded("names", "female")
    named_male = first in words.folded("names", "male")
    female, male = _FIRST_NAME * named_female, _FIRST_NAME * named_male
    if not named_male:
        female += _ADDRESS * _addressed(person, text, "female_address")
    if not named_female:
        male += _ADDRESS * _addressed(person, text, "male_address")
    for context in _contexts(person, text):
        female += _ROLE * _has_role(context, female=True) + _PRONOUN * alone * _has(context, "sie")
        male += _ROLE * _has_role(context, female=False) + _PRONOUN * alone * _has(context, "er")
    if abs(female - male) < _ENOUGH:
        return "unknown"
    return "female" if female > male else "male"


def _addressed(person: Person, text: str, kind: str) -> bool:
    address = "|".join(words.listed("people", kind))
    title = r"(?:(?:Dr|Prof)\.?\s)*"
    names = "|".join({re.escape(person.surname), re.escape(person.name)})
    return re.search(rf"(?<!\w)(?:{address})\s{title}(?:{names})(?!\w)", text) is not None


def _contexts(person: Person, text: str) -> list[str]:
    """What directly follows each mention: appositions and the next sentence."""
    found = []
    for mention in person.mentions.finditer(text):
        found.append(text[mention.end() : mention.end() + _NEAR])
        if len(found) == _MOST_MENTIONS:
            break
    return found


def _has_role(context: str, *, female: bool) -> bool:
    """A role in apposition: `, Uhrmacherin` or `ist Bürgermeister`, before the sentence ends."""
    clause = re.match(r"\s*(?:,|ist|war|\()[^.!?]*", context)
    if clause is None:
        return False
    test = female_role if female else male_role
    return any(test(word) for word in _WORD.findall(clause[0])[:12])


def _has(context: str, pronoun: str) -> bool:
    """A pronoun that begins the next sentence or clause."""
    return re.search(rf"[.!?,]\s(?i:{pronoun})\s", context) is not None
