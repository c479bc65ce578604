"""Who is interviewed where no label says so: introduced in the head, a box, or by address."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from podcast.article.byline import byline_of
from podcast.interview import words
from podcast.interview.boxes import biography, is_born
from podcast.interview.gender import gender_of
from podcast.interview.patterns import (
    NAME,
    UPPER,
    address,
    greeting,
    knows_first_name,
    particles,
    titles,
)
from podcast.interview.people import Person, female_role, identify, male_role
from podcast.interview.perspective import asks

_HEAD = 8
_TAIL = 4
_READ = 1_500
_ADDRESSED, _PRESENTED, _DESCRIBED, _FIRST_NAME, _TITLED, _MENTIONED = 4.0, 3.0, 2.0, 2.0, 2.0, 0.4
_ASKED = 6.0
_LEAST = 2.5
_CLEAR = 9.0
"""From this score on nobody doubts who is introduced."""
Scores = defaultdict[str, float]


def introduced(heads: Sequence[str], texts: Sequence[str],
               taken: Sequence[str] = ()) -> tuple[Person | None, float]:
    """The person an unlabelled conversation is held with, and how clearly that is said (0 to 1);
    None if nobody is introduced.

    `heads` are title and captions, `taken` are names of those who ask or write.
    """
    near = [*heads, *texts[:_HEAD]]
    scores: Scores = defaultdict(float)
    for text in near:
        _score(text[:_READ], scores)
    for text in texts[-_TAIL:]:
        if is_born(text) or biography(text, (), anybody=True):
            _score(text[:_READ], scores)
    whole = "\n".join([*heads, *texts])
    _score_addressed([*heads, *texts], scores)
    _score_first_names(near, texts, scores)
    for name in list(scores):
        if any(name in one or one in name for one in taken if one):
            del scores[name]
    best = max(scores, key=lambda name: scores[name], default="")
    if not best or scores[best] < _LEAST:
        return None, 0.0
    person = identify((), whole, best)
    return (replace(person, gender=gender_of(person, whole, alone=True)),
            min(scores[best] / _CLEAR, 1.0))


def _score(text: str, scores: Scores) -> None:
    """Count what speaks for each full name in one paragraph."""
    if byline_of(text):
        return
    for place, found in enumerate(_names().finditer(text)):
        name = _without_role(found["name"])
        before, after = text[: found.end() - len(name)], text[found.end() :]
        titled = _title().search(before[-20:]) is not None
        known = knows_first_name(name.split()[0])
        presented = (_presents().search(before[-80:]) is not None
                     or _presented_after().match(after) is not None)
        if " " not in name or not (_may_be_name(name)
                                   and (known or titled or presented or after[:1] == ",")):
            continue
        scores[name] += _MENTIONED - 0.02 * min(place, 10) + _FIRST_NAME * known + _TITLED * titled
        scores[name] += _PRESENTED * presented * (1 if known or titled else 0.5)
        scores[name] += _ASKED * (_asked().search(before[-40:]) is not None)
        scores[name] += _DESCRIBED * (_described().match(after) is not None)


def _without_role(name: str) -> str:
    """`Wencke Pahl` of `Hydrologin Wencke Pahl`."""
    tokens = name.split()
    while len(tokens) > 2 and _is_role(tokens[0], tokens[1]):
        tokens.pop(0)
    return " ".join(tokens)


def _is_role(word: str, following: str) -> bool:
    if female_role(word) or male_role(word):
        return True
    return not knows_first_name(word) and knows_first_name(following)


def _score_addressed(texts: Sequence[str], scores: Scores) -> None:
    """`Frau Wendt, …?` in questions: the surname counts for the full name it belongs to."""
    pattern = re.compile(
        rf"(?<!\w)({address()})\s{titles()}((?:{particles()}\s)*{NAME})")
    called = Counter(found.groups()[:2] for text in texts
                     for found in pattern.finditer(text[:_READ])
                     if asks(text) or (found.start() == 0 and text[found.end() :][:1] == ","))
    for (form, surname), count in called.items():
        other = "male" if form in words.listed("people", "female_address") else "female"
        full = [name for name in scores if name.split()[-1] == surname.split()[-1]
                and name.split()[0].casefold() not in words.folded("names", other)]
        for name in full or [surname]:
            scores[name] += _ADDRESSED + 0.5 * min(count, 6)


def _score_first_names(near: Sequence[str], texts: Sequence[str], scores: Scores) -> None:
    """`Lena, wie …?` in questions, `Interview mit Lena` in the head: for the full name."""
    opening = Counter(found[1] for text in texts if asks(text) or len(text) < 300
                      if (found := _vocative().match(text)))
    presented = Counter(found[1] for text in near
                        for found in _presented_alone().finditer(text[:_READ]))
    for first in sorted({*opening, *presented}):
        full = [name for name in scores if name.split()[0] == first]
        if not full and first in opening:
            full = _bigrams(first, near)
        known = knows_first_name(first)
        for name in full or ([first] if known and first in opening else []):
            scores[name] += _PRESENTED * (first in presented) + _ADDRESSED * (first in opening)


def _bigrams(first: str, near: Sequence[str]) -> list[str]:
    """Full names in the head that begin with a first name the questions use."""
    pattern = re.compile(rf"(?<!\w){re.escape(first)}\s{UPPER}[\w'’\-]+(?!\w)")
    found = Counter(name for text in near for name in pattern.findall(text[:_READ])
                    if _may_be_name(name))
    return [name for name, _ in found.most_common(1)]


@cache
def _vocative() -> re.Pattern[str]:
    return re.compile(rf"(?:[–—\-\d.)]+\s)?{greeting()}({NAME}),\s")


@cache
def _presented_alone() -> re.Pattern[str]:
    occasions = "|".join(words.listed("people", "occasions"))
    return re.compile(rf"(?i:{occasions})\smit\s({NAME})")


@cache
def _names() -> re.Pattern[str]:
    """A first name, perhaps initials and particles, and one or two surnames."""
    small = rf"(?: (?:{UPPER}\.|{particles()}))*"
    word = rf"{UPPER}[\w'’\-]+"
    return re.compile(rf"(?<![\w.])(?P<name>{word}{small} {word}(?: {word})?)(?!\w)")


@cache
def _title() -> re.Pattern[str]:
    """At least one title right before a name."""
    return re.compile(rf"(?<!\w)(?=\w){titles()}$")


def _may_be_name(name: str) -> bool:
    first = name.split()[0]
    return not (first in words.exact("grammar", "not_nouns")
                or first in words.listed("people", "male_address")
                or first in words.listed("people", "female_address")
                or any(token.casefold() in words.folded("grammar", "months")
                       for token in name.split())
                or first.casefold() in words.folded("grammar", "articles")
                or first.casefold() in words.folded("grammar", "prepositions")
                or first.casefold() in words.folded("labels", "never"))


@cache
def _presents() -> re.Pattern[str]:
    """`mit`, `mit der Forscherin`, `erzählt`: right before a name."""
    with_ = "|".join(map(re.escape, words.listed("people", "presenting")))
    return re.compile(rf"(?<!\w)(?i:{with_})\s(?:(?:dem|der|den|die)\s)?(?:[\w\-.]+\s){{0,4}}$")


@cache
def _asked() -> re.Pattern[str]:
    """`Drei Fragen an`, `Interview mit`: right before a name."""
    occasions = "|".join(words.listed("people", "occasions"))
    return re.compile(rf"(?i:fragen an|(?:{occasions})\smit)\s(?:(?:dem|der)\s)?(?:[\w\-.]+\s)?$")


@cache
def _presented_after() -> re.Pattern[str]:
    """`… im Interview`, `… über`, `… erzählt`: right behind a name."""
    verbs = "|".join(map(re.escape, words.listed("people", "presented_by")))
    return re.compile(rf"(?:,[^,.]{{2,80}},)?\s(?:{verbs})(?!\w)")


@cache
def _described() -> re.Pattern[str]:
    """`, 53`, `, Forscherin`, ` leitet`: right behind a name."""
    verbs = "|".join(words.listed("people", "described_by"))
    return re.compile(rf"(?:,\s(?:\d{{2}}|[\w\-]+(?:in|er)\b)|\s\(\d{{2}}|,?\s(?:{verbs})\s)")
