"""What an edition is: one file made from an episode, named after its content."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from podcast.editions.provenance import NOTHING_KNOWN, Provenance
from podcast.model import Episode, Publication, Script
from podcast.settings import Settings
from podcast.store import Store, new_file, put_in_place

PIECE_BYTES = 1 << 20
"""So much is written while the same is digested: then both take as long as the slower one."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an edition may use beside the episode."""

    settings: Settings
    store: Store
    cover_jpeg: bytes
    """The episode's own cover."""
    provenance: Provenance = NOTHING_KNOWN
    made: Mapping[str, Publication] = field(default_factory=dict)
    """What was made before, by the name of its edition: in the registry's order."""


class Edition(ABC):
    """One kind of file made from an episode; constructed without arguments."""

    after_sound: ClassVar[bool] = False
    """Whether it names the MP3, so that it is made after that; others are made beside it."""

    def prepare(self, episode: Episode, context: Context) -> None:
        """Do what can be done before the sound is there, and keep it for `publish`: nothing, where
        an edition has no use for that."""
        return

    @abstractmethod
    def publish(self, episode: Episode, context: Context) -> Publication | None:
        """Write the file below `output/` and say what it is; None: this episode has none."""


def shows_text(script: Script, settings: Settings) -> bool:
    """Whether the interview's text is published beside its sound: by the script, else the show."""
    return (script.text or settings.text) == "full"


def has_text(episode: Episode, context: Context) -> bool:
    """The same of an episode that is published."""
    return shows_text(episode.script, context.settings)


def write_text(episode: Episode, context: Context, suffix: str, media_type: str,
               lines: Iterable[str]) -> Publication | None:
    """Write `<slug>.<hash>.<suffix>` from lines that hold the interview's text; None where that is
    not to be published."""
    if not has_text(episode, context):
        return None
    slug = episode.script.slug
    return write_publication(context.settings.output_dir,
                             f"episodes/{slug}/{slug}.{{hash}}.{suffix}", media_type,
                             ["".join(f"{line}\n" for line in lines).encode()])


def write_publication(output_dir: Path, pattern: str, media_type: str,
                      chunks: Iterable[bytes]) -> Publication:
    """Write a file named after its content: `{hash}` in `pattern` becomes 8 hex digits.

    The file is written beside its place and then moved there, so a reader sees all or nothing.
    """
    digest = sha256()
    size_bytes = 0
    with new_file(output_dir / pattern) as file, ThreadPoolExecutor(1) as beside:
        digested = beside.submit(digest.update, b"")
        for piece in _pieces(chunks):
            digested.result()
            digested = beside.submit(digest.update, piece)
            size_bytes += file.write(piece)
        digested.result()
        path = pattern.replace("{hash}", digest.hexdigest()[:8])
        put_in_place(file, output_dir / path)
    return Publication(path, media_type, digest.hexdigest(), size_bytes)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about `PIECE_BYTES`; the last one may be short."""
    gathered: list[bytes] = []
    for chunk in chunks:
        gathered.append(chunk)
        if sum(map(len, gathered)) >= PIECE_BYTES:
            yield b"".join(gathered)
            gathered.clear()
    yield b"".join(gathered)
