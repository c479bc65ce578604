"""Documents → Media Overlays (EPUB 3.3, 9): when which sentence is heard."""

from __future__ import annotations

from itertools import pairwise

from podcast.editions.book.document import TITLE, Document
from podcast.editions.captions import clock

ACTIVE = "-epub-media-overlay-active"
"""Class of the sentence that is heard."""
PLAYING = "-epub-media-overlay-playing"
"""Class of a document while it is heard."""


def overlay(document: Document) -> str:
    """The SMIL of a document: one `par` for each sentence, without gap or overlap."""
    name = document.name
    kind = "titlepage" if name == TITLE else "chapter"
    pars = "".join(
        f'<par id="p{number}"><text src="{name}.xhtml#s{number}"/><audio src="{name}.mp3"'
        f' clipBegin="{clock(begin)}" clipEnd="{clock(end)}"/></par>\n'
        for number, (begin, end) in enumerate(pairwise(document.moments_ms), 1))
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops"'
            f' version="3.0">\n<body epub:textref="{name}.xhtml" epub:type="{kind}">\n'
            f"{pars}</body>\n</smil>\n")
