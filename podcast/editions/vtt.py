"""Captions with speakers for players and browsers: WebVTT (W3C)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from podcast.editions.base import Context, Edition, write_text
from podcast.editions.captions import Caption, captions, clock
from podcast.editions.sentences import Sentence
from podcast.editions.speakers import speaker_names
from podcast.editions.wording import disclosed, one_line
from podcast.model import Episode, Publication, Script

WIDTH = 65
"""Characters of a line, as the podcast namespace recommends."""


class VttEdition(Edition):
    """`episodes/<slug>/<slug>.<hash>.vtt`: what is displayed, when it is heard, and who says it."""

    def publish(self, episode: Episode, context: Context) -> Publication | None:
        """Write the captions, unless the text is not to be published."""
        return write_text(episode, context, "vtt", "text/vtt", _blocks(episode))


def _blocks(episode: Episode) -> Iterator[str]:
    yield f"WEBVTT\n\n{_note(episode.script)}"
    names = {key: _annotation(name) for key, name in speaker_names(episode.script).items()}
    for one in captions(episode, WIDTH, dict.fromkeys(names, 0)):
        yield (f"\n{clock(one.start_ms)} --> {clock(one.end_ms)}\n"
               f"<v {names[one.sentence.cue.speaker]}>{_text(one)}")


def _note(script: Script) -> str:
    """Title and note on synthetic voices; a comment must not hold the arrow."""
    title, about = one_line(script.title), disclosed(script)
    return "\n".join(filter(None, ("NOTE", title, about))).replace("-->", "→")


def _text(caption: Caption) -> str:
    return "\n".join(_line(caption.sentence, start, end) for start, end in caption.lines)


def _line(sentence: Sentence, start: int, end: int) -> str:
    """Escaped text in which foreign words say their language."""
    text, parts = sentence.text, []
    for first, last, lang in sentence.foreign:
        first, last = max(first, start), min(last, end)
        if first < last:
            parts += [escape(text[start:first], quote=False), f"<lang {_annotation(lang)}>",
                      escape(text[first:last], quote=False), "</lang>"]
            start = last
    return "".join((*parts, escape(text[start:end], quote=False)))


def _annotation(text: str) -> str:
    """What stands in a tag, escaped; its last sign must not make an arrow with the tag's end."""
    escaped = escape(text, quote=False)
    return f"{escaped[:-1]}&#45;" if escaped.endswith("-") else escaped
