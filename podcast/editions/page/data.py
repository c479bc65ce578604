"""What the page's script needs to know of an episode, as JSON inside the page."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import PurePath
from typing import Any

from podcast.editions.base import Context
from podcast.editions.paragraphs import chapter_begins
from podcast.editions.speakers import speaker_names
from podcast.editions.wording import one_line, wording
from podcast.model import Episode

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def episode_data(episode: Episode, context: Context, *, sentences: bool) -> str:
    """Times, names and phrases; those of `sentences` where they are jumped to without the text."""
    return _JSON.encode(_fields(episode, context, sentences)).replace("<", "\\u003c")


def _fields(episode: Episode, context: Context, sentences: bool) -> dict[str, Any]:
    script, names = episode.script, speaker_names(episode.script)
    numbers = {key: index for index, key in enumerate(names)}
    begins = {cue.turn: cue.start_s for cue in reversed(episode.cues)}
    changes = [next(group) for _, group in groupby(episode.cues, key=lambda one: one.speaker)]
    cover = context.made.get("cover")
    return {
        "id": script.id, "title": one_line(script.title), "show": one_line(context.settings.title),
        "seconds": round(episode.seconds, 3), "cover": PurePath(cover.path).name if cover else "",
        "speakers": [*names.values()],
        "voices": [[round(one.start_s, 3), numbers[one.speaker]] for one in changes],
        "turns": [round(begins[index], 3) for index in range(len(episode.turns))],
        "chapters": [[round(begin, 3), one_line(one.title)] for one, begin in
                     zip(episode.chapters, chapter_begins(episode), strict=True)],
        "sentences": [round(cue.start_s, 3) for cue in episode.cues] if sentences else [],
        "words": dict(wording(script.language).told),
    }
