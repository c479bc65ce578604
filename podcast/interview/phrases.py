"""Noun phrases and pronouns of a passage: who or what its sentences speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from podcast.interview import words
from podcast.interview.nouns import body_article, first_name_gender, gender_of_noun, kind_of
from podcast.interview.tokens import Passage, Token

_MOST_ADJECTIVES = 6
_LONGEST_INSERT = 9
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "del", "della", "di", "da", "du", "la",
                        "le", "ter", "ten", "al", "el", "bin", "ben", "y", "dos", "zu", "zur"})
_FIRST_PARTICLES = _PARTICLES - {"der", "den"}
# Behind these an adjective ends in -er or -es: `ihr alter Hund`, but `neben ihr stand …`.
_BARE = frozenset({"ein", "kein", "sein", "ihr", "mein", "unser"})
_PARTITIVE = frozenset({"einer", "eine", "eines", "einige", "viele", "mehrere", "manche", "beide"})


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
            if token.low in words.folded("mentions", "prepositions"):
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
    attribute = adjacent and (governed in ("von", "vom", "aus", "für", "bei", "beim", "im", "in")
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
            ".", "!", "?", ":", "…", "–") and tokens[place - 1].kind != "quote":
        return None
    if low in words.names("determiners") and _noun_phrase(tokens, place) is not None:
        return None
    return Phrase("pronoun", place, place + 1, "", (low,), "", "n" if subject else "da", False, 0)


def _subject_pronouns() -> frozenset[str]:
    return (words.folded("mentions", "male_pronouns") | words.folded("mentions", "female_pronouns")
            | words.folded("mentions", "author"))


def _noun_phrase(tokens: Sequence[Token], place: int) -> Phrase | None:
    determiner = tokens[place].low if tokens[place].low in words.names("determiners") else ""
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
                  words.text("determiners", low), False, 0)


def _partitive(tokens: Sequence[Token], place: int) -> Phrase | None:
    """`einer der Männer`, `eine von ihnen`, `viele der Anwohner`."""
    low = tokens[place].low
    following = tokens[place + 1].low if place + 1 < len(tokens) else ""
    if low not in _PARTITIVE or following not in ("der", "von", "dieser"):
        return None
    inner = _noun_phrase(tokens, place + 1) if following != "von" else None
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
                tokens[start - 1].low in _BARE and not token.low.endswith(("er", "es", "-"))
                and not token.low[0].isdigit()):
            break
        place += 1
    if place < len(tokens) and tokens[place].low in words.folded("mentions", "prepositions"):
        return _behind_insert(tokens, place)
    return -1


def _behind_insert(tokens: Sequence[Token], start: int) -> int:
    """`der für den Fall zuständige Staatsanwalt`: the noun behind the adjective."""
    for place in range(start + 1, min(start + _LONGEST_INSERT, len(tokens) - 1)):
        token = tokens[place]
        if token.kind != "word":
            return -1
        before = tokens[place - 1]
        if tokens[place + 1].capital and before.capital and _is_adjective(token) and (
                token.low not in words.folded("mentions", "prepositions")):
            return place + 1
    return -1


def _is_adjective(token: Token) -> bool:
    low = token.low
    if low[0].isdigit() or low in ("sehr", "rund", "etwa", "fast", "ganz", "so", "derzeit", "noch"):
        return True
    if low in words.folded("verbs", "saying") or low in words.folded("mentions", "prepositions"):
        return False
    return low.endswith(("e", "en", "er", "es", "em", "sogenannte")) and (
        low not in words.names("determiners") and low not in _subject_pronouns())


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
    if tokens[place].text not in _FIRST_PARTICLES or not (known or role):
        return 0
    behind = place + 1
    while behind < len(tokens) and behind - place < 3 and tokens[behind].text in _PARTICLES:
        behind += 1
    return behind if behind < len(tokens) and tokens[behind].capital else 0


def _cases(determiner: str, nouns: tuple[str, ...]) -> str:
    """The cases of a phrase, by its determiner and the gender of its noun."""
    if not determiner:
        return "ndag" if nouns[0].endswith("s") else "nda"
    cases = words.text("determiners", determiner)
    head = next((noun for noun in nouns if kind_of(noun) != "thing"), nouns[0])
    if determiner in ("der", "dieser", "jener", "jeder"):
        female = gender_of_noun(head, determiner if determiner != "dieser" else "der") == "female"
        feminine_body = kind_of(head) == "body" and body_article(head) == "die"
        if female or feminine_body or is_feminine(head):
            return "gd"
    return cases


def is_feminine(noun: str) -> bool:
    """Whether a noun is feminine by its ending: behind `der` it is no subject."""
    return noun.casefold().endswith(("ung", "heit", "keit", "schaft", "tion", "tät",
                                     "ungen", "heiten"))
