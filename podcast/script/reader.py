"""From a script file to the Script it stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import UserError
from podcast.model import Heading, Script, Span, Turn
from podcast.script.attributes import Attributes
from podcast.script.grammar import blocks, pieces
from podcast.script.header import read_header, split_header
from podcast.script.keywords import NEARLY_OMITTED, OMITTED, OMITTED_EXAMPLE
from podcast.script.labels import Labels
from podcast.script.passages import Laid, Passage
from podcast.script.remarks import read_doubt
from podcast.script.text import join_equal, normalise, plain_lines, tidy, unescape

if TYPE_CHECKING:
    from markdown_it.token import Token

_OMITTED = re.compile(rf"\s*{OMITTED}\s*\(((?:\\.|[^)\\])*)\)\s*:(.*)", re.DOTALL)
_NEARLY_OMITTED = re.compile(rf"\W*({NEARLY_OMITTED})\b", re.IGNORECASE)


def read_script(path: Path, display_path: str) -> Script:
    """The script in a file; UserError names `display_path` and the line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read the script: {error.strerror}", display_path,
                        "'podcast split ARTICLE' writes scripts.") from None
    return parse_script(decode_script(data, display_path), path.stem, display_path)


def decode_script(data: bytes, where: str) -> str:
    """The text of a script file as it stands there; UserError with `where:line`."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError("the script is not UTF-8 text", f"{where}:{line}",
                        "Save it again with the encoding UTF-8.") from None


def parse_script(text: str, slug: str, where: str) -> Script:
    """The script that a text stands for; UserError with `where:line` for what is not valid."""
    return read_passages(text, slug, where).script


def read_passages(text: str, slug: str, where: str) -> Laid:
    """The script that a text stands for, and the lines of everything in it; raises UserError."""
    text = plain_lines(text)
    yaml_text, behind = split_header(text, where)
    script = read_header(yaml_text, slug, where)
    body = "\n" * behind + "\n".join(text.split("\n")[behind:])
    reading = _Reading(where, script, Labels.of(script.cast, f"{where}:1"))
    reading.read(blocks(body, where))
    turns = tuple(one.turn for one in reading.passages if not one.heading)
    made = replace(script, turns=turns, chapters=tuple(reading.chapters))
    return Laid(made, tuple(reading.passages))


def read_spans(source: str, where: str, line: int, voices: Collection[str]) -> tuple[Span, ...]:
    """What a paragraph's source stands for; UserError with `where:line` for what is not valid."""
    return tidy(_flatten(pieces(source, where, line, voices)))


@dataclass(slots=True)
class _Reading:
    """A script's body while it is read from top to bottom."""

    where: str
    script: Script
    labels: Labels
    passages: list[Passage] = field(default_factory=list)
    chapters: list[Heading] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """What is to be looked over in the next turn."""
    marks: range = range(0)
    """The lines of the marks that stand right above the next line."""

    def read(self, tokens: list[Token]) -> None:
        """Take everything in; marks that no turn follows belong to the last one."""
        kind = ""
        for token in tokens:
            first, end = token.map or (0, 0)
            if token.type == "heading_open":
                kind = token.tag
            elif token.type == "paragraph_open":
                kind = ""
            elif token.type == "inline" and kind:
                self._heading(token.content, int(kind[1]), first, end)
            elif token.type == "inline":
                self._paragraph(token.content, first, end)
            elif token.type == "aside":
                turn = Turn("aside", self._narrator, ())
                self._close(Passage(turn, first, end, token.content, "> "))
            elif token.type == "comment":
                self._comment(token.content, first, end)
        if self.doubts and self.passages:
            self.passages[-1] = self._doubted(self.passages[-1])

    @property
    def _narrator(self) -> str:
        return self.script.by_role("narrator")[0].key

    def _heading(self, source: str, level: int, start: int, end: int) -> None:
        title = "".join(span.text for span in self._spans(source, start + 1))
        if level > 2 or not title:
            what = "a chapter without a title" if not title else "a heading of level " + str(level)
            raise UserError(what, f"{self.where}:{start + 1}",
                            "Chapters are written '## Title'; put a backslash before # for text.")
        self.chapters.append(Heading(title, start + 1, level))
        self.passages.append(Passage(Turn("narration", "", (Span(title),), line=start + 1), start,
                                     end, source, "#" * level + " ", heading=True, top=start))

    def _paragraph(self, source: str, start: int, end: int) -> None:
        """A paragraph opens a turn on every line that begins with a name of the cast."""
        turn, head, words, first = Turn("narration", self._narrator, ()), "", list[str](), start
        for number, text in enumerate(source.split("\n"), start):
            text = text.strip(" \t")
            labelled = self.labels.read(text)
            if labelled is None:
                self.labels.refuse_near_miss(text, f"{self.where}:{number + 1}")
                words.append(text)
                continue
            self._close(Passage(turn, first, number, "\n".join(words), head))
            turn = self._speech(labelled.key, labelled.label)
            words, first = [labelled.rest.lstrip(" \t")], number
            head = text[: len(text) - len(words[0])]
        self._close(Passage(turn, first, end, "\n".join(words), head))

    def _speech(self, key: str, label: str) -> Turn:
        if self.script.member(key).role == "narrator":
            return Turn("narration", self._narrator, ())
        return Turn("speech", key, (), label=label)

    def _comment(self, content: str, start: int, end: int) -> None:
        match = _OMITTED.fullmatch(content)
        doubt = read_doubt(content)
        if doubt:
            self.doubts.append(doubt)
            above = self.marks.start if self.marks and self.marks.stop == start else start
            self.marks = range(above, end)
        elif match and self._spans(match[2], start + 1):
            turn = Turn("omitted", "", (), reason=normalise(unescape(match[1])))
            source = match[2].strip()
            head = "<!--" + content[: match.start(2)] + " "
            self._close(Passage(turn, start, end, source, head, " -->"))
        elif match or _NEARLY_OMITTED.match(content):
            raise UserError("cannot read what this comment leaves out", f"{self.where}:{start + 1}",
                            f"Write it like this: {OMITTED_EXAMPLE}")

    def _close(self, passage: Passage) -> None:
        """Take in a turn; an empty one is none, unless a name promised words."""
        turn = passage.turn
        spans = self._spans(passage.source, passage.start + 1) if passage.source else ()
        if turn.label and not spans:
            raise UserError(f"nothing is said behind '{turn.label}:'",
                            f"{self.where}:{passage.start + 1}",
                            "Write the text on the same line, or delete the name.")
        if spans:
            turn = replace(turn, spans=spans, line=passage.start + 1,
                           chapter=len(self.chapters) - 1)
            above = self.marks and self.marks.stop == passage.start
            self.passages.append(self._doubted(replace(
                passage, turn=turn, top=self.marks.start if above else passage.start)))

    def _doubted(self, passage: Passage) -> Passage:
        if not self.doubts:
            return passage
        doubts = [passage.turn.doubt] if passage.turn.doubt else []
        doubt = "; ".join([*doubts, *self.doubts])
        self.doubts, self.marks = [], range(0)
        return replace(passage, turn=replace(passage.turn, doubt=doubt))

    def _spans(self, source: str, line: int) -> tuple[Span, ...]:
        voices = [member.key for member in self.script.cast]
        found = pieces(source, self.where, line, voices)
        self.doubts += [doubt for one in found if one.type == "remark"
                        and (doubt := read_doubt(one.content))]
        return tidy(_flatten(found))


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
        elif token.type != "remark":
            text = "\\ " if token.type == "hardbreak" else token.content
            spans.append(Span(text))
    return spans


def _apply(attributes: Attributes, spans: list[Span], where: str) -> Iterator[Span]:
    """What a span declares, given to its parts; inner declarations win over outer ones."""
    marked = attributes.say is not None or attributes.voice or attributes.lang
    inside = list(join_equal(replace(span, voice=span.voice or attributes.voice,
                             lang=span.lang or attributes.lang,
                             stress=span.stress or attributes.stress) for span in spans))
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
