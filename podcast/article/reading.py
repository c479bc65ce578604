"""The article's part of a page's tree, read as it is set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from podcast.article.byline import byline_of
from podcast.article.content import find_content
from podcast.article.details import Details, read_details
from podcast.article.furniture import Page, measured
from podcast.article.head import Head, read_head, take_head
from podcast.article.rules import rules
from podcast.article.source import Source
from podcast.article.walk import Walked, walk
from podcast.errors import UserError
from podcast.model import Article, Block

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_SHORT = 200
"""Fewer letters than this on a page with scripts are no article."""
_GIVE_TEXT = "Open the page in a browser, copy the article's text into a file, and give that."


def read_page(source: Source, families: tuple[str, ...]) -> Article:
    """The article of a page with its structure; UserError if the page holds none."""
    page = measured(_parsed(source), rules(*families))
    details = read_details(page.root, source.url)
    content = find_content(page)
    language = details.language or "de"
    walked = walk(page, content, language)
    head = read_head(page, content, details)
    head, blocks = take_head(walked.blocks, head)
    if not any(one.kind not in ("alt", "caption") for one in blocks) or _is_empty(page):
        raise _no_text(page, source.name)
    notices = (*source.notices, *walked.notices, *_of_page(page, walked, blocks, head, details))
    return Article(blocks=blocks, url=details.url, title=head.title, subtitle=head.subtitle,
                   author=head.author, publisher=details.publisher, language=language,
                   published=details.published or head.published, notices=notices)


def _parsed(source: Source) -> _Element:
    from lxml import etree, html

    declared = _DECLARATION.match(source.text)
    text = source.text[declared.end():] if declared else source.text
    parser = html.HTMLParser(huge_tree=True)
    try:
        root: _Element = html.document_fromstring(text, parser=parser, ensure_head_body=True)
    except (etree.ParserError, AssertionError) as error:
        raise UserError("the page is empty", source.name, _GIVE_TEXT) from error
    return root


def _is_empty(page: Page) -> bool:
    scripts = next(page.root.iter("script"), None) is not None
    return scripts and page.size(page.root).text < _SHORT


def _no_text(page: Page, name: str) -> UserError:
    frames = next(page.root.iter("frame", "iframe"), None)
    if frames is not None and frames.get("src"):
        return UserError(f"the page holds no article text but a frame ({frames.get('src')})",
                         name, "Give the address of the frame.")
    by_script = " (a script would put it there)" if _is_empty(page) else ""
    return UserError(f"the page holds no article text{by_script}", name, _GIVE_TEXT)


def _of_page(page: Page, walked: Walked, blocks: tuple[Block, ...], head: Head,
             details: Details) -> tuple[str, ...]:
    """How much was left unread, and whether the page says that it is not whole."""
    here, kept = {one.text for one in walked.blocks}, set(blocks)
    above = [text for text in (head.title, head.subtitle) if text not in here]
    dropped = [one.text for one in walked.blocks if one not in kept and one.kind != "alt"
               and one.text not in head.read and not byline_of(one.text)]
    left = (page.size(page.root).text - walked.letters - sum(map(_letters, above))
            + sum(map(_letters, dropped)))
    notices = (f"Left {left} characters of page furniture unread (navigation, teasers, forms).",)
    locked = ("The page says that only subscribers see all of it: check that the text is whole.",)
    return (*(notices if left > 0 else ()), *(() if details.is_free else locked))


def _letters(text: str) -> int:
    return len("".join(text.split()))
