"""The main job: an article becomes an episode and a refreshed feed, in one go."""

from __future__ import annotations

from pathlib import Path

from podcast.build import Report, Result, build
from podcast.executor import Executor
from podcast.merge import Update, update
from podcast.model import Article
from podcast.settings import Settings
from podcast.split import Split, known_script, options_now, split


def write_or_merge(article: Article, settings: Settings, *, new: bool = False) -> Split | Update:
    """The new script of an article, or a known one with the article's changes; UserError.

    `new`: a new script whatever is known.
    """
    known, options = None if new else known_script(article, settings), options_now(settings)
    if known is None:
        return split(article, settings, options, new=True)
    return update(article, settings, known, options)


def make_episode(script: Path, settings: Settings, executor: Executor, report: Report) -> Result:
    """Build the episode of a script and refresh the feed; raises UserError."""
    return build(settings, (script.stem,), executor, report).require()[0]
