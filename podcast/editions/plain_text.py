"""The interview to read, as plain text: for any device, braille displays and archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from podcast.editions.address import web_address
from podcast.editions.base import Context, Edition, write_text
from podcast.editions.speakers import speaker_names
from podcast.editions.wording import corrections, disclosed, one_line, wording
from podcast.language import displayed_date, load_language
from podcast.model import Episode, Publication, Script


class TextEdition(Edition):
    """`episodes/<slug>/<slug>.<hash>.txt`: one line a paragraph, in the order of the ear."""

    def publish(self, episode: Episode, context: Context) -> Publication | None:
        """Write the text, unless it is not to be published."""
        return write_text(episode, context, "txt", "text/plain", _lines(episode))


def _lines(episode: Episode) -> Iterator[str]:
    for number, paragraph in enumerate(filter(None, _paragraphs(episode))):
        yield f"\n{paragraph}" if number else paragraph


def _paragraphs(episode: Episode) -> Iterator[str]:
    script = episode.script
    yield one_line(script.title)
    yield "\n".join(filter(None, (_source(script), web_address(script.url))))
    yield disclosed(script)
    yield from heard_paragraphs(episode)
    words = wording(script.language)
    yield from _headed(words.omitted, _omitted(episode))
    yield from _headed(words.corrections, corrections(script))


def _source(script: Script) -> str:
    day = displayed_date(load_language(script.language), script.published)
    return ", ".join(filter(None, (one_line(script.publisher), one_line(day))))


def heard_paragraphs(episode: Episode) -> Iterator[str]:
    """Every turn behind its speaker's name, and headings where chapters begin."""
    words, names = wording(episode.script.language), speaker_names(episode.script)
    begin_s = {cue.turn: cue.start_s for cue in reversed(episode.cues)}
    begun = 0
    for index, turn in enumerate(episode.turns):
        while begun < len(episode.chapters) \
                and episode.chapters[begun].start_s <= begin_s[index]:
            yield f"{words.chapter} {begun + 1}: {one_line(episode.chapters[begun].title)}"
            begun += 1
        yield f"{names[turn.speaker]}: {one_line(turn.text)}"


def _omitted(episode: Episode) -> Iterator[str]:
    """What the source displays beside what is read out, each behind the reason."""
    heard = set(episode.turns)
    for turn in episode.script.turns:
        if turn not in heard:
            yield ": ".join(filter(None, (one_line(turn.reason), one_line(turn.text))))


def _headed(heading: str, paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs below their heading; without any, nothing."""
    for number, paragraph in enumerate(filter(None, paragraphs)):
        yield from (paragraph,) if number else (heading, paragraph)
