"""Whether two texts are versions of one article, and two addresses one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

from podcast.article.byline import byline_of
from podcast.article.punctuation import ends_question
from podcast.model import Article

# A paragraph counts as taken over when a third of its three-word sequences is in the other text:
# of ten words, two may be others. An article counts as a version of another when paragraphs with
# half of the shorter text's words are: an added or cut half and an edit in every paragraph stay
# well above that. What interviews of one outlet share (a note on the paper, a person box) stays
# below it, and chance finds two or three sequences in a hundred. Standing questions may be more
# than the answers: what asks does not count.
_PARAGRAPH = 1 / 3
VERSION = 0.5
_WORD = re.compile(r"\w+")
_BORDER = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_TRACKING = re.compile(r"utm_\w+|(?:fb|g|d|ms)clid|ref|referrer|wt_\w+|xtor|cmpid|sara_\w+",
                       re.IGNORECASE)
Gram = tuple[str, str, str]


class Version:
    """The words of a text in its paragraphs; compared regardless of how it is broken into them."""

    def __init__(self, text: str) -> None:
        paragraphs = [_WORD.findall(one.casefold()) for one in _BORDER.split(text)]
        self._sizes = [len(words) for words in paragraphs]
        self._words = [word for words in paragraphs for word in words]

    def share(self, other: Version) -> float:
        """How much of the shorter text's words stands in paragraphs that the other has too."""
        hits = self.grams.intersection(other._all())
        shorter = min(self, other, key=lambda one: len(one._words))
        return shorter._share(hits) if hits else float(self._words == other._words)

    def left_in(self, other: Version) -> float:
        """How much of this text's words is left in the other, at most as much as it has."""
        hits = self.grams.intersection(other._all())
        room = len(other._words) / max(1, len(self._words))
        return min(room, self._share(hits)) if hits else float(self._words == other._words)

    @cached_property
    def grams(self) -> frozenset[Gram]:
        """Every sequence of three words."""
        return frozenset(self._all())

    def _all(self) -> Iterator[Gram]:
        return zip(self._words, self._words[1:], self._words[2:], strict=False)

    def _share(self, hits: frozenset[Gram]) -> float:
        found = [gram in hits for gram in self._all()]
        ends = [0, *accumulate(self._sizes)]
        known = sum(end - start for start, end in pairwise(ends)
                    if sum(found[start:end]) >= _PARAGRAPH * max(1, len(found[start:end])))
        return known / max(1, len(self._words))


def text_of(article: Article) -> str:
    """An article's paragraphs, captions and headings without what is known of it."""
    return "\n\n".join(block.text for block in article.blocks)


def said_in(article: Article) -> str:
    """What an article says itself: without questions, headings and lines of its authors."""
    said = (_without_questions(block.text) for block in article.blocks
            if block.kind != "heading" and not byline_of(block.text))
    return "\n\n".join(filter(None, said)) or text_of(article)


def _without_questions(text: str) -> str:
    if ends_question(text):
        return ""
    return " ".join(one for one in _SENTENCE.split(text) if not ends_question(one))


def differing_pages(url: str, other: str) -> bool:
    """Whether two addresses are known, and name two pages."""
    return bool(_page(url) and _page(other)) and not same_page(url, other)


def same_page(url: str, other: str) -> bool:
    """Whether two addresses name one page: without scheme, fragment, tracking and final slash."""
    one = _page(url)
    return one is not None and one == _page(other)


def _page(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(name)]
    path = parts.path.rstrip("/").removesuffix("/amp")
    return (host, path, urlencode(sorted(kept))) if host and (path or kept) else None
