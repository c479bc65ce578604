"""The transcript for programs: JSON as the podcast namespace describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from podcast.editions.base import Context, Edition, write_text
from podcast.editions.sentences import sentences
from podcast.editions.speakers import speaker_names
from podcast.model import Episode, Publication

VERSION = "1.0.0"
_JSON = json.JSONEncoder(ensure_ascii=False)


class TranscriptEdition(Edition):
    """`episodes/<slug>/<slug>.<hash>.json`: who says each sentence, and when, in seconds."""

    def publish(self, episode: Episode, context: Context) -> Publication | None:
        """Write the transcript, unless the text is not to be published."""
        return write_text(episode, context, "json", "application/json", _lines(episode))


def _lines(episode: Episode) -> Iterator[str]:
    """One line a sentence."""
    yield f'{{"version": "{VERSION}", "segments": ['
    yield ",\n".join(_segments(episode))
    yield "]}"


def _segments(episode: Episode) -> Iterator[str]:
    names = speaker_names(episode.script)
    for one in sentences(episode):
        yield _JSON.encode({"speaker": names[one.cue.speaker],
                            "startTime": round(one.cue.start_s, 3),
                            "endTime": round(one.cue.end_s, 3), "body": one.text})
