"""An episode as the feed tells of it, and when listeners may have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from podcast.errors import UserError
from podcast.model import Chapter, Publication, Script
from podcast.script.release import time_of
from podcast.settings import Settings


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An episode as the feed tells of it."""

    script: Script
    seconds: float
    summary: str
    chapters: tuple[Chapter, ...]
    files: Mapping[str, Publication]
    """What was made of it, by the name of its edition."""
    date: str = ""
    """ISO 8601 time with which it was first published; empty: the script tells."""

    @property
    def audio(self) -> Publication:
        """The episode's sound."""
        return self.files["mp3"]

    @property
    def cover(self) -> Publication | None:
        """The episode's picture."""
        return self.files.get("cover")


def episode_date(script: Script) -> str:
    """The date of an episode as its script tells it: when it is due, else when it was made."""
    return script.release.publish_at or script.created


def moment(item: FeedItem, settings: Settings) -> datetime:
    """The episode's date for ever; UserError if it is none."""
    return in_zone(item.date or episode_date(item.script), settings,
                   f"scripts/{item.script.slug}.md")


def in_zone(written: str, settings: Settings, where: str) -> datetime:
    """An ISO 8601 date or time; without an offset it is meant in the show's time zone."""
    try:
        found = time_of(written)
    except ValueError as error:
        raise UserError(f"'{written}' is no date", where,
                        'Write it like "2024-03-01T10:00:00+01:00".') from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(settings.timezone))


def is_due(script: Script, settings: Settings, now: datetime) -> bool:
    """Whether listeners may have an episode by now."""
    release = script.release
    return not release.draft and (not release.publish_at or _due(script, settings) <= now)


def next_due(scripts: Iterable[Script], settings: Settings, now: datetime) -> datetime | None:
    """When the next of these episodes falls due; None: nothing is waited for."""
    waited = (_due(one, settings) for one in scripts
              if one.release.publish_at and not one.release.draft)
    return min((at for at in waited if at > now), default=None)


def _due(script: Script, settings: Settings) -> datetime:
    return in_zone(script.release.publish_at, settings, f"scripts/{script.slug}.md")
