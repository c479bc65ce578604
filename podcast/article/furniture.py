"""What on a page is no article: navigation, forms, teasers, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from podcast.article.elements import is_hidden, names, text_of, words
from podcast.article.punctuation import ends_sentence
from podcast.article.rules import Rules

if TYPE_CHECKING:
    from lxml.etree import _Element

SILENT = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe"))
"""Elements whose content browsers never show as text."""
_MAJORITY = 0.4
"""What holds so much of a page's text is no furniture, whatever its name."""
_LINKS = 0.5
_LINK_LIST = 0.8
_LONGEST_HEADING = 80
_NEVER = ("html", "body", "main")
_BESIDE = ("aside", "footer", "article", "header")
_PROTECTED = ("h1", "h2", "h3", "p", "figcaption")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of an element is text, and how much of that is links; white space not counted."""

    text: int = 0
    linked: int = 0

    @property
    def links(self) -> float:
        """The share of links, 0 to 1."""
        return self.linked / self.text if self.text else 0.0


_NOTHING = Size()


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page, the size of each of its elements, and which of them are not read."""

    root: _Element
    rules: Rules
    sizes: dict[_Element, Size]
    furniture: frozenset[_Element] = frozenset()
    """The outermost elements that are furniture or hidden."""
    depth: int = 0
    """How deep its elements are nested."""

    def size(self, element: _Element) -> Size:
        """The size of one element."""
        return self.sizes.get(element, _NOTHING)


def measured(root: _Element, rules: Rules) -> Page:
    """A page that knows its furniture."""
    from lxml import etree

    sizes, depth = _sizes(root)
    page = Page(root, rules, sizes, depth=depth)
    furniture = []
    steps = etree.iterwalk(root, events=("start",))
    for _, element in steps:
        if _is_furniture(page, element):
            furniture.append(element)
            steps.skip_subtree()
    return replace(page, furniture=frozenset(furniture))


def _sizes(root: _Element) -> tuple[dict[_Element, Size], int]:
    """The size of each element and the depth of the tree, from one walk."""
    from lxml import etree

    sizes: dict[_Element, Size] = {}
    open_: list[list[int]] = [[0, 0]]
    links = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            links += element.tag == "a"
            open_.append([0, 0])
            depth = max(depth, len(open_))
            _count(open_[-1], "" if element.tag in SILENT else element.text, links)
            continue
        if event == "end":
            links -= element.tag == "a"
            text, linked = open_.pop()
            text = 0 if element.tag in SILENT else text
            sizes[element] = Size(text, linked) if text else _NOTHING
            open_[-1][0] += text
            open_[-1][1] += linked
        _count(open_[-1], element.tail, links)
    return sizes, depth


def _count(sums: list[int], text: str | None, links: int) -> None:
    length = sum(map(len, text.split())) if text else 0
    sums[0] += length
    sums[1] += length if links > 0 else 0


def _is_furniture(page: Page, element: _Element) -> bool:
    if is_hidden(element):
        return True
    if names(element) & page.rules.furniture:
        return element.tag != "form" or not _holds_much(page, element)
    return _named_so(page, element) or _is_link_list(page, element)


def _named_so(page: Page, element: _Element) -> bool:
    found = words(element)
    named = bool(found & page.rules.furniture_words) and element.tag not in _PROTECTED
    beside = element.tag in _BESIDE or bool(found & page.rules.teaser_words)
    return ((named or (beside and page.size(element).links > _LINKS))
            and element.tag not in _NEVER and not _holds_much(page, element))


def _is_link_list(page: Page, element: _Element) -> bool:
    return (element.tag in ("ul", "ol") and page.size(element).links > _LINK_LIST
            and (len(element) > 1 or _is_announced(element)))


def _is_announced(element: _Element) -> bool:
    """Whether the line above ends with a colon, or without a stop as headings do."""
    above = element.getprevious()
    line = text_of(above) if above is not None and isinstance(above.tag, str) else ""
    return 0 < len(line) <= _LONGEST_HEADING and not ends_sentence(line)


def _holds_much(page: Page, element: _Element) -> bool:
    return page.size(element).text > _MAJORITY * page.size(page.root).text
