"""What a noun means: somebody, of which gender; a body that speaks; or a thing."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from podcast.interview import words
from podcast.interview.people import female_role
from podcast.model import Gender

Kind = Literal["person", "group", "body", "thing"]

_AGED = re.compile(r"\d{1,3}-jährige[rn]?")
_ENDINGS = ("", "s", "n", "en", "es", "r", "e", "in", "innen")
_NEUTER = ("kind", "mädchen", "opfer", "mitglied", "jähriges")
_WOMEN = ("frau", "mutter", "tochter", "schwester", "witwe", "hebamme", "dame", "oma", "tante",
          "nichte", "cousine", "königin", "chefin")
_ADJECTIVAL = re.compile(
    r".*(?:jährig|vorsitzend|abgeordnet|beauftragt|beamt|angeklagt|überlebend|verletzt|betroffen"
    r"|angehörig|angestellt|liberal|grün|link|geflüchtet|jugendlich|erwachsen|gefangen|reisend"
    r"|studierend|verdächtig|beschuldigt|festgenommen|beigeordnet|freiwillig|ehrenamtlich"
    r"|unbekannt|bekannt|geistlich|verwandt|vertraut|delegiert|gesandt|krank|alt|älter)e[rn]?")
_PLURAL = ("eltern", "leute", "geschwister")


@cache
def kind_of(noun: str) -> Kind:
    """What a noun stands for; `group` are several people."""
    folded = noun.casefold().replace("*", "").replace(":", "").replace("_", "")
    if noun in words.exact("mentions", "things"):
        return "body" if body_article(noun) else "thing"
    if folded.endswith(("innen", *_PLURAL)) and len(folded) > 6:
        return "group"
    if _AGED.fullmatch(folded) or female_role(noun) or _is_somebody(folded):
        return "person"
    if noun.isupper() and 1 < len(noun) < 8 and noun.isalpha():
        return "body"
    return "body" if body_article(noun) else "thing"


def _is_somebody(folded: str) -> bool:
    return any(_ends_like_a_person(folded.removesuffix(ending)) for ending in _ENDINGS
               if folded.endswith(ending))


@cache
def _people() -> tuple[tuple[str, ...], frozenset[str]]:
    listed = words.folded("mentions", "people")
    long = tuple(one for one in listed if len(one) > 4 or one in ("mann", "frau", "wirt", "chef"))
    return long, listed


def _ends_like_a_person(folded: str) -> bool:
    long, listed = _people()
    return folded.endswith(long) or folded.rpartition("-")[2] in listed


@cache
def body_article(noun: str) -> str:
    """The article of a body that speaks (`die` for Polizei), or empty."""
    folded = noun.casefold()
    forms = {folded, folded.removesuffix("s"), folded.removesuffix("es"), folded.removesuffix("n")}
    for article in words.names("bodies"):
        endings = words.listed("bodies", article)
        if any(form.endswith(endings) for form in forms):
            return article
    return ""


@cache
def gender_of_noun(noun: str, determiner: str) -> Gender:
    """The gender of somebody by noun and determiner; unknown for groups and children."""
    folded = noun.casefold()
    if folded.endswith(_NEUTER) or folded.endswith(("innen", *_PLURAL)):
        return "unknown"
    if _ADJECTIVAL.fullmatch(folded):
        return _of_adjective(folded, determiner)
    stem = folded.removesuffix("in")
    if folded.endswith(_WOMEN) or female_role(noun) or (
            stem != folded and _ends_like_a_person(stem)):
        return "female"
    return "male" if kind_of(noun) == "person" else "unknown"


def _of_adjective(folded: str, determiner: str) -> Gender:
    """`der Abgeordnete`, `eine 53-Jährige`, `die Vorsitzende`."""
    if folded.endswith("r") and determiner not in ("der", "einer"):
        return "male"
    if folded.endswith("n"):
        return {"dem": "male", "einem": "male", "des": "male", "den": "male", "der": "female",
                "einer": "female"}.get(determiner, "unknown")  # type: ignore[return-value]
    if determiner in ("die", "eine", "diese", "ihre", "seine", ""):
        return "female"
    return "male" if determiner in ("der", "dieser", "jener") else "unknown"


def is_plural(noun: str, determiner: str) -> bool:
    """Whether a phrase means several people: `die Sprecher`, `Augenzeugen`, `zwei Frauen`."""
    folded = noun.casefold()
    if folded.endswith(("innen", *_PLURAL)):
        return True
    cases = words.text("determiners", determiner) if determiner else ""
    if "p" in cases and determiner not in ("die", "der", "den", "diese", "diesen", "ihre", "seine",
                                           "keine", "jene", "meine", "unsere", "deren"):
        return True
    if _ADJECTIVAL.fullmatch(folded):
        return folded.endswith("n") and determiner in ("die", "diese", "ihre", "seine")
    if "n" in cases and "p" in cases and "a" in cases:
        return gender_of_noun(noun, determiner) == "male"
    return (not determiner and gender_of_noun(noun, "") == "male"
            and folded.endswith(("er", "en", "e")))


@cache
def first_name_gender(name: str) -> Gender:
    """The gender a first name tells; the first half of `Hans-Peter` counts."""
    folded = name.casefold().split("-")[0]
    if folded in words.folded("names", "male"):
        return "male"
    if folded in words.folded("names", "female"):
        return "female"
    return "unknown"
