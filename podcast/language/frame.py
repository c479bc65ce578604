"""What the show itself says around an interview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from podcast.language.tables import Language

if TYPE_CHECKING:
    from podcast.model import Role, Script

_CLOSERS = "\"'“”’»«)]"


def announcement(language: Language, script: Script) -> tuple[str, str]:
    """What is said at the opening, and before the first question (empty if nobody speaks)."""
    words = language.frame
    guests = _names(script, "guest")
    form = "interview" + ("_by" if script.publisher else "") + (
        "_dated" if script.published else "")
    interview = words[form].format(
        publisher=script.publisher, date=displayed_date(language, script.published))
    opening = f"{_stopped(script.title)} {interview} {disclosure(language, script)}".strip()
    return opening, _asking(language, script, guests)


def disclosure(language: Language, script: Script) -> str:
    """The sentence that says the voices are synthetic, and which guests are not heard."""
    guests = _names(script, "guest")
    form = _form("artificial", guests)
    return language.frame[form].format(guests=_listed(language, guests))


def corrected(language: Language, script: Script) -> tuple[str, ...]:
    """A sentence for each correction: when it was made, and what."""
    return tuple(language.frame["corrected"].format(
        date=displayed_date(language, one.date), text=one.text) for one in script.corrections)


def displayed_date(language: Language, iso_date: str) -> str:
    """A date as it is printed (15. Februar 2018); what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(iso_date[:10])
    except ValueError:
        return iso_date
    return language.date.format(day=day.day, month=language.months[day.month - 1], year=day.year)


def _asking(language: Language, script: Script, guests: Sequence[str]) -> str:
    speaks = any(turn.kind == "speech" for turn in script.turns)
    if not speaks or not guests:
        return ""
    journalists = _names(script, "journalist")
    asking = script.publisher or _listed(language, journalists)
    form = _form("asks" if asking else "answers", guests)
    return language.frame[form].format(publisher=asking, guests=_listed(language, guests))


def _names(script: Script, role: Role) -> list[str]:
    return [member.name.strip() for member in script.by_role(role) if member.name.strip()]


def _form(name: str, guests: Sequence[str]) -> str:
    if not guests:
        return name
    return f"{name}_one" if len(guests) == 1 else f"{name}_many"


def _listed(language: Language, names: Sequence[str]) -> str:
    """`A`, `A und B`, `A, B und C`."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + language.frame["last_joint"] + names[-1]


def _stopped(title: str) -> str:
    """The title as a sentence: with a full stop unless it ends in one, even inside quotes."""
    ended = title.rstrip().rstrip(_CLOSERS).endswith((".", "!", "?", "…"))
    return title if ended or not title.strip() else f"{title}."
