"""How the turns under each label read, and which labels are one speaker's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from podcast.article.byline import byline_of
from podcast.interview import labels
from podcast.interview.calling import calls, vocative
from podcast.interview.credits import author_of
from podcast.interview.labels import Use
from podcast.interview.patterns import knows_first_name
from podcast.interview.people import address_of, called_names, fold_labels
from podcast.interview.perspective import addresses, asks, tells
from podcast.interview.quotes import find_quotes

MOST_PERSONS = 12
ASKS = 0.3
"""Share of questions from which on a label may be the interviewer's."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How the turns under one person's labels read."""

    forms: tuple[str, ...]
    turns: int
    asks: float
    """Share of turns that end with a question."""
    tells: float
    """Share of turns in the first person."""
    addresses: float
    """Share of turns that say Sie, Ihr or du."""
    calls: float
    """Share of turns that address somebody else's label ("Frau Aubry")."""
    length: float
    first: int
    leads: float
    """Share of turns that begin their paragraph."""
    reported: float
    """Share of turns that begin with a small letter, as minutes of a meeting do, or that stand
    in quotation marks, as in a report."""

    introduced: bool = False
    """Named in paragraphs that nobody's label begins."""
    signs: bool = False
    """Named in an author's line."""

    @property
    def outlet(self) -> bool:
        """Whether a label is the name of a newspaper, magazine or station."""
        return any(labels.is_outlet(form) for form in self.forms)

    def generic(self, kind: str) -> bool:
        """Whether a label is a word for whoever asks ("question") or answers ("answer")."""
        return any(labels.is_generic(form, kind) for form in self.forms)

    @property
    def interviewer_score(self) -> float:
        """The higher, the likelier these turns are the interviewer's."""
        return (2.5 * self.asks + 2.0 * self.outlet + 4.0 * self.generic("question")
                - 4.0 * self.generic("answer") + 1.0 * self.addresses + 2.0 * self.calls
                - 1.5 * self.tells + 3.0 * self.signs - 2.0 * self.introduced
                + (0.4 if self.first == 0 else 0.0) - min(self.length / 400, 1.0))


def habits_of(texts: Sequence[str], uses: Sequence[Use]) -> list[Habit]:
    """The habits of everybody who may be a speaker; short forms and outlets are folded."""
    asking = asking_shares(texts, uses)
    counts = Counter(use.label for use in uses)
    for label in [label for label in counts if not _is_candidate(label, counts, asking)]:
        del counts[label]
    if _is_list(counts):
        counts = Counter({label: n for label, n in counts.items() if len(label.rstrip(".)")) > 1})
    groups = _join_outlets(fold_labels(counts), asking)
    groups.sort(key=lambda forms: -sum(counts[form] for form in forms))
    groups = groups[:MOST_PERSONS]
    callers = _callers(texts, uses, groups)
    called = called_names(texts)
    pair = first_pair(texts, uses)
    accepted = [forms for forms in groups if _may_speak(forms, counts, callers, called)
                or forms[0] in pair]
    owner = {form: index for index, forms in enumerate(accepted) for form in forms}
    bodies: list[list[str]] = [[] for _ in accepted]
    leads = [0] * len(accepted)
    first = [len(uses)] * len(accepted)
    spoken = [use for use in uses if use.label in owner]
    for place, (use, body) in enumerate(_bodies(texts, spoken)):
        index = owner[use.label]
        bodies[index].append(body)
        first[index] = min(first[index], place)
        leads[index] += use.start == 0
    habits = [_habit(*row, _names(accepted, row[0]))
              for row in zip(accepted, bodies, first, leads, strict=True)]
    return _without_asides(_known_from(texts, spoken, habits))


def _known_from(texts: Sequence[str], spoken: Sequence[Use],
                habits: Sequence[Habit]) -> list[Habit]:
    """The habits, with who is named in what nobody says, and who signs."""
    labelled = {use.block for use in spoken if use.start == 0}
    loose = [text for index, text in enumerate(texts) if index not in labelled]
    signs = [bool(author_of(text) or byline_of(text)) for text in loose]
    signed = [text for text, by in zip(loose, signs, strict=True) if by]
    told = [text for text, by in zip(loose, signs, strict=True) if not by]
    return [replace(one, introduced=_named_in(told, one), signs=_named_in(signed, one))
            for one in habits]


def _named_in(texts: Sequence[str], habit: Habit) -> bool:
    pattern = re.compile(rf"(?<!\w)(?i:{any_surname([habit])})(?!\w)")
    return any(pattern.search(text) for text in texts)


def any_surname(habits: Sequence[Habit]) -> str:
    """Matches the last word of any of these people's labels; nothing if they have none."""
    names = sorted({labels.bare(form).split()[-1] for one in habits for form in one.forms
                    if labels.bare(form)})
    return "|".join(map(re.escape, names)) or "(?!)"


def _is_candidate(label: str, counts: Counter[str], asking: dict[str, float]) -> bool:
    """Not a word of reports and lists, unless it is an outlet's name that asks (`ZEIT:`)."""
    if not labels.never_speaks(label):
        return not labels.is_together(label)
    known = labels.is_outlet(label) and (label.isupper() or counts[label] > 1)
    return known and asking.get(label, 0.0) >= ASKS


def asking_shares(texts: Sequence[str], uses: Sequence[Use]) -> dict[str, float]:
    """Label → share of the paragraphs beginning with it that end with a question."""
    asked: dict[str, list[bool]] = {}
    for use in uses:
        if use.start == 0:
            asked.setdefault(use.label, []).append(asks(texts[use.block]))
    return {label: sum(found) / len(found) for label, found in asked.items()}


def _join_outlets(groups: list[tuple[str, ...]],
                  asking: dict[str, float]) -> list[tuple[str, ...]]:
    """Labels that ask and of which one contains the other outlet's name are one outlet."""
    outlets = sorted((forms for forms in groups if any(map(labels.is_outlet, forms))
                      and _most_asking(forms, asking) >= ASKS), key=lambda forms: len(forms[0]))
    joined: dict[tuple[str, ...], tuple[str, ...]] = {}
    for forms in groups:
        host = forms
        if outlets and _most_asking(forms, asking) >= ASKS:
            host = next((one for one in outlets if _contains(forms, one)), forms)
        joined[host] = (*joined.get(host, ()), *forms)
    return list(joined.values())


def _most_asking(forms: tuple[str, ...], asking: dict[str, float]) -> float:
    return max(asking.get(form, 0.0) for form in forms)


def _contains(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a name begins or ends with the outlet's: `wochentaz` and `taz`."""
    cores = tuple(core for form in short if labels.is_outlet(form)
                  and len(core := labels.bare(form).casefold()) > 2)
    whole = [labels.bare(form).casefold() for form in long]
    return any(one.startswith(cores) or one.endswith(cores) for one in whole)


def _names(groups: Sequence[tuple[str, ...]], own: tuple[str, ...]) -> frozenset[str]:
    """The names on everybody else's labels."""
    return frozenset(name for forms in groups if forms != own for form in forms
                     for name in labels.bare(form).split()[-1:])


def _callers(texts: Sequence[str], uses: Sequence[Use],
             groups: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """Labels under which somebody with a label of their own is asked by name."""
    others = {form: address_of(_names(groups, forms)) for forms in groups for form in forms}
    return frozenset(use.label for use in uses
                     if use.start == 0 and use.label in others and asks(texts[use.block])
                     and others[use.label].search(texts[use.block]))


def _without_asides(habits: list[Habit]) -> list[Habit]:
    """Where turns begin paragraphs, what has a colon only inside them is no label."""
    if sum(one.leads > 0.5 for one in habits) < 2:
        return habits
    return [one for one in habits if one.leads > 0.5]


def _is_list(counts: Counter[str]) -> bool:
    """Single letters from A to C are choices, not people."""
    return {"A", "B", "C"} <= {label.rstrip(".)") for label in counts}


def first_pair(texts: Sequence[str], uses: Sequence[Use]) -> tuple[str, str]:
    """The labels of the first labelled question that a labelled paragraph follows which does not
    ask; empty if there is none."""
    opening = [use for use in uses if use.start == 0 and not labels.never_speaks(use.label)]
    for one, other in pairwise(opening):
        adjacent = other.block == one.block + 1 and one.label != other.label
        if adjacent and _opens(texts[one.block][one.body :]) and not asks(texts[other.block]):
            return one.label, other.label
    return "", ""


def _opens(text: str) -> bool:
    """Whether a text asks, or calls somebody by name as first questions do."""
    return asks(text) or calls(text, ())


def _may_speak(forms: tuple[str, ...], counts: Counter[str], callers: frozenset[str],
               called: frozenset[str]) -> bool:
    turns = sum(counts[form] for form in forms)
    label = forms[0]
    if turns >= 2 or label in callers or labels.bare(label).split()[-1].casefold() in called:
        return True
    named = knows_first_name(labels.bare(label).split()[0])
    return (labels.is_outlet(label) or labels.is_generic(label, "question")
            or labels.is_generic(label, "answer") or (named and " " in label))


def _bodies(texts: Sequence[str], uses: Sequence[Use]) -> list[tuple[Use, str]]:
    """What is said under each label: up to the next label or the end of the block."""
    found = []
    followers: list[Use | None] = [*uses[1:], None]
    for use, following in zip(uses, followers, strict=False):
        same = following is not None and following.block == use.block
        end = following.start if same and following else len(texts[use.block])
        found.append((use, texts[use.block][use.body : end].strip()))
    return found


def _habit(forms: tuple[str, ...], bodies: list[str], first: int, leads: int,
           others: frozenset[str]) -> Habit:
    count = max(len(bodies), 1)
    called = address_of(others)
    by_first_name = [vocative(name) for name in others if knows_first_name(name)]
    return Habit(
        forms, len(bodies),
        asks=sum(asks(body) for body in bodies) / count,
        tells=sum(tells(body) for body in bodies) / count,
        addresses=sum(addresses(body) for body in bodies) / count,
        calls=sum(any(one.search(body) for one in (called, *by_first_name))
                  for body in bodies) / count,
        length=sum(len(body) for body in bodies) / count, first=first,
        leads=leads / count,
        reported=sum(_is_reported(body) for body in bodies) / count)


def _is_reported(body: str) -> bool:
    """Whether what follows a label is told of somebody, or is given as their quoted words."""
    quotes = find_quotes(body)
    whole = bool(quotes) and quotes[0][0] == 0 and quotes[-1][1] >= len(body) - 1
    return body[:1].islower() or (whole and len(quotes) == 1)
