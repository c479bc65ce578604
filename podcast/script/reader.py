"""From a script file to the Script it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import UserError
from podcast.model import Heading, Script, Span, Turn
from podcast.script.attributes import Attributes
from podcast.script.grammar import blocks, pieces
from podcast.script.header import read_header, split_header
from podcast.script.labels import Labels
from podcast.script.text import merge, normalise, tidy, unescape

if TYPE_CHECKING:
    from markdown_it.token import Token

_OMITTED = re.compile(r"\s*ausgelassen\s*\(((?:\\.|[^)\\])*)\)\s*:(.*)", re.DOTALL)
_NEARLY_OMITTED = re.compile(r"\W*(aus?ge?l+as+en|ausgelasen|weggelassen)\b", re.IGNORECASE)
_OMITTED_FORM = "Write it like this: <!-- ausgelassen (Bildunterschrift): Text -->"


def read_script(path: Path, display_path: str) -> Script:
    """The script in a file; UserError names `display_path` and the line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read the script: {error.strerror}", display_path,
                        "'podcast split ARTICLE' writes scripts.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError("the script is not UTF-8 text", f"{display_path}:{line}",
                        "Save it again with the encoding UTF-8.") from None
    return parse_script(text, path.stem, display_path)


def parse_script(text: str, slug: str, where: str) -> Script:
    """The script that a text stands for; UserError with `where:line` for what is not valid."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    yaml_text, behind = split_header(text, where)
    script = read_header(yaml_text, slug, where)
    body = "\n" * behind + "\n".join(text.split("\n")[behind:])
    reading = _Reading(where, script, Labels.of(script.cast, f"{where}:1"))
    reading.read(blocks(body, where))
    return replace(script, turns=tuple(reading.turns), chapters=tuple(reading.chapters))


@dataclass(slots=True)
class _Reading:
    """A script's body while it is read from top to bottom."""

    where: str
    script: Script
    labels: Labels
    turns: list[Turn] = field(default_factory=list)
    chapters: list[Heading] = field(default_factory=list)

    def read(self, tokens: list[Token]) -> None:
        kind = ""
        for token in tokens:
            line = token.map[0] + 1 if token.map else 0
            if token.type == "heading_open":
                kind = token.tag
            elif token.type == "paragraph_open":
                kind = ""
            elif token.type == "inline" and kind:
                self._heading(token.content, int(kind[1]), line)
            elif token.type == "inline":
                self._paragraph(token.content, line)
            elif token.type == "aside":
                self._add(Turn("aside", self._narrator, self._spans(token.content, line),
                               line=line))
            elif token.type == "comment":
                self._comment(token.content, line)

    @property
    def _narrator(self) -> str:
        return self.script.by_role("narrator")[0].key

    def _heading(self, source: str, level: int, line: int) -> None:
        title = "".join(span.text for span in self._spans(source, line))
        if level > 2 or not title:
            what = "a chapter without a title" if not title else "a heading of level " + str(level)
            raise UserError(what, f"{self.where}:{line}",
                            "Chapters are written '## Title'; put a backslash before # for text.")
        self.chapters.append(Heading(title, line, level))

    def _paragraph(self, source: str, line: int) -> None:
        """A paragraph opens a turn on every line that begins with a name of the cast."""
        turn, words, first = Turn("narration", self._narrator, ()), list[str](), line
        for number, text in enumerate(source.split("\n"), line):
            text = text.strip(" \t")
            labelled = self.labels.read(text)
            if labelled is None:
                self.labels.refuse_near_miss(text, f"{self.where}:{number}")
                words.append(text)
                continue
            self._close(turn, words, first)
            turn = self._speech(labelled.key, labelled.label)
            words, first = [labelled.rest], number
        self._close(turn, words, first)

    def _speech(self, key: str, label: str) -> Turn:
        if self.script.member(key).role == "narrator":
            return Turn("narration", self._narrator, ())
        return Turn("speech", key, (), label=label)

    def _close(self, turn: Turn, words: list[str], line: int) -> None:
        spans = self._spans("\n".join(words), line)
        if turn.label and not spans:
            raise UserError(f"nothing is said behind '{turn.label}:'", f"{self.where}:{line}",
                            "Write the text on the same line, or delete the name.")
        self._add(replace(turn, spans=spans, line=line))

    def _comment(self, content: str, line: int) -> None:
        match = _OMITTED.fullmatch(content)
        spans = self._spans(match[2], line) if match else ()
        if match and spans:
            self._add(Turn("omitted", "", spans, line=line, reason=normalise(unescape(match[1]))))
        elif match or _NEARLY_OMITTED.match(content):
            raise UserError("cannot read what this comment leaves out", f"{self.where}:{line}",
                            _OMITTED_FORM)

    def _add(self, turn: Turn) -> None:
        if turn.spans:
            self.turns.append(replace(turn, chapter=len(self.chapters) - 1))

    def _spans(self, source: str, line: int) -> tuple[Span, ...]:
        voices = [member.key for member in self.script.cast]
        return tidy(_flatten(pieces(source, self.where, line, voices)))


def _flatten(tokens: list[Token]) -> list[Span]:
    """Spans side by side, each with everything that the spans around it declare."""
    spans: list[Span] = []
    around: list[tuple[Attributes, int, str]] = []
    for token in tokens:
        if token.type == "open":
            around.append((token.meta["attributes"], len(spans), token.meta["where"]))
        elif token.type == "close":
            attributes, first, where = around.pop()
            spans[first:] = _apply(attributes, spans[first:], where)
        else:
            text = "\\ " if token.type == "hardbreak" else token.content
            spans.append(Span(text))
    return spans


def _apply(attributes: Attributes, spans: list[Span], where: str) -> Iterator[Span]:
    """What a span declares, given to its parts; inner declarations win over outer ones."""
    marked = attributes.say is not None or attributes.voice or attributes.lang
    inside = list(merge(replace(span, voice=span.voice or attributes.voice,
                      lang=span.lang or attributes.lang, stress=span.stress or attributes.stress)
              for span in spans))
    if not "".join(span.text for span in spans).strip():
        if marked or attributes.pause_s is None:
            raise UserError("the brackets are empty", where,
                            "Only a pause needs no text: []{pause=2s}.")
    elif attributes.say is not None:
        inside = [_spoken(attributes.say, inside, where)]
    if attributes.pause_s is not None:
        if inside and inside[-1].text and inside[-1].pause_s is None:
            inside[-1] = replace(inside[-1], pause_s=attributes.pause_s)
        else:
            inside.append(Span("", pause_s=attributes.pause_s))
    yield from inside


def _spoken(say: str, spans: list[Span], where: str) -> Span:
    """One span that is spoken otherwise: only stress may stand inside it."""
    if any(span.say is not None or span.pause_s is not None
           or (span.voice, span.lang) != (spans[0].voice, spans[0].lang) for span in spans):
        raise UserError("other marks stand inside a span with say=", where,
                        "Write two spans side by side, or all attributes into one.")
    text = "".join(span.text for span in spans)
    return replace(spans[0], text=text, say=say, stress=any(span.stress for span in spans))
