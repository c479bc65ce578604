"""Documents → XHTML: every visible word stands in the element of a sentence that is heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, count
from typing import NamedTuple

from podcast.editions.book.document import TITLE, Document
from podcast.editions.markup import marked
from podcast.editions.paragraphs import Paragraph
from podcast.editions.speakers import speaker_names
from podcast.model import Script

STYLE = "book.css"
_BODY = '<section epub:type="{type}"{role} aria-labelledby="heading">\n{content}</section>\n'


class _Said(NamedTuple):
    """A sentence: the space before it, the id of its element, and its HTML."""

    space: str
    id: str
    html: str


def xhtml(language: str, title: str, kind: str, body: str) -> str:
    """A content document (EPUB 3.3, 6.1); `kind` says to which part of the book it belongs."""
    tag = escape(language)
    return ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
            f' lang="{tag}" xml:lang="{tag}">\n<head>\n<title>{escape(title)}</title>\n'
            f'<link rel="stylesheet" href="{STYLE}"/>\n</head>\n'
            f'<body epub:type="{kind}">\n{body}</body>\n</html>\n')


def document_text(document: Document, script: Script) -> str:
    """A document of the book; the elements of its sentences are `s1`, `s2` …"""
    content = "".join(_turns(document, script))
    if document.name == TITLE:
        kind, section = "frontmatter", {"type": "titlepage", "role": ""}
    else:
        kind, section = "bodymatter", {"type": "chapter", "role": ' role="doc-chapter"'}
    return xhtml(script.language, document.heading, kind, _BODY.format(content=content, **section))


def _turns(document: Document, script: Script) -> Iterator[str]:
    names, narrators = speaker_names(script), {one.key for one in script.by_role("narrator")}
    ids = count(1)
    before = ""
    for number, paragraph in enumerate(document.paragraphs):
        speaker = paragraph.turn.speaker
        named = speaker not in narrators and (speaker != before or paragraph.question > 0)
        spans = _spans(paragraph, ids, _label(names, speaker) if named else "")
        yield _turn(paragraph, spans) if number else _opening(document, paragraph, spans)
        before = speaker


def _label(names: Mapping[str, str], speaker: str) -> str:
    return f'<b class="name">{escape(names[speaker])}:</b> '


def _spans(paragraph: Paragraph, ids: Iterator[int], label: str) -> list[_Said]:
    """A turn's sentences; the first one holds the label."""
    return [_Said(space, f"s{next(ids)}", (label if number == 0 else "") + marked(sentence))
            for number, (space, sentence) in enumerate(paragraph.spaced())]


def _turn(paragraph: Paragraph, spans: Sequence[_Said]) -> str:
    element = "h2" if paragraph.question else "p"
    return f"{_begun(paragraph)}<{element}>{_joined(spans)}</{element}></div>\n"


def _opening(document: Document, paragraph: Paragraph, spans: Sequence[_Said]) -> str:
    """The first turn: the heading is what its first sentences say, or stands in the element of
    the first one, and nobody says it."""
    heading = escape(document.heading, quote=False)
    element = "h2" if paragraph.question else "p"
    titled = _titled(heading, spans)
    if titled:
        opened = f'<h1 id="heading">{_joined(spans[:titled])}</h1>'
    else:
        first, titled = spans[0], 1
        opened = (f'<div id="{first.id}"><h1 id="heading">{heading}</h1>\n'
                  f"<{element}>{first.html}</{element}></div>")
    rest = _joined(spans[titled:]).lstrip()
    more = f'\n<p class="on">{rest}</p>' if rest else ""
    return f"{_begun(paragraph, ' opening')}{opened}{more}</div>\n"


def _titled(heading: str, spans: Sequence[_Said]) -> int:
    """How many sentences from the first one on say the heading; 0: they say something else."""
    together = accumulate(one.space + one.html for one in spans)
    return next((number for number, said in enumerate(together, 1)
                 if said.rstrip(".") == heading.rstrip(".")), 0)


def _begun(paragraph: Paragraph, more: str = "") -> str:
    kind = " box" * (paragraph.turn.kind == "aside") + " question" * bool(paragraph.question)
    return f'<div class="turn{kind}{more}" id="turn-{paragraph.number}">'


def _joined(spans: Sequence[_Said]) -> str:
    return "".join(f'{one.space}<span id="{one.id}">{one.html}</span>' for one in spans)
