"""What page and player look like and do: files of this package, whole and readable.

Each episode has its own copy, named after its content: so the two belong to its publications,
are sent, retired and withdrawn with it, and an older page never meets a newer script.
"""

from __future__ import annotations

from pathlib import Path

from podcast.editions.base import Context, Edition, write_publication
from podcast.media import media_type
from podcast.model import Episode, Publication

FOLDER = Path(__file__).parent
FRAME_PX = 184
FRAME_HEIGHT = f"clamp({FRAME_PX}px, 480px - 52vw, 280px)"
"""How high a frame with the small player must be, on wide screens and on telephones (CSS)."""
STYLE = ("player.css", "text.css")
TELLING = "telling.js"
"""What other pages of the show do as well."""
SCRIPT = (TELLING, "player.js", "text.js")
"""In the order in which a browser needs them."""


class StyleEdition(Edition):
    """`episodes/<slug>/page.<hash>.css`: light, dark, forced colours and print."""

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Write the style sheet of page and player."""
        return _write(episode, context, "page.{hash}.css", STYLE)


class ScriptEdition(Edition):
    """`episodes/<slug>/page.<hash>.js`: player, keys, marks in the text."""

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Write the script of page and player."""
        return _write(episode, context, "page.{hash}.js", SCRIPT)


def _write(episode: Episode, context: Context, name: str, parts: tuple[str, ...]) -> Publication:
    return write_publication(context.settings.output_dir, f"episodes/{episode.script.slug}/{name}",
                             media_type(name), [(FOLDER / part).read_bytes() for part in parts])
