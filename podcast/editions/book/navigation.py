"""The table of contents: by chapter and by question (EPUB 3.3, 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from podcast.editions.book.document import TITLE, Document
from podcast.editions.book.text import xhtml
from podcast.editions.wording import one_line, wording
from podcast.feed.text import shortened
from podcast.model import Script

LONGEST_QUESTION = 90
"""Letters of a question that the table of contents shows."""
_NAV = '''<nav epub:type="toc" role="doc-toc" aria-labelledby="heading">
<h1 id="heading">{contents}</h1>
<ol>
{entries}</ol>
</nav>
<nav epub:type="landmarks" aria-label="{landmarks}" hidden="hidden">
<ol>
{marks}</ol>
</nav>
'''


def navigation(script: Script, made: Sequence[Document], other: Mapping[str, str]) -> str:
    """The navigation document; `other` has the addresses of cover and colophon, by epub:type."""
    names = wording(script.language).book
    entries = [*(_entry(one, names["question"]) for one in made),
               _item(other["colophon"], names["about"])]
    body = _NAV.format(contents=escape(names["contents"]), landmarks=escape(names["landmarks"]),
                       entries="".join(entries), marks="".join(_marks(script, made, other)))
    return xhtml(script.language, names["contents"], "frontmatter", body)


def _entry(document: Document, label: str) -> str:
    """A document and, below it, its questions."""
    questions = "".join(
        _item(f"{document.name}.xhtml#turn-{one.number}",
              shortened(label.format(number=one.question, text=one_line(one.turn.text)),
                        LONGEST_QUESTION))
        for one in document.paragraphs if one.question)
    return _item(f"{document.name}.xhtml", document.heading,
                 f"\n<ol>\n{questions}</ol>\n" if questions else "")


def _item(address: str, title: str, below: str = "", kind: str = "") -> str:
    typed = f' epub:type="{kind}"' if kind else ""
    return f'<li><a{typed} href="{address}">{escape(title, quote=False)}</a>{below}</li>\n'


def _marks(script: Script, made: Iterable[Document], other: Mapping[str, str]) -> Iterator[str]:
    """Where the parts of the book begin."""
    names = wording(script.language).book
    if "cover" in other:
        yield _item(other["cover"], names["cover"], kind="cover")
    for one in made:
        if one.name == TITLE:
            yield _item(f"{TITLE}.xhtml", one_line(script.title) or script.slug, kind="titlepage")
    for one in made:
        if one.name != TITLE:
            yield _item(f"{one.name}.xhtml", names["interview"], kind="bodymatter")
            break
    yield _item(other["colophon"], names["about"], kind="colophon")
