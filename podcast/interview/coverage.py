"""Proof that nothing of an article was lost on the way to its script, and nothing invented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.article.cleaning import bare
from podcast.model import Article, Script

_MOST_REPORTS = 10
_SNIPPET = 60
_DIRECTION = re.compile(r"[(\[][^()\[\]]+[)\]]")
"""`Ada (lacht): Ja.` becomes `Ada: (lacht) Ja.`"""
_LABEL_MARKS = (":", ".", ";", "–", "—", "|", "-")


def uncovered(article: Article, script: Script) -> tuple[str, ...]:
    """What has no fate, or no origin; empty if every character has exactly one fate, in order.

    A character is spoken, part of a label, a chapter heading printed in the article, the title,
    or left out for a stated reason. White space does not count.
    """
    source = _Reader(bare("".join(_article_texts(article))))
    reports = [f"left out without a reason: {_snippet(turn.text)}" for turn in script.turns
               if turn.kind == "omitted" and not turn.reason][:_MOST_REPORTS]
    for label, text, place in _fates(article, script):
        reports.extend(source.take(bare(label), bare(text), place))
        if len(reports) >= _MOST_REPORTS:
            return tuple(reports)
    return (*reports, *source.rest())


def _article_texts(article: Article) -> Iterator[str]:
    yield article.title
    yield article.subtitle
    for block in article.blocks:
        yield block.text


def _fates(article: Article, script: Script) -> Iterator[tuple[str, str, str]]:
    """(label, text, place) in the order of the script."""
    printed = {bare(block.text) for block in article.blocks}
    if article.title and script.title == article.title:
        yield "", script.title, "the title"
    chapter = -1
    for index, turn in enumerate(script.turns):
        while chapter < turn.chapter:
            chapter += 1
            if bare(script.chapters[chapter].title) in printed:
                yield "", script.chapters[chapter].title, f"chapter {chapter + 1}"
        yield turn.label, turn.text, f"turn {index + 1}"
    for late in script.chapters[chapter + 1 :]:
        if bare(late.title) in printed:
            yield "", late.title, "a chapter at the end"


class _Reader:
    """The article's characters, taken away in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def take(self, label: str, piece: str, place: str) -> Iterator[str]:
        """Take a turn away; report what was passed over, or that it is not there.

        Its label need not be printed: a script names the speaker of every turn.
        """
        for mark in (*_LABEL_MARKS, "") if label else ():
            direction = _DIRECTION.match(piece)
            shown = direction[0] if direction else ""
            if direction and self._text.startswith(f"{label}{shown}{mark}{piece[len(shown):]}",
                                                   self._at):
                self._at += len(label) + len(mark) + len(piece)
                return
            if self._text.startswith(f"{label}{mark}{piece}", self._at):
                self._at += len(label) + len(mark) + len(piece)
                return
        if self._text.startswith(piece, self._at):
            self._at += len(piece)
            return
        if label and self._text.startswith(label, self._at):
            self._at += len(label)
            self._at += self._text[self._at : self._at + 1] in _LABEL_MARKS
        found = self._text.find(piece, self._at)
        if found < 0:
            yield f"invented in {place}: {_snippet(piece)}"
            return
        yield f"lost before {place}: {_snippet(self._text[self._at : found])}"
        self._at = found + len(piece)

    def rest(self) -> Iterator[str]:
        """Report what nobody took."""
        if self._at < len(self._text):
            yield f"lost at the end: {_snippet(self._text[self._at :])}"


def _snippet(text: str) -> str:
    return text if len(text) <= _SNIPPET else text[: _SNIPPET - 1] + "…"
