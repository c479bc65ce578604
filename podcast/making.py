"""The first half of the main job: an article becomes a script, or changes the one it has."""

from __future__ import annotations

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
