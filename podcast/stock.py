"""What the store holds of an episode, proved; and what is missing or damaged there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from podcast.audio import clip, track
from podcast.audio.track import load_track
from podcast.model import Track
from podcast.store import Store
from podcast.synthesis import TurnOrder

Loss = Literal["missing", "damaged"]


@dataclass(frozen=True, slots=True)
class Stock:
    """The tracks there are, and what else must be made."""

    tracks: Mapping[int, Track]
    """By the index of their turn."""
    lost: Mapping[str, Loss]
    """Keys of the tracks that are not there, and of their clips that are not there either."""

    def clips(self, order: TurnOrder) -> tuple[str, ...]:
        """Keys of the clips that must be spoken before a turn's track can be made, each once."""
        return tuple(dict.fromkeys(one.key for one in order.clips if one.key in self.lost))

    def damaged(self, orders: Sequence[TurnOrder]) -> tuple[str, ...]:
        """What is said in the recordings and turns that were found damaged."""
        kept = [(key, said) for order in orders for key, said in
                ((order.track.key, order.clips[0].spoken),
                 *((one.key, one.spoken) for one in order.clips))]
        return tuple(said for key, said in dict(kept).items() if self.lost.get(key) == "damaged")


def take_stock(orders: Sequence[TurnOrder], store: Store) -> Stock:
    """Read every track and, where one must be made, its clips; what is damaged is dropped."""
    tracks: dict[int, Track] = {}
    lost: dict[str, Loss] = {}
    whole: set[str] = set()
    for order in orders:
        there = store.has(track.KIND, order.track.key)
        kept = load_track(store, order.track.key) if there else None
        if kept is not None:
            tracks[order.index] = kept
            continue
        lost[order.track.key] = "damaged" if there else "missing"
        for key in {one.key for one in order.clips} - whole - lost.keys():
            there = store.has(clip.KIND, key)
            if there and store.get(clip.KIND, key) is not None:
                whole.add(key)
            else:
                lost[key] = "damaged" if there else "missing"
    return Stock(tracks, lost)
