"""What can be seen in a paragraph: named observations, each with a strength of 0 to 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from podcast.interview import words
from podcast.interview.boxes import biography, is_born
from podcast.interview.calling import calls
from podcast.interview.dialogue import Dialogue
from podcast.interview.furniture import SHORT, STOP, around
from podcast.interview.labels import is_outlet, label_at, never_speaks
from podcast.interview.marks import Setting, setting_of, strictness
from podcast.interview.people import Person, address_of
from podcast.interview.perspective import Perspective, perspective_of, without_quotes
from podcast.interview.scoring import Observed, leaning
from podcast.interview.units import Unit

_TAIL = 3
_LEAST_POLITE = 2
_MOSTLY = 0.7
_BRIEF, _VERY_BRIEF, _LONG, _VERY_LONG = 130, 45, 220, 500
_BRACKETED = re.compile(r"[(\[][^()\[\]]{2,300}[)\]]")
_STAGE = re.compile(r"[(\[][^()\[\]]{2,40}[)\]]")
Seen = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Sight:
    """The observations about every unit, and what they were seen with."""

    observed: tuple[Observed, ...]
    views: tuple[Perspective, ...]
    setting: Setting
    strict: float
    """How surely one paragraph is one turn, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What holds for the whole article."""

    units: Sequence[Unit]
    views: Sequence[Perspective]
    dialogue: Dialogue
    asked: float
    """Share of what looks like questions that is labelled."""
    answered: float
    """Share of questions whose answer is labelled."""
    first: int
    """Index of the first labelled turn; of no unit if there is none."""
    unknown: frozenset[str]


def observe(units: Sequence[Unit], dialogue: Dialogue) -> Sight:
    """Look at every unit alone, then at what sets questions apart, then at its neighbours."""
    views = tuple(perspective_of(unit.said) for unit in units)
    polite = _is_polite(units, views)
    if polite:
        views = tuple(replace(view, addresses=0.0) if view.familiar else view for view in views)
    near_end = len(units) - _TAIL
    alone = [dict(_alone(unit, view, dialogue, last=index >= near_end)) | furniture
             for index, (unit, view, furniture)
             in enumerate(zip(units, views, around(units), strict=True))]
    leanings = [_lean(unit, seen) for unit, seen in zip(units, alone, strict=True)]
    setting = setting_of(units, leanings)
    scene = _scene(units, views, dialogue)
    alone = [seen | ({"asks itself": 1.0} if polite and _asks_itself(unit, view) else {})
             for unit, view, seen in zip(units, views, alone, strict=True)]
    observed = tuple(seen | dict(_set_apart(index, units[index], setting))
                     | dict(_beside(index, scene)) for index, seen in enumerate(alone))
    return Sight(observed, views, setting, strictness(units, leanings))


def _is_polite(units: Sequence[Unit], views: Sequence[Perspective]) -> bool:
    """Whether questions say Sie, or Frau and Herr, and hardly any say du or ich: then du is nobody
    who is asked, but a child, say, and who asks what they shall do asks themselves."""
    asked = [view.familiar for unit, view in zip(units, views, strict=True) if view.asks
             and (view.addresses == 1 or calls(without_quotes(unit.text), ()))]
    own = sum(map(_asks_itself, units, views))
    return asked.count(False) >= max(_LEAST_POLITE, 3 * asked.count(True), 2 * own)


def _asks_itself(unit: Unit, view: Perspective) -> bool:
    return unit.person is None and view.asks and view.own == 1 and not view.addresses


def _lean(unit: Unit, seen: Observed) -> float | None:
    """How a unit reads; None for what nobody can have said, and for labelled turns."""
    if unit.person is not None or unit.kind not in ("paragraph", "list", "heading"):
        return None
    return leaning(seen)


def _scene(units: Sequence[Unit], views: Sequence[Perspective], dialogue: Dialogue) -> _Scene:
    asked = sum(unit.person in dialogue.journalists for unit in units if unit.person)
    answered = sum(unit.person in dialogue.guests for unit in units if unit.person)
    loose = sum(unit.person is None and unit.kind == "paragraph" and _like_question(view)
                for unit, view in zip(units, views, strict=True))
    first = next((index for index, unit in enumerate(units) if unit.person), len(units))
    return _Scene(units, views, dialogue, asked / max(asked + loose, 1),
                  min(answered / max(asked + loose, 1), 1.0), first, _unknown_labels(units))


def _like_question(view: Perspective) -> bool:
    return view.asks and view.length <= _LONG and view.own < 1 and not view.reports


def _unknown_labels(units: Sequence[Unit]) -> frozenset[str]:
    """Labels of nobody in the cast that begin several paragraphs, or one if it is an outlet's."""
    found = Counter(label[0] for unit in units if not unit.label
                    and unit.kind == "paragraph" and (label := label_at(unit.text)) is not None)
    return frozenset(label for label, count in found.items()
                     if count > 1 or (is_outlet(label) and not never_speaks(label)))


def _alone(unit: Unit, view: Perspective, dialogue: Dialogue, *,
           last: bool) -> Iterator[Seen]:
    if unit.person is not None:
        asking = unit.person in dialogue.journalists
        yield "label of the interviewer" if asking else "label of a guest", 1.0
        ends = STOP.search(unit.text.rstrip(" –—-")) is not None
        if len(unit.text) <= SHORT and not ends and len(unit.said.split()) > 1:
            yield "labelled, but short and without a final stop", 1.0
        return
    if unit.label:
        yield "label of several people", 1.0
        return
    yield from _perspective(unit, view)
    yield from _length(view)
    yield from _form(unit.text)
    yield from _mentions(unit, view, dialogue)
    yield from _life(unit, last, dialogue)
    yield from _outlet(unit, dialogue)


def _perspective(unit: Unit, view: Perspective) -> Iterator[Seen]:
    if unit.kind == "list":
        yield "list item", 1.0
    if view.asks:
        yield "ends with a question", 1.0
    elif view.asks_inside:
        yield "answers its own question" if view.replies else "asks, and then goes on", 1.0
    if view.addresses:
        yield "addresses somebody", view.addresses
    if view.own:
        yield "speaks of itself" if view.own == 1 else "speaks of us", 1.0
    if view.reports:
        yield "reports what somebody says", 1.0
    elif view.quoted > _MOSTLY:
        yield "mostly quoted", 1.0
    if view.indirect:
        yield "reports in the subjunctive", 1.0
    yield from _opening(unit, view)


def _opening(unit: Unit, view: Perspective) -> Iterator[Seen]:
    may_ask = view.asks or (view.length < _BRIEF and view.own < 1)
    if may_ask and view.opener in words.folded("grammar", "asking"):
        yield "begins like a question", 1.0
    elif view.opener in words.folded("grammar", "answering"):
        yield "begins like an answer", 1.0
    if view.opener in words.folded("grammar", "replying"):
        yield "begins like a reply", 1.0
    if view.length < 160 and words.holds(unit.text, "wording", "thanks"):
        yield "thanks for the conversation", 1.0


def _form(text: str) -> Iterator[Seen]:
    if _BRACKETED.fullmatch(text):
        yield "all of it in brackets", 1.0
    label = label_at(text)
    if label is not None and label[0].isalpha():
        yield "begins with a word and a colon", 1.0
    if _STAGE.match(text) and len(text) > 60:
        yield "begins with a stage direction", 1.0


def _length(view: Perspective) -> Iterator[Seen]:
    if view.length < _VERY_BRIEF:
        yield "very short", 1.0
    if view.length < _BRIEF:
        yield "short", 1.0
    if view.length > _LONG:
        yield "long", 1.0
    if view.length > _VERY_LONG:
        yield "very long", 1.0


def _mentions(unit: Unit, view: Perspective, dialogue: Dialogue) -> Iterator[Seen]:
    bare = without_quotes(unit.text)
    if calls(bare, dialogue.guests):
        yield "calls somebody by name", 1.0
        return
    for guest in dialogue.guests:
        first = guest.mentions.search(bare)
        if first is None:
            continue
        yield "names the guest", 1.0
        begins = first.start() == 0
        if begins:
            yield "begins with the guest's name", 1.0
        titled = view.length < _LONG and bare[: first.start()].rstrip().endswith(":")
        if (begins or titled) and _placed().match(bare, first.end()):
            yield "names the guest, then a place", 1.0
        return
    if view.reports and any(_says(one).search(bare) for one in dialogue.guests):
        yield "reports what she or he says", 1.0


@cache
def _placed() -> re.Pattern[str]:
    words_ = "|".join(words.listed("grammar", "placed"))
    return re.compile(rf",?\s(?:(?:{words_})\s|\()")


@cache
def _pronoun_says(pronoun: str) -> re.Pattern[str]:
    """`sagt sie` or `sie sagt`."""
    verbs = "|".join(re.escape(one) for one in words.listed("verbs", "saying"))
    return re.compile(rf"(?<!\w)(?:(?:{verbs})\s{pronoun}|{pronoun}\s(?:{verbs}))(?!\w)",
                      re.IGNORECASE)


def _says(guest: Person) -> re.Pattern[str]:
    return _pronoun_says({"female": "sie", "male": "er"}.get(guest.gender, "(?!)"))


def _life(unit: Unit, last: bool, dialogue: Dialogue) -> Iterator[Seen]:
    """A short portrait of a guest, or at an article's end of anybody."""
    life = biography(unit.text, dialogue.guests, anybody=last)
    if life:
        yield "reads like a biography", life
        if is_born(unit.text):
            yield "tells when somebody was born", 1.0


def _outlet(unit: Unit, dialogue: Dialogue) -> Iterator[Seen]:
    if any(_begins(unit.text, form) for one in dialogue.journalists for form in one.forms
           if form.casefold() not in words.folded("labels", "question")):
        yield "begins with the outlet's name without a colon", 1.0


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) : len(name) + 1].isspace()


def _set_apart(index: int, unit: Unit, setting: Setting) -> Iterator[Seen]:
    if not setting.strength or unit.person is not None:
        return
    if setting.mark.startswith("heading"):
        if setting.carries[index]:
            yield "heading that asks as the questions do", setting.strength
        elif unit.kind == "paragraph":
            yield "not set apart like the questions", setting.strength
    elif setting.carries[index]:
        side = "questions" if setting.asking else "answers"
        yield f"set apart like the {side}", setting.strength
    elif setting.asking and unit.kind == "paragraph":
        yield "not set apart like the questions", setting.strength


def _beside(index: int, scene: _Scene) -> Iterator[Seen]:
    """What the neighbours say about a unit without a label of its own."""
    unit = scene.units[index]
    if unit.person is not None:
        if _breaks(index, scene):
            yield "breaks the exchange", 1.0
        return
    if scene.first < len(scene.units) and index < scene.first:
        yield "before the first turn", 1.0
    if scene.asked:
        yield "questions are labelled here, this is not", scene.asked
    if scene.answered:
        yield "answers are labelled here, this is not", scene.answered
    label = label_at(unit.text)
    if label is not None and label[0] in scene.unknown:
        yield "label of somebody unknown", 1.0
    yield from _between(index, scene)


def _breaks(index: int, scene: _Scene) -> bool:
    """A guest's label between a guest's own turn and a question."""
    guests, asking = scene.dialogue.guests, scene.dialogue.journalists
    after = _labelled(scene.units, index + 1)
    return (scene.units[index].person in guests and after in asking
            and any(scene.units[place].person in guests for place in (index - 1, index - 2)
                    if place >= 0))


def _between(index: int, scene: _Scene) -> Iterator[Seen]:
    unit, view = scene.units[index], scene.views[index]
    before = _labelled(scene.units, index - 1)
    after = _labelled(scene.units, index + 1)
    asking, answering = scene.dialogue.journalists, scene.dialogue.guests
    if after in answering and after is not None and view.asks and before not in asking:
        calling = address_of(one.surname for one in answering if one.surname)
        named = calling.search(unit.text) is not None
        yield ("asks the guest by name before the guest's label" if named
               else "asks before a guest's label"), 1.0
    if before in asking and after in asking and before is not None:
        yield "stands between two labelled questions", 1.0
    if before in answering and before is not None:
        yield "goes on after an answer", 1.0
    if after in asking and after is not None:
        yield "a labelled question follows", 1.0
    follower = scene.units[index + 1] if index + 1 < len(scene.units) else None
    if view.asks and view.length < SHORT and follower and len(follower.text) > 1.5 * view.length:
        yield "short question above longer text", 1.0


def _labelled(units: Sequence[Unit], index: int) -> Person | None:
    return units[index].person if 0 <= index < len(units) else None
