"""What a feed says of the show: elements of its channel beside plain RSS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from podcast.editions.address import file_address, web_address
from podcast.editions.wording import one_line, printable
from podcast.errors import UserError
from podcast.feed.category import itunes_category
from podcast.feed.extension import Tag
from podcast.feed.frequency import frequency, has_ended
from podcast.feed.people import producer
from podcast.feed.text import LONGEST_NAME, described, shortened, true_or_false
from podcast.model import Publication
from podcast.settings import SHOW_FILE, Settings

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@(?:{_LABEL}\.)+(?![0-9]+$){_LABEL}",
                    re.IGNORECASE | re.ASCII)
"""As HTML's fields take it (WHATWG, 4.10.5.1.5), with a domain that can be on the Internet."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WELL_KNOWN = re.compile(r"cc0-1\.0|cc-by(-nc)?(-sa|-nd)?-[1-4]\.0", re.IGNORECASE)
"""Licences that need no address: they are on the namespace's own list (licenses.json)."""


def require_feedable(settings: Settings) -> None:
    """Return if a feed can carry these settings, else raise UserError."""
    if not one_line(settings.title):
        raise UserError("the show's title is empty", SHOW_FILE,
                        'Write what podcast apps shall call it: title = "…".')
    base_address(settings)
    itunes_category(settings.category)
    if settings.email:
        email(settings)
    tuple(_licence(settings))
    tuple(frequency(settings))


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
    if has_ended(settings):
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
    yield from frequency(settings)


def base_address(settings: Settings) -> str:
    """The address below which everything of the show is found, with a slash at its end."""
    address = web_address(settings.base_url)
    if not address:
        raise UserError(f"base_url '{settings.base_url}' is no web address", SHOW_FILE,
                        "It begins with http:// or https://.")
    parts = urlsplit(settings.base_url.strip())
    if parts.username is not None or parts.password is not None:
        raise UserError("base_url holds a user's name or password, which everybody could read",
                        SHOW_FILE, "Take out what stands before the @.")
    if parts.query or parts.fragment:
        raise UserError(f"base_url '{settings.base_url}' is no address below which files can be"
                        " found", SHOW_FILE, "Take out what begins with ? or #.")
    return address.rstrip("/") + "/"


def email(settings: Settings) -> str:
    """The owner's address; UserError if it is none."""
    if not _EMAIL.fullmatch(settings.email):
        raise UserError(f"email '{settings.email}' is no e-mail address", SHOW_FILE,
                        'Write it like "redaktion@example.org" (a domain with umlauts as xn--…),'
                        " or leave it out.")
    return settings.email


def is_uuid(guid: str) -> bool:
    """Whether a show's guid can be one of Podcasting 2.0."""
    return _UUID.fullmatch(guid) is not None


def _licence(settings: Settings) -> Iterator[Tag]:
    name, address = one_line(settings.licence), web_address(settings.licence_url)
    if settings.licence_url and not address:
        raise UserError(f"licence_url '{settings.licence_url}' is no web address", SHOW_FILE,
                        "It begins with http:// or https://.")
    if name and not address and not _WELL_KNOWN.fullmatch(name):
        raise UserError(f"the licence '{name}' needs its address", SHOW_FILE,
                        'Add licence_url = "https://…", or take one that is known everywhere, like'
                        " cc-by-4.0.")
    if name:
        known = _WELL_KNOWN.fullmatch(name)
        yield Tag("podcast:license", name.lower() if known else name,
                  (("url", address),) if address else ())
