"""What a feed says of the show: elements of its channel beside plain RSS."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from podcast.editions.address import file_address, web_address
from podcast.editions.wording import one_line, printable
from podcast.errors import UserError
from podcast.feed.category import itunes_category
from podcast.feed.extension import Tag
from podcast.feed.people import producer
from podcast.feed.text import LONGEST_NAME, described, shortened, true_or_false
from podcast.model import Publication
from podcast.settings import SHOW_FILE, Settings

FREQUENCIES = Path(__file__).with_name("frequencies.toml")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@.<>()\[\],;:\\\"]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WELL_KNOWN = re.compile(r"cc0-1\.0|cc-by(-nc)?(-sa|-nd)?-[1-4]\.0", re.IGNORECASE)
"""Licences that need no address: they are on the namespace's own list (licenses.json)."""


def require_feedable(settings: Settings) -> None:
    """Return if a feed can carry these settings, else raise UserError."""
    base_address(settings)
    itunes_category(settings.category)
    if settings.email:
        email(settings)
    tuple(_licence(settings))
    tuple(_frequency(settings))


def show_tags(settings: Settings, cover: Publication | None) -> Iterator[Tag]:
    """The channel's elements of iTunes and of Podcasting 2.0; UserError names a wrong setting."""
    title = one_line(settings.title)
    author = shortened(one_line(settings.author) or title, LONGEST_NAME)
    category, sub = itunes_category(settings.category)
    inner = (Tag("itunes:category", attributes=(("text", sub),)),) if sub else ()
    yield Tag("itunes:author", author)
    yield Tag("itunes:category", attributes=(("text", category),), children=inner)
    yield Tag("itunes:explicit", true_or_false(settings.explicit))
    yield Tag("itunes:type", settings.type)
    if _ended(settings):
        yield Tag("itunes:complete", "yes")
    yield Tag("itunes:summary", described(printable(settings.description).strip() or title))
    if settings.email:
        yield Tag("itunes:owner", children=(Tag("itunes:name", author),
                                            Tag("itunes:email", email(settings))))
    if cover:
        yield Tag("itunes:image",
                  attributes=(("href", file_address(base_address(settings), cover.path)),))
    yield from _podcasting_2(settings, author)


def _podcasting_2(settings: Settings, author: str) -> Iterator[Tag]:
    """https://podcastindex.org/namespace/1.0"""
    if is_uuid(settings.guid):
        yield Tag("podcast:guid", settings.guid.lower())
    yield Tag("podcast:locked", "yes" if settings.locked else "no",
              (("owner", email(settings)),) if settings.email else ())
    yield Tag("podcast:medium", "podcast")
    yield Tag("podcast:txt", "true", (("purpose", "ai-content"),))
    yield producer(author)
    yield from _licence(settings)
    yield from _frequency(settings)


def base_address(settings: Settings) -> str:
    """The address below which everything of the show is found, with a slash at its end."""
    address = web_address(settings.base_url)
    if not address:
        raise UserError(f"base_url '{settings.base_url}' is no web address", SHOW_FILE,
                        "It begins with http:// or https://.")
    return address.rstrip("/") + "/"


def email(settings: Settings) -> str:
    """The owner's address; UserError if it is none."""
    if not _EMAIL.fullmatch(settings.email):
        raise UserError(f"email '{settings.email}' is no e-mail address", SHOW_FILE,
                        'Write it like "redaktion@example.org", or leave it out.')
    return settings.email


def is_uuid(guid: str) -> bool:
    """Whether a show's guid can be one of Podcasting 2.0."""
    return _UUID.fullmatch(guid) is not None


def _licence(settings: Settings) -> Iterator[Tag]:
    name, address = one_line(settings.licence), web_address(settings.licence_url)
    if name and not address and not _WELL_KNOWN.fullmatch(name):
        raise UserError(f"the licence '{name}' needs its address", SHOW_FILE,
                        'Add licence_url = "https://…", or take one that is known everywhere, like'
                        " cc-by-4.0.")
    if name:
        known = _WELL_KNOWN.fullmatch(name)
        yield Tag("podcast:license", name.lower() if known else name,
                  (("url", address),) if address else ())


def _frequency(settings: Settings) -> Iterator[Tag]:
    """How often episodes come: a word that is known, or a rule of iCalendar (RFC 5545, 3.3.10)."""
    written = one_line(settings.update_frequency)
    if not written:
        return
    rule = written if written.startswith("FREQ=") else _rules().get(written.casefold())
    if rule is None:
        raise UserError(f"unknown update_frequency '{written}'", SHOW_FILE,
                        f"Known: {', '.join(_rules())}, and rules like FREQ=WEEKLY;BYDAY=MO.")
    how = ("rrule", rule) if rule else ("complete", "true")
    yield Tag("podcast:updateFrequency", written, (how,))


def _ended(settings: Settings) -> bool:
    """Whether no further episode comes."""
    return _rules().get(one_line(settings.update_frequency).casefold()) == ""


@cache
def _rules() -> Mapping[str, str]:
    known: dict[str, str] = tomllib.loads(FREQUENCIES.read_text(encoding="utf-8"))
    return known
