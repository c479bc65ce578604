"""Text as scripts hold it: one space between words, nothing invisible, and escapes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import pairwise
from operator import attrgetter

from podcast.model import Span

# Characters that are neither seen nor said, but split words and confuse engines: control
# characters, lone surrogates, soft hyphen, zero-width space, word joiner, byte order mark.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\xad\u200b\u2060\ufeff]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_SPACES = re.compile(r"\s{2,}|[^\S ]")
_STAR = re.compile(r"\*")
_HOW = attrgetter(*(one.name for one in fields(Span) if one.name != "text"))


def plain_lines(text: str) -> str:
    """A file's text without its byte order mark, every line ended by a line feed."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def lines_as_written(text: str) -> list[str]:
    """A file's lines with the ends they have."""
    return _LINE.findall(text)


def newline_of(text: str) -> str:
    """How a file ends its lines."""
    return "\r\n" if "\r\n" in text else "\n"


def normalise(text: str) -> str:
    """The text with folded white space, composed letters and nothing invisible."""
    return " ".join(_composed(text).split())


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same turn in its one normal form: equal neighbours merged, white space folded."""
    trimmed = list(_fold(join_equal(_plain(spans))))
    if trimmed:
        trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip())
        while trimmed and not trimmed[-1].text and trimmed[-1].pause_s is None:
            trimmed.pop()
            if trimmed:
                trimmed[-1] = replace(trimmed[-1], text=trimmed[-1].text.rstrip())
    return tuple(join_equal(_plain(trimmed)))


def join_equal(spans: Iterable[Span]) -> Iterator[Span]:
    """Equal neighbours as one span; what is said otherwise or paused after stays apart."""
    run: list[Span] = []
    for span in spans:
        if run and (
            run[0].pause_s is not None or run[0].say is not None
            or _HOW(run[0]) != _HOW(span)
        ):
            yield _joined(run)
            run = []
        run.append(span)
    if run:
        yield _joined(run)


def unescape(text: str) -> str:
    """The text without the backslashes that make punctuation literal."""
    return _ESCAPED.sub(r"\1", text)


def escape(text: str, brackets: bool = False) -> str:
    """The text so written that a reader sees no syntax in it; `brackets`: within a span."""
    text = _BACKSLASH.sub(r"\\\\", text)
    text = _STAR.sub(_star, text).replace("<!--", r"\<!--").replace("-->", r"\-->")
    if brackets:
        return text.replace("[", r"\[").replace("]", r"\]")
    return text.replace("]{", r"]\{")


def escape_line(line: str) -> str:
    """The line so written that it opens neither a heading nor a quote."""
    return f"\\{line}" if line.startswith(("#", ">")) else line


def quiet(text: str) -> str:
    """Plain text so written that a comment can hold it; `unescape` reads it."""
    return _BACKSLASH.sub(r"\\\\", text).replace("-->", r"--\>").replace("<!--", r"\<!--")


def adjacent(texts: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each text between the ones before and after it (empty at the ends)."""
    padded = ["", *texts, ""]
    for (before, text), (_, after) in pairwise(pairwise(padded)):
        yield before, text, after


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _joined(run: list[Span]) -> Span:
    if len(run) == 1:
        return run[0]
    return replace(run[0], text=_composed("".join(span.text for span in run)))


def _star(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    inside_a_word = before.isalnum() and after.isalnum()
    alone = before.isspace() and after.isspace()
    return "*" if inside_a_word or alone else r"\*"


def _plain(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that hold something; what holds only white space keeps only its pause."""
    for span in spans:
        text = _SPACES.sub(" ", _composed(span.text))
        pause_s = None if span.pause_s is None else round(span.pause_s, 3)
        say = None if span.say is None else normalise(span.say)
        if text.strip():
            yield Span(text, span.voice, span.lang, say, pause_s, span.stress)
        elif text or pause_s is not None:
            yield Span(text, pause_s=pause_s)


def _fold(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans without white space at the turn's head or behind other white space."""
    after_space = True
    for span in spans:
        text = _SPACES.sub(" ", span.text)
        text = text.lstrip() if after_space else text
        after_space = text.endswith(" ") if text else after_space
        if text or span.pause_s is not None:
            yield span if text == span.text else replace(span, text=text)
