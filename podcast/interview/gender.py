"""Female, male or unknown: from address, first name, roles and pronouns near the name."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from podcast.interview import words
from podcast.interview.patterns import address, titles
from podcast.interview.people import Person, female_role, male_role
from podcast.model import Gender

_ADDRESS, _ROLE_BEFORE, _FIRST_NAME, _ROLE, _PRONOUN = 6.0, 5.0, 3.0, 2.0, 1.0
_ENOUGH = 1.5
_NEAR = 160
_MOST_MENTIONS = 60
_MOST_PRONOUNS = 3
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
        female += _ADDRESS * _addressed(person, text, "female")
    if not named_female:
        male += _ADDRESS * _addressed(person, text, "male")
    contexts = _contexts(person, text)
    roles = _roles_before(person, text)
    female += _ROLE * sum(_has_role(one, female=True) for one in contexts)
    female += _ROLE_BEFORE * any(map(female_role, roles))
    male += _ROLE * sum(_has_role(one, female=False) for one in contexts)
    male += _ROLE_BEFORE * any(map(male_role, roles))
    if alone:
        female += _PRONOUN * min(sum(_goes_on(one, "female") for one in contexts), _MOST_PRONOUNS)
        male += _PRONOUN * min(sum(_goes_on(one, "male") for one in contexts), _MOST_PRONOUNS)
    if abs(female - male) < _ENOUGH:
        return "unknown"
    return "female" if female > male else "male"


def _addressed(person: Person, text: str, gender: str) -> bool:
    names = "|".join({re.escape(person.surname), re.escape(person.name)})
    return re.search(rf"(?<!\w){address(gender)}\s{titles()}(?:{names})(?!\w)", text) is not None


def _contexts(person: Person, text: str) -> list[str]:
    """What directly follows each mention that is no label: appositions and the next sentence."""
    mentions = islice((one for one in person.mentions.finditer(text)
                       if not text.startswith(":", one.end())), _MOST_MENTIONS)
    return [text[one.end() : one.end() + _NEAR] for one in mentions]


def _roles_before(person: Person, text: str) -> list[str]:
    """The words right before full mentions: `der Kantor Andrea Rossi`."""
    if not person.first_name:
        return []
    return re.findall(rf"(\w+) {re.escape(person.name)}(?!\w)", text)[:_MOST_MENTIONS]


def _has_role(context: str, *, female: bool) -> bool:
    """A role in apposition: `, Uhrmacherin` or `ist Bürgermeister`, before the sentence ends."""
    clause = re.match(r"\s*(?:,|ist|war|\()[^.!?]*", context)
    if clause is None:
        return False
    test = female_role if female else male_role
    return any(test(word) for word in _WORD.findall(clause[0])[:12])


def _goes_on(context: str, gender: str) -> bool:
    """A pronoun that goes on with somebody: behind a comma, or at a sentence's start before a
    verb that is no plural (`Sie haben` speaks to somebody)."""
    return _pronoun(gender).search(context) is not None


@cache
def _pronoun(gender: str) -> re.Pattern[str]:
    forms = "|".join(words.listed("people", f"{gender}_pronoun"))
    return re.compile(rf",\s(?:{forms})\s|[.!?]\s(?i:{forms})\s(?!\w+en\s)\w+t(?:e)?\s")
