"""What the store holds of an episode, proved; and what is missing or damaged there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from podcast.audio import clip, track
from podcast.audio.track import load_track
from podcast.model import Track
from podcast.store import Memory, Store
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


class Work(Protocol):
    """Somebody who makes what is missing while the rest is still looked at."""

    def begin(self, orders: Sequence[TurnOrder], stock: Stock) -> None:
        """Begin with turns that must be made for certain."""

    def go_on(self) -> None:
        """Take up what is done meanwhile; waits for nothing."""


def take_stock(orders: Sequence[TurnOrder], store: Store, work: Work | None = None) -> Stock:
    """Read every track and, where one must be made, its clips; what is damaged is dropped."""
    there = [store.has(track.KIND, order.track.key) for order in orders]
    missing = [order for order, kept in zip(orders, there, strict=True) if not kept]
    lost = _lost(missing, "missing", store, {})
    if work and missing:
        work.begin(missing, Stock({}, lost))
    tracks: dict[int, Track] = {}
    damaged: list[TurnOrder] = []
    memory = Memory()
    for order in (order for order, kept in zip(orders, there, strict=True) if kept):
        found = load_track(store, order.track.key, memory)
        if found:
            tracks[order.index] = found
        else:
            damaged.append(order)
        if work:
            work.go_on()
    return Stock(tracks, _lost(damaged, "damaged", store, lost))


def _lost(orders: Sequence[TurnOrder], how: Loss, store: Store, known: Mapping[str, Loss],
          ) -> dict[str, Loss]:
    """Adds the tracks of these orders to what is lost, and their clips that are not whole."""
    lost = {**known, **{order.track.key: how for order in orders}}
    for key in {one.key for order in orders for one in order.clips} - lost.keys():
        there = store.has(clip.KIND, key)
        if not (there and store.get(clip.KIND, key) is not None):
            lost[key] = "damaged" if there else "missing"
    return lost
