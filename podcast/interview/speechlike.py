"""Is a quotation speech, or a title, a term, a slogan, a word held at arm's length?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from podcast.interview import words
from podcast.interview.attribution import Attribution, is_bare
from podcast.interview.candidates import ReadParagraph
from podcast.interview.quotes import MARKS, stops
from podcast.interview.tokens import Passage, Token

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"\s?\((?:\d{4}|[A-Z]\w+,? \d{4})")
_LEADING = f"{MARKS} …."
_LONGEST = 14
_HALF_SENTENCE = 40


def is_speech(read: ReadParagraph, group: Sequence[int], attribution: Attribution,
              count: int) -> bool:
    """Whether the evidence that somebody speaks outweighs the evidence of a title or term."""
    return speech_score(read, group, attribution, count) >= 0


def speech_score(read: ReadParagraph, group: Sequence[int], attribution: Attribution,
                 count: int) -> float:
    """The sum of the evidence; the reasons can be read off `evidence`."""
    score = words.weight("speech", "bias")
    for name, factor in evidence(read, group, attribution, count):
        score += words.weight("speech", name) * factor
    return score


def evidence(read: ReadParagraph, group: Sequence[int], attribution: Attribution,
             count: int) -> Iterator[tuple[str, float]]:
    """Everything that speaks for or against speech."""
    yield from _inside(read.passage, group, count)
    yield from _before(read.passage, group[0])
    yield from _behind(read.passage, group[-1])
    if attribution.tagged:
        yield "tagged", 1.0
        yield "tag_strength", max(0.0, min(attribution.score, 6.0))
    elif attribution.entity is not None:
        yield "somebody", 1.0
    if is_bare(read.passage, group):
        yield "stands_alone", 1.0
    if len(group) > 1:
        yield "interrupted", 1.0


def is_sentence(passage: Passage, group: Sequence[int]) -> bool:
    """Whether a quotation is at least one whole sentence: it has a verb or stops like one."""
    text = " ".join(passage.tokens[at].text for at in group)
    if len(group) > 1 or is_bare(passage, group):
        return True
    before = passage.tokens[group[0] - 1].text if group[0] else ""
    return _capital_start(text) and (before in ("", ":") or _has_verb(text)
                                     or stops(text))


@cache
def _clause() -> re.Pattern[str]:
    """A comma and what begins a clause."""
    return re.compile(rf",\s(?:{'|'.join(words.listed('quotes', 'clauses'))})\s")


@cache
def _by() -> re.Pattern[str]:
    """Whose work it is: `von Irma Kessel`, directly behind a title."""
    of = "|".join(words.listed("quotes", "by"))
    return re.compile(rf"\s(?:{of})\s(?:[A-ZÄÖÜ][\w\-]+\s?){{2,3}}(?:[.,;(]|$)")


@cache
def _personal() -> frozenset[str]:
    """Words of somebody who speaks, or is spoken to, in small letters."""
    return frozenset().union(*(words.folded("grammar", name) for name in (
        "first_singular", "first_plural", "familiar")))


def _inside(passage: Passage, group: Sequence[int], count: int) -> Iterator[tuple[str, float]]:
    text = " ".join(passage.tokens[at].text for at in group)
    found = _WORD.findall(text)
    yield "length", float(min(count, _LONGEST))
    if count < 5:
        yield "short", float(5 - count)
    if stops(text):
        yield "ends_like_a_sentence", 1.0
    if _has_verb(text):
        yield "finite_verb", 1.0
    if _clause().search(text):
        yield "clause", 1.0
    if any(word.casefold() in _personal() for word in found) or any(
            word in words.exact("grammar", "polite") for word in found[1:]):
        yield "personal", 1.0
    if _capital_start(text) and not _has_verb(text) and (
            group[0] not in passage.sentences and passage.tokens[group[0] - 1].text != ":"):
        yield "capital_without_verb", 1.0


def _has_verb(text: str) -> bool:
    found = _WORD.findall(text)
    endings = words.listed("verbs", "finite_endings")
    return not words.folded("verbs", "finite").isdisjoint(found) or (
        not words.folded("verbs", "saying").isdisjoint(found)) or (
        any(word.endswith(endings) for word in found))


def _capital_start(text: str) -> bool:
    return text.lstrip(_LEADING)[:1].isupper()


def _before(passage: Passage, first: int) -> Iterator[tuple[str, float]]:
    """What stands between the beginning of the sentence and the quotation."""
    begin = max(passage.bounds(passage.sentence_of(first))[0], first - _HALF_SENTENCE)
    if first == begin:
        yield "begins_sentence", 1.0
        return
    colon = passage.tokens[first - 1].text == ":"
    if colon:
        yield "colon", 1.0
    if _is_written(passage, begin, first, verbs=colon):
        yield "inscription", 1.0
    if not colon:
        yield from _words_before(passage.tokens[begin:first])
        yield from _word_before(passage.tokens[first - 1], passage.tokens[first])


def _words_before(head: Sequence[Token]) -> Iterator[tuple[str, float]]:
    """The sentence up to the quotation: it tells what was said, or names something."""
    lows = [token.low for token in head]
    if any(low in words.folded("grammar", "subjunctive") for low in lows):
        yield "told", 1.0
    if any(low in words.exact("mentions", "of") and before in words.folded("quotes", "spoke")
           for before, low in pairwise(lows)) or (
            not words.folded("quotes", "spoke_of").isdisjoint(lows)):
        yield "spoke_of", 1.0
    if not _is_title(head[-1].text) and any(_is_title(token.text) for token in head[-3:]):
        yield "title_near", 1.0
    if any(low in words.folded("verbs", "naming") for low in lows):
        yield "naming", 1.0


def _word_before(last: Token, quote: Token) -> Iterator[tuple[str, float]]:
    """The word directly before the quotation."""
    if last.low in words.folded("quotes", "called"):
        yield "called", 1.0
    if _is_title(last.text) or last.text.endswith(words.listed("quotes", "title_endings")):
        yield "title_noun", 1.0
    if last.low in words.table_of("determiners"):
        yield "determiner", 1.0
        if _capital_start(quote.text) and not stops(quote.text):
            yield "determiner_capital", 1.0
    if last.text in ("(", "-", "/"):
        yield "bracketed", 1.0


def _is_written(passage: Passage, begin: int, end: int, *, verbs: bool) -> bool:
    """`In der Akte steht:`, `am Tor hing ein Banner:`."""
    return any((verbs and token.low in words.folded("quotes", "inscriptions"))
               or token.text in words.exact("quotes", "slogans")
               for token in passage.tokens[begin:end])


def _is_title(noun: str) -> bool:
    return noun[:1].isupper() and noun.endswith(_title_forms())


@cache
def _title_forms() -> tuple[str, ...]:
    plain = words.listed("quotes", "titles")
    return (*plain, *(one.lower() for one in plain if len(one) > 3))


def _behind(passage: Passage, last: int) -> Iterator[tuple[str, float]]:
    text = passage.text
    end = passage.tokens[last].end
    if text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha():
        yield "compound", 1.0
    if _by().match(text, end):
        yield "by_author", 1.0
    if _YEAR.match(text, end):
        yield "year", 1.0
    following = passage.tokens[last + 1] if last + 1 < len(passage.tokens) else None
    if following is not None and following.capital and not stops(
            passage.tokens[last].text):
        yield "noun_follows", 1.0
