"""Two builds of an episode, sentence by sentence and turn by turn: what differs, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import takewhile, zip_longest
from typing import Any

from podcast.engines.base import text_of
from podcast.findings import Change, Effect
from podcast.model import Utterance, Voice
from podcast.plan import Plan
from podcast.record import Heard, Spoken
from podcast.stock import Stock
from podcast.store import content_key
from podcast.synthesis import ClipOrder, TurnOrder
from podcast.words import fields_of

SHOWN_DIGITS = 12
"""Of a checksum in a reason."""
Run = tuple[int, int]


def heard(plan: Plan, orders: Sequence[TurnOrder], engines: Mapping[str, str]) -> Heard:
    """What is heard in an episode, as the next build will want to know it."""
    clips = [clip for order in orders for clip in order.clips]
    spoken = tuple(_spoken(one, clip) for one, clip in zip(plan.utterances, clips, strict=True))
    return Heard(spoken, tuple(order.track.key for order in orders), dict(engines))


def portable(voice: Voice) -> dict[str, Any]:
    """A voice wherever its show lies: a recording counts by its content, in the fingerprint."""
    return {key: value for key, value in asdict(voice).items() if key != "reference"}


def first_edited(before: Heard, now: Heard) -> int | None:
    """The first utterance that sounds otherwise; of what was cut from the end, the last left."""
    same = _alike(before.spoken, now.spoken)
    if same == len(before.spoken) == len(now.spoken):
        return None
    return min(same, len(now.spoken) - 1)


def compare(plan: Plan, orders: Sequence[TurnOrder], now: Heard, before: Heard, stock: Stock,
            where: str) -> tuple[Change, ...]:
    """Every sentence and turn that is another than in the last build, or that the store lost."""
    return tuple(_Comparison(plan, orders, now, before, stock, where).changes())


@dataclass(slots=True)
class _Comparison:
    plan: Plan
    orders: Sequence[TurnOrder]
    now: Heard
    before: Heard
    stock: Stock
    where: str
    named: set[int] = field(default_factory=set)
    """Utterances that a change was told of."""
    turns: set[int] = field(default_factory=set)
    """Turns whose new encoding has its reason."""
    spoken: set[str] = field(default_factory=set)
    """Keys of the clips that a change says are spoken."""

    def changes(self) -> Iterator[Change]:
        """First what the script, voices and pauses changed, then what the store lost."""
        runs = _differing(self.before.spoken, self.now.spoken)
        moved = self._moved(runs)
        at = 0
        for (i1, i2), (j1, j2) in runs:
            yield from self._quiet(at, j1, i1 - (j1 - at))
            yield from self._block([i for i in range(i1, i2)
                                    if self.before.spoken[i].clip not in moved],
                                   range(j1, j2), moved)
            at = j2
        yield from self._quiet(at, len(self.now.spoken), len(self.before.spoken)
                               - (len(self.now.spoken) - at))
        yield from self._lost_clips()
        yield from self._lost_tracks()

    def _moved(self, runs: Sequence[tuple[Run, Run]]) -> frozenset[str]:
        """Clips that stood elsewhere in the last build, as often as now."""
        gone = Counter(self.before.spoken[i].clip for (i1, i2), _ in runs for i in range(i1, i2))
        come = Counter(self.now.spoken[j].clip for _, (j1, j2) in runs for j in range(j1, j2))
        return frozenset(key for key, count in gone.items() if come[key] == count)

    def _quiet(self, start: int, end: int, offset: int) -> Iterator[Change]:
        """Utterances with the same recording as before, from `offset` on in the last build."""
        for j in range(start, end):
            reason = _quiet_reason(self.before.spoken[offset + j - start], self.now.spoken[j])
            if reason:
                yield self._change(j, reason)

    def _block(self, olds: Sequence[int], news: range, moved: frozenset[str],
               ) -> Iterator[Change]:
        """Utterances that stand between the same ones as others did."""
        fresh = [j for j in news if self.now.spoken[j].clip not in moved]
        yield from (self._change(j, "moved") for j in news
                    if self.now.spoken[j].clip in moved)
        for i, j in zip_longest(olds, fresh):
            if j is None:
                yield self._removed(self.before.spoken[i], news.start)
            elif i is None:
                yield self._change(j, "new sentence")
            else:
                yield self._change(j, self._reason(self.before.spoken[i], j))

    def _reason(self, old: Spoken, j: int) -> str:
        new, name = self.now.spoken[j], self.plan.utterances[j].voice.name
        if old.text != new.text:
            return "changed text"
        if old.voice != new.voice:
            return "changed voice"
        if old.said != new.said:
            return _reading(old, new)
        engine, other = self.before.engines.get(name, ""), self.now.engines[name]
        if engine != other:
            return f"engine upgrade ({_upgrade(engine, other)})"
        return "another way to find the times of its words"

    def _removed(self, old: Spoken, j: int) -> Change:
        """A sentence that is gone stood in the turn beside its place that is encoded again."""
        beside = [self.plan.utterances[at].turn for at in (j - 1, j)
                  if 0 <= at < len(self.now.spoken)]
        turn = next((one for one in beside if self._is_lost(one)), None)
        if turn is None:
            return Change(self.where, "sentence removed", old.text, "join")
        self.turns.add(turn)
        return Change(self.plan.turns[turn].place(self.where), "sentence removed", old.text,
                      "encode")

    def _lost_clips(self) -> Iterator[Change]:
        for j, one in enumerate(self.now.spoken):
            if one.clip in self.stock.lost and j not in self.named \
                    and one.clip not in self.spoken:
                yield self._change(j, f"its recording is {self.stock.lost[one.clip]}")

    def _lost_tracks(self) -> Iterator[Change]:
        known = frozenset(self.before.tracks)
        for order in self.orders:
            if self._is_lost(order.index) and order.index not in self.turns:
                turn, key = self.plan.turns[order.index], order.track.key
                reason = f"its encoded turn is {self.stock.lost[key]}" if key in known \
                    else "its turn is put together otherwise"
                yield Change(turn.place(self.where), reason, turn.utterances[0].text, "encode")

    def _change(self, j: int, reason: str) -> Change:
        utterance, key = self.plan.utterances[j], self.now.spoken[j].clip
        effect: Effect = "join"
        if self._is_lost(utterance.turn):
            effect = "speak" if key in self.stock.lost and key not in self.spoken else "encode"
            self.turns.add(utterance.turn)
        if effect == "speak":
            self.spoken.add(key)
        self.named.add(j)
        return Change(self.plan.turns[utterance.turn].place(self.where), reason, utterance.text,
                      effect)

    def _is_lost(self, turn: int) -> bool:
        return turn not in self.stock.tracks


def _differing(before: Sequence[Spoken], now: Sequence[Spoken]) -> list[tuple[Run, Run]]:
    """Where two sequences of clips differ: [start, end) in both, in order."""
    head = _alike(before, now)
    rest = min(len(before), len(now)) - head
    tail = min(rest, _alike(before[::-1], now[::-1]))
    old, new = ([one.clip for one in some[head:len(some) - tail]] for some in (before, now))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [((head + i1, head + i2), (head + j1, head + j2))
            for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal"]


def _alike(before: Sequence[Spoken], now: Sequence[Spoken]) -> int:
    """How many utterances from the first on have the same recording."""
    pairs = zip(before, now, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].clip == pair[1].clip, pairs))


def _quiet_reason(old: Spoken, new: Spoken) -> str:
    """Why an utterance with the same recording still changes the episode."""
    if old.pause_s != new.pause_s:
        return f"changed pause after it ({old.pause_s:g} s → {new.pause_s:g} s)"
    if old.voice != new.voice:
        return "changed gain of its voice"
    return "changed spelling, spoken alike" if old.text != new.text else ""


def _reading(old: Spoken, new: Spoken) -> str:
    """Which word is read otherwise, and what says so."""
    was, now = (dict(one.readings) for one in (old, new))
    for place in sorted(was.keys() | now.keys()):
        start, end = (int(one) for one in place.split("-"))
        said, source = now.get(place, ("", ""))
        if was.get(place) == now.get(place):
            continue
        shown = new.text[start:end].strip(".,:;!?„“”\"»«()…")
        if source:
            return f"changed reading of '{shown}': '{said}', by the {_told(source)}"
        return f"changed reading of '{shown}': no more by the {_told(was[place][1])}"
    return "changed reading"


def _told(source: str) -> str:
    """`lexicon: X` → lexicon's X."""
    kind, _, name = source.partition(": ")
    return {"lexicon": f"lexicon's entry '{name}'", "rule": f"rule '{name}'"}.get(kind, source)


def _upgrade(old: str, new: str) -> str:
    """What differs between two fingerprints of an engine."""
    was, now = ([one[:SHOWN_DIGITS] if len(one) == 64 else one for one in text.split("; ")]
                for text in (old, new))
    return (f"{', '.join(one for one in was if one not in now)} → "
            f"{', '.join(one for one in now if one not in was)}")


@cache
def _settings_of(voice: Voice) -> str:
    """Digest of all about a voice that is heard."""
    said = {key: value for key, value in portable(voice).items()
            if key not in ("name", "gender", "licence", "consent")}
    return content_key("voice", said)[:16]


def _spoken(utterance: Utterance, clip: ClipOrder) -> Spoken:
    readings = tuple((f"{one.start}-{one.end}", (one.spoken, one.source))
                     for one in utterance.words if one.source)
    return Spoken(utterance.text, text_of(clip.said), content_key(fields_of(clip.said))[:16],
                  _settings_of(utterance.voice), clip.key, utterance.pause_after_s, readings)
