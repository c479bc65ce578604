"""What podcast apps and directories would refuse, or not show as it is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from podcast.editions.address import web_address
from podcast.editions.wording import one_line, printable
from podcast.errors import UserError
from podcast.feed import LONGEST_DESCRIPTION, bytes_in_feed, is_due, is_uuid, moment
from podcast.findings import Problem
from podcast.model import Script
from podcast.published import is_withdrawn, local_ledger
from podcast.record import load_record
from podcast.settings import SHOW_FILE, Settings
from podcast.store import Store

LONGEST_TITLE = 150
LARGEST_BYTES = 200_000_000
"""Spotify takes no larger file."""
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def show_faults(settings: Settings) -> Iterator[Problem]:
    """What is wrong with the show itself."""
    place = settings.display(settings.root / SHOW_FILE)
    for name in ("author", "email", "description"):
        if not getattr(settings, name):
            yield Problem(place, f"{name} is empty; podcast directories ask for it")
    if any(one in settings.base_url for one in _LOCAL):
        yield Problem(place, f"base_url is {settings.base_url}: only this machine can listen")
    elif settings.base_url.startswith("http://"):
        yield Problem(place, "base_url begins with http://: directories and browsers want https://")
    if not is_uuid(settings.guid):
        yield Problem(place, f"guid '{settings.guid}' is no UUID, so no <podcast:guid> tells apps"
                      " that a moved feed is the same show")
    yield from _too_long(settings.description, "description", place)
    yield from _alternates(settings, place)


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
    title = one_line(script.title)
    if len(title) > LONGEST_TITLE:
        yield Problem(where, f"the title has {len(title)} characters; apps cut it at some"
                      f" {LONGEST_TITLE}")
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
    published = local_ledger(settings).episodes.get(script.slug)
    if is_withdrawn(settings, script.slug, published):
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
