"""Who has a part in an episode, by the roles of the Podcast Taxonomy (podcasttaxonomy.com)."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.editions.wording import one_line, wording
from podcast.feed.extension import Tag
from podcast.model import Script

LONGEST_NAME = 128


def producer(name: str) -> Tag:
    """Whoever makes the show."""
    return _person(name, "creative direction", "producer")


def people(script: Script, show_author: str) -> Iterator[Tag]:
    """All of an episode: they replace whom the channel names, so its producer is named again.

    No one of them is heard: guest and interviewer spoke for print, the voices are synthetic.
    """
    yield producer(show_author)
    if one_line(script.author):
        yield _person(script.author, "writing", "author")
    for role, name in (("guest", "guest"), ("journalist", "reporter")):
        for member in script.cast:
            if member.role == role and one_line(member.name):
                yield _person(member.name, "cast", name)
    yield _person(wording(script.language).synthetic_voice, "cast", "narrator")


def _person(name: str, group: str, role: str) -> Tag:
    return Tag("podcast:person", one_line(name)[:LONGEST_NAME], (("group", group), ("role", role)))
