"""The main job: an article becomes an episode and a refreshed feed, in one go."""

from __future__ import annotations

from pathlib import Path

from podcast.build import Report, Result, build
from podcast.errors import UserError
from podcast.executor import Executor
from podcast.model import Article
from podcast.settings import Settings
from podcast.split import Split, known_script, options_now, split


def write_or_find(article: Article, settings: Settings) -> tuple[Path, Split | None]:
    """The script of an article, and the split if it was new; UserError for another version."""
    known = known_script(article, settings)
    if known is None:
        made = split(article, settings, options_now(settings))
        return made.path, made
    if not known.same:
        raise UserError("this is another version of an article that has a script already",
                        settings.display(known.path),
                        "Carry the changes over into that script, then run 'podcast build'.")
    return known.path, None


def make_episode(script: Path, settings: Settings, executor: Executor, report: Report) -> Result:
    """Build the episode of a script and refresh the feed; raises UserError."""
    return build(settings, (script.stem,), executor, report).require()[0]
