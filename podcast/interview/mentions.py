"""What a noun phrase says about somebody: roles, a name, and which phrases belong together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from podcast.interview import words
from podcast.interview.nouns import body_article, first_name_gender, gender_of_noun, kind_of
from podcast.interview.phrases import Phrase
from podcast.interview.tokens import Passage, prepositions
from podcast.model import Gender


@dataclass(frozen=True, slots=True)
class Parts:
    """A noun phrase as what it calls somebody (`Bürgermeister`) and the name (`Bart Somers`)."""

    roles: tuple[str, ...]
    name: tuple[str, ...]
    determiner: str

    @property
    def head(self) -> str:
        """The last common noun; of `IG Technik` the one that says what it is."""
        plain = self.roles[-1] if self.roles else ""
        return next((one for one in reversed(self.roles) if kind_of(one) != "thing"), plain)

    @property
    def definite(self) -> bool:
        """Speaks of somebody known."""
        return (self.determiner in words.exact("mentions", "articles")
                or self.determiner in words.exact("mentions", "demonstratives"))

    @property
    def gender(self) -> Gender:
        """By address, first name or role."""
        for role in self.roles:
            if role.casefold() in words.folded("people", "male_address"):
                return "male"
            if role.casefold() in words.folded("people", "female_address") and self.name:
                return "female"
        known = first_name_gender(self.name[0]) if self.name else "unknown"
        if known != "unknown" or not self.head:
            return known
        return gender_of_noun(self.head, self.determiner)


def parts_of(phrase: Phrase, surnames: frozenset[str]) -> Parts:
    """Split a noun phrase into roles and name."""
    dated = phrase.governed in words.exact("mentions", "in_time")
    if dated and len(phrase.nouns) == 1 and phrase.nouns[0] in words.exact("mentions", "never"):
        return Parts(phrase.nouns, (), phrase.determiner)
    return _parts(phrase.nouns, phrase.determiner, dated, surnames)


@lru_cache(10_000)
def _parts(nouns: tuple[str, ...], determiner: str, dated: bool,
           surnames: frozenset[str]) -> Parts:
    nouns = _without_dates(nouns, dated, surnames)
    cut = _name_begins(nouns, determiner, surnames)
    return Parts(nouns[:cut], nouns[cut:], determiner)


def _without_dates(nouns: tuple[str, ...], dated: bool,
                   surnames: frozenset[str]) -> tuple[str, ...]:
    """The nouns without the days and months around them; `Mai Linh Tran`, `Anna Mai` are names."""
    never = words.exact("mentions", "never")
    while len(nouns) > 1 and nouns[0] in never and (
            dated or first_name_gender(nouns[0]) == "unknown"):
        nouns = nouns[1:]
    while len(nouns) > 1 and nouns[-1] in never and nouns[-1].casefold() not in surnames and (
            first_name_gender(nouns[-2]) == "unknown"):
        nouns = nouns[:-1]
    return nouns


def _name_begins(nouns: tuple[str, ...], determiner: str, surnames: frozenset[str]) -> int:
    """The offset of the name in a run of nouns."""
    size = len(nouns)
    if not size:
        return 0
    known = next((place for place, noun in enumerate(nouns[:-1])
                  if first_name_gender(noun) != "unknown" or _is_initial(noun)), -1)
    if known >= 0:
        return known
    return (_single(nouns[0], determiner, surnames) if size == 1
            else _behind_roles(nouns, determiner, surnames))


def _behind_roles(nouns: tuple[str, ...], determiner: str, surnames: frozenset[str]) -> int:
    """The offset of a name without a known first name: behind the last common noun."""
    size = len(nouns)
    last = max((place for place, noun in enumerate(nouns) if _is_common(noun)), default=-1)
    if last == size - 1:
        if nouns[-1] in words.exact("mentions", "never") and without_s(nouns[-1], surnames):
            return sum(map(_is_common, nouns[:-1]))
        known = without_s(nouns[-1], surnames) and (size == 2 or not body_article(nouns[-1]))
        return size - 1 if known else size
    if last >= 0:
        return size if kind_of(nouns[last]) == "body" and size - last == 2 else last + 1
    if size > 2 and nouns[0].endswith(words.listed("people", "role_endings")):
        return 1
    adjective = nouns[0].endswith(words.listed("endings", "adjective")) and size == 2
    if not determiner:
        return 0
    return size if adjective and not without_s(nouns[-1], surnames) else 1


def _single(noun: str, determiner: str, surnames: frozenset[str]) -> int:
    """0 where a lone noun is a name: a known surname, or a first name without an article."""
    if without_s(noun, surnames) and (not determiner or not _is_common(noun)):
        return 0
    first = first_name_gender(noun) != "unknown" and kind_of(noun) == "thing"
    return 0 if first and determiner in ("", "der", "die") else 1


def _is_initial(noun: str) -> bool:
    return len(noun) == 2 and noun.endswith(".")


def _is_common(noun: str) -> bool:
    return (kind_of(noun) != "thing" or noun in words.exact("mentions", "honours")
            or noun in words.exact("mentions", "never")
            or noun.endswith(words.listed("quotes", "nouns")))


def without_s(name: str, known: Container[str]) -> str:
    """The known name a word stands for, perhaps in its genitive; or empty."""
    folded = name.casefold()
    return next((form for form in (folded, folded.removesuffix("s"), folded.rstrip("'’"))
                 if form in known), "")


def partner(passage: Passage, phrases: Sequence[Phrase], place: int) -> int:
    """The phrase that names the same person as this role phrase beside it, or -1.

    `der Sprecher der Polizei, Peter Müller`, `die Leiterin des Instituts Anna Meier`,
    `die Leiterin und Ärztin Anna Meier` and `Leiterin ist Anna Meier`.
    """
    last = place
    while last + 1 < len(phrases) and phrases[last + 1].attribute:
        last += 1
        if _carries_name(phrases[last]):
            return last
    following = last + 1
    if following >= len(phrases) or phrases[following].governed:
        return -1
    between = _between(passage, phrases[last].last, phrases[following].first)
    called = len(between) == 1 and not phrases[place].governed and (
        between[0] in words.exact("mentions", "being") | words.exact("mentions", "bearing"))
    joined = between == ("und",) and len(phrases[following].nouns) > 2 and (
        kind_of(phrases[following].nouns[0]) == "person")
    return following if (called or joined or between in ((",",), ())) and (
        not phrases[following].determiner) else -1


def _carries_name(phrase: Phrase) -> bool:
    """`Instituts Anna Meier`: a first name behind the noun of an attribute."""
    return len(phrase.nouns) > 2 and any(first_name_gender(noun) != "unknown"
                                         for noun in phrase.nouns[1:-1])


def role_behind(passage: Passage, phrases: Sequence[Phrase], place: int) -> int:
    """The phrase that says what somebody is: `X, Sprecher des Amtes,` · `X ist …`; or -1."""
    following = place + 1
    if following >= len(phrases):
        return -1
    between = _between(passage, phrases[place].last, phrases[following].first)
    aged = len(between) == 3 and between[::2] == (",", ",") and between[1].isdigit()
    if between == (",",) or aged or between[:1] == ("(",):
        return following if _closes(passage, phrases, following) else -1
    if between and between[0] in words.exact("mentions", "being") and len(between) < 4:
        return following
    return -1


def _closes(passage: Passage, phrases: Sequence[Phrase], place: int) -> bool:
    """Whether an apposition ends with a mark: otherwise it begins a new clause."""
    last = place
    while last + 1 < len(phrases) and (
            phrases[last + 1].attribute or phrases[last + 1].governed) and (
            phrases[last + 1].first - phrases[last].last < 2):
        last += 1
    end = phrases[last].last
    while end < len(passage.tokens) and _says_since_when(passage, end):
        end += 1
    return end >= len(passage.tokens) or passage.tokens[end].text in (",", ".", ")", ";", ":", "–")


def _says_since_when(passage: Passage, place: int) -> bool:
    """A year or its preposition: `Mieterin seit 2016`."""
    token = passage.tokens[place]
    following = passage.tokens[place + 1 : place + 2]
    return token.text.isdigit() or (token.low in prepositions() and bool(following)
                                    and following[0].text.isdigit())


def _between(passage: Passage, start: int, end: int) -> tuple[str, ...]:
    return tuple(token.low or token.text for token in passage.tokens[start : min(end, start + 6)]
                 if token.kind != "quote")
