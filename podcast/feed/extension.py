"""Elements of other namespaces as one feedgen extension: feedgen's own iTunes extension knows no
true or false, and it has none for Podcasting 2.0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "fh": "http://purl.org/syndication/history/1.0",
}
_ALL = NAMESPACES | {"atom": "http://www.w3.org/2005/Atom"}
"""feedgen declares Atom itself."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One element, `prefix:name`."""

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Tag, ...] = ()


class EntryTags:
    """Appends `tags` to an item; feedgen wants a class it can construct without arguments."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """The namespaces by prefix."""
        return NAMESPACES

    def extend_rss(self, item: Any) -> Any:
        """Append the elements."""
        _append(item, self.tags)
        return item


class FeedTags(EntryTags):
    """Appends `tags` to the channel, and drops the clock's date from a feed without episodes."""

    def __init__(self) -> None:
        super().__init__()
        self.dated = True

    def extend_rss(self, rss: Any) -> Any:
        """Append the elements to the channel."""
        channel = rss[0]
        _append(channel, self.tags)
        for clock in [] if self.dated else channel.findall("lastBuildDate"):
            channel.remove(clock)
        return rss


def _append(parent: Any, tags: tuple[Tag, ...]) -> None:
    for tag in tags:
        prefix, _, name = tag.name.partition(":")
        element = parent.makeelement(f"{{{_ALL[prefix]}}}{name}", dict(tag.attributes))
        element.text = tag.text or None
        _append(element, tag.children)
        parent.append(element)
