"""What can be asked of one element of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcast.article.cleaning import clean, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORDS = re.compile(r"[a-z0-9]+")
_NAMED = ("role", "itemprop")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LANGUAGES = ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")


def names(element: _Element) -> frozenset[str]:
    """Every selector that this element answers to."""
    tag = str(element.tag)
    if not element.attrib:
        return frozenset((tag,))
    found = {tag, f"#{element.get('id', '')}"}
    for one in element.get("class", "").split():
        found |= {f".{one}", f"{tag}.{one}"}
    found |= {f"[{name}={element.get(name)}]" for name in _NAMED if element.get(name)}
    return frozenset(found)


def words(element: _Element) -> frozenset[str]:
    """The words that an element's class and id are made of."""
    text = f"{element.get('class', '')} {element.get('id', '')}"
    return frozenset(_WORDS.findall(text.lower())) if len(text) > 1 else frozenset()


def text_of(element: _Element) -> str:
    """All text inside, white space folded, invisible characters gone."""
    return fold(clean("".join(map(str, element.itertext())))[0])


def line_of(element: _Element) -> int:
    """The line of the source that the element begins in; 0 if unknown."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def lang_of(element: _Element) -> str:
    """The BCP 47 tag of the element's own language; empty if it does not say."""
    return next((element.get(name, "") for name in _LANGUAGES if element.get(name)), "").strip()


def is_hidden(element: _Element) -> bool:
    """Whether browsers, or screen readers, pass over this element."""
    return (element.get("hidden", "until-found") != "until-found"
            or element.get("aria-hidden") == "true"
            or _HIDDEN.search(element.get("style", "")) is not None)
