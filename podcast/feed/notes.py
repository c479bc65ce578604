"""Show notes: what stands below an episode in a podcast app, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from podcast.editions.address import file_address, web_address
from podcast.editions.wording import corrections, disclosed, one_line, printable, wording
from podcast.feed.item import FeedItem

PAGE = "page"
"""The edition that is a page to read and hear."""


def show_notes(item: FeedItem, base: str) -> str:
    """Summary, chapter times, article and page, corrections and the note on synthetic voices, all
    escaped; files are found below the address `base`."""
    return "".join(_parts(item, base))


def _parts(item: FeedItem, base: str) -> Iterator[str]:
    script = item.script
    words = wording(script.language)
    for paragraph in printable(item.summary).split("\n"):
        if paragraph.strip():
            yield f"<p>{escape(paragraph.strip())}</p>"
    if item.chapters:
        lines = (f"{clock(one.start_s)} {escape(one_line(one.title))}" for one in item.chapters)
        yield f"<p><strong>{words.chapters}</strong><br>{'<br>'.join(lines)}</p>"
    if PAGE in item.files:
        yield _link(file_address(base, item.files[PAGE].path), words.page)
    if web_address(script.url):
        yield _link(web_address(script.url), words.source)
    for line in corrections(script):
        yield f"<p>{escape(line)}</p>"
    yield f"<p>{escape(disclosed(script))}</p>"


def _link(address: str, text: str) -> str:
    return f'<p><a href="{escape(address)}">{text}</a></p>'


def clock(seconds: float) -> str:
    """A time as podcast apps turn into a link: `00:04:05`."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
