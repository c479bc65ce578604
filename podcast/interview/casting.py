"""The cast of a script: keys, names and roles of everybody who speaks in it."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.dialogue import Dialogue
from podcast.interview.labels import is_generic
from podcast.interview.naming import make_key
from podcast.interview.people import Person
from podcast.model import CastMember

NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Troupe:
    """Everybody who speaks, as cast members and as the persons they were found as."""

    held: Dialogue
    journalists: tuple[CastMember, ...]
    guests: tuple[CastMember, ...]
    narrator: CastMember
    publisher: str = ""
    author: str = ""

    @property
    def cast(self) -> tuple[CastMember, ...]:
        """In the order: who asks, who answers, who narrates."""
        return (*self.journalists, *self.guests, self.narrator)

    def member(self, person: Person) -> CastMember:
        """The cast member a person became."""
        persons = (*self.held.journalists, *self.held.guests)
        return (*self.journalists, *self.guests)[persons.index(person)]


def assemble(held: Dialogue, publisher: str, author: str) -> Troupe:
    """Cast members for the people of a conversation; a narrator is always there.

    Two never bear one name; who has neither name nor label is called `Frage` or `Antwort`.
    """
    journalists: list[CastMember] = []
    for place, person in enumerate(held.journalists):
        name = _asking_name(person, publisher, author)
        if any(one.name == name for one in journalists):
            name = "" if person.forms else person.name
        key = "journalist" if place == 0 else f"journalist-{place + 1}"
        journalists.append(CastMember(key, "journalist", name,
                                      person.forms or _placeholder(name, "asking")))
    guests: list[CastMember] = []
    for person in held.guests:
        key = make_key(person.surname, [one.key for one in (*journalists, *guests)])
        generic = bool(person.forms) and all(is_generic(form, "answer") for form in person.forms)
        name = "" if generic and is_generic(person.name, "answer") else person.name
        guests.append(CastMember(key, "guest", name,
                                 person.forms or _placeholder(name, "answering"), person.gender))
    narrator = CastMember(NARRATOR, "narrator", words.text("wording", "narrator"))
    return Troupe(held, tuple(journalists), tuple(guests), narrator, publisher, author)


def _placeholder(name: str, kind: str) -> tuple[str, ...]:
    return () if name else (words.text("wording", kind),)


def _asking_name(person: Person, publisher: str, author: str) -> str:
    """An outlet asks under its name; behind `Frage:`, or without a label, stands the outlet or
    the author, if known."""
    if all(is_generic(form, "question") for form in person.forms):
        return publisher or author
    return person.name
