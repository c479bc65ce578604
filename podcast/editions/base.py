"""What an edition is: one file made from an episode, named after its content."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import IO, ClassVar

from podcast.editions.provenance import NOTHING_KNOWN, Provenance
from podcast.model import Episode, Publication, Script
from podcast.settings import Settings
from podcast.store import Store, new_file, put_in_place

PIECE_BYTES = 1 << 20
"""So much is digested at once, while the next is written."""


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
                      chunks: Iterable[bytes | memoryview]) -> Publication:
    """Write a file named after its content: `{hash}` in `pattern` becomes 8 hex digits.

    The file is written beside its place and then moved there, so a reader sees all or nothing.
    """
    with new_publication(output_dir, pattern, media_type) as draft:
        for chunk in chunks:
            draft.file.write(chunk)
            draft.settle()
    return draft.publication


@contextmanager
def new_publication(output_dir: Path, pattern: str, media_type: str) -> Iterator[Draft]:
    """The same for whoever needs the open file; behind it the draft knows what was published."""
    # Read without a buffer, which would hold what comes next before it is complete.
    with new_file(output_dir / pattern) as file, \
            Path(file.name).open("rb", buffering=0) as again, ThreadPoolExecutor(1) as beside:
        draft = Draft(file, again, beside)
        yield draft
        sha, size_bytes = draft.finish()
        path = pattern.replace("{hash}", sha[:8])
        put_in_place(file, output_dir / path)
    draft.publication = Publication(path, media_type, sha, size_bytes)


class Draft:
    """A file that is digested while it is written: both take as long as the slower one."""

    publication: Publication
    """What it became in the end."""

    def __init__(self, file: IO[bytes], again: FileIO, beside: Executor) -> None:
        self.file = file
        self._again, self._beside = again, beside
        self._memory = memoryview(bytearray(PIECE_BYTES))
        self._digest, self._digested = sha256(), 0
        self._settled, self._reading = 0, Future[None]()
        self._reading.set_result(None)

    def settle(self) -> None:
        """Say that of what was written so far nothing changes any more."""
        end = self.file.tell()
        if end - self._settled >= PIECE_BYTES:
            self.file.flush()
            self._reading = self._beside.submit(self._read, end)
            self._settled = end

    def finish(self) -> tuple[str, int]:
        """Everything is written: its SHA-256, and how many bytes it is."""
        self.file.flush()
        self._reading.result()
        self._read(self.file.tell())
        return self._digest.hexdigest(), self._digested

    def _read(self, end: int) -> None:
        while left := end - self._digested:
            taken = self._again.readinto(self._memory[:left])
            self._digest.update(self._memory[:taken])
            self._digested += taken
