"""How a show is followed: its feed's address, links into apps, and a code for phones."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from podcast.editions.address import file_address
from podcast.editions.wording import one_line, wording
from podcast.feed import FEED_FILE, base_address
from podcast.feed.audience import is_preview
from podcast.settings import Settings

APPS = (
    ("AntennaPod", "https://antennapod.org/deeplink/subscribe?url={whole}&title={title}"),
    ("Apple Podcasts", "podcast://{bare}"),
    ("Overcast", "overcast://x-callback-url/add?url={whole}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
)
"""Apps that say how they are opened with a feed: antennapod.org/documentation (Podcasters &
Hosters), Apple's own scheme on iOS and macOS, overcast.fm/podcasterinfo, and the intents of
github.com/Automattic/pocket-casts-android."""


def feed_address(settings: Settings) -> str:
    """Where the feed is found; UserError if the show's address is none."""
    return file_address(base_address(settings), FEED_FILE)


def apps(settings: Settings) -> Iterator[str]:
    """A list item for each app; none while the show is only on this machine."""
    if is_preview(settings.base_url):
        return
    feed = feed_address(settings)
    parts = {"whole": quote(feed, safe=""), "bare": feed.partition("://")[2],
             "title": quote(one_line(settings.title), safe="")}
    label = escape(wording(settings.language).front["apps"])
    yield f'<p class="apps-how">{label}</p>\n<ul class="apps">\n'
    for name, address in APPS:
        yield f'<li><a href="{escape(address.format(**parts))}">{name}</a></li>\n'
    yield "</ul>\n"


def code(settings: Settings) -> str:
    """The feed's address as a QR code (ISO/IEC 18004) in SVG; none while the show is only on this
    machine."""
    if is_preview(settings.base_url):
        return ""
    import segno

    words = wording(settings.language).front
    drawn = segno.make_qr(feed_address(settings)).svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    named = drawn.replace("<svg", f'<svg role="img" aria-label="{escape(words["code"])}"', 1)
    return f"<figure>{named}<figcaption>{escape(words['code_how'])}</figcaption></figure>\n"
