"""Captions for apps that know no better: SubRip, in the podcast namespace's dimensions."""

from __future__ import annotations

from collections.abc import Iterator

from podcast.editions.base import Context, Edition, write_text
from podcast.editions.captions import captions, clock
from podcast.editions.speakers import short_names
from podcast.model import Episode, Publication

WIDTH = 32
"""Characters of a line."""


class SrtEdition(Edition):
    """`episodes/<slug>/<slug>.<hash>.srt`: two lines at a time, the speaker's name before each
    turn."""

    def publish(self, episode: Episode, context: Context) -> Publication | None:
        """Write the captions, unless the text is not to be published."""
        return write_text(episode, context, "srt", "application/x-subrip", _blocks(episode))


def _blocks(episode: Episode) -> Iterator[str]:
    heads = {key: f"{_fitting(name)}: " for key, name in short_names(episode.script).items()}
    indents = {key: len(head) for key, head in heads.items()}
    for number, one in enumerate(captions(episode, WIDTH, indents), 1):
        lines = [one.sentence.text[start:end] for start, end in one.lines]
        if one.opens:
            lines[0] = (heads[one.sentence.cue.speaker] + lines[0]).rstrip()
        # Some programs take an arrow for the line with the times, whatever stands around it.
        shown = "\n".join(lines).replace("-->", "→")
        yield (f"{number}\n{clock(one.start_ms, ',')} --> {clock(one.end_ms, ',')}\n"
               f"{shown}\n")


def _fitting(name: str) -> str:
    """The name, shortened to a line of its own with the colon behind it."""
    return name if len(name) < WIDTH else f"{name[:WIDTH - 2].rstrip()}…"
