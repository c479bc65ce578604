"""The people an article names: what all its paragraphs tell of their names, roles and gender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from podcast.interview import words
from podcast.interview.mentions import (
    Parts,
    partner,
    parts_of,
    role_behind,
    without_s,
)
from podcast.interview.nouns import first_name_gender, gender_of_noun, kind_of
from podcast.interview.people import Person
from podcast.interview.phrases import Phrase
from podcast.interview.tokens import Passage
from podcast.model import Gender

Paragraph = tuple[Passage, tuple[Phrase, ...]]
"""A paragraph with its noun phrases."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with a name."""

    name: tuple[str, ...]
    gender: Gender
    roles: frozenset[str]
    person: Person | None = None


@dataclass(slots=True)
class _Notes:
    """What is being learned of one name."""

    roles: set[str] = field(default_factory=set)
    female: int = 0
    male: int = 0

    def add(self, gender: Gender, weight: int) -> None:
        self.female += weight * (gender == "female")
        self.male += weight * (gender == "male")

    @property
    def gender(self) -> Gender:
        if self.female == self.male:
            return "unknown"
        return "female" if self.female > self.male else "male"


def people_of(article: Sequence[Paragraph], guests: Sequence[Person]) -> tuple[Known, ...]:
    """Everybody with a name: the guests first, then in order of appearance."""
    names = [*_of_guests(guests), *_full_names(article)]
    spoken = {noun for _, phrases in article for phrase in phrases for noun in phrase.nouns}
    names = list(dict.fromkeys(_without_genitives(names, spoken)))
    surnames = frozenset(name[-1].casefold() for name in names)
    lone = dict.fromkeys(_lone_names(article, surnames))
    first = {name[0].casefold() for name in names}
    names += [name for name in lone
              if name[0].casefold() not in surnames and name[0].casefold() not in first]
    notes = {name: _Notes() for name in names}
    index = index_of(names)
    surnames |= {name[-1].casefold() for name in lone}
    for passage, phrases in article:
        _learn(passage, phrases, index, notes, surnames)
    return tuple(_known(name, notes[name], guests) for name in names)


def index_of(names: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Last and first names in small letters → the full names they may stand for."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        for part in dict.fromkeys((name[-1].casefold(), name[0].casefold())):
            found[part].append(name)
    return found


def _of_guests(guests: Sequence[Person]) -> list[tuple[str, ...]]:
    return [tuple(guest.name.split()) for guest in guests if guest.name.split()]


def _full_names(article: Sequence[Paragraph]) -> Iterable[tuple[str, ...]]:
    """Names of two words or more; one without a known first name must be borne out elsewhere."""
    doubtful: dict[tuple[str, ...], int] = defaultdict(int)
    lone: set[str] = set()
    for passage, phrases in article:
        called = set(_called(passage, phrases))
        for place, phrase in enumerate(phrases):
            if phrase.kind == "pronoun":
                continue
            parts = parts_of(phrase, _dated(phrase) if place in called else frozenset())
            if len(phrase.nouns) == 1 and not phrase.determiner and _introduced(passage, phrase):
                lone.add(phrase.nouns[0].casefold())
            if len(parts.name) < 2:
                continue
            if (first_name_gender(parts.name[0]) != "unknown" or _personal(parts.head)
                    or place in called or _presented(passage, phrases, place)):
                yield parts.name
            elif not phrase.governed:
                doubtful[parts.name] += 1 + _introduced(passage, phrase)
    yield from (name for name, times in doubtful.items()
                if times > 1 or name[-1].casefold() in lone)


def _dated(phrase: Phrase) -> frozenset[str]:
    """`Ilka Sonntag` in apposition: a surname that is a day or a month."""
    never = words.exact("mentions", "never")
    plain = len(phrase.nouns) == 2 and phrase.nouns[0] not in never
    return frozenset({phrase.nouns[1].casefold()} if plain and phrase.nouns[1] in never else ())


def _called(passage: Passage, phrases: Sequence[Phrase]) -> Iterable[int]:
    """Phrases in apposition to somebody's role: `die Ministerin von Odil, Xi Lan,`."""
    for place, phrase in enumerate(phrases):
        if phrase.kind == "noun" and phrase.determiner and kind_of(phrase.nouns[0]) == "person":
            yield partner(passage, phrases, place)


def _presented(passage: Passage, phrases: Sequence[Phrase], place: int) -> bool:
    """`Xi Lan, Sprecherin des Amtes,`."""
    behind = role_behind(passage, phrases, place)
    return behind >= 0 and phrases[behind].kind == "noun" and (
        kind_of(phrases[behind].nouns[0]) == "person" and not phrases[behind].governed)


def _introduced(passage: Passage, phrase: Phrase) -> bool:
    """`Xi Lan (43)`, `Xi Lan, der …`, `sagt Xi Lan`."""
    before = passage.tokens[phrase.first - 1].low if phrase.first else ""
    behind = passage.tokens[phrase.last : phrase.last + 2]
    if len(behind) == 2 and behind[0].text in ("(", ",") and (
            behind[1].text.isdigit() or behind[1].low in words.exact("mentions", "relative")):
        return True
    said = words.folded("verbs", "plain")
    return before in said or (bool(behind) and behind[0].low in said)


def _without_genitives(names: list[tuple[str, ...]],
                       spoken: set[str]) -> Iterable[tuple[str, ...]]:
    """`Bart Somers’` and `Angela Merkels` are Bart Somers and Angela Merkel."""
    for name in names:
        plain = (*name[:-1], name[-1].rstrip("'’").removesuffix("s"))
        yield plain if plain[-1] in spoken else (*name[:-1], name[-1].rstrip("'’"))


def _lone_names(article: Sequence[Paragraph],
                surnames: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """`Kanzlerin Merkel`, `Frau Thoms`: surnames that stand behind a role or an address."""
    for _, phrases in article:
        for phrase in phrases:
            if phrase.kind == "pronoun":
                continue
            parts = parts_of(phrase, surnames)
            if len(phrase.nouns) == 1 == len(parts.name) and (
                    first_name_gender(parts.name[0]) != "unknown" and not phrase.governed):
                yield parts.name
            if len(parts.name) == 1 and parts.roles and kind_of(parts.head) != "body" and (
                    _personal(parts.head)) and not without_s(parts.name[0], surnames):
                yield (parts.name[0].rstrip("'’"),)


def _personal(role: str) -> bool:
    return bool(role) and (kind_of(role) == "person" or role in words.exact("mentions", "honours"))


def _learn(passage: Passage, phrases: Sequence[Phrase], index: dict[str, list[tuple[str, ...]]],
           notes: dict[tuple[str, ...], _Notes], surnames: frozenset[str]) -> None:
    """Roles and gender from one paragraph."""
    for place, phrase in enumerate(phrases):
        if phrase.kind == "pronoun":
            continue
        parts = parts_of(phrase, surnames)
        if parts.name:
            name = match(parts, index)
            if name is not None:
                _note(notes[name], parts, 3)
                behind = role_behind(passage, phrases, place)
                if behind >= 0 and phrases[behind].kind == "noun":
                    _note_role(notes[name], parts_of(phrases[behind], surnames))
        elif _personal(parts.head):
            other = partner(passage, phrases, place)
            named = match(parts_of(phrases[other], surnames), index) if other >= 0 and (
                phrases[other].kind == "noun") else None
            if named is not None:
                _note_role(notes[named], parts)


def _note(notes: _Notes, parts: Parts, weight: int) -> None:
    notes.add(parts.gender, weight)
    if len(parts.name) > 1 and parts.name[0].endswith(
            words.listed("endings", "womens_names")):
        notes.add("female", 1)
    notes.roles.update(role for role in parts.roles if kind_of(role) == "person")


def _note_role(notes: _Notes, parts: Parts) -> None:
    if parts.name or kind_of(parts.head) != "person":
        return
    notes.roles.add(parts.head)
    notes.add(gender_of_noun(parts.head, parts.determiner), 2)


def match(parts: Parts, index: dict[str, list[tuple[str, ...]]]) -> tuple[str, ...] | None:
    """The full name that a name stands for; the first of several."""
    if not parts.name:
        return None
    last = without_s(parts.name[-1], index)
    found = index.get(last, [])
    if len(parts.name) > 1:
        full = [name for name in found if name[0].casefold() == parts.name[0].casefold()]
        return full[0] if full else next((name for name in found if len(name) == 1), None)
    return next((name for name in found if name[-1].casefold() == last),
                found[0] if len(found) == 1 else None)


def _known(name: tuple[str, ...], notes: _Notes, guests: Sequence[Person]) -> Known:
    person = next((one for one in guests if tuple(one.name.split()) == name), None)
    gender = notes.gender
    if person is not None and person.gender != "unknown":
        gender = person.gender
    return Known(name, gender, frozenset(notes.roles), person)
