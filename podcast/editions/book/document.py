"""Episode → the documents of its book: each a part of the text and the sound that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from podcast.audio.mp3 import FRAME_S
from podcast.editions.paragraphs import Paragraph, paragraphs
from podcast.editions.sentences import Sentence
from podcast.editions.wording import one_line, wording
from podcast.model import Episode

FRAME_MS = round(FRAME_S * 1000)
TITLE = "title"
"""Name of the title page."""


@dataclass(frozen=True, slots=True)
class Document:
    """A chapter or the title page."""

    name: str
    heading: str
    paragraphs: tuple[Paragraph, ...]
    first_frame: int
    """Where its sound begins, in frames of the episode."""
    frames: int
    opens_with_sound: bool
    """Whether something is heard before its first sentence."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All of its sentences, in the order of the ear."""
        return tuple(one for paragraph in self.paragraphs for one in paragraph.sentences)

    @property
    def moments_ms(self) -> tuple[int, ...]:
        """Where each sentence begins, from the beginning of the document's sound, and where the
        last one ends: a sentence lasts until the next one begins, so no pause is lost."""
        begin_ms = self.first_frame * FRAME_MS
        moments: list[int] = []
        for sentence in self.sentences:
            at = round(sentence.cue.start_s * 1000) - begin_ms
            moments.append(max(at, moments[-1] + 1) if moments else at)
        if self.opens_with_sound:
            moments[0] = 0
        # As with the episode, a decoder's delay takes what one frame holds.
        return (*moments, (self.frames - 1) * FRAME_MS)

    @property
    def duration_ms(self) -> int:
        """How long its sentences last together."""
        moments = self.moments_ms
        return moments[-1] - moments[0]


def documents(episode: Episode) -> Iterator[Document]:
    """The title page, which holds what is announced before the interview, then the chapters."""
    parts = list(_parts(episode, paragraphs(episode)))
    borders = [_first_frame(said) for _, _, said in parts[1:]]
    borders = [0, *borders, round(episode.seconds / FRAME_S)]
    framed = _first_frame(parts[0][2]) > episode.pieces[0].silent_frames
    for number, ((name, heading, said), (first, end)) in enumerate(
            zip(parts, pairwise(borders), strict=True)):
        yield Document(name, heading, said, first, end - first, framed and number == 0)


def _parts(episode: Episode, said: Sequence[Paragraph],
           ) -> Iterator[tuple[str, str, tuple[Paragraph, ...]]]:
    """Name, heading and paragraphs of each document that has any."""
    script = episode.script
    begins = next((at for at, one in enumerate(said) if one.turn in script.turns), len(said))
    if begins:
        yield TITLE, one_line(script.title) or script.slug, tuple(said[:begins])
    starts = [0, *(at for at, one in enumerate(said) if at and one.chapters), len(said)]
    for start, end in pairwise(starts):
        number, chapter = said[start].chapters[-1]
        heard = tuple(said[max(start, begins):end])
        if heard:
            unnamed = f"{wording(script.language).chapter} {number}"
            yield f"chapter-{number:02}", one_line(chapter.title) or unnamed, heard


def _first_frame(said: Sequence[Paragraph]) -> int:
    """Where the track of the first paragraph begins; before it the episode is silent."""
    return round(said[0].sentences[0].cue.track_s / FRAME_S)
