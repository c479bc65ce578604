"""What people are called where text is shown: everywhere the same, and nobody is nameless."""

from __future__ import annotations

import re
from collections.abc import Callable

from podcast.editions.wording import one_line, wording
from podcast.model import CastMember, Script
from podcast.settings import Settings

_CLAIM = re.compile(r"(?:(?:©|\(c\)|copyright\b)\s*)*(?:(?:\d{4}\s*[-–/]\s*)?(?P<year>\d{4})\b"
                    r"[\s,]*)?(?P<whose>.*)", re.IGNORECASE)


def speaker_names(script: Script) -> dict[str, str]:
    """The displayed name of each cast member, by key."""
    return {member.key: _name(member, script) for member in script.cast}


def short_names(script: Script) -> dict[str, str]:
    """The same where space is scarce: as the interview prints it before the person's turns."""
    printed = {member.key: one_line(member.labels[0] if member.labels else "")
               for member in script.cast}
    return {key: printed[key] or name for key, name in speaker_names(script).items()}


def with_guests(script: Script, language: str, shown: Callable[[str], str] = str) -> str:
    """`Mit Ada Lovelace und Grace Hopper`, in a language, with each name as it is `shown`; empty if
    no guest has one."""
    words = wording(language).front
    names = [shown(name) for one in script.by_role("guest") if (name := one_line(one.name))]
    listed = words["and"].join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return words["with"].format(names=listed) if names else ""


def by_author(script: Script) -> str:
    """`Von Mia Kern`; empty if nobody is named."""
    author = one_line(script.author)
    return wording(script.language).hearing["by"].format(author=author) if author else ""


def credited(script: Script, settings: Settings) -> str:
    """Whom an episode is credited to: the show's author, else the publisher, else the show."""
    return settings.author or script.publisher or settings.title


def owner(script: Script, settings: Settings) -> str:
    """Whose the episode is."""
    return one_line(settings.copyright or script.publisher or settings.author or settings.title)


def copyright_line(script: Script, settings: Settings, year: str) -> str:
    """A year, a space and whose the episode is, as ID3v2.3 wants it (4.2.1); a year that the owner
    wrote down stays, and the sign © is the player's."""
    written, whose = claimed(owner(script, settings))
    return f"{written or year} {whose}"


def claimed(line: str) -> tuple[str, str]:
    """The year and the owner that a line on copyright names, without the sign; no year, perhaps."""
    found = _CLAIM.fullmatch(line)
    return (found["year"] or "", found["whose"]) if found else ("", line)


def _name(member: CastMember, script: Script) -> str:
    words = wording(script.language)
    publisher = script.publisher if member.role == "journalist" else ""
    unnamed = {"narrator": words.narrator, "journalist": words.journalist, "guest": words.guest}
    return one_line(member.name) or one_line(publisher) or unnamed[member.role]
