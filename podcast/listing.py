"""The page that stands in for `output/index.html` until one is built, and what makes either follow
edits."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from podcast.editions.wording import wording
from podcast.feed import FEED_FILE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LISTING = Path(__file__).with_name("listing.html")
_EXACT = "{http://www.itunes.com/dtds/podcast-1.0.dtd}title"
"""The title without what keeps apps from taking it for HTML."""
_FOLLOWING = Path(__file__).with_name("edited.html")


def listing(output_dir: Path, *, follows: bool = False) -> str:
    """A page in HTML with the episodes of the feed; in German, as the feed is.

    One that `follows` plays from the sentence that was edited last.
    """
    channel = _channel(output_dir / FEED_FILE)
    values = {"language": "de", "title": "Podcast", "description": ""}
    items: list[Element] = []
    if channel is not None:
        items = channel.findall("item")
        values |= {name: channel.findtext(name) or values[name] for name in values}
    base = "" if channel is None else channel.findtext("link") or ""
    links = "\n".join(_link(item, base) for item in items)
    episodes = f"<ol>\n{links}\n</ol>" if items else f"<p>{wording('de').no_episodes}</p>"
    template = Template(_LISTING.read_text(encoding="utf-8"))
    page = template.substitute({key: escape(value) for key, value in values.items()}
                               | {"episodes": episodes})
    return following(page) if follows else page


def following(page: str) -> str:
    """The same page, which plays from the sentence that was edited last."""
    return page.replace("<main>\n", f"<main>\n{_FOLLOWING.read_text(encoding='utf-8')}", 1)


def _channel(path: Path) -> Element | None:
    from xml.etree import ElementTree

    try:
        return ElementTree.parse(path).getroot().find("channel")
    except (OSError, ElementTree.ParseError):
        return None


def _link(item: Element, base: str) -> str:
    """An episode's list entry, relative to the page where the file lies below the feed's base."""
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else enclosure.get("url", "")
    title = escape(item.findtext(_EXACT) or item.findtext("title") or address)
    return f'<li><a href="{escape(address.removeprefix(base))}">{title}</a></li>'
