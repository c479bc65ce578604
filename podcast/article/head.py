"""The top of an article on a page: its title, what stands under it, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from podcast.article.byline import byline_of, dated_names
from podcast.article.details import Details
from podcast.article.elements import names, text_of, words
from podcast.article.furniture import Page
from podcast.article.words import listed
from podcast.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_TITLE = 250
_LONGEST_STANDFIRST = 1_000
_SHORTEST_STANDFIRST = 20
_LONG_PARAGRAPH = 300
_LONGEST_LINE = 90
"""A line between title and text that says who wrote it, when, or how long reading takes."""
_REACH = 400
"""How many elements behind the title its surroundings reach."""
_NEAR = 6
_MOST_TITLES = 100


@dataclass(frozen=True, slots=True)
class Head:
    """The top of an article as it is printed on the page."""

    title: str
    subtitle: str = ""
    author: str = ""
    published: str = ""
    """ISO 8601 date in the authors' line."""
    read: frozenset[str] = frozenset()
    """Texts of paragraphs that are in it, and so not in the article's body."""


def read_head(page: Page, content: _Element, details: Details) -> Head:
    """The head of the article in `content`; where the page prints none, its details."""
    heading = _heading(page, content, details)
    if heading is None:
        return Head(details.title, author=details.author)
    around = list(_behind(page, heading))
    subtitle = _standfirst(page, around, content)
    bylines = [text_of(one) for one in around if _is_byline(page, one)]
    times = [text_of(one) for one in around if one.tag == "time"]
    dated = [(line, *dated_names(line)) for line in bylines]
    author = details.author or next((names for _, names, _ in dated if names), "")
    published = next((day for _, _, day in dated if day), "")
    title = _title(heading)
    named = [line for line, names, _ in dated if names or (author and author in line)]
    lines = {line for line in (*named, *times) if len(line) <= _LONGEST_LINE}
    read = frozenset({title, text_of(heading), subtitle, *lines})
    return Head(title, subtitle, author, published, read)


def take_head(blocks: tuple[Block, ...], head: Head) -> tuple[Head, tuple[Block, ...]]:
    """The head, with an author's line found below it, and the blocks that are not in it.

    No title stands there twice, no line above it, and no heading that nothing follows.
    """
    start = next((place + 1 for place, one in enumerate(blocks[:_NEAR])
                  if one.kind == "heading" and one.text in head.read), 0)
    above = tuple(one for one in blocks[:start] if one.kind in ("caption", "alt"))
    body = (*above, *blocks[start:])
    if not head.read and body and body[0].text == head.title:
        body = body[1:]
    end = next((place for place in range(len(body), 0, -1) if body[place - 1].kind != "heading"), 0)
    reach = next((place for place, one in enumerate(body) if len(one.text) > _LONG_PARAGRAPH), 0)
    reach = min(max(reach, _NEAR), end)
    found = next(filter(None, (byline_of(one.text) for one in body[:reach])), "")
    head = replace(head, author=head.author or found)
    kept = tuple(one for one in body[:reach] if not _is_head_line(one, head))
    return head, (*kept, *body[reach:end])


def _heading(page: Page, content: _Element, details: Details) -> _Element | None:
    """The printed title: the one the page's details name, else the one nearest to the text."""
    found = [one for one in islice(page.root.iter("h1"), _MOST_TITLES) if _is_shown(page, one)]
    named = [one for one in found if _same(text_of(one), details.title)]
    inside = [one for one in found if content in one.iterancestors()]
    others = [one for one in found if text_of(one).casefold() != details.publisher.casefold()]
    return next(iter((*named, *inside, *reversed(others))), None)


def _is_shown(page: Page, heading: _Element) -> bool:
    chain = (heading, *heading.iterancestors())
    return (0 < page.size(heading).text <= _LONGEST_TITLE
            and not any(one in page.furniture for one in chain))


def _same(printed: str, title: str) -> bool:
    one, other = printed.casefold(), title.casefold()
    return bool(one and other) and (one in other or other in one)


def _title(heading: _Element) -> str:
    """The heading's text; a line of its own above the headline ends with a colon."""
    parts = [text_of(one) for one in heading if text_of(one)]
    if len(parts) != 2 or "".join(parts).replace(" ", "") != text_of(heading).replace(" ", ""):
        return text_of(heading)
    above, below = parts
    return f"{above} {below}" if not above[-1].isalnum() else f"{above}: {below}"


def _behind(page: Page, heading: _Element) -> Iterator[_Element]:
    """The elements that follow the heading, up to the first long paragraph."""
    from lxml import etree

    seen = False
    reach = _REACH
    steps = etree.iterwalk(page.root, events=("start",))
    for _, element in steps:
        if element is heading:
            seen = True
            steps.skip_subtree()
        elif element in page.furniture:
            steps.skip_subtree()
        elif seen:
            reach -= 1
            if not reach or (element.tag == "p" and page.size(element).text > _LONG_PARAGRAPH
                             and not words(element) & page.rules.standfirst_words):
                return
            yield element


def _standfirst(page: Page, around: list[_Element], content: _Element) -> str:
    for one in around:
        if _SHORTEST_STANDFIRST <= page.size(one).text <= _LONGEST_STANDFIRST:
            if words(one) & page.rules.standfirst_words and content not in one.iterdescendants():
                return text_of(one)
            if one.tag == "h2" and _before_text(one):
                return text_of(one)
    return ""


def _before_text(heading: _Element) -> bool:
    """Whether an h2 stands in the article's own header, beside its title."""
    parent = heading.getparent()
    return parent is not None and parent.tag in ("header", "hgroup")


def _is_byline(page: Page, element: _Element) -> bool:
    return (bool(words(element) & page.rules.byline_words) or element.get("rel") == "author"
            or "[itemprop=author]" in names(element))


def _is_head_line(block: Block, head: Head) -> bool:
    if block.text in head.read:
        return True
    if len(block.text) > _LONGEST_LINE or block.kind in ("caption", "alt", "table"):
        return False
    by = byline_of(block.text)
    return bool(by and by == head.author) or block.text.startswith(listed("page", "reading_time"))
