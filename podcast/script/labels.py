"""Names at the head of a paragraph: who is meant, and what only looks like a name of the cast."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from podcast.errors import UserError
from podcast.model import CastMember
from podcast.script.text import normalise, unescape

_BOLD = re.compile(r"\*\*([^*:\n]{1,60}):\*\*")
_HEAD = re.compile(r"((?:\\.|[^\\:])*?)\s*:", re.DOTALL)
_LONGEST_MISS = 3


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that opens a turn."""

    key: str
    label: str
    rest: str
    """What is said, as written in the file."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Every name a turn may begin with, and the cast member it stands for."""

    known: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, cast: tuple[CastMember, ...], where: str = "") -> Labels:
        """The names of a cast; UserError if a name means two people."""
        known: dict[str, str] = {}
        for member in cast:
            for name in filter(None, map(normalise, (member.name, *member.labels, member.key))):
                if known.setdefault(name, member.key) != member.key:
                    raise UserError(
                        f"the name '{name}' means both '{known[name]}' and '{member.key}'",
                        where, "Give each of them names of their own in the cast.")
        return cls(tuple(known.items()))

    def key(self, name: str) -> str | None:
        """The cast member a name stands for."""
        return dict(self.known).get(normalise(name))

    def read(self, line: str) -> Labelled | None:
        """The turn a line opens, or None if it does not begin with a known name."""
        head = self._head(line)
        if head is None:
            return None
        prefix, rest = head.group(1), line[head.end() :]
        if prefix.startswith("**"):
            if prefix.endswith("**") and len(prefix) > 4:
                prefix = prefix[:-2]
            elif rest.lstrip().startswith("**"):
                rest = rest.lstrip()[2:]
            else:
                return None
            prefix = prefix[2:]
        label = normalise(unescape(prefix))
        key = self.key(label)
        return None if key is None else Labelled(key, label, rest)

    def missed(self, line: str) -> str:
        """The known name that a line's beginning resembles without being it, or nothing."""
        head = self._head(line)
        if head is None or self.read(line) is not None:
            return ""
        written = normalise(unescape(head.group(1)).strip("*_ "))
        names = [name for name, _ in self.known]
        for name in names:
            if name == written or (":" in name and line.lstrip("* ").startswith(f"{name}:")):
                return name
        near = [(_distance(written, name), name) for name in names if _resembles(written, name)]
        return self._shown(min(near)[1]) if near else ""

    def refuse_near_miss(self, line: str, where: str) -> None:
        """Raise UserError with the corrected line if a line's beginning is nearly a name."""
        name = self.missed(line)
        head = self._head(line)
        bold = _BOLD.match(line)
        if not name and bold and self.read(line) is None:
            raise UserError(f"'{bold[1]}' is not in the cast", where, "Names here: "
                            f"{', '.join(known for known, _ in self.known)}. (If it is text and no"
                            " name, write it without the stars.)")
        if not name or head is None:
            return
        rest = normalise(line[head.end() :].lstrip(" *"))
        shown = rest if len(rest) <= 60 else f"{rest[:60]} …"
        raise UserError(
            f"'{head.group(1).strip('* ')}' is not in the cast, but looks like '{name}'", where,
            f"Names here: {', '.join(known for known, _ in self.known)}. Write: "
            f"**{name}:** {shown} (or, if it is text and no name, put a backslash before the "
            f"colon: {head.group(1)}\\:)")

    def protect(self, line: str) -> str:
        """The line with colons escaped until its beginning is no name, nor nearly one."""
        while self.read(line) is not None or self.missed(line):
            head = self._head(line)
            if head is None:
                break
            line = line[: head.end() - 1] + "\\:" + line[head.end() :]
        return line

    def _shown(self, name: str) -> str:
        """The name itself, or the person's first name if it is only the key in the cast."""
        key = self.key(name)
        return next(known for known, of in self.known if of == key) if name == key else name

    def _head(self, line: str) -> re.Match[str] | None:
        # Names are short: looking no further keeps reading linear in the text.
        longest = max((len(name) for name, _ in self.known), default=0)
        return _HEAD.match(line, 0, 2 * longest + 16)


def _resembles(written: str, name: str) -> bool:
    if _shortened(written, name):
        return True
    ours, theirs = _skeleton(written), _skeleton(name)
    if not ours or not theirs or abs(len(ours) - len(theirs)) > _LONGEST_MISS:
        return False
    return _distance(written, name) <= _tolerance(len(theirs))


def _shortened(written: str, name: str) -> bool:
    """Whether only some words of a longer name are written: `SPIEGEL:` for `SPIEGEL ONLINE:`."""
    ours, theirs = written.casefold().split(), name.casefold().split()
    return 0 < len(ours) < len(theirs) and all(len(w) > 2 and w in theirs for w in ours)


def _tolerance(length: int) -> int:
    """How many slips still look like the name: none in short names, three in long ones."""
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 16 else _LONGEST_MISS


def _skeleton(name: str) -> str:
    """The bare letters of a name: no case, no accents, no spaces, no punctuation."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _distance(written: str, name: str) -> int:
    """Slips between two names (optimal string alignment: Damerau–Levenshtein, no overlaps)."""
    ours, theirs = _skeleton(written), _skeleton(name)
    before, last = [0] * (len(theirs) + 1), list(range(len(theirs) + 1))
    for i, letter in enumerate(ours, 1):
        row = [i]
        for j, other in enumerate(theirs, 1):
            slips = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == theirs[j - 2] and ours[i - 2] == other:
                slips = min(slips, before[j - 2] + 1)
            row.append(slips)
        before, last = last, row
    return last[-1]
