"""What a noun means: somebody, of which gender; a body that speaks; or a thing."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from podcast.interview import words
from podcast.interview.people import female_role
from podcast.model import Gender

Kind = Literal["person", "group", "body", "thing"]

_MOST_NOUNS = 10_000


@lru_cache(_MOST_NOUNS)
def kind_of(noun: str) -> Kind:
    """What a noun stands for; `group` are several people."""
    folded = noun.casefold().replace("*", "").replace(":", "").replace("_", "")
    if noun in words.exact("mentions", "things"):
        return "body" if body_article(noun) else "thing"
    if folded.endswith(words.listed("endings", "several")) and len(folded) > 6:
        return "group"
    if female_role(noun) or _is_somebody(folded):
        return "person"
    if noun.isupper() and 1 < len(noun) < 8 and noun.isalpha():
        return "body"
    return "body" if body_article(noun) else "thing"


def _is_somebody(folded: str) -> bool:
    endings = words.listed("endings", "person")
    return _ends_like_a_person(folded) or any(
        _ends_like_a_person(folded.removesuffix(ending)) for ending in endings
        if folded.endswith(ending))


@cache
def _people() -> tuple[tuple[str, ...], frozenset[str]]:
    listed = words.folded("mentions", "people")
    long = {one for one in listed if len(one) > 4} | words.folded("mentions", "compounding")
    return tuple(long), listed


def _ends_like_a_person(folded: str) -> bool:
    long, listed = _people()
    return folded.endswith(long) or folded.rpartition("-")[2] in listed


@lru_cache(_MOST_NOUNS)
def body_article(noun: str) -> str:
    """The article of a body that speaks (`die` for Polizei), or empty."""
    folded = noun.casefold()
    forms = {folded, *(folded.removesuffix(one) for one in words.listed("endings", "body"))}
    for article in words.names("bodies"):
        endings = words.listed("bodies", article)
        if any(form.endswith(endings) for form in forms):
            return article
    return ""


def own_article(noun: str) -> str:
    """The article a body is named with; empty for things, people, and bodies without any."""
    article = body_article(noun)
    return article if article in words.table_of("determiners") else ""


@lru_cache(_MOST_NOUNS)
def gender_of_noun(noun: str, determiner: str) -> Gender:
    """The gender of somebody by noun and determiner; unknown for groups and children."""
    folded = noun.casefold()
    if folded.endswith((*words.listed("endings", "neuter"), *words.listed("endings", "several"))):
        return "unknown"
    if folded.endswith(_adjectival()):
        return _of_adjective(folded, determiner)
    stem = folded.removesuffix("in")
    if folded.endswith(words.listed("endings", "women")) or female_role(noun) or (
            stem != folded and _ends_like_a_person(stem)):
        return "female"
    return "male" if kind_of(noun) == "person" else "unknown"


@cache
def _adjectival() -> tuple[str, ...]:
    """Endings of adjectives that stand for people."""
    return tuple(root + ending for root in words.listed("adjectival", "roots")
                 for ending in words.listed("adjectival", "endings"))


def _of_adjective(folded: str, determiner: str) -> Gender:
    """`der Abgeordnete`, `eine 53-Jährige`, `die Vorsitzende`."""
    if folded.endswith("r"):
        return "male"
    ending = "en" if folded.endswith("n") else "e"
    if determiner in words.exact("adjectival", f"male_{ending}"):
        return "male"
    female = determiner in words.exact("adjectival", f"female_{ending}")
    return "female" if female or (ending == "e" and not determiner) else "unknown"


def is_plural(noun: str, determiner: str) -> bool:
    """Whether a phrase means several people: `die Sprecher`, `Augenzeugen`, `zwei Frauen`."""
    folded = noun.casefold()
    if folded.endswith(words.listed("endings", "several")):
        return True
    cases = words.table_of("determiners").get(determiner, "")
    if "p" in cases and determiner not in words.exact("mentions", "either_number"):
        return True
    if folded.endswith(_adjectival()):
        return folded.endswith("n") and determiner in words.exact("adjectival", "several")
    if {"n", "a", "p"} <= set(cases):
        return gender_of_noun(noun, determiner) == "male"
    return (not determiner and gender_of_noun(noun, "") == "male"
            and folded.endswith(words.listed("endings", "plural")))


def are_bodies(noun: str, determiner: str) -> bool:
    """Whether a phrase means several bodies: `die Behörden`, `zwei Vereine`."""
    article = body_article(noun)
    cases = words.table_of("determiners").get(determiner, "")
    if not article or "p" not in cases or "n" not in cases or determiner == "der":
        return False
    if determiner not in words.exact("mentions", "either_number"):
        return True
    return article in ("der", "das") or not noun.casefold().endswith(
        words.listed("bodies", article))


def is_feminine(noun: str) -> bool:
    """Whether a noun is feminine by its ending: behind `der` it is no subject."""
    return noun.casefold().endswith(words.listed("endings", "feminine"))


@lru_cache(_MOST_NOUNS)
def first_name_gender(name: str) -> Gender:
    """The gender a first name tells; the first half of `Hans-Peter` counts."""
    folded = name.casefold().split("-")[0]
    if folded in words.folded("names", "male"):
        return "male"
    if folded in words.folded("names", "female"):
        return "female"
    return "unknown"
