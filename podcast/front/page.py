"""The show's front page as HTML, with the files it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from string import Template

from podcast.editions.wording import one_line, printable, wording
from podcast.feed import FEED_FILE, FeedItem, moment
from podcast.front import assets
from podcast.front.episodes import entry
from podcast.front.subscribing import apps, code, feed_address
from podcast.settings import Settings

FRONT_FILE = "index.html"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def front_pages(settings: Settings, items: Sequence[FeedItem], cover_jpeg: bytes,
                ) -> Mapping[str, bytes]:
    """The front page of a show and its files by name, newest episode first; same arguments, same
    bytes. Without a cover it has no picture.

    UserError names a setting that cannot be used (base_url, language), or a script whose date is
    none.
    """
    files = dict((assets.style(), assets.script()))
    style, script = files
    picture = ""
    if cover_jpeg:
        picture, small = assets.picture(cover_jpeg)
        files[picture] = small
    page = _page(settings, items, {"style": style, "script": script, "picture": picture})
    return {**files, FRONT_FILE: page.encode()}


def _page(settings: Settings, items: Sequence[FeedItem], names: Mapping[str, str]) -> str:
    words, newest = wording(settings.language), _newest(settings, items)
    title, author = one_line(settings.title), one_line(settings.author)
    kicker = words.front["kicker_by"].format(author=author) if author else words.front["kicker"]
    values = {
        **_phrases(settings.language), "language": escape(settings.language),
        "title": escape(title), "kicker": escape(kicker),
        "style": names["style"], "script": names["script"], "feed_file": FEED_FILE,
        "picture": _picture(names["picture"], title, words.front["cover"]),
        "description": escape(one_line(settings.description)),
        "about": "".join(_paragraphs(settings.description)),
        "found": _data(dict(words.found)), "chapters": _data(dict(_chapters(newest))),
        "feed": escape(feed_address(settings)),
        "apps": "".join(apps(settings)), "code": code(settings),
        "list": "".join(_entries(settings, newest)) or f"<p>{escape(words.no_episodes)}</p>\n"}
    return _template().substitute(values)


def _newest(settings: Settings, items: Sequence[FeedItem]) -> Sequence[tuple[datetime, FeedItem]]:
    return sorted(((moment(item, settings), item) for item in items),
                  key=lambda one: (one[0], one[1].script.id), reverse=True)


def _entries(settings: Settings, newest: Sequence[tuple[datetime, FeedItem]]) -> Iterator[str]:
    if newest:
        yield '<ol class="episodes">\n'
        for when, item in newest:
            yield entry(settings, item, when)
        yield "</ol>\n"


def _chapters(newest: Sequence[tuple[datetime, FeedItem]]) -> Iterator[tuple[str, object]]:
    """What the search finds beside titles and guests, by episode: seconds and titles."""
    for _, item in newest:
        yield item.script.slug, [[round(one.start_s, 2), one_line(one.title)]
                                 for one in item.chapters]


def _data(value: object) -> str:
    """JSON that ends no script element."""
    return _JSON.encode(value).replace("<", "\\u003c")


def _picture(name: str, title: str, alt: str) -> str:
    described = escape(alt.format(title=title))
    return f'<img src="{name}" width="480" height="480" alt="{described}">\n' if name else ""


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in printable(text).split("\n"):
        if paragraph.strip():
            yield f"<p>{escape(one_line(paragraph))}</p>\n"


@cache
def _phrases(language: str) -> Mapping[str, str]:
    """Fixed phrases by the name they have in the template."""
    words = wording(language)
    return {f"say_{name}": escape(text) for name, text in words.front.items()} | {
        "skip": escape(words.hearing["skip"])}


@cache
def _template() -> Template:
    return Template((assets.FOLDER / "front.html").read_text(encoding="utf-8"))
