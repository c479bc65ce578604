"""From a Script to the text of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from podcast.model import CastMember, Heading, Script, Span, Turn, TurnKind
from podcast.script.attributes import write_attributes
from podcast.script.header import FIELDS, with_fields, write_header
from podcast.script.keywords import OMITTED
from podcast.script.labels import Labels
from podcast.script.remarks import write_doubt
from podcast.script.text import adjacent, escape, escape_line, normalise, tidy


def write_script(script: Script) -> str:
    """The file of a script: front matter, a guide for beginners, one line per paragraph."""
    script = canonical(script)
    text = f"{write_header(script)}\n\n{_guide()}"
    quoting = False
    for kind, block in _blocks(script):
        between = "\n>\n" if quoting and block.startswith(">") else "\n\n"
        text += between + block
        quoting = kind == "aside"
    return text + "\n"


def canonical(script: Script) -> Script:
    """The script as it is after writing and reading: texts normalised, empty turns gone."""
    values = {name: normalise(getattr(script, name)) for name in FIELDS}
    cast = tuple(_member(member) for member in script.cast)
    plain = with_fields(replace(script, cast=cast), values)
    turns = tuple(turn for turn in (_turn(one, plain) for one in script.turns) if turn.spans)
    chapters = tuple(Heading(normalise(one.title), 0, min(max(one.level, 1), 2))
                     for one in script.chapters)
    return replace(plain, turns=turns, chapters=chapters)


def _blocks(script: Script) -> Iterator[tuple[str, str]]:
    """Headings and paragraphs in their order, each with its kind."""
    labels = Labels.of(script.cast)
    written = 0
    for turn in script.turns:
        for heading in script.chapters[written : turn.chapter + 1]:
            yield "heading", _heading(heading)
        written = max(written, turn.chapter + 1)
        mark = f"{write_doubt(turn.doubt)}\n" if turn.doubt else ""
        yield turn.kind, mark + _paragraph(turn, labels)
    for heading in script.chapters[written:]:
        yield "heading", _heading(heading)


def _member(member: CastMember) -> CastMember:
    labels = tuple(filter(None, map(normalise, member.labels)))
    return replace(member, key=normalise(member.key), name=normalise(member.name),
                   labels=labels, voice=normalise(member.voice))


def _turn(turn: Turn, script: Script) -> Turn:
    turn = replace(turn, spans=tidy(turn.spans), doubt=normalise(turn.doubt), line=0)
    narrator = script.by_role("narrator")[0].key
    if turn.kind == "omitted":
        return replace(turn, speaker="", label="", reason=normalise(turn.reason))
    turn = replace(turn, reason="")
    member = script.member(narrator if turn.kind == "aside" else normalise(turn.speaker))
    if turn.kind != "speech" or member.role == "narrator":
        kind: TurnKind = "aside" if turn.kind == "aside" else "narration"
        return replace(turn, kind=kind, speaker=narrator, label="")
    label = normalise(turn.label)
    names = [one for one in (member.name, *member.labels, member.key) if one]
    label = label if label in names else names[0]
    return replace(turn, speaker=member.key, label=label)


def _heading(heading: Heading) -> str:
    title = escape(heading.title)
    if title.endswith("#"):
        title = title[:-1] + r"\#"
    return f"{'#' * heading.level} {title}"


def _paragraph(turn: Turn, labels: Labels) -> str:
    if turn.kind == "omitted":
        reason = re.sub(r"[\\)<>]", r"\\\g<0>", turn.reason)
        text = re.sub(r"(?<!\\)<!--", r"\<!--", _inline(turn.spans).replace("-->", r"--\>"))
        return f"<!-- {OMITTED} ({reason}): {text} -->"
    text = _inline(turn.spans)
    if turn.kind == "aside":
        return f"> {escape_line(text)}"
    if turn.kind == "speech":
        return f"**{_label(turn.label)}:** {text}"
    return escape_line(labels.protect(text))


def _label(label: str) -> str:
    return re.sub(r"[\\*:\[\]<{_#>]", r"\\\g<0>", label)


def _inline(spans: tuple[Span, ...]) -> str:
    """The spans as written: stars where words are stressed alone, brackets elsewhere."""
    written = [_span(span) for span in spans]
    for at, (before, text, after) in enumerate(adjacent(written)):
        if _may_use_stars(spans[at], before, text, after):
            written[at] = f"*{escape(spans[at].text, brackets=True)}*"
    return "".join(written)


def _span(span: Span) -> str:
    if span == Span(span.text):
        return escape(span.text)
    return f"[{escape(span.text, brackets=True)}]{write_attributes(span)}"


def _may_use_stars(span: Span, before: str, written: str, after: str) -> bool:
    inner = escape(span.text, brackets=True)
    return (
        span == Span(span.text, stress=True)
        and not inner[:1].isspace() and not inner[-1:].isspace()
        and not inner.endswith("*")
        and not before[-1:].isalnum() and not before.endswith("*")
        and not after[:1].isalnum() and not after.startswith("*")
    )


@lru_cache(maxsize=1)
def _guide() -> str:
    return (files("podcast.script") / "guide.txt").read_text(encoding="utf-8").strip()
