"""Sentences → HTML."""

from __future__ import annotations

from html import escape

from podcast.editions.sentences import Sentence


def marked(sentence: Sentence) -> str:
    """The text of a sentence as HTML, with the language of what is in another one."""
    text, behind, parts = sentence.text, 0, []
    if not sentence.foreign:
        return escape(text, quote=False)
    for start, end, lang in sentence.foreign:
        inside = escape(text[start:end], quote=False)
        parts += [escape(text[behind:start], quote=False),
                  f'<span lang="{escape(lang)}">{inside}</span>']
        behind = end
    return "".join((*parts, escape(text[behind:], quote=False)))
