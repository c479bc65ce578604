"""A short title for a chapter, made only of words that stand in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.patterns import UPPER
from podcast.interview.people import Person, female_role, male_role
from podcast.interview.quotes import find_quotes

LONGEST = 40
_READ = 1500
_SENTENCE = re.compile(rf"(?<=[.!?…])\s+(?={UPPER}|[„\"»«])")
_TOKEN = re.compile(r"[\w'’\-/]+(?:\.\d+)*|[^\w\s]")
_WORD = re.compile(r"[\w'’\-]+")
_ADDRESS = re.compile(r"^(?:(?:Lieber?|Sehr geehrter?)\s)?(?:Herrn?|Frau)\s[^,?!.:]{2,50},\s*")


@dataclass(frozen=True, slots=True)
class Headline:
    """A possible title and how good it is (about 0 to 4)."""

    title: str
    quality: float


def headline(text: str, people: Iterable[Person] = ()) -> Headline:
    """The best title the words of a turn give; an empty title of quality 0 if there is none."""
    names = {word for one in people for word in one.name.split()}
    best = Headline("", 0.0)
    sentences = _sentences(text)
    for place, sentence in enumerate(sentences):
        for candidate in _candidates(sentence, names):
            quality = candidate.quality - 0.25 * (len(sentences) - 1 - place)
            title = candidate.title[:1].upper() + candidate.title[1:]
            if title and quality > best.quality:
                best = Headline(title, quality)
    return best


def _sentences(text: str) -> list[str]:
    core = _ADDRESS.sub("", text[:_READ].strip())
    return _SENTENCE.split(core)[-4:]


def _candidates(sentence: str, names: set[str]) -> Iterator[Headline]:
    yield from _whole(sentence, names)
    yield from _statement(sentence, names)
    yield from _quoted(sentence)
    yield from _noun_phrases(sentence, names)


def _whole(sentence: str, names: set[str]) -> Iterator[Headline]:
    """A short question that stands on its own."""
    core = sentence.strip()
    if not core.endswith("?") or not 12 <= len(core) <= LONGEST or find_quotes(core):
        return
    tokens = _WORD.findall(core)
    leaning = words.folded("grammar", "leaning")
    weight = sum(token in leaning for token in tokens)
    if tokens[0].casefold() in leaning or weight > 1 or len(tokens) < 3:
        return
    nouns = [one for one in _nouns(tokens, names) if _tells(one)]
    if len(tokens) < 4 and not nouns:
        return
    yield Headline(core, 2.2 + 0.5 * bool(nouns) - 0.8 * weight)


def _statement(sentence: str, names: set[str]) -> Iterator[Headline]:
    """A short statement that stands on its own, without its full stop."""
    core = sentence.strip()
    if not core.endswith(".") or not 12 <= len(core) <= LONGEST + 1 or "," in core:
        return
    tokens = _WORD.findall(core)
    leaning = words.folded("grammar", "leaning")
    lone = not any(token.casefold() in leaning for token in tokens)
    if lone and 3 <= len(tokens) <= 7 and any(map(_tells, _nouns(tokens, names))):
        yield Headline(core[:-1], 2.4)


def _quoted(sentence: str) -> Iterator[Headline]:
    """A term in quotation marks: what the question turns on."""
    for start, end in find_quotes(sentence):
        inner = sentence[start + 1 : end - 1]
        if 2 <= len(inner.split()) <= 4 and end - start <= LONGEST and inner[0].isupper():
            yield Headline(sentence[start:end], 2.3)


def _noun_phrases(sentence: str, names: set[str]) -> Iterator[Headline]:
    tokens = _TOKEN.findall(sentence)
    position = 0
    while position < len(tokens):
        end = _phrase_end(tokens, position, names)
        if end is None:
            position += 1
            continue
        before = tokens[position - 1].casefold() if position else ""
        yield from _phrase(tokens[position:end], before, names)
        position = end


def _phrase_end(tokens: list[str], start: int, names: set[str]) -> int | None:
    """End of `[article] [adjective …] Noun …` beginning at a token, or None."""
    position = start
    if tokens[position].casefold() in words.folded("grammar", "articles") or (
            tokens[position].casefold() in words.folded("grammar", "possessives")):
        position += 1
    while position < len(tokens) and _is_adjective(tokens[position]):
        position += 1
    if position >= len(tokens) or not _is_noun(tokens[position], position == 0, names):
        return None
    while position < len(tokens) and _is_noun(tokens[position], False, names):
        position += 1
    return position


def _is_adjective(token: str) -> bool:
    return (token[0].islower() and len(token) > 4 and token.endswith(("e", "en", "er", "es", "em"))
            and token not in words.exact("grammar", "leaning")
            and token not in words.exact("grammar", "small_words")
            and not token.endswith(("ten", "ieren")))


def _is_noun(token: str, first: bool, names: set[str]) -> bool:
    if not token[0].isupper() or token in names or len(token) < 2:
        return False
    if token in words.exact("grammar", "not_nouns") or token in words.exact("grammar", "polite"):
        return False
    folded = token.casefold()
    small = words.folded("grammar", "leaning") | words.folded("grammar", "prepositions")
    if folded in small or folded in words.folded("grammar", "articles"):
        return False
    return not first or token[-1:] not in "et"


def _phrase(tokens: list[str], before: str, names: set[str]) -> Iterator[Headline]:
    """The phrase with its article where that is surely the nominative, else its nouns."""
    nouns = [token for token in tokens if _is_noun(token, False, names)]
    telling = [noun for noun in nouns if _tells(noun)]
    if not telling:
        return
    longest = max(len(noun) for noun in telling)
    quality = 0.8 + min(longest, 16) / 12 + 0.15 * (len(nouns) > 1)
    title = " ".join(tokens if _keeps_article(tokens, before) else nouns)
    if len(title) > LONGEST:
        title = " ".join(nouns)
    if len(title) <= LONGEST:
        yield Headline(title, quality + 0.2 * (" " in title))


def _keeps_article(tokens: list[str], before: str) -> bool:
    if before in words.folded("grammar", "prepositions"):
        return False
    adjectives = [one for one in tokens[1:] if one[0].islower()]
    if tokens[0].casefold() == "der":
        return bool(adjectives) and all(one.endswith("e") for one in adjectives)
    if tokens[0] in words.exact("grammar", "plain_articles"):
        return all(not one.endswith(("em", "er")) or tokens[0] == "ein" for one in adjectives)
    return False


def _nouns(tokens: list[str], names: set[str]) -> list[str]:
    return [token for token in tokens if _is_noun(token, False, names)]


def _tells(noun: str) -> bool:
    vague = noun in words.exact("grammar", "vague") or male_role(noun) or female_role(noun)
    return not vague and len(noun) > 2
