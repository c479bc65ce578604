"""Everybody an article speaks of: full names, later surnames, roles and pronouns made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from podcast.interview import words
from podcast.interview.known import Known, Paragraph, index_of, match, people_of
from podcast.interview.memory import AUTHOR, SOMEBODY, Entity, Memory, agree, stem_of
from podcast.interview.mentions import Parts, partner, parts_of, role_behind, without_s
from podcast.interview.nouns import (
    Kind,
    are_bodies,
    gender_of_noun,
    is_plural,
    kind_of,
    own_article,
)
from podcast.interview.people import Person
from podcast.interview.phrases import Phrase
from podcast.interview.tokens import Passage
from podcast.interview.wording import described
from podcast.model import Gender

_SURE = 0.85


@dataclass(frozen=True, slots=True)
class Mention:
    """What a phrase stands for, and how surely."""

    phrase: Phrase
    entity: Entity
    sure: float


class Register:
    """Resolves phrases in reading order; it remembers who was spoken of before."""

    def __init__(self, article: Sequence[Paragraph], guests: Sequence[Person]) -> None:
        known = people_of(article, guests)
        self._index = index_of(one.name for one in known)
        self._surnames = frozenset(one.name[-1].casefold() for one in known)
        self._people = {one.name: _entity(one) for one in known}
        self._guests = tuple(one for one in self._people.values() if one.person is not None)
        self._memory = Memory()
        self._unnamed: dict[str, list[Entity]] = {}
        self._bearers: dict[tuple[str, Gender], tuple[Entity, ...]] = {}
        self._begin = 0

    def read(self, passage: Passage, phrases: Sequence[Phrase]) -> tuple[Mention, ...]:
        """Every phrase of the next paragraph that stands for somebody or something."""
        found: dict[int, Mention] = {}
        self._begin = self._memory.now + 1
        began = -1
        apposed = -1
        for place, phrase in enumerate(phrases):
            self._memory.now = self._begin + phrase.sentence
            resolved = self._resolve(passage, phrases, place)
            if place == apposed:
                resolved = found[place - 1].entity, 0.95
            apposed = self._role_of(passage, phrases, place, resolved)
            if resolved is None:
                found[place] = Mention(phrase, SOMEBODY, 0.5)
                continue
            entity, sure = resolved
            own = _without_particle(passage, phrase, entity)
            found[place] = Mention(own, entity, sure)
            subject = own.nominative and own.sentence > began
            began = own.sentence if subject else began
            self._memory.note(entity, subject=subject)
        self._memory.now = self._begin + len(passage.sentences)
        return tuple(found.values())

    def _role_of(self, passage: Passage, phrases: Sequence[Phrase], place: int,
                 resolved: tuple[Entity, float] | None) -> int:
        """The phrase that says what the person just named is, or -1."""
        if resolved is None or resolved[0].kind != "person":
            return -1
        behind = role_behind(passage, phrases, place)
        if behind < 0 or phrases[behind].kind == "pronoun" or phrases[behind].governed:
            return -1
        parts = parts_of(phrases[behind], self._surnames)
        introduced = parts.determiner in words.exact("mentions", "introducing") and (
            phrases[place].kind == "noun" and passage.tokens[phrases[place].last].text == ",")
        if not resolved[0].named and not introduced:
            return -1
        return behind if not parts.name and kind_of(parts.head) == "person" else -1

    def heard(self, entity: Entity, sentence: int) -> None:
        """Remember who spoke last, in which sentence of the paragraph just read."""
        self._memory.heard(entity, self._begin + sentence)

    def by_name(self, name: str) -> Entity | None:
        """The person whose surname this is, perhaps in the genitive."""
        if not without_s(name, self._surnames):
            return None
        return self._named(Parts((), (name,), ""))

    def _resolve(self, passage: Passage, phrases: Sequence[Phrase],
                 place: int) -> tuple[Entity, float] | None:
        phrase = phrases[place]
        if phrase.kind == "pronoun":
            return self._pronoun(passage, phrase)
        parts = parts_of(phrase, self._surnames)
        owner = self._owned(passage, phrases, place)
        if owner is not None:
            return owner, 1.0
        if parts.name:
            return self._named(parts), 1.0
        other = partner(passage, phrases, place) if kind_of(parts.head) == "person" else -1
        if other >= 0 and phrases[other].kind == "noun":
            named = parts_of(phrases[other], self._surnames)
            if named.name and (len(named.name) > 1 or match(named, self._index)):
                return self._named(named), 0.95
        return self._by_role(passage, phrases, place, parts)

    def _named(self, parts: Parts) -> Entity:
        name = match(parts, self._index)
        if name is not None:
            return self._people[name]
        text = " ".join(parts.name)
        kind = kind_of(parts.name[-1])
        kind = kind if kind == "body" else "thing"
        return Entity(text.casefold(), text, kind, parts.gender, True)

    def _owned(self, passage: Passage, phrases: Sequence[Phrase], place: int) -> Entity | None:
        """`Aubrys Mutter`, `Angela Merkels Sprecher`: somebody by whose they are."""
        phrase = phrases[place]
        if phrase.determiner or len(phrase.nouns) < 2 or kind_of(phrase.nouns[-1]) != "person":
            return None
        owner = phrase.nouns[-2]
        if not owner.endswith(("s", "'", "’")) or not without_s(owner, self._surnames) or (
                owner.casefold() in self._surnames):
            return None
        text = " ".join(phrase.nouns)
        return Entity(text.casefold(), text, "person",
                      gender_of_noun(phrase.nouns[-1], "der"), False)

    def _by_role(self, passage: Passage, phrases: Sequence[Phrase], place: int,
                 parts: Parts) -> tuple[Entity, float]:
        """`der Bürgermeister`, `ein Anwohner`, `die Polizei`."""
        head = parts.head or parts.determiner
        kind = kind_of(head)
        phrase = phrases[place]
        genitive = phrase.attribute and parts.determiner == "der"
        several = is_plural(head, parts.determiner) or (
            genitive and gender_of_noun(head, "der") == "male")
        if (kind == "person" and several) or (kind == "body" and are_bodies(
                head, parts.determiner)):
            kind = "group"
        gender = gender_of_noun(head, parts.determiner) if kind == "person" else "unknown"
        if parts.definite and kind == "person":
            attributed = phrase.attribute or _has_attribute(passage, phrases, place)
            bearer = self._bearer(head, gender, attributed)
            if bearer is not None:
                return bearer
        return self._described(described(passage, phrases, place, head), head, kind, gender,
                               parts), 1.0

    def _described(self, text: str, head: str, kind: Kind, gender: Gender, parts: Parts) -> Entity:
        """An entity without a name; a body or a definite phrase may have been met before."""
        stem = f"{kind}:{stem_of(head)}"
        met = self._unnamed.get(stem, [])
        if met and (kind == "body" or parts.definite) and kind != "thing":
            return met[-1]
        known = self._memory.body(head) if kind == "body" and parts.definite else None
        if known is not None:
            return known
        entity = Entity(f"{stem}/{len(met)}" if kind != "thing" else text.casefold(),
                        _with_article(text, parts, kind), kind, gender)
        if kind != "thing":
            self._unnamed.setdefault(stem, []).append(entity)
        return entity

    def _bearer(self, head: str, gender: Gender, attributed: bool) -> tuple[Entity, float] | None:
        """The person a definite role means: who bears it, else who was last spoken of."""
        bearers = [one for one in self._who_bears(head, gender)
                   if stem_of(head) in one.roles or self._is_known(one) or not _is_unique(head)]
        recent = self._memory.most_recent(bearers)
        if recent is not None:
            return recent, 0.9 if len(bearers) == 1 else 0.75
        met = [one for one in self._unnamed.get(f"person:{stem_of(head)}", ())
               if agree(one.gender, gender)]
        if met:
            return met[-1], 0.9
        if gender == "unknown" or (attributed and not _is_generic(head)):
            return None
        generic = _is_generic(head)
        salient = self._memory.salient(gender, named=not generic, window=12 if generic else 4)
        if salient is None and not _is_unique(head):
            salient = self._only(gender)
        if salient is None or not _may_mean(salient[0], head) or (
                _is_unique(head) and salient[1] < _SURE):
            return None
        return salient[0], salient[1] * 0.9

    def _is_known(self, one: Entity) -> bool:
        return one.person is not None or self._memory.knows(one)

    def _only(self, gender: Gender) -> tuple[Entity, float] | None:
        """The one person of this gender whom the article names."""
        fitting = [one for one in self._people.values()
                   if one.gender == gender and self._is_known(one)]
        return (fitting[0], 0.95) if len(fitting) == 1 else None

    def _who_bears(self, head: str, gender: Gender) -> tuple[Entity, ...]:
        key = (stem_of(head), gender)
        if key not in self._bearers:
            self._bearers[key] = tuple(one for one in self._people.values()
                                       if _bears(one, head, gender))
        return self._bearers[key]

    def _pronoun(self, passage: Passage, phrase: Phrase) -> tuple[Entity, float] | None:
        low = phrase.nouns[0]
        if low in words.folded("mentions", "author"):
            return AUTHOR, 1.0
        if low == "sie" and _is_plural_here(passage, phrase):
            group = self._memory.latest("group")
            return (group, 0.7) if group is not None else None
        gender: Gender = "female" if low in words.folded("mentions", "female_pronouns") else "male"
        if low not in words.folded("mentions", "latter"):
            return self.owner(gender)
        latter = self._memory.latest("person", gender)
        return (latter, 0.85) if latter is not None else None

    def owner(self, gender: Gender) -> tuple[Entity, float] | None:
        """Whom `sein` or `ihr` means at the end of what was read."""
        return self._memory.salient(gender, others=self._guests)


def _entity(known: Known) -> Entity:
    last = known.name[-1]
    body = kind_of(last) == "body" and known.gender == "unknown" and known.person is None
    unsure = known.gender == "unknown" and not known.roles and known.person is None
    kind: Kind = "body" if body else "thing" if unsure and len(known.name) < 2 else "person"
    return Entity(" ".join(known.name).casefold(), " ".join(known.name), kind, known.gender, True,
                  known.person, frozenset(stem_of(role) for role in known.roles))


def _bears(entity: Entity, head: str, gender: Gender) -> bool:
    """`Politiker` fits `CDU-Politiker`, and `Oberbürgermeister` fits `Bürgermeister`."""
    stem = stem_of(head)
    return agree(entity.gender, gender) and any(
        _narrows(role, stem) or (len(role) > 4 and _narrows(stem, role)) for role in entity.roles)


def _narrows(compound: str, noun: str) -> bool:
    """`oberbürgermeister` is a `bürgermeister`, but no `vermieter` is a `mieter`."""
    return compound.endswith(noun) and (
        compound.removesuffix(noun) not in words.exact("mentions", "turning"))


def _may_mean(entity: Entity, head: str) -> bool:
    """Whether a role that nobody bears may be said of this person."""
    stem = stem_of(head)
    if _is_generic(head) or not entity.roles:
        return True
    if any(stem.endswith(role) and not _narrows(stem, role) for role in entity.roles):
        return False
    for group in words.names("synonyms"):
        members = tuple(stem_of(one) for one in words.listed("synonyms", group))
        if stem.endswith(members) and any(role.endswith(members) for role in entity.roles):
            return True
    return not _is_unique(head)


def _is_unique(head: str) -> bool:
    folded = head.casefold()
    unique = words.listed("mentions", "unique")
    return folded.endswith(unique) or any(
        folded.removesuffix(one).endswith(unique) for one in words.listed("endings", "role"))


def _without_particle(passage: Passage, phrase: Phrase, entity: Entity) -> Phrase:
    """`Von Hülsen` at the beginning of a sentence is a name, not behind a preposition."""
    before = passage.tokens[phrase.first - 1] if phrase.first else None
    if not phrase.governed or before is None or not entity.named or (
            before.text[0].islower() and phrase.nominative):
        return phrase
    tokens = entity.name.casefold().split()
    if len(tokens) > 2 and before.low == phrase.governed == tokens[-2] and before.text[0].isupper():
        return replace(phrase, governed="", cases="nda")
    return phrase


def _is_generic(head: str) -> bool:
    return head.casefold().endswith(words.listed("mentions", "generic"))


def _has_attribute(passage: Passage, phrases: Sequence[Phrase], place: int) -> bool:
    last = phrases[place].last
    if last + 1 < len(passage.tokens) and passage.tokens[last].low in (
            words.exact("mentions", "genitives")) and (
            passage.tokens[last + 1].kind == "quote"):
        return True
    return place + 1 < len(phrases) and phrases[place + 1].possessive


def _with_article(text: str, parts: Parts, kind: Kind) -> str:
    """A lone body keeps its name; one behind a preposition gets its article back."""
    if kind == "body" and not parts.determiner and not parts.head.isupper():
        article = own_article(parts.head)
        return f"{article} {text}" if article and len(parts.roles) == 1 else text
    return text


def _is_plural_here(passage: Passage, phrase: Phrase) -> bool:
    """`sagten sie`, `sie haben`: the verb beside the pronoun means several."""
    beside = [passage.tokens[at].low for at in (phrase.first - 1, phrase.last)
              if 0 <= at < len(passage.tokens) and passage.tokens[at].kind == "word"]
    plural = words.folded("verbs", "plural")
    return any(one in plural or (one.endswith("ten") and one in words.folded("verbs", "saying"))
               for one in beside)
