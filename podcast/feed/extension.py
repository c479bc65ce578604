"""The iTunes elements of a feed as a feedgen extension: feedgen's own knows no true or false."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"


@dataclass(frozen=True, slots=True)
class Tag:
    """One element of the iTunes namespace."""

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Tag, ...] = ()


class ItunesEntry:
    """Appends `tags` to an item; feedgen wants a class it can construct without arguments."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """The namespace's prefix."""
        return {"itunes": ITUNES}

    def extend_rss(self, item: Any) -> Any:
        """Append the elements."""
        _append(item, self.tags)
        return item


class ItunesFeed(ItunesEntry):
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
        element = parent.makeelement(f"{{{ITUNES}}}{tag.name}", dict(tag.attributes))
        element.text = tag.text or None
        _append(element, tag.children)
        parent.append(element)
