"""The interview to read, as plain text: for any device, braille displays and archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from podcast.editions.address import web_address
from podcast.editions.base import Context, Edition, write_text
from podcast.editions.paragraphs import heard_turns, unheard
from podcast.editions.speakers import by_author, speaker_names
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
    return ", ".join(filter(None, (by_author(script), one_line(script.publisher), one_line(day))))


def heard_paragraphs(episode: Episode) -> Iterator[str]:
    """Every turn behind its speaker's name, and headings where chapters begin."""
    words, names = wording(episode.script.language), speaker_names(episode.script)
    for turn, chapters in heard_turns(episode):
        for number, chapter in chapters:
            yield f"{words.chapter} {number}: {one_line(chapter.title)}"
        yield f"{names[turn.speaker]}: {one_line(turn.text)}"


def _omitted(episode: Episode) -> Iterator[str]:
    """What is not read out, each behind the reason."""
    for turn in unheard(episode):
        yield ": ".join(filter(None, (one_line(turn.reason), one_line(turn.text))))


def _headed(heading: str, paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs below their heading; without any, nothing."""
    for number, paragraph in enumerate(filter(None, paragraphs)):
        yield from (paragraph,) if number else (heading, paragraph)
