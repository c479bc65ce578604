"""Who was spoken of, and when: the memory that roles and pronouns refer back to."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from podcast.interview import words
from podcast.interview.nouns import Kind
from podcast.interview.people import Person
from podcast.model import Gender

_MEMORY = 80
_BODY_WINDOW = 12
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something the article speaks of."""

    key: str
    name: str
    """As a reader would name it: the full name, or `ein Sprecher der Polizei`."""
    kind: Kind
    gender: Gender = "unknown"
    named: bool = False
    person: Person | None = None
    roles: frozenset[str] = frozenset()
    """Stems of what the article calls this person."""


AUTHOR = Entity("ich", "", "person")
"""Whoever wrote the article."""
SOMEBODY = Entity("?", "", "person")
"""Whom a pronoun means that nothing explains."""


@dataclass(frozen=True, slots=True)
class _Trace:
    entity: Entity
    sentence: int
    subject: bool
    spoke: bool = False


class Memory:
    """The last things spoken of; `now` is the sentence being read."""

    def __init__(self) -> None:
        self.now = 0
        self._traces: deque[_Trace] = deque(maxlen=_MEMORY)
        self._counted: dict[str, int] = {}

    def note(self, entity: Entity, *, subject: bool) -> None:
        """Remember a mention."""
        self._counted[entity.key] = self._counted.get(entity.key, 0) + 1
        self._traces.append(_Trace(entity, self.now, subject))

    def heard(self, entity: Entity, sentence: int) -> None:
        """Remember who spoke."""
        self._traces.append(_Trace(entity, sentence, True, True))

    def knows(self, entity: Entity) -> bool:
        """Whether somebody was spoken of yet."""
        return entity.key in self._counted

    def latest(self, kind: Kind, gender: Gender = "unknown") -> Entity | None:
        """Whoever of a kind was spoken of last."""
        return next((trace.entity for trace in reversed(self._traces)
                     if trace.entity.kind == kind and agree(trace.entity.gender, gender)), None)

    def most_recent(self, entities: Iterable[Entity]) -> Entity | None:
        """The one of several that was spoken of last, else the first."""
        known = {one.key: one for one in entities}
        for trace in reversed(self._traces):
            if trace.entity.key in known:
                return trace.entity
        return next(iter(known.values()), None)

    def body(self, head: str) -> Entity | None:
        """`das Ministerium` for `das Umweltministerium`, `die Gewerkschaft` for one just named."""
        stem = stem_of(head)
        recent = [trace for trace in reversed(self._traces) if trace.entity.kind == "body"
                  and self.now - trace.sentence <= _BODY_WINDOW]
        same = (one.entity for one in recent if one.entity.key.split("/")[0].endswith(stem))
        found = next(same, None)
        generic = head.casefold() in words.exact("mentions", "generic_bodies") or (
            head.casefold().endswith(words.text("endings", "generic_body")))
        if found is not None or not generic:
            return found
        near = [one for one in recent if self.now - one.sentence < _NEAR]
        alike = [one.entity for one in near if _alike(head.casefold(), one.entity)]
        plain = [one.entity for one in near if one.subject and not _groups_of(one.entity)]
        return next(iter((*alike, *plain)), None)

    def salient(self, gender: Gender, *, named: bool = False, window: int = 40,
                others: Iterable[Entity] = ()) -> tuple[Entity, float] | None:
        """Whom a pronoun of this gender means most likely here, and how surely."""
        scores: dict[str, float] = {}
        entities: dict[str, Entity] = {}
        for trace in self._traces:
            score = self._salience(trace, gender, self.now - trace.sentence, window)
            if score is None or (named and not trace.entity.named):
                continue
            key = trace.entity.key
            entities[key] = trace.entity
            scores[key] = max(scores.get(key, -99.0), score)
        for one in others:
            if agree(one.gender, gender) and one.key not in scores:
                entities[one.key], scores[one.key] = one, -6.0
        if not scores:
            return None
        best, *rest = sorted(scores, key=lambda key: -scores[key])
        margin = scores[best] - scores[rest[0]] if rest else 4.0
        return entities[best], 1 / (1 + math.exp(-1.6 * margin))

    def _salience(self, trace: _Trace, gender: Gender, distance: int, window: int) -> float | None:
        entity = trace.entity
        feminine = gender == "female" and entity.kind == "body" and entity.name.startswith("die ")
        if entity.kind != "person" and not feminine:
            return None
        if not entity.name or not agree(entity.gender, gender) or distance > window:
            return None
        weigh = words.weight
        return (weigh("salience", "distance") * min(distance, 8)
                + weigh("salience", "subject") * trace.subject
                + weigh("salience", "spoke") * trace.spoke
                + weigh("salience", "named") * entity.named
                + weigh("salience", "guest") * (entity.person is not None)
                + weigh("salience", "no_gender") * (entity.gender == "unknown")
                + weigh("salience", "body") * (entity.kind == "body")
                + weigh("salience", "count") * min(self._counted.get(entity.key, 0), 5))


def agree(one: Gender, other: Gender) -> bool:
    """Whether two genders may be one person's."""
    return one == other or "unknown" in (one, other)


@lru_cache(10_000)
def stem_of(noun: str) -> str:
    """A noun without the endings of case, number and gender."""
    folded = noun.casefold()
    while True:
        shorter = next((folded.removesuffix(ending) for ending in words.listed("endings", "stem")
                        if folded.endswith(ending) and len(folded) - len(ending) > 3), folded)
        if shorter == folded:
            return folded
        folded = shorter


def _groups_of(body: Entity) -> tuple[str, ...]:
    """The kinds of bodies a name tells: an office, a company, a union …"""
    return tuple(group for group in words.names("alike") if any(
        word.endswith(words.listed("alike", group)) for word in body.name.casefold().split()))


def _alike(noun: str, body: Entity) -> bool:
    """Whether two words for bodies may mean one: `Behörde` and `Küstenschutzamt`."""
    return any(noun.endswith(words.listed("alike", group)) for group in _groups_of(body))
