"""What is imported before it is needed, while there is nothing else to do."""

from __future__ import annotations

from importlib import import_module

WORK = ("podcast.synthesis", "podcast.audio.loudness", "numpy", "soxr", "soundfile", "lameenc",
        "pydub", "podcast.editions.mp3", "podcast.editions.book.container", "zipfile")
"""By a worker that speaks, aligns, encodes and writes."""
PUBLISHING = ("mutagen.id3", "feedgen.feed", "PIL.JpegImagePlugin", "podcast.feed.episode",
              "podcast.editions.page.edition")
"""By whoever waits for workers, to publish what they make."""


def get_ready() -> None:
    """Import what publishing needs."""
    for module in PUBLISHING:
        import_module(module)
