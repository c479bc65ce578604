"""What a page says of itself: JSON-LD, OpenGraph, `<meta>`, `<time>` and `<link>`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from podcast.article.byline import byline_of
from podcast.article.cleaning import clean, fold
from podcast.article.dates import iso_date
from podcast.article.elements import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLES = ("article", "posting", "interview", "report")
_MOST_NODES = 2_000
_SEPARATORS = (" | ", " – ", " — ", " - ", " · ", " :: ")


@dataclass(frozen=True, slots=True)
class Details:
    """Everything a page says of its article; empty where it is silent."""

    title: str = ""
    """As headlines for machines have it, which may differ from the printed one."""
    description: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    """ISO 8601 date."""
    url: str = ""
    language: str = ""
    """BCP 47 primary tag."""
    is_free: bool = True
    """False where the page says that only subscribers see all of it."""


def read_details(root: _Element, url: str) -> Details:
    """The details of a parsed page that was found at `url`."""
    data, metas = _linked_data(root), _metas(root)
    publisher = _name(data.get("publisher")) or metas.get("og:site_name", "")
    return Details(
        title=_first(data.get("headline"), metas.get("og:title"), _page_title(root, publisher)),
        description=_first(data.get("description"), metas.get("og:description"),
                           metas.get("description")),
        author=_author(data, metas),
        publisher=_first(publisher, metas.get("application-name")),
        published=_published(root, data, metas),
        url=_address(root, metas, url),
        language=_language(root, data, metas),
        is_free=str(data.get("isAccessibleForFree", True)).lower() != "false",
    )


def _linked_data(root: _Element) -> dict[str, Any]:
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            for node in _nodes(script.text or ""):
                kinds = node.get("@type", "")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if str(kind).lower().endswith(_ARTICLES):
                        return node
    return {}


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document: those at its top, in lists and in graphs."""
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = [*node[:_MOST_NODES], *waiting]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _metas(root: _Element) -> dict[str, str]:
    """`<meta>` and elements with `itemprop`, by name; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.setdefault(name.lower(), _text(meta.get("content")))
    return found


def _author(data: dict[str, Any], metas: dict[str, str]) -> str:
    found = _first(_name(data.get("author")), metas.get("author"), metas.get("article:author"),
                   metas.get("dc.creator"))
    return "" if "://" in found else byline_of(found) or found


def _name(value: Any) -> str:
    """The name, or the names, of a person or an organisation."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, map(_name, value[:20]))))
    return _text(value.get("name") if isinstance(value, dict) else value)


def _published(root: _Element, data: dict[str, Any], metas: dict[str, str]) -> str:
    times = [one.get("datetime", "") for one in root.iter("time")]
    named = [metas.get(name) for name in ("article:published_time", "datepublished",
                                          "date", "dc.date", "dcterms.created")]
    values = [data.get("datePublished"), *named, *times[:1]]
    return next(filter(None, map(iso_date, values)), "")


def _address(root: _Element, metas: dict[str, str], url: str) -> str:
    links = [link.get("href", "") for link in root.iter("link")
             if link.get("rel", "").lower() == "canonical"]
    for place in (*links, metas.get("og:url", ""), url):
        try:
            address = urljoin(url, place.strip()) if place else ""
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            return address
    return ""


def _language(root: _Element, data: dict[str, Any], metas: dict[str, str]) -> str:
    value = _first(root.get("lang"), root.get("xml:lang"), data.get("inLanguage"),
                   metas.get("og:locale"), metas.get("language"))
    tag = value.replace("_", "-").partition("-")[0].lower()
    return tag if tag.isalpha() and 2 <= len(tag) <= 3 else ""


def _page_title(root: _Element, publisher: str) -> str:
    """The text of `<title>` without the publisher's name."""
    element = next(root.iter("title"), None)
    title = text_of(element) if element is not None else ""
    for separator in _SEPARATORS:
        head, _, tail = title.rpartition(separator)
        if head and (tail.casefold() == publisher.casefold() or separator == " | "):
            return head
    return title


def _first(*values: Any) -> str:
    return next(filter(None, map(_text, values)), "")


def _text(value: Any) -> str:
    from html import unescape

    return fold(clean(unescape(value))[0]) if isinstance(value, str) else ""
