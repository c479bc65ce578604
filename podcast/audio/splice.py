"""Tracks of the store one after the other, with silent frames between: nothing is encoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.audio import track
from podcast.audio.levels import BYTES_PER_FRAME
from podcast.store import Memory, Store

Levels = list[tuple[int, bytes]]
"""Silent frames, then the levels of those that sound, as `podcast.audio.levels` takes them."""


class TrackLost(Exception):
    """A track that was there a moment ago is gone."""


@dataclass(frozen=True, slots=True)
class Splice:
    """What is heard: silent frames, then a track, and so on."""

    silence: bytes
    """A silent frame, as long as all others."""
    pieces: tuple[tuple[int, str, int], ...]
    """Silent frames, then a track by its key and number of frames."""
    tail_frames: int
    """Silent ones after the last track."""

    @property
    def frames(self) -> int:
        """How many frames that are."""
        return self.tail_frames + sum(silent + frames for silent, _, frames in self.pieces)

    def cut(self, lengths: Sequence[int]) -> Iterator[Splice]:
        """The same in parts of so many frames each; ValueError if a cut would go through a track,
        or if there are fewer frames."""
        pieces = iter((*self.pieces, (self.tail_frames, "", 0)))
        silent, key, frames = next(pieces)
        for length in lengths:
            left, before = length, 0
            kept: list[tuple[int, str, int]] = []
            while left:
                taken = min(silent, left)
                before, silent, left = before + taken, silent - taken, left - taken
                if left:
                    if not 0 < frames <= left:
                        raise ValueError(f"no cut is possible {left} frames behind silence")
                    kept.append((before, key, frames))
                    before, left = 0, left - frames
                    silent, key, frames = next(pieces)
            yield Splice(self.silence, tuple(kept), before)

    def sound(self, store: Store, levels: Levels | None = None) -> Iterator[bytes | memoryview]:
        """Its bytes, each piece good until the next one is asked for; `levels` gets what it takes
        to measure it. Raises TrackLost."""
        memory, quiet = Memory(), 0
        for silent, key, frames in self.pieces:
            entry = store.proved(track.KIND, key, memory)
            if entry is None:
                raise TrackLost(key)
            end = frames * len(self.silence)
            yield self.silence * silent
            yield entry[:end]
            if levels is not None:
                levels.append((quiet + silent, bytes(entry[end:])))
                # A track may end in frames that are as silent as those between.
                quiet = frames - (len(entry) - end) // BYTES_PER_FRAME
        yield self.silence * self.tail_frames
        if levels is not None:
            levels.append((quiet + self.tail_frames, b""))
