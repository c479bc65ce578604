"""The chapters for apps that fetch them: JSON Chapters 1.2.0 of the podcast namespace."""

from __future__ import annotations

import json

from podcast.editions.base import Context, Edition, write_publication
from podcast.editions.speakers import credited
from podcast.editions.wording import one_line
from podcast.model import Chapter, Episode, Publication

VERSION = "1.2.0"


class ChaptersEdition(Edition):
    """`episodes/<slug>/<slug>.<hash>.chapters.json`: the same chapters as in the MP3's tag."""

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Write the chapters; they hold no text of the interview but its headings."""
        slug, settings = episode.script.slug, context.settings
        data = {"version": VERSION, "title": one_line(episode.script.title),
                "podcastName": one_line(settings.title),
                "author": one_line(credited(episode.script, settings)),
                "chapters": [_chapter(one) for one in episode.chapters]}
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        return write_publication(settings.output_dir,
                                 f"episodes/{slug}/{slug}.{{hash}}.chapters.json",
                                 "application/json+chapters", [text.encode()])


def _chapter(chapter: Chapter) -> dict[str, object]:
    return {"startTime": round(chapter.start_s, 3), "endTime": round(chapter.end_s, 3),
            "title": one_line(chapter.title)}
