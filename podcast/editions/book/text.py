"""Documents → XHTML: every visible word stands in the element of a sentence that is heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import accumulate, count

from podcast.editions.book.document import TITLE, Document
from podcast.editions.markup import marked
from podcast.editions.paragraphs import Paragraph
from podcast.editions.speakers import speaker_names
from podcast.editions.wording import one_line
from podcast.model import Script

STYLE = "book.css"
_BODY = '<section epub:type="{type}"{role} aria-labelledby="heading">\n{content}</section>\n'
_CLASSES = {"aside": "turn box", "narration": "turn telling"}


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


def _spans(paragraph: Paragraph, ids: Iterator[int], label: str) -> list[tuple[str, str, str]]:
    """The space before each sentence, its id and its HTML; the first one holds the label."""
    return [(space, f"s{next(ids)}", (label if number == 0 else "") + marked(sentence))
            for number, (space, sentence) in enumerate(paragraph.spaced())]


def _turn(paragraph: Paragraph, spans: list[tuple[str, str, str]]) -> str:
    element = "h2" if paragraph.question else "p"
    return f"{_begun(paragraph)}<{element}>{_joined(spans)}</{element}></div>\n"


def _opening(document: Document, paragraph: Paragraph, spans: list[tuple[str, str, str]]) -> str:
    """The first turn: the heading is what its first sentences say, or stands in the element of
    the first one, and nobody says it."""
    heading = escape(document.heading, quote=False)
    element = "h2" if paragraph.question else "p"
    titled = _titled(heading, spans)
    if titled:
        opened = f'<h1 id="heading">{_joined(spans[:titled])}</h1>'
    else:
        (_, first, said), titled = spans[0], 1
        opened = (f'<div id="{first}"><h1 id="heading">{heading}</h1>\n'
                  f"<{element}>{said}</{element}></div>")
    rest = _joined(spans[titled:]).lstrip()
    more = f'\n<p class="on">{rest}</p>' if rest else ""
    return f"{_begun(paragraph, ' opening')}{opened}{more}</div>\n"


def _titled(heading: str, spans: list[tuple[str, str, str]]) -> int:
    """How many sentences from the first one on say the heading; 0: they say something else."""
    together = accumulate(space + said for space, _, said in spans)
    return next((number for number, said in enumerate(together, 1)
                 if said.rstrip(".") == heading.rstrip(".")), 0)


def _begun(paragraph: Paragraph, more: str = "") -> str:
    classes = _CLASSES.get(paragraph.turn.kind, "turn") + (" question" * bool(paragraph.question))
    return f'<div class="{classes}{more}" id="turn-{paragraph.number}">'


def _joined(spans: list[tuple[str, str, str]]) -> str:
    return "".join(f'{space}<span id="{own}">{said}</span>' for space, own, said in spans)


def question_text(paragraph: Paragraph) -> str:
    """What is asked, on one line."""
    return one_line(paragraph.turn.text)
