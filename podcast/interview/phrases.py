"""Noun phrases and pronouns of a passage: who or what its sentences speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from podcast.interview import words
from podcast.interview.nouns import (
    body_article,
    first_name_gender,
    gender_of_noun,
    is_feminine,
    kind_of,
)
from podcast.interview.tokens import Passage, Token, prepositions

_MOST_ADJECTIVES = 6
_LONGEST_INSERT = 9
_CLAUSE_MARKS = ".!?:…–"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun: tokens [first, last) of its passage."""

    kind: Literal["noun", "pronoun"]
    first: int
    last: int
    determiner: str
    nouns: tuple[str, ...]
    """The run of capitalised words; the pronoun itself in small letters."""
    governed: str
    """The preposition it hangs on, or empty."""
    cases: str
    """Cases it may stand in: n, g, d, a; p where it may be several."""
    attribute: bool
    """Hangs on the noun phrase before: `der Polizei` in `ein Sprecher der Polizei`."""
    sentence: int

    @property
    def nominative(self) -> bool:
        """May be a subject."""
        return "n" in self.cases and not self.governed and not self.attribute

    @property
    def possessive(self) -> bool:
        """Says whose the phrase before is: `der Polizei`, `von der Polizei`."""
        return self.attribute and (
            not self.governed or self.governed in words.exact("mentions", "of"))


def phrases_of(passage: Passage) -> tuple[Phrase, ...]:
    """All noun phrases of a passage, in order."""
    found: list[Phrase] = []
    place, governed, inside = 0, "", -1
    tokens = passage.tokens
    while place < len(tokens):
        token = tokens[place]
        phrase = None
        if token.kind == "word":
            phrase = _pronoun(tokens, place) or _noun_phrase(tokens, place)
        if phrase is None:
            if token.low in prepositions():
                governed, inside = token.low, place
            elif token.capital or token.kind != "word" or place - inside > 3:
                governed = ""
            place += 1
            continue
        found.append(_placed(phrase, passage, governed, found[-1] if found else None))
        governed, place = "", phrase.last
    return tuple(found)


def _placed(phrase: Phrase, passage: Passage, governed: str, before: Phrase | None) -> Phrase:
    """A phrase with what the words before it say about its part in the sentence."""
    recipient = phrase.nouns[-1:] and phrase.nouns[-1].casefold().endswith(
        words.listed("mentions", "recipients")) and not (before and before.nouns and before.nouns[
            -1].casefold().endswith(words.listed("mentions", "of_papers")))
    adjacent = before is not None and before.kind == "noun" and phrase.kind == "noun" and (
        before.last == phrase.first or (governed != "" and before.last == phrase.first - 1))
    cases = phrase.cases.replace("n", "") if governed else phrase.cases
    attribute = adjacent and (governed in words.exact("mentions", "attributing")
                              or (not governed and "g" in phrase.cases)) and not recipient
    return Phrase(phrase.kind, phrase.first, phrase.last, phrase.determiner, phrase.nouns,
                  governed, cases, attribute, passage.sentence_of(phrase.first))


def _pronoun(tokens: Sequence[Token], place: int) -> Phrase | None:
    token = tokens[place]
    low = token.low
    subject = low in _subject_pronouns()
    if not subject and low not in words.folded("mentions", "male_objects"):
        return None
    if low == "sie" and token.text[0].isupper() and place and tokens[place - 1].text not in (
            _CLAUSE_MARKS) and tokens[place - 1].kind != "quote":
        return None
    if low in words.table_of("determiners") and _noun_phrase(tokens, place) is not None:
        return None
    return Phrase("pronoun", place, place + 1, "", (low,), "", "n" if subject else "da", False, 0)


@cache
def _subject_pronouns() -> frozenset[str]:
    return (words.folded("mentions", "male_pronouns") | words.folded("mentions", "female_pronouns")
            | words.folded("mentions", "author"))


def _noun_phrase(tokens: Sequence[Token], place: int) -> Phrase | None:
    determiner = tokens[place].low if tokens[place].low in words.table_of("determiners") else ""
    if tokens[place].capital and not determiner:
        head = place
    elif determiner:
        head = _head(tokens, place + 1)
    else:
        return None
    if head < 0:
        return _another(tokens, place) or _partitive(tokens, place)
    last = _run_end(tokens, head)
    nouns = tuple(token.text for token in tokens[head:last])
    return Phrase("noun", place, last, determiner, nouns, "", _cases(determiner, nouns), False, 0)


def _another(tokens: Sequence[Token], place: int) -> Phrase | None:
    """`ein anderer`, `die zweite`: somebody without a noun."""
    following = tokens[place + 1].low if place + 1 < len(tokens) else ""
    if following not in words.folded("mentions", "others"):
        return None
    low = tokens[place].low
    return Phrase("noun", place, place + 2, low, (tokens[place + 1].text,), "",
                  words.table_of("determiners")[low], False, 0)


def _partitive(tokens: Sequence[Token], place: int) -> Phrase | None:
    """`einer der Männer`, `eine von ihnen`, `viele der Anwohner`."""
    low = tokens[place].low
    following = tokens[place + 1].low if place + 1 < len(tokens) else ""
    if low not in words.exact("mentions", "partitive") or (
            following not in words.exact("mentions", "partitive_behind")):
        return None
    inner = _noun_phrase(tokens, place + 1)
    last = inner.last if inner else min(place + 3, len(tokens))
    nouns = inner.nouns if inner else (tokens[last - 1].text,)
    return Phrase("noun", place, last, low, nouns, "", "n", False, 0)


def _head(tokens: Sequence[Token], start: int) -> int:
    """The first noun behind a determiner, its adjectives and what is put in between; or -1."""
    place = start
    while place < len(tokens) and place - start < _MOST_ADJECTIVES:
        token = tokens[place]
        if token.capital:
            return place
        if token.kind != "word" or not _is_adjective(token) or (
                not _agrees(token, tokens[start - 1])):
            break
        place += 1
    if place < len(tokens) and tokens[place].low in prepositions():
        return _behind_insert(tokens, place)
    return -1


def _agrees(adjective: Token, determiner: Token) -> bool:
    """Behind a determiner without an ending the adjective has one."""
    return (determiner.low not in words.exact("mentions", "endingless")
            or adjective.low.endswith(words.listed("mentions", "endingless_adjectives"))
            or adjective.low[0].isdigit())


def _behind_insert(tokens: Sequence[Token], start: int) -> int:
    """`der für den Fall zuständige Staatsanwalt`: the noun behind the adjective."""
    for place in range(start + 1, min(start + _LONGEST_INSERT, len(tokens) - 1)):
        token = tokens[place]
        if token.kind != "word":
            return -1
        before = tokens[place - 1]
        if tokens[place + 1].capital and before.capital and _is_adjective(token) and (
                token.low not in prepositions()):
            return place + 1
    return -1


def _is_adjective(token: Token) -> bool:
    low = token.low
    if low[0].isdigit() or low in words.exact("mentions", "degrees"):
        return True
    if low in words.folded("verbs", "saying") or low in prepositions():
        return False
    return low.endswith(words.listed("endings", "adjective")) and (
        low not in words.table_of("determiners") and low not in _subject_pronouns())


def _run_end(tokens: Sequence[Token], start: int) -> int:
    """Offset behind a run of nouns and names, with the particles inside names."""
    place = start + 1
    while place < len(tokens):
        if tokens[place].capital:
            place += 1
            continue
        jump = _particles(tokens, place)
        if not jump:
            break
        place = jump
    return place


def _particles(tokens: Sequence[Token], place: int) -> int:
    """Offset behind the particles of a name (`von der`), or 0 if the name ends before them."""
    before = tokens[place - 1].text
    known = first_name_gender(before) != "unknown"
    role = place > 1 and tokens[place - 2].capital and kind_of(tokens[place - 2].text) == "person"
    if tokens[place].text not in _first_particles() or not (known or role):
        return 0
    behind = place + 1
    while behind < len(tokens) and behind - place < 3 and tokens[behind].text in (
            words.exact("labels", "particles")):
        behind += 1
    return behind if behind < len(tokens) and tokens[behind].capital else 0


@cache
def _first_particles() -> frozenset[str]:
    return words.exact("labels", "particles") - words.exact("mentions", "inner_particles")


def _cases(determiner: str, nouns: tuple[str, ...]) -> str:
    """The cases of a phrase, by its determiner and the gender of its noun."""
    if not determiner:
        return "ndag" if nouns[0].endswith("s") else "nda"
    cases = words.table_of("determiners")[determiner]
    head = next((noun for noun in nouns if kind_of(noun) != "thing"), nouns[0])
    if determiner in words.exact("mentions", "like_der"):
        female = gender_of_noun(head, determiner if determiner != "dieser" else "der") == "female"
        feminine_body = kind_of(head) == "body" and body_article(head) == "die"
        if female or feminine_body or is_feminine(head):
            return "gd"
    return cases
