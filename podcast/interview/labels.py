"""Where a turn may begin: `Name:` at the beginning of a paragraph or after a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.patterns import knows_first_name

LONGEST_LABEL = 48
_LONGEST_WITH_OFFICE = 160
_MOST_TOKENS = 6
_FORBIDDEN = re.compile(r"[,;!?\"„“”«»‹›…=/<>|{}\[\]]")
_OFFICE = re.compile(r"(?P<name>[^\W\d][\w.'’\-]*(?:\s[\w.'’\-]+){1,3})"
                     r"(?:,\s[^,:()]{3,60}(?:,[^,:()]{2,40})?|\s\([^():]{1,120}\))")
"""A name with an office or firm: `Ada Blau, Bürgermeisterin`, `Bo Ried (Betriebsrat, Wien)`."""
_OPENER = re.compile(r"(?P<label>[^\W\d_][^.:!?–—|„“»«\"\n]{0,40}?)\s?(?P<mark>[–—|]|\.)\s+(?=\S)")
_IN_BRACKETS = re.compile(r"\s*\([^()]{1,40}\)")
DIRECTION = re.compile(r"[(\[](?P<what>[^()\[\]]{3,60})[)\]]")
"""What may be a stage direction: words in brackets."""
_NUMBERING = re.compile(r"\d{1,3}[.)]?\s+")
_INSIDE = re.compile(r"[.!?…\"“”«»)\]]\s+(?:[–—-]\s+)?"
                     r"(?P<label>[^\s.!?:…\"„“”«»][^.!?:…\"„“”«»]{0,47}):(?=\s)")


@dataclass(frozen=True, slots=True)
class Use:
    """A possible label: where it stands in its block, and where what is said begins."""

    block: int
    start: int
    label: str
    """As printed, without the colon."""
    body: int


def find_uses(block: int, text: str) -> Iterator[Use]:
    """Every stretch of a block that could be a speaker's label, in order."""
    first = label_at(text)
    if first:
        label, body = first
        yield Use(block, 0, label, body)
    for found in _INSIDE.finditer(text, first[1] if first else 0):
        label = found["label"].strip()
        if plausible(label):
            yield Use(block, found.start("label"), without_direction(label), found.end() + 1)


def label_at(text: str) -> tuple[str, int] | None:
    """The label a paragraph begins with and the offset of what is said, or None."""
    colon = text.find(":", 0, _LONGEST_WITH_OFFICE)
    if colon < 1 or not _opens(text, colon + 1):
        return None
    if colon > LONGEST_LABEL + 1 and not _OFFICE.fullmatch(text[:colon].rstrip()):
        return None
    label = without_direction(text[:colon].rstrip())
    if not plausible(label):
        return None
    body = colon + 1
    while body < len(text) and text[body].isspace():
        body += 1
    return label, body


def without_direction(label: str) -> str:
    """`Öttl` for `Öttl (lacht)`; what stands in brackets else is part of the label."""
    found = DIRECTION.search(label)
    says = found is not None and words.starts(found["what"], "grammar", "directions")
    return label[: found.start()].rstrip() if found and found.start() and says else label


def other_uses(texts: Sequence[str]) -> list[Use]:
    """Labels that a dash, a bar or a full stop parts from what is said, if they return."""
    found = [(index, match) for index, text in enumerate(texts)
             if (match := _OPENER.match(text)) is not None and _may_open(match)
             and label_at(text) is None]
    counts = Counter((match["mark"], match["label"].strip()) for _, match in found)
    marks = Counter(mark for (mark, _), count in counts.items() if count > 1)
    return [Use(index, 0, match["label"].strip(), match.end()) for index, match in found
            if marks[match["mark"]] > 1]


def _may_open(match: re.Match[str]) -> bool:
    label = match["label"].strip()
    if not plausible(label) or never_speaks(label):
        return False
    generic = is_generic(label, "question") or is_generic(label, "answer")
    return match["mark"] != "." or (label.isupper() and len(label) > 2) or generic


def _opens(text: str, position: int) -> bool:
    return position >= len(text) or not (text[position].isdigit() or text[position] in ":/\\")


def plausible(label: str) -> bool:
    """Whether a stretch of text before a colon has the shape of a name."""
    core = bare(label)
    tokens = core.split()
    if not tokens or len(tokens) > _MOST_TOKENS or _FORBIDDEN.search(core):
        return False
    if len(tokens) == 1:
        return core[0].isalpha()
    return all(_name_like(token) for token in tokens) and any(t[0].isupper() for t in tokens)


def _name_like(token: str) -> bool:
    if token.endswith(".") and len(token) > 5 and token.count(".") < 2:
        return False
    small = words.folded("labels", "particles") | words.folded("labels", "small")
    return token[0].isupper() or token[0].isdigit() or token.casefold() in small


def bare(label: str) -> str:
    """A label without numbering, remarks in brackets and academic titles."""
    office = _OFFICE.fullmatch(label)
    core = _IN_BRACKETS.sub("", office["name"] if office else label)
    core = _NUMBERING.sub("", core, count=1) if _NUMBERING.match(core) else core
    tokens = core.split()
    titles = words.folded("labels", "titles")
    while len(tokens) > 1 and tokens[0].casefold() in titles:
        tokens.pop(0)
    return " ".join(tokens)


def never_speaks(label: str) -> bool:
    """Whether a label is a word that reports and lists put before a colon."""
    core = bare(label)
    if is_full_name(core):
        return False
    folded = core.casefold()
    never = words.folded("labels", "never")
    own = words.folded("grammar", "first_singular") | words.folded("grammar", "first_plural")
    vague = own | words.folded("grammar", "indefinite")
    first, *more = folded.split()
    if folded in never or first in vague:
        return True
    if first in never and more and more[0] in words.folded("grammar", "prepositions"):
        return True
    return folded.rsplit(" ", 1)[-1] in never and not is_outlet(label)


def is_full_name(core: str) -> bool:
    """Whether a bare label is a known first name and a surname: `Sebastian Kurz`, `Ada Stern`."""
    tokens = core.split()
    return len(tokens) > 1 and knows_first_name(tokens[0]) and tokens[-1][0].isupper()


def is_generic(label: str, kind: str) -> bool:
    """Whether a label is one of the words for whoever asks ("question") or answers ("answer")."""
    return bare(label).casefold() in words.folded("labels", kind)


def is_together(label: str) -> bool:
    """Whether a label stands for several people at once (`Beide:`)."""
    return bare(label).casefold() in words.folded("labels", "together")


def is_outlet(label: str) -> bool:
    """Whether a label looks like the name of a newspaper, magazine or station."""
    if is_full_name(bare(label)):
        return False
    core = bare(label).casefold()
    tokens = core.split()
    known = words.folded("labels", "outlet_words")
    if core in known or any(token in known for token in tokens):
        return True
    return any(token.endswith(words.listed("labels", "outlet_endings")) for token in tokens)
