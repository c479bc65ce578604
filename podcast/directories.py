"""What podcast apps and directories would refuse, or not show as it is meant."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from podcast.editions.address import web_address
from podcast.editions.speakers import claimed
from podcast.editions.wording import one_line, printable
from podcast.errors import UserError
from podcast.feed import LONGEST_DESCRIPTION, audience, bytes_in_feed, is_due, is_uuid, moment
from podcast.findings import Problem
from podcast.model import Script
from podcast.published import local_ledger
from podcast.record import load_record
from podcast.registry import target as registered
from podcast.settings import SHOW_FILE, Settings
from podcast.store import Store
from podcast.targets.address import read_address

LONGEST_TITLE = 150
LARGEST_BYTES = 200_000_000
"""Spotify takes no larger file."""
LONGEST_SHOW_TITLE = 255
_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_TURNS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
          "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
"""What changes the direction of writing, and what ends it (Unicode UAX #9)."""
_LISTENERS = {"machine": "this machine", "network": "the local network"}


def show_faults(settings: Settings) -> Iterator[Problem]:
    """What is wrong with the show itself."""
    place = settings.display(settings.root / SHOW_FILE)
    for name in ("author", "email", "description"):
        if not getattr(settings, name):
            yield Problem(place, f"{name} is empty; podcast directories ask for it")
    if reached := _LISTENERS.get(audience(settings.base_url)):
        yield Problem(place, f"base_url is {settings.base_url}: only {reached} can listen")
    elif settings.base_url.lower().startswith("http://"):
        yield Problem(place, "base_url begins with http://: directories and browsers want https://")
    if not is_uuid(settings.guid):
        yield Problem(place, f"guid '{settings.guid}' is no UUID, so no <podcast:guid> tells apps"
                      " that a moved feed is the same show")
    yield from _too_long(settings.description, "description", place)
    yield from _title(settings.title, LONGEST_SHOW_TITLE, "the show's title", place)
    claim = one_line(settings.copyright)
    if claimed(claim)[1] != claim:
        yield Problem(place, f"copyright is '{settings.copyright}': write only whose it is; the"
                      " files' tags say the year of each episode, players write the ©")
    yield from _alternates(settings, place)
    yield from _target(settings, place)


def _target(settings: Settings, place: str) -> Iterator[Problem]:
    """Why nothing could be sent where the show is published."""
    try:
        if settings.target:
            registered("targets", read_address(settings.target).scheme)
    except UserError as error:
        yield Problem(place, f"target: {error.what}. {error.next_step}", "error")


def _title(written: str, most: int, name: str, where: str) -> Iterator[Problem]:
    """What apps cut off a title, show as it is not meant, or leave out."""
    title = one_line(written)
    if len(title) > most:
        yield Problem(where, f"{name} has {len(title)} characters; apps cut it at some {most}")
    if markup := _MARKUP.search(title):
        yield Problem(where, f"{name} holds '{markup[0]}': apps show that as it stands, or drop it")
    for sign in dict.fromkeys(one for one in written if unicodedata.category(one) == "Cc"
                              and not one.isspace()):
        yield Problem(where, f"{name} holds a control character (U+{ord(sign):04X}), which is"
                      " dropped")
    if sign := _unclosed(title):
        yield Problem(where, f"{name} changes the direction of writing (U+{ord(sign):04X}) and does"
                      " not end that: apps would turn round what stands behind it")


def _unclosed(text: str) -> str:
    """The innermost change of direction that is not ended, or nothing."""
    opened: list[str] = []
    for sign in text:
        if sign in _TURNS:
            opened.append(sign)
        elif opened and sign == _TURNS[opened[-1]]:
            opened.pop()
    return opened[-1] if opened else ""


def _too_long(text: str, name: str, where: str) -> Iterator[Problem]:
    size_bytes = bytes_in_feed(printable(text).strip())
    if size_bytes > LONGEST_DESCRIPTION:
        yield Problem(where, f"the {name} has {size_bytes} bytes in the feed (an umlaut has two);"
                      f" Apple Podcasts takes {LONGEST_DESCRIPTION}, the rest is cut")


def _alternates(settings: Settings, place: str) -> Iterator[Problem]:
    from podcast.editions.alternates import encoder

    for kind in settings.alternates:
        try:
            encoder(kind)
        except UserError as error:
            yield Problem(place, f"alternates: {kind} cannot be made here: {error.what}."
                          f" {error.next_step}", "error")


def episode_faults(settings: Settings, script: Script, where: str) -> Iterator[Problem]:
    """What is wrong with an episode, and why it may not be in the feed."""
    now = datetime.now(UTC)
    yield from _title(script.title, LONGEST_TITLE, "the title", where)
    if script.url and not web_address(script.url):
        yield Problem(where, f"url '{script.url}' is no web address; show notes cannot link to it")
    if script.release.draft:
        yield Problem(where, "draft: it is in no feed")
    elif not is_due(script, settings, now):
        yield Problem(where, f"it falls due on {script.release.publish_at}, and is in no feed"
                      " until then")
    if settings.type == "serial" and script.release.kind == "full" and not script.release.episode:
        yield Problem(where, "it has no number, and a serial is heard by its numbers: write"
                      " episode: 1 into its front matter")
    if script.id in local_ledger(settings).withdrawn:
        yield Problem(where, "it was withdrawn, and is neither built nor published")
    yield from _made(settings, script, where)


def _made(settings: Settings, script: Script, where: str) -> Iterator[Problem]:
    """What is wrong with the last build."""
    record = load_record(Store(settings.store_dir), settings.guid, script.slug)
    if record is None:
        return
    item = record.item
    if item.audio.size_bytes > LARGEST_BYTES:
        yield Problem(where, f"the episode has {item.audio.size_bytes / 1e6:.0f} MB; Spotify takes"
                      f" {LARGEST_BYTES / 1e6:.0f} MB. Lower bitrate_kbps, or make two of it")
    yield from _too_long(item.summary, "summary", where)
    published = local_ledger(settings).episodes.get(script.slug)
    if published and published.record and published.guid == script.id:
        told = moment(item, settings)
        if told != datetime.fromisoformat(published.date):
            yield Problem(where, f"it was published with the date {published.date}, which stays;"
                          f" the script says {told.isoformat()}")


def alike(scripts: Sequence[tuple[str, Script]]) -> Iterator[Problem]:
    """Episodes that apps would take for the same, or put into one place; each with its file."""
    numbers = Counter((one.release.season, one.release.episode, one.release.kind)
                      for _, one in scripts if one.release.episode)
    titles = Counter(one_line(one.title).casefold() for _, one in scripts)
    for where, one in scripts:
        release = one.release
        if numbers[release.season, release.episode, release.kind] > 1:
            yield Problem(where, f"season {release.season or '–'}, episode {release.episode}:"
                          " another episode has the same number")
        if titles[one_line(one.title).casefold()] > 1:
            yield Problem(where, f"another episode has the title '{one_line(one.title)}', too")
