"""A new version of an article, carried over into a script that people have edited.

Three versions: the draft of the old article, the draft of the new one, and the script as it is.
Both drafts come from the same program, so they differ by what the article changed alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from podcast.language import Language, load_language
from podcast.model import Script
from podcast.script.alignment import resembles
from podcast.script.edits import Edited, Edits, Insertion
from podcast.script.hunks import Hunk, group
from podcast.script.labels import Labels
from podcast.script.passages import Passage
from podcast.script.reader import read_passages
from podcast.script.remarks import changed, conflicts, deleted, divided, gone, write_doubt
from podcast.script.sentences import Sentence, sentences_of
from podcast.script.text import escape_line
from podcast.script.weaving import joined, weave
from podcast.script.writer import write_script

Kind = Literal["taken", "kept", "conflict"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the article changed and was taken, a person's edit that was kept, or a conflict."""

    kind: Kind
    line: int
    """Where in the merged script, counted from 1."""
    before: str
    """What stood there; of a conflict, what a person wrote and still stands there."""
    after: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A script file's new text, and what changed in it."""

    text: str
    differences: tuple[Difference, ...]


def merge(base: Script, theirs: Script, text: str, where: str) -> Merged:
    """Carry what differs between two drafts over into a script file; raises UserError.

    The drafts speak with the script's cast. What neither side touched keeps its bytes.
    """
    laid = read_passages(text, "script", where)
    old, new = (read_passages(write_script(one), "draft", where) for one in (base, theirs))
    merging = _Merging(old.passages, new.passages, laid.passages, theirs,
                       load_language(laid.script.language), Counter(conflicts(text)))
    merging.run()
    edited = merging.edits.apply(text, laid.passages)
    read_passages(edited.text, "script", where)
    return Merged(edited.text, merging.found(edited))


@dataclass(slots=True)
class _Merging:
    """The passages of the three versions, and the edits that come of them."""

    base: Sequence[Passage]
    theirs: Sequence[Passage]
    ours: Sequence[Passage]
    draft: Script
    language: Language
    standing: Counter[str]
    """What the conflicts say that are marked already."""
    edits: Edits = field(default_factory=Edits)
    changes: list[tuple[Kind, int, str, str]] = field(default_factory=list)
    """(kind, place of our passage or -1 for a block, before, after)."""
    blocks: dict[int, tuple[int, str]] = field(default_factory=dict)
    """What is put in, by its place in their version: (our place it replaces or -1, text)."""
    homes: dict[int, int] = field(default_factory=dict)
    """Their place → the place of the same passage in ours."""
    shifted: set[int] = field(default_factory=set)
    origins: dict[int, int] = field(default_factory=dict)
    """Their place → the place of the same passage in the base."""
    emptied: dict[int, int] = field(default_factory=dict)
    """Place in the base → ours, of passages that went because the article has them no more."""

    def run(self) -> None:
        """Decide hunk by hunk, then put in what is new."""
        for hunk in group(self.base, self.theirs, self.ours):
            if hunk.moved_here:
                self.shifted.update(hunk.ours)
            for place, j in enumerate(hunk.theirs):
                if hunk.base:
                    self.origins[j] = hunk.base[min(place, len(hunk.base) - 1)]
                if hunk.ours:
                    last = place == len(hunk.theirs) - 1
                    self.homes[j] = hunk.ours[-1 if last else min(place, len(hunk.ours) - 1)]
            if hunk.base:
                self._known(hunk)
            elif not hunk.ours:
                self._new(hunk)
        self._put_in()

    def found(self, edited: Edited) -> tuple[Difference, ...]:
        """What changed, in the order of the merged script."""
        made = [Difference(kind, edited.blocks.get(number) or edited.starts[place], before, after)
                for number, (kind, place, before, after) in enumerate(self.changes)
                if place >= 0 or number in edited.blocks]
        return tuple(sorted(made, key=lambda one: one.line))

    def _new(self, hunk: Hunk) -> None:
        for j in hunk.theirs:
            self.blocks[j] = (self._note("taken", -1, "", self.theirs[j].text), _block(
                self.theirs[j], self.draft))

    def _known(self, hunk: Hunk) -> None:
        base, theirs, ours = self._texts(hunk)
        if [*map(_style, base)] == [*map(_style, theirs)] and _alike(base, theirs):
            self._untouched(base, ours, hunk)
        elif not hunk.ours:
            self._deleted(hunk, base, theirs)
        elif not hunk.theirs:
            self._gone(hunk, base, ours)
        elif _hidden(base, ours):
            self._conflict(hunk.ours[0], changed(_text(theirs), _text(base)), _text(ours),
                           _text(theirs), differ=_text(theirs) != _text(base))
        elif _alike(base, ours) and (len(base), len(theirs)) != (1, 1):
            self._divide(hunk)
        elif len(base) == len(theirs):
            self._weave(hunk)
        elif not _alike(theirs, ours):
            self._conflict(hunk.ours[0], divided(_text(theirs)), _text(ours), _text(theirs))
        if hunk.moved_there and not hunk.moved_here and len(hunk.theirs) == len(hunk.ours) == 1:
            self._move(hunk)

    def _texts(self, hunk: Hunk) -> tuple[list[Passage], list[Passage], list[Passage]]:
        return ([self.base[i] for i in hunk.base], [self.theirs[j] for j in hunk.theirs],
                [self.ours[k] for k in hunk.ours])

    def _untouched(self, base: list[Passage], ours: list[Passage], hunk: Hunk) -> None:
        if not _alike(base, ours):
            place = hunk.ours[0] if hunk.ours else -1
            self._note("kept", place, _text(base), _text(ours))
        self._look_over(hunk)

    def _deleted(self, hunk: Hunk, base: list[Passage], theirs: list[Passage]) -> None:
        """A person left out what the article has changed."""
        if theirs and _text(base) != _text(theirs):
            comment = deleted(" ".join(map(_shown, theirs)), _text(base))
            number = self._note("conflict", -1, "", _text(theirs))
            if not self._stands(comment):
                self.blocks[hunk.theirs[0]] = (number, comment)

    def _gone(self, hunk: Hunk, base: list[Passage], ours: list[Passage]) -> None:
        if _alike(base, ours):
            self.edits.dropped.update(hunk.ours)
            self.emptied |= dict(zip(hunk.base, hunk.ours, strict=False))
            self._note("taken", hunk.ours[0], _text(base), "")
        elif resembles(_text(base), _text(ours)):
            self._conflict(hunk.ours[0], gone(_text(base)), _text(ours), "")

    def _divide(self, hunk: Hunk) -> None:
        """The article divides otherwise what nobody touched here."""
        self.edits.dropped.update(hunk.ours)
        self._note("taken", hunk.ours[0], _text([self.base[i] for i in hunk.base]),
                   _text([self.theirs[j] for j in hunk.theirs]))
        for j in hunk.theirs:
            self.homes[j] = hunk.ours[-1]
            self.blocks[j] = (-1, _block(self.theirs[j], self.draft))

    def _weave(self, hunk: Hunk) -> None:
        """The same paragraphs on both sides: sentence by sentence."""
        base, theirs, ours = self._texts(hunk)
        woven = weave(self._all_sentences(base), self._all_sentences(theirs),
                      [self._sentences(one) for one in ours])
        restyled = [self._restyled(hunk, k, joined(sentences))
                    for k, sentences in zip(hunk.ours, woven.paragraphs, strict=True)]
        for before, after in woven.taken:
            self._note("taken", hunk.ours[0], before, after)
        for one in woven.conflicts:
            self._conflict(hunk.ours[one.at], one.comment, one.before, one.after)
        if not (woven.taken or woven.conflicts or any(restyled)):
            self._note("kept" if _text(base) == _text(theirs) else "taken", hunk.ours[0],
                       _text(base), _text(ours))
        self._look_over(hunk)

    def _restyled(self, hunk: Hunk, k: int, source: str) -> bool:
        """Write one of our passages anew, and say whether it is the article's kind or speaker."""
        form = self._form(hunk, k)
        self._rewrite(k, source, form)
        if form is not self.ours[k]:
            base = self.base[hunk.base[hunk.ours.index(k)]]
            self._note("taken", k, _shown(base), _shown(form))
        return form is not self.ours[k]

    def _rewrite(self, k: int, source: str, form: Passage) -> None:
        own = self.ours[k]
        if not source.strip():
            self.edits.dropped.add(k)
        elif source != own.source or form is not own:
            self.edits.texts[k] = self._written(replace(form, source=source))

    def _form(self, hunk: Hunk, k: int) -> Passage:
        """The passage whose label and kind ours gets: theirs where only the article changed it."""
        own = self.ours[k]
        if len(hunk.base) == len(hunk.ours):
            at = hunk.ours.index(k)
            base, theirs = self.base[hunk.base[at]], self.theirs[hunk.theirs[at]]
            if _style(theirs) != _style(base) and _style(own) == _style(base):
                return theirs
        return own

    def _look_over(self, hunk: Hunk) -> None:
        """The draft's marks change where nobody has done anything about them."""
        if not len(hunk.base) == len(hunk.theirs) == len(hunk.ours):
            return
        for i, j, k in zip(hunk.base, hunk.theirs, hunk.ours, strict=True):
            old, new, own = (one.turn.doubt for one in (self.base[i], self.theirs[j],
                                                        self.ours[k]))
            if new != old == own and (own == "" or self.ours[k].top < self.ours[k].start):
                self.edits.marks[k] = write_doubt(new) if new else ""

    def _move(self, hunk: Hunk) -> None:
        (j,), (k,) = hunk.theirs, hunk.ours
        if k in self.edits.dropped or self.edits.comments.get(k):
            return
        own = self.ours[k]
        doubt = write_doubt(own.turn.doubt) if own.turn.doubt and own.top < own.start else ""
        marks = self.edits.marks.pop(k, doubt)
        text = self.edits.texts.pop(k, self._written(own))
        self.edits.dropped.add(k)
        self.homes.pop(j)
        self.blocks[j] = (-1, f"{marks}\n{text}" if marks else text)
        self._note("taken", k, own.text, own.text)

    def _put_in(self) -> None:
        """New blocks stand behind what they follow in the article, or where what they replace was.
        """
        steady = {j: k for j, k in self.homes.items() if k not in self.shifted}
        below: int | None = None
        origin = -1
        for j in range(len(self.theirs)):
            below, origin = steady.get(j, below), self.origins.get(j, origin)
            if j in self.blocks:
                if j not in self.origins and origin + 1 in self.emptied:
                    origin += 1
                    below = self.emptied[origin]
                number, text = self.blocks[j]
                block = Insertion(text, number)
                if below is not None:
                    self.edits.below.setdefault(below, []).append(block)
                    continue
                later = (steady[one] for one in range(j + 1, len(self.theirs)) if one in steady)
                first = next(later, None)
                table = self.edits.below if first is None else self.edits.above
                table.setdefault(-1 if first is None else first, []).append(block)

    def _conflict(self, k: int, comment: str, before: str, after: str, *,
                  differ: bool = True) -> None:
        if not differ:
            return
        number = self._note("conflict", k, before, after)
        if not self._stands(comment):
            self.edits.comments.setdefault(k, []).append(Insertion(comment, number))

    def _stands(self, comment: str) -> bool:
        said = next(conflicts(comment))
        stands = self.standing[said] > 0
        self.standing[said] -= stands
        return stands

    def _note(self, kind: Kind, place: int, before: str, after: str) -> int:
        self.changes.append((kind, place, before, after))
        return len(self.changes) - 1

    def _all_sentences(self, passages: list[Passage]) -> list[Sentence]:
        return [one for passage in passages for one in self._sentences(passage)]

    def _sentences(self, passage: Passage) -> tuple[Sentence, ...]:
        voices = tuple(member.key for member in self.draft.cast)
        return sentences_of(passage.source, voices, self.language)

    def _written(self, passage: Passage) -> str:
        """The lines of a passage with nothing in them that opens another one."""
        kind, source = passage.turn.kind, passage.source.strip()
        if kind == "omitted":
            return passage.head + source.replace("-->", r"--\>") + passage.tail
        lines = [line.strip(" \t") for line in source.split("\n")]
        if kind == "aside":
            return "\n".join(passage.head + escape_line(line) for line in lines)
        labels = Labels.of(self.draft.cast)
        bare = 0 if not passage.head else 1
        lines[bare:] = [escape_line(labels.protect(line)) for line in lines[bare:]]
        return passage.head + "\n".join(lines)


def _block(passage: Passage, draft: Script) -> str:
    """A passage of a draft as it was written, with its mark."""
    mark = f"{write_doubt(passage.turn.doubt)}\n" if passage.turn.doubt else ""
    return f"{mark}{passage.head}{passage.source}{passage.tail}"


def _style(passage: Passage) -> tuple[object, ...]:
    return (*passage.form, passage.turn.label)


def _alike(some: Sequence[Passage], others: Sequence[Passage]) -> bool:
    return [(*one.form, one.spans) for one in some] == [(*one.form, one.spans) for one in others]


def _hidden(base: Sequence[Passage], ours: Sequence[Passage]) -> bool:
    """Whether a person turned spoken text into left-out text."""
    return (any(one.turn.kind == "omitted" for one in ours)
            and not any(one.turn.kind == "omitted" for one in base))


def _shown(passage: Passage) -> str:
    """A passage with who says it."""
    return f"{passage.head.replace('*', '').strip()} {passage.text}".strip()


def _text(passages: Sequence[Passage]) -> str:
    return " ".join(one.text for one in passages)
