"""Articles with their answers in one file, and how a draft is scored against them.

A `.gold` file holds every paragraph below a line `@ ROLE | SPEAKER`; `@+` stands before a turn
that is printed in the same paragraph as the one before; `  says | SPEAKER | „…“` names a
quotation in the paragraph above. `?` is somebody the article does not name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.interview import Draft, Options, draft
from podcast.model import Article

_HEAD = re.compile(r"@(?P<plus>\+?) (?P<role>\w+)(?:\s*\|\s*(?P<speaker>.*?))?\s*$")
_SAYS = re.compile(r"\s+says\s*\|\s*(?P<speaker>[^|]*?)\s*\|\s*(?P<text>.*\S)")
_MARKS = re.compile(r"[\s*_#]+")


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to become of one paragraph or turn."""

    text: str
    role: str
    speaker: str
    joined: bool
    quotes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts that add up over articles."""

    paragraphs: int = 0
    right: int = 0
    letters: int = 0
    said_right: int = 0
    false_speakers: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.paragraphs + other.paragraphs, self.right + other.right,
                     self.letters + other.letters, self.said_right + other.said_right,
                     self.false_speakers + other.false_speakers)

    @property
    def roles(self) -> float:
        """Share of paragraphs with the right role."""
        return self.right / max(self.paragraphs, 1)

    @property
    def speakers(self) -> float:
        """Share of letters given to the right speaker."""
        return self.said_right / max(self.letters, 1)


def load(path: Path) -> tuple[Expected, ...]:
    """The paragraphs of a gold file with their answers."""
    found: list[Expected] = []
    head: re.Match[str] | None = None
    for line in path.read_text("utf-8").splitlines():
        says = _SAYS.match(line)
        if line.startswith("@"):
            head = _HEAD.match(line)
            assert head, f"{path.name}: {line}"
        elif says and found:
            last = found.pop()
            quotes = (*last.quotes, (says["speaker"], says["text"]))
            found.append(Expected(last.text, last.role, last.speaker, last.joined, quotes))
        elif line.strip():
            assert head, f"{path.name}: {line}"
            found.append(Expected(line.strip(), head["role"], head["speaker"] or "",
                                  bool(head["plus"])))
    return tuple(found)


def printed(gold: tuple[Expected, ...]) -> str:
    """The article as a text file."""
    pieces: list[str] = []
    for one in gold:
        pieces += [" " if one.joined else "\n\n", one.text]
    return "".join(pieces[1:]) + "\n"


def draft_of(gold: tuple[Expected, ...]) -> tuple[Article, Draft]:
    """The article of a gold file as it is read, and its draft."""
    article = PlainText().read(Source("gold", b"", printed(gold)))
    return article, draft(article, Options(created="2025-01-01T00:00:00+01:00"))


def score(gold: tuple[Expected, ...], result: Draft) -> tuple[Score, tuple[str, ...]]:
    """How much of a draft is right, and one line for every paragraph that is not."""
    truth = [(one, _bare(one.text)) for one in gold]
    letters: list[tuple[str, str]] = []
    for one in result.paragraphs:
        speaker = one.speaker if one.role in ("question", "answer") else ""
        letters += [(one.role, speaker)] * len(_bare(one.text))
    total, faults, at = Score(), [], 0
    names = _names(truth, letters)
    spoken = {one.role for one in gold} & {"question", "answer"}
    for one, bare in truth:
        given = letters[at : at + len(bare)]
        at += len(bare)
        role = max({role for role, _ in given}, key=[r for r, _ in given].count, default="lost")
        right = role == one.role
        said = sum(_same(one.speaker, name, names) for _, name in given)
        false = role in ("question", "answer") and not spoken
        total += Score(1, right, len(bare), said, false)
        if not right or said < len(bare) / 2:
            heard = max({n for _, n in given}, key=[n for _, n in given].count, default="")
            faults.append(f"{one.role}|{one.speaker} -> {role}|{heard}: {one.text[:90]}")
    return total, tuple(faults)


def _names(truth: list[tuple[Expected, str]], letters: list[tuple[str, str]]) -> dict[str, str]:
    """What the nameless are called: the name most of their letters were given."""
    counts: dict[str, dict[str, int]] = {}
    at = 0
    for one, bare in truth:
        if one.speaker == "?" or (one.role == "question" and not _is_printed(one.speaker, truth)):
            row = counts.setdefault(one.speaker, {})
            for role, name in letters[at : at + len(bare)]:
                if role == one.role:
                    row[name] = row.get(name, 0) + 1
        at += len(bare)
    return {name: max(row, key=lambda given: row[given]) for name, row in counts.items() if row}


def _is_printed(speaker: str, truth: list[tuple[Expected, str]]) -> bool:
    """Whether somebody's turns begin with their name."""
    marks = ("*", "")
    return any(one.text.startswith(f"{mark}{part}") for one, _ in truth for mark in marks
               if one.speaker == speaker for part in speaker.split())


def _same(expected: str, name: str, names: dict[str, str]) -> bool:
    if expected in names:
        return name == names[expected]
    one, other = expected.casefold().split(), name.casefold().split()
    if not one or not other:
        return not one and not other
    titles = {"dr.", "prof.", "dr", "prof", "pfarrer", "pfarrerin"}
    one, other = ([part for part in parts if part not in titles] for parts in (one, other))
    return one == other or (one[-1] == other[-1] and (len(one) == 1 or len(other) == 1))


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
