"""Who says it: the subject of the verb of saying in the words around a quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.people import Person, female_role, male_role

_TOKEN = re.compile(r"[\w'’\-]+(?:\.(?=\s[A-ZÄÖÜ][\w'’\-]))?|[,;:()–—]")
_MOST_TOKENS = 14
_AGED = re.compile(r"\d{1,3}-jährige[rn]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """The people a quotation may come from, and what was said of them before it."""

    guests: Sequence[Person]
    before: str
    """The text of the paragraph up to the tag: it decides whom a pronoun means."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a verb of saying: a guest, or somebody else by name."""

    person: Person | None
    name: str = ""


def speaker_of(clause: str, scene: Scene, verbs: str = "saying") -> Subject | None:
    """The subject of the clause's verb of saying; None if there is no such verb or subject."""
    tokens = _TOKEN.findall(clause)
    known = words.folded("verbs", verbs)
    places = [i for i, token in enumerate(tokens) if token.casefold() in known]
    for place in places:
        after = _subject(tokens[place + 1 : place + 1 + _MOST_TOKENS], scene)
        if after is not None:
            return after
    for place in reversed(places):
        start = max(0, place - _MOST_TOKENS)
        before = _subject(_last_clause(tokens[start:place]), scene)
        if before is not None:
            return before
    return None


def _last_clause(tokens: list[str]) -> list[str]:
    """The tokens behind the last comma that still hold a subject; appositions stay whole."""
    if "," not in tokens:
        return tokens
    last = len(tokens) - tokens[::-1].index(",")
    return tokens[last:] if tokens[last:] else tokens


def _subject(tokens: list[str], scene: Scene) -> Subject | None:
    """The first noun phrase or pronoun that does not hang on a preposition."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.casefold() in words.folded("grammar", "prepositions"):
            position = _skip_phrase(tokens, position + 1)
            continue
        pronoun = _pronoun(token, scene)
        if pronoun is not None:
            return pronoun
        if _begins_phrase(tokens, position):
            end = _skip_phrase(tokens, position)
            return _noun_phrase(_trimmed(tokens[position:end]), scene)
        position += 1
    return None


def _trimmed(tokens: list[str]) -> list[str]:
    """A phrase without the small words at its end."""
    end = len(tokens)
    while end > 1 and not tokens[end - 1][0].isupper() and not tokens[end - 1][0].isdigit():
        end -= 1
    return tokens[:end]


def _begins_phrase(tokens: list[str], position: int) -> bool:
    token = tokens[position]
    folded = token.casefold()
    if folded in words.folded("grammar", "articles") | words.folded("grammar", "possessives"):
        return True
    return token[0].isupper() and token not in words.exact("grammar", "not_nouns")


def _skip_phrase(tokens: list[str], position: int) -> int:
    """Offset behind article, adjectives and the run of capitalised words that follow."""
    while position < len(tokens) and not tokens[position][0].isupper():
        if not tokens[position][0].isalnum():
            return position + 1
        position += 1
    particles = words.folded("labels", "particles")
    while position < len(tokens) and (
            tokens[position][0].isupper() or tokens[position].casefold() in particles):
        position += 1
    return position


def _pronoun(token: str, scene: Scene) -> Subject | None:
    folded = token.casefold()
    if folded in words.folded("people", "male_pronoun"):
        return _meant("male", scene)
    if folded in words.folded("people", "female_pronoun"):
        return _meant("female", scene)
    return None


def _meant(gender: str, scene: Scene) -> Subject:
    """The guest a pronoun stands for, or nobody that is known."""
    fitting = [one for one in scene.guests if one.gender in (gender, "unknown")]
    exact = [one for one in fitting if one.gender == gender]
    chosen = exact if exact else fitting
    named = [(_last_mention(one, scene.before), one) for one in chosen]
    if not named:
        return Subject(None)
    place, person = max(named, key=lambda pair: pair[0])
    rivals = sum(found == place for found, _ in named) > 1
    if rivals or _somebody_else(scene.before[max(place, 0) :], gender, person):
        return Subject(None)
    return Subject(person)


def _last_mention(person: Person, text: str) -> int:
    return max((found.end() for found in person.mentions.finditer(text)), default=-1)


def _somebody_else(text: str, gender: str, person: Person) -> bool:
    """Whether a text introduces another person of that gender: `ein Nachbar`, `Petra Meier`."""
    names = words.folded("people", f"{gender}_names")
    address = words.folded("people", f"{gender}_address")
    is_role = female_role if gender == "female" else male_role
    foreign = words.folded("grammar", "indefinite") | words.folded("grammar", "possessives")
    tokens = _TOKEN.findall(text)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        folded = token.casefold()
        if folded in foreign and following and is_role(following):
            return True
        named = (folded in names or token.casefold() in address) and following[:1].isupper()
        if named and folded != person.first_name.casefold():
            return True
    return False


def _noun_phrase(tokens: list[str], scene: Scene) -> Subject:
    phrase = " ".join(tokens)
    named = [(len(found[0]), guest) for guest in scene.guests
             if (found := guest.mentions.search(phrase))
             and not _owns(phrase[: found.start()], phrase[found.end() :])]
    if named:
        longest = max(length for length, _ in named)
        meant = [guest for length, guest in named if length == longest]
        foreign = tokens[0].casefold() in (words.folded("grammar", "possessives")
                                           | words.folded("grammar", "indefinite"))
        return Subject(meant[0] if len(meant) == 1 and not foreign else None)
    if tokens[0].casefold() in words.folded("grammar", "articles"):
        return _described(tokens, scene)
    return Subject(None, _without_role(tokens))


def _without_role(tokens: list[str]) -> str:
    """`Enno Folkerts` of `Kapitän Enno Folkerts`."""
    titles = words.folded("labels", "titles")
    start = 0
    while start < len(tokens) - 1 and (tokens[start].casefold() in titles
                                       or male_role(tokens[start]) or female_role(tokens[start])):
        start += 1
    return " ".join(tokens[start:])


def _owns(before: str, after: str) -> bool:
    """Whether a name only says whose somebody is: `Aubrys Mutter`, `die Mutter von Aubry`."""
    return before.endswith("von ") or after.lstrip()[:1].isupper()


def _described(tokens: list[str], scene: Scene) -> Subject:
    """`der Bürgermeister`, `die 58-Jährige`: a guest of that gender, if there is just one."""
    article, noun = tokens[0].casefold(), tokens[-1]
    if article not in ("der", "die") or not noun[0].isalnum():
        return Subject(None)
    gender = "male" if article == "der" else "female"
    fits = male_role(noun) if gender == "male" else female_role(noun)
    if not (fits or _AGED.fullmatch(noun)):
        return Subject(None)
    return _meant(gender, scene)
