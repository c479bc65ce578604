"""Is a quotation speech, or a title, a term, a slogan, a word held at arm's length?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from podcast.interview import words
from podcast.interview.attribution import Verdict, is_bare
from podcast.interview.candidates import Read
from podcast.interview.tokens import Passage, Token

_INNER_END = re.compile(r"[.!?…]['’‘“”\"«»‹›]*$")
_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(
    r",\s(?:der|die|das|dem|den|dass|weil|wenn|wie|wo|was|ob|als|denn|aber|und)\s")
_BY = re.compile(r"\s(?:von|des|der)\s(?:[A-ZÄÖÜ][\w\-]+\s?){2,3}(?:[.,;(]|$)")
_TOLD = frozenset({"sei", "seien", "habe", "werde", "könne", "müsse", "solle", "wolle", "dürfe"})
_MARKS = "\"„“”«»‹›‚‘’' …."
_PERSONAL = frozenset({"ich", "wir", "uns", "mir", "mich", "mein", "meine", "meinen", "meiner",
                       "unser", "unsere", "unseren", "unserem", "unserer", "du", "dich", "euch"})
_POLITE = frozenset({"Sie", "Ihnen", "Ihr", "Ihre", "Ihren"})
_VERBAL = ("ieren", "iert", "ierte")


def is_speech(read: Read, group: Sequence[int], verdict: Verdict, count: int) -> bool:
    """Whether the evidence that somebody speaks outweighs the evidence of a title or term."""
    return speech_score(read, group, verdict, count) >= 0


def speech_score(read: Read, group: Sequence[int], verdict: Verdict, count: int) -> float:
    """The sum of the evidence; the reasons can be read off `evidence`."""
    score = words.weight("speech", "bias")
    for name, factor in evidence(read, group, verdict, count):
        score += words.weight("speech", name) * factor
    return score


def evidence(read: Read, group: Sequence[int], verdict: Verdict,
             count: int) -> Iterator[tuple[str, float]]:
    """Everything that speaks for or against speech."""
    yield from _inside(read.passage, group, count)
    yield from _before(read.passage, group[0])
    yield from _behind(read.passage, group[-1])
    if verdict.tagged:
        yield "tagged", 1.0
        yield "tag_strength", max(0.0, min(verdict.score, 6.0))
    elif verdict.entity is not None:
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
                                     or _INNER_END.search(text) is not None)


def _inside(passage: Passage, group: Sequence[int], count: int) -> Iterator[tuple[str, float]]:
    text = " ".join(passage.tokens[at].text for at in group)
    found = _WORD.findall(text)
    yield "length", float(min(count, 14))
    if count < 5:
        yield "short", float(5 - count)
    if _INNER_END.search(text):
        yield "ends_like_a_sentence", 1.0
    if _has_verb(text):
        yield "finite_verb", 1.0
    if _CLAUSE.search(text):
        yield "clause", 1.0
    if any(word.casefold() in _PERSONAL for word in found) or any(
            word in _POLITE for word in found[1:]):
        yield "personal", 1.0
    if _capital_start(text) and not _has_verb(text) and (
            group[0] not in passage.sentences and passage.tokens[group[0] - 1].text != ":"):
        yield "capital_without_verb", 1.0


def _has_verb(text: str) -> bool:
    return any(word in words.folded("verbs", "finite") or word in words.folded("verbs", "saying")
               or word.endswith(_VERBAL) for word in _WORD.findall(text))


def _capital_start(text: str) -> bool:
    return text.lstrip(_MARKS)[:1].isupper()


def _before(passage: Passage, first: int) -> Iterator[tuple[str, float]]:
    """What stands between the beginning of the sentence and the quotation."""
    begin = max(passage.bounds(passage.sentence_of(first))[0], first - 40)
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
    if any(low in _TOLD for low in lows):
        yield "told", 1.0
    if any(low in ("von", "vom") and before in words.folded("quotes", "spoke")
           for before, low in pairwise(lows)) or "sprach" in lows or "spricht" in lows:
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
    if last.low in words.names("determiners"):
        yield "determiner", 1.0
        if _capital_start(quote.text) and not _INNER_END.search(quote.text):
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


def _title_forms() -> tuple[str, ...]:
    plain = words.listed("quotes", "titles")
    return (*plain, *(one.lower() for one in plain if len(one) > 3))


def _behind(passage: Passage, last: int) -> Iterator[tuple[str, float]]:
    text = passage.text
    end = passage.tokens[last].end
    if text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha():
        yield "compound", 1.0
    if _BY.match(text, end):
        yield "by_author", 1.0
    if re.match(r"\s?\((?:\d{4}|[A-Z]\w+,? \d{4})", text[end : end + 30]):
        yield "year", 1.0
    following = passage.tokens[last + 1] if last + 1 < len(passage.tokens) else None
    if following is not None and following.capital and not _INNER_END.search(
            passage.tokens[last].text):
        yield "noun_follows", 1.0
