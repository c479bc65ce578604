"""Where on a page the article stands."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from podcast.article.cleaning import fold
from podcast.article.elements import names, text_of
from podcast.article.furniture import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

Weights = dict["_Element", int]

_INNER = 0.85
"""An element that holds so much of another's text may stand for it."""
_CLEAR = 0.5
"""Less of the page's prose than this leaves doubt whether it is the article."""
_PREFIX = 40
_LONGEST_PARAGRAPH = 20_000
_LARGEST, _MOST, _DEEPEST = 200_000, 15_000, 150
"""Letters, elements and depth of a page up to which trafilatura is asked."""


def find_content(page: Page) -> _Element:
    """The innermost element that holds the article, as the page's markup or trafilatura says."""
    prose = _prose(page)
    body = next(page.root.iter("body"), page.root)
    marked = [one for one in prose if names(one) & page.rules.exact]
    if marked and prose[max(marked, key=prose.__getitem__)]:
        return max(marked, key=prose.__getitem__)
    named = [one for one in prose if names(one) & page.rules.content]
    best = _innermost(max(named, key=prose.__getitem__), named, prose) if named else body
    total = prose.get(body, 0)
    clear = bool(named) and prose[best] >= _CLEAR * total
    if clear or not _is_usual(page):
        return best if prose.get(best) else body
    found = _by_trafilatura(page)
    return max((best if named else found, found), key=lambda one: prose.get(one, 0))


def _is_usual(page: Page) -> bool:
    return (page.size(page.root).text <= _LARGEST and len(page.sizes) <= _MOST
            and page.depth <= _DEEPEST)


def _prose(page: Page) -> Weights:
    """How much text that is no link stands in each element, outside furniture."""
    return _weigh(page, lambda one: page.size(one).text - page.size(one).linked
                  - sum(page.size(child).text - page.size(child).linked for child in one))


def _weigh(page: Page, own: Callable[[_Element], int]) -> Weights:
    """The sum of what each element and all those inside it hold; furniture is left out."""
    from lxml import etree

    sums: Weights = {}
    order: list[_Element] = []
    steps = etree.iterwalk(page.root, events=("start",))
    for _, element in steps:
        if element in page.furniture:
            steps.skip_subtree()
            continue
        order.append(element)
        sums[element] = own(element)
    for element in reversed(order):
        parent = element.getparent()
        if parent is not None and parent in sums:
            sums[parent] += sums[element]
    return sums


def _innermost(outer: _Element, named: list[_Element], prose: Weights) -> _Element:
    """The last of a chain of named elements that each hold nearly all of the one around it."""
    best = outer
    inside = set(outer.iterdescendants())
    for one in named:
        if one in inside and prose[one] >= _INNER * prose[best]:
            best = one
    return best


def _by_trafilatura(page: Page) -> _Element:
    """The innermost element around nearly all that trafilatura takes for the article."""
    from copy import deepcopy

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    body = next(page.root.iter("body"), page.root)
    try:
        document = trafilatura.bare_extraction(deepcopy(page.root), favor_recall=True,
                                               include_comments=False, fast=True)
    except (RecursionError, ValueError):
        return body
    text = str(getattr(document, "text", None) or "")
    starts = {fold(line)[:_PREFIX] for line in text.split("\n") if len(line) >= _PREFIX}
    weights = _weigh(page, lambda one: _matched(page, one, starts))
    here = body
    while True:
        inner = max(here, key=lambda one: weights.get(one, 0), default=None)
        if inner is None or weights.get(inner, 0) < _INNER * weights.get(body, 0) or not starts:
            return here
        if inner.tag in ("p", "li", "td"):
            return here
        here = inner


def _matched(page: Page, element: _Element, starts: set[str]) -> int:
    """The size of a paragraph that was taken; 0 for others and for what holds paragraphs."""
    size = page.size(element).text
    if element.tag not in page.rules.blocks or size > _LONGEST_PARAGRAPH:
        return 0
    if any(child.tag in page.rules.blocks for child in element):
        return 0
    return size if text_of(element)[:_PREFIX] in starts else 0
