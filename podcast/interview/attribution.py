"""Which quotations of a paragraph are spoken by whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.interview import words
from podcast.interview.people import Person
from podcast.interview.quotes import find_quotes
from podcast.interview.tags import Scene, Subject, speaker_of

_LONGEST_TAG = 160
_MEMORY = 700
_SENTENCE = re.compile(r"[.!?…]+[\"“”«»‹›‘’)\]]*\s")
_WORD = re.compile(r"\w[\w'’\-.,]*")
_FULL_STOP = re.compile(r"[.!?…][\"“”«»‹›‘’)\]]*$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, perhaps interrupted by its tag: its stretches and who speaks it."""

    parts: tuple[tuple[int, int], ...]
    subject: Subject


def quotations(text: str, guests: Sequence[Person]) -> tuple[Quotation, ...]:
    """Direct speech in a narrative paragraph with its speaker; titles and terms are not."""
    groups = _groups(text, find_quotes(text), guests)
    found = []
    for place, parts in enumerate(groups):
        begin = groups[place - 1][-1][1] if place else 0
        end = groups[place + 1][0][0] if place + 1 < len(groups) else len(text)
        if _count_words(text, parts) < words.number("verbs", "least_words"):
            continue
        subject = _subject(text, parts, begin, end, guests)
        if subject is not None:
            found.append(Quotation(parts, subject))
    return tuple(found)


def _groups(text: str, quotes: list[tuple[int, int]],
            guests: Sequence[Person]) -> list[tuple[tuple[int, int], ...]]:
    """Quotations with their interruptions: `„…“, sagt sie, „…“` is one."""
    groups: list[list[tuple[int, int]]] = []
    for quote in quotes:
        if groups and _interrupts(text, groups[-1][-1][1], quote[0], guests):
            groups[-1].append(quote)
        else:
            groups.append([quote])
    return [tuple(group) for group in groups]


def _scene(text: str, end: int, guests: Sequence[Person]) -> Scene:
    return Scene(guests, text[max(0, end - _MEMORY) : end])


def _interrupts(text: str, start: int, end: int, guests: Sequence[Person]) -> bool:
    """Whether the words between two quotations are a tag that belongs to both."""
    core = text[start:end].strip()
    if not core or len(core) > _LONGEST_TAG or _SENTENCE.search(core):
        return False
    if core[0] not in ",–—-" and not core[0].islower():
        return False
    if core[-1] not in ",:.–—-":
        return False
    return speaker_of(core.rstrip("."), _scene(text, start, guests)) is not None


def _count_words(text: str, parts: Sequence[tuple[int, int]]) -> int:
    return sum(len(_WORD.findall(text, start, end)) for start, end in parts)


def _subject(text: str, parts: Sequence[tuple[int, int]], begin: int, end: int,
             guests: Sequence[Person]) -> Subject | None:
    """The speaker by the tag inside, behind, before, or in the sentence before."""
    for (_, left), (right, _) in pairwise(parts):
        inside = speaker_of(text[left:right], _scene(text, left, guests))
        if inside is not None:
            return inside
    first, last = parts[0][0], parts[-1][1]
    return (_behind(text, last, end, guests)
            or _ahead(text, first, begin, guests)
            or _earlier(text, parts, begin, guests))


def _behind(text: str, last: int, end: int, guests: Sequence[Person]) -> Subject | None:
    """`…“, sagt Somers` or `…“, hatte Somers gesagt`: a tag that follows at once."""
    tail = text[last:end]
    if not re.match(r"\s?[,–—]\s|\s[a-zäöü]", tail):
        return None
    clause = _first_clause(tail.lstrip(" ,–—")[:_LONGEST_TAG])
    begins = _WORD.match(clause)
    if begins is None or not _verb_early(clause):
        return None
    return speaker_of(clause, _scene(text, last, guests))


def _first_clause(text: str) -> str:
    stop = _SENTENCE.search(text + " ")
    return text[: stop.start()] if stop else text


def _verb_early(clause: str) -> bool:
    """A tag begins with its verb, or with hatte/habe … gesagt."""
    tokens = [token.strip(".,").casefold() for token in _WORD.findall(clause)]
    known = words.folded("verbs", "saying")
    if any(token in known for token in tokens[:2]):
        return True
    return bool(tokens) and tokens[0] in words.folded("verbs", "auxiliary") and any(
        token in known for token in tokens)


def _ahead(text: str, first: int, begin: int, guests: Sequence[Person]) -> Subject | None:
    """`Somers sagt: „…“`: a tag with a colon, or a comma, directly before."""
    head = text[begin:first].rstrip()
    if not head.endswith((":", ",")):
        return None
    clause = _last_sentence(head[:-1])
    scene = _scene(text, begin + len(head) - len(clause), guests)
    if head.endswith(":"):
        return speaker_of(clause, scene) or speaker_of(clause, scene, "gesture")
    return speaker_of(clause, scene) if len(clause) < _LONGEST_TAG // 2 else None


def _last_sentence(text: str) -> str:
    stops = list(_SENTENCE.finditer(text[-4 * _LONGEST_TAG :]))
    return text[-4 * _LONGEST_TAG :][stops[-1].end() :] if stops else text[-4 * _LONGEST_TAG :]


def _earlier(text: str, parts: Sequence[tuple[int, int]], begin: int,
             guests: Sequence[Person]) -> Subject | None:
    """A whole sentence in quotation marks after `Somers lacht.` or after a tag."""
    first, last = parts[0][0], parts[-1][1]
    head = text[begin:first].rstrip()
    if not head.endswith((".", "!", "?")) or not _FULL_STOP.search(text[first:last]):
        return None
    if text[last : last + 1] not in ("", " "):
        return None
    clause = _last_sentence(head[:-1])
    if len(clause) > _LONGEST_TAG:
        return None
    scene = _scene(text, max(begin + len(head) - 1 - len(clause), 0), guests)
    found = speaker_of(clause.lstrip(" ,"), scene, "gesture")
    return found if found is not None and found.person is not None else None
