"""A noun phrase as a reader would quote it: in the nominative, with what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from podcast.interview import words
from podcast.interview.nouns import gender_of_noun, is_plural, own_article
from podcast.interview.phrases import Phrase
from podcast.interview.tokens import Passage

_MOST_ATTRIBUTES = 2


def described(passage: Passage, phrases: Sequence[Phrase], place: int, head: str) -> str:
    """`ein Sprecher der Polizei` for `einem Sprecher der Polizei`."""
    phrase = phrases[place]
    first, last = passage.tokens[phrase.first], passage.tokens[phrase.last - 1]
    if "n" in phrase.cases or not phrase.determiner:
        own = passage.text[first.start : last.end]
        if phrase.governed and "p" not in phrase.cases:
            own = f"{_nominative(phrase.determiner, head)} {' '.join(phrase.nouns)}".strip()
    else:
        own = f"{_nominative(phrase.determiner, head)} {_bare(phrase)}"
    if phrase.governed and own.endswith(words.text("mentions", "circles")):
        own = own[:-1]
    if own[:1].isupper() and phrase.determiner:
        own = own[0].lower() + own[1:]
    return own + _attributes(passage, phrases, place)


def _nominative(determiner: str, head: str) -> str:
    if not determiner:
        return ""
    article = own_article(head)
    if article and determiner in words.exact("mentions", "articles"):
        return article
    if determiner == "der":
        return "die" if gender_of_noun(head, "der") != "male" else "der"
    if determiner == "den" and head.endswith("n") and is_plural(head, "die"):
        return "die"
    return words.table_of("nominatives").get(determiner, determiner)


def _bare(phrase: Phrase) -> str:
    """The nouns without the ending of the genitive."""
    nouns = " ".join(phrase.nouns)
    genitive = phrase.determiner in words.exact("mentions", "with_genitive")
    if not genitive or len(phrase.nouns) > 1:
        return nouns
    return nouns.removesuffix("es") if nouns.endswith("es") else nouns.removesuffix("s")


def _attributes(passage: Passage, phrases: Sequence[Phrase], place: int) -> str:
    last = place
    while (last + 1 < len(phrases) and last - place < _MOST_ATTRIBUTES
           and phrases[last + 1].possessive):
        last += 1
    if last == place:
        return ""
    start, end = phrases[place].last, phrases[last].last
    return passage.text[passage.tokens[start - 1].end : passage.tokens[end - 1].end]
