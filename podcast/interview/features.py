"""What can be seen in a paragraph: named observations that scoring weighs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from podcast.article.byline import byline_of
from podcast.interview import words
from podcast.interview.dialogue import Dialogue
from podcast.interview.habits import addresses, asks, tells
from podcast.interview.labels import is_outlet, label_at, never_speaks
from podcast.interview.people import UPPER, address_of
from podcast.interview.quotes import find_quotes
from podcast.interview.units import Unit

_STOP = re.compile(r"[.!?…:;,][\"“”«»‹›‘’)\]]*$")
_SHORT = 90
_TOP = 6
"""Among so many first paragraphs the author's line stands."""
_LONGEST_CAPTION = 220
_BIRTH = re.compile(r"(?:,\s|\s\(|,\sgeb\.\s?)(?:\d{2}\b|Jahrgang\b|geboren|geb\.)|\bgeboren\b")
_CREDIT_END = re.compile(
    r"(?:\(?(?:Foto|Bild|©)\s?:\s?[^()]{2,60}\)?|©[^()]{2,60}|\([^()/]{2,60}/[^()]{2,40}\))$")


@dataclass(frozen=True, slots=True)
class Box:
    """Heading and photo credit that were glued to a person box, and where its text begins."""

    end: int
    credit: bool


def observe(units: Sequence[Unit], dialogue: Dialogue) -> tuple[frozenset[str], ...]:
    """The observations about every unit, in order."""
    began = not dialogue.guests
    unknown = _unknown_labels(units)
    calling = address_of(one.surname for one in dialogue.guests if one.surname)
    found = []
    for index, unit in enumerate(units):
        before = units[index - 1] if index else None
        after = units[index + 1] if index + 1 < len(units) else None
        began = began or unit.person is not None
        seen = set(_observe(unit, before, dialogue, began=began))
        if unit.person is None:
            seen.update(_around(unit, after, dialogue, calling))
            seen.update(_names_somebody(unit, index, unknown))
        found.append(frozenset(seen))
    return tuple(found)


def _unknown_labels(units: Sequence[Unit]) -> frozenset[str]:
    """Labels of nobody in the cast that begin several paragraphs, or one if it is an outlet's."""
    found = Counter(label[0] for unit in units if unit.person is None
                    and unit.kind == "paragraph" and (label := label_at(unit.text)) is not None)
    return frozenset(label for label, count in found.items()
                     if count > 1 or (is_outlet(label) and not never_speaks(label)))


def _around(unit: Unit, after: Unit | None, dialogue: Dialogue,
            calling: re.Pattern[str]) -> Iterator[str]:
    """A question by name, directly before a guest's own labelled turn, is the interviewer's."""
    answered = after is not None and after.person in dialogue.guests
    if dialogue.journalists and answered and asks(unit.text) and calling.search(unit.text):
        yield "asks the guest by name before the guest's label"


def _names_somebody(unit: Unit, index: int, unknown: frozenset[str]) -> Iterator[str]:
    if index < _TOP and byline_of(unit.text):
        yield "names the author near the top"
    label = label_at(unit.text)
    if label is not None and label[0] in unknown:
        yield "label of somebody unknown"


def _observe(unit: Unit, before: Unit | None, dialogue: Dialogue, *,
             began: bool) -> Iterator[str]:
    if unit.kind != "paragraph":
        yield f"marked as {unit.kind}"
    if unit.person is not None:
        asking = unit.person in dialogue.journalists
        yield "label of the interviewer" if asking else "label of a guest"
        return
    yield "no label"
    if not began:
        yield "before the first turn"
    yield from _furniture(unit.text, before)
    yield from _shape(unit.text)
    yield from _voice(unit.text, dialogue)
    yield from _outlet(unit.text, dialogue)


def _furniture(text: str, before: Unit | None) -> Iterator[str]:
    if box_of(text) is not None:
        yield "heading of a person box"
    elif before is not None and _is_bare_box(before.text):
        yield "follows the heading of a person box"
    if words.starts(text, "boilerplate", "starts") or _is_sharing(text) or _advertises(text):
        yield "phrase of newsletters and links"
    if author_of(text):
        yield "names who asked"
    if words.starts(text, "boilerplate", "credit") or is_credit(text):
        yield "photo credit"
    elif len(text) <= _LONGEST_CAPTION and _CREDIT_END.search(text):
        yield "ends with a photo credit"


def _shape(text: str) -> Iterator[str]:
    if len(text) <= _SHORT and not _STOP.search(text):
        yield "short, without a final stop"
    if len(text) > _LONGEST_CAPTION:
        yield "long"
    if asks(text):
        yield "ends with a question"


def _voice(text: str, dialogue: Dialogue) -> Iterator[str]:
    bare = _without_quotes(text)
    if tells(bare):
        yield "first person"
    if addresses(bare):
        yield "addresses somebody"
    for guest in dialogue.guests:
        first = guest.mentions.search(bare)
        if first is None:
            continue
        yield "names the guest"
        if first.start() == 0:
            yield "begins with the guest's name"
            if first[0] == guest.name and _BIRTH.search(text[:200]):
                yield "reads like a biography"
        return


def _outlet(text: str, dialogue: Dialogue) -> Iterator[str]:
    if any(_begins(text, form) for one in dialogue.journalists for form in one.forms
           if not _is_word(form)):
        yield "begins with the outlet's name without a colon"


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) : len(name) + 1].isspace()


def _is_word(form: str) -> bool:
    return form.casefold() in words.folded("labels", "question")


def _without_quotes(text: str) -> str:
    pieces, last = [], 0
    for start, end in find_quotes(text):
        pieces.append(text[last:start])
        last = end
    return " ".join([*pieces, text[last:]])


@cache
def _box_pattern() -> re.Pattern[str]:
    headings = "|".join(re.escape(one) for one in words.listed("box", "headings"))
    agencies = "|".join(re.escape(one) for one in
                        sorted(words.listed("box", "agencies"), key=len, reverse=True))
    name = r"[A-ZÄÖÜ][\w.\-]+(?:\s[A-ZÄÖÜ][\w.\-]+){0,2}"
    credit = rf"(?:{name}\s?/\s?)?(?:{agencies})(?:\s?/\s?(?:{agencies}|{name}(?=\s[A-ZÄÖÜ])))*"
    return re.compile(rf"(?i:{headings})(?:\s?[:|–])?(?=\s|$)\s*(?P<credit>{credit}(?=\s|$))?\s*")


def box_of(text: str) -> Box | None:
    """Heading and credit at the beginning of a person box, or None if it is not one."""
    found = _box_pattern().match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if rest and not rest[0].isupper() and not rest[0].isdigit() and rest[0] not in "\"„“»«":
        return None
    return Box(found.end(), found["credit"] is not None)


def _is_bare_box(text: str) -> bool:
    box = box_of(text)
    return box is not None and box.end >= len(text)


@cache
def _credit_pattern() -> re.Pattern[str]:
    agencies = "|".join(re.escape(one) for one in
                        sorted(words.listed("box", "agencies"), key=len, reverse=True))
    name = r"[A-ZÄÖÜ][\w.\-]+(?:\s[A-ZÄÖÜ][\w.\-]+){0,3}"
    more = rf"(?:\s?[/,]\s?(?:{agencies}|{name}))*"
    return re.compile(rf"\W*(?:{name}\s?/\s?)?(?:{agencies}){more}\W*")


def is_credit(text: str) -> bool:
    """Whether a whole paragraph is nothing but a photo credit."""
    return len(text) < 120 and _credit_pattern().fullmatch(text) is not None


def _advertises(text: str) -> bool:
    return len(text) < 400 and words.any_of("boilerplate", "inside").search(text) is not None


def _is_sharing(text: str) -> bool:
    if len(text) > 120:
        return False
    found = [word for word in re.split(r"[\s|·•,/]+", text) if word]
    known = words.folded("boilerplate", "share")
    return bool(found) and all(word.casefold() in known for word in found)


def author_of(text: str) -> str:
    """Who asked, from `Das Interview führte …`; empty if the paragraph does not say it."""
    phrase = words.starts(text.lstrip("(–- "), "boilerplate", "author")
    if not phrase or len(text) > 160:
        return ""
    rest = text.lstrip("(–- ")[len(phrase) :].lstrip(": ")
    name = re.match(rf"{UPPER}[\w.'’\-]+(?:\s(?:und|&|von|van|de|der|{UPPER}[\w.'’\-]*)|,(?=\s))*",
                    rest)
    return name[0].rstrip(".,") if name else ""
