"""Utterances → clips → tracks: only what the store lacks, on all processors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from typing import Any

from podcast.audio import align, track
from podcast.audio.clip import KIND, ClipMissing, Sound, save_clip
from podcast.audio.mp3 import encoder
from podcast.audio.track import Part, TrackOrder, load_track, make_track
from podcast.engines.base import Engine, EngineFailure, Speech, plain, text_of
from podcast.errors import UserError
from podcast.executor import Executor, JobLost
from podcast.model import Clip, Track, Utterance, Voice
from podcast.plan import Plan
from podcast.registry import load
from podcast.settings import Device, Settings
from podcast.store import Store, content_key
from podcast.verify.clip import implausible
from podcast.words import Stretch, Times

ATTEMPTS = 3
START_LIMIT_S = 60.0
LIMIT_S_PER_LETTER = 0.5


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """Everything a worker needs to make a clip."""

    key: str
    said: tuple[Stretch, ...]
    voice: Voice
    device: Device = "auto"

    @property
    def spoken(self) -> str:
        """What is said, as text."""
        return text_of(self.said)


@dataclass(frozen=True, slots=True)
class TurnOrder:
    """A turn's track and the clips it is made from."""

    index: int
    clips: tuple[ClipOrder, ...]
    track: TrackOrder


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence that could not be spoken, or a turn that could not be assembled."""

    turn: int
    spoken: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """One step of the work is done."""

    kind: str
    """`sentence`, `turn` or `again` (a damaged recording is made again)."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of several tries at a clip."""

    key: str
    number: int
    take: int

    def next(self, error: BaseException | None) -> Attempt:
        """The next try: another take if the engine failed, the same one if its worker was lost."""
        return Attempt(self.key, self.number + 1, self.take + isinstance(error, EngineFailure))


def order_turns(plan: Plan, settings: Settings, fingerprints: Mapping[str, str],
                ) -> tuple[TurnOrder, ...]:
    """What each turn of a plan is made from; `fingerprints` are the engines', by voice name."""
    return tuple(_order(index, turn.utterances, settings, fingerprints)
                 for index, turn in enumerate(plan.turns))


def _order(index: int, utterances: Sequence[Utterance], settings: Settings,
           fingerprints: Mapping[str, str]) -> TurnOrder:
    sound = settings.sound
    clips = tuple(ClipOrder(_clip_key(one, fingerprints[one.voice.name]), one.stretches, one.voice,
                            settings.device) for one in utterances)
    pauses = (*(one.pause_after_s for one in utterances[:-1]), 0.0)
    parts = tuple(Part(clip.key, clip.voice.gain_db, pause_s)
                  for clip, pause_s in zip(clips, pauses, strict=True))
    key = content_key("track", track.VERSION, encoder(), asdict(sound),
                      [astuple(part) for part in parts])
    order = TrackOrder(key, parts, sound.bitrate_kbps, sound.loudness_lufs, sound.true_peak_dbtp)
    return TurnOrder(index, clips, order)


def _clip_key(utterance: Utterance, fingerprint: str) -> str:
    """What a clip depends on: what is said, voice settings, engine, how its words are timed."""
    voice = utterance.voice
    said = [astuple(one) for one in utterance.stretches]
    return content_key("clip", said, voice.engine, voice.model, voice.speaker,
                       voice.language, voice.rate, voice.pitch, voice.vocal_tract, fingerprint,
                       align.VERSION)


def make_clip(order: ClipOrder, store: Store, take: int = 0) -> Clip:
    """Speak one sentence and keep it; runs in a worker. Raises EngineFailure."""
    sound = speak(order.said, order.voice, order.device, take)
    save_clip(store, order.key, sound)
    return Clip(order.key, sound.seconds)


def speak(said: Sequence[Stretch], voice: Voice, device: Device = "auto", take: int = 0) -> Sound:
    """One sentence in a voice, vocal tract included; for workers only. Raises EngineFailure."""
    try:
        speech = _engine(voice.engine, device).speak(said, voice, voice.rate * voice.vocal_tract,
                                                     take)
    except (UserError, EngineFailure):
        raise
    except Exception as error:
        raise EngineFailure(f"{voice.engine} raised {error!r}") from error
    # Declaring another rate moves formants and pitch by the vocal tract's factor, and undoes the
    # quicker speech; the one resampling happens when the track is assembled.
    rate_hz = round(speech.sample_rate_hz / voice.vocal_tract)
    slower = speech.sample_rate_hz / rate_hz
    times = speech.times or _aligned(said, voice, speech)
    sound = Sound(speech.samples, rate_hz,
                  tuple((start * slower, end * slower) for start, end in times))
    reason = implausible(sound.samples, sound.sample_rate_hz, text_of(said))
    if reason:
        raise EngineFailure(reason)
    return sound


def _aligned(said: Sequence[Stretch], voice: Voice, speech: Speech) -> Times:
    """Word times of an engine that does not know them: from where eSpeak has the same words."""
    from podcast.engines.espeak import Espeak, language_of

    try:
        witness = Espeak().speak(plain(text_of(said)),
                                 Voice("reference", "espeak", language_of(voice.language)), 1.0)
    except EngineFailure:
        return ()
    return align.align(Sound(speech.samples, speech.sample_rate_hz),
                       Sound(witness.samples, witness.sample_rate_hz, witness.times))


@lru_cache(maxsize=4)
def _engine(name: str, device: Device) -> Engine:
    engine: Engine = load("engines", name)(device)
    return engine


class Production:
    """Runs the orders of an episode: clips first, each turn's track as soon as it can be made."""

    def __init__(self, store: Store, executor: Executor, report: Callable[[Done], None]) -> None:
        self._store = store
        self._executor = executor
        self._report = report
        self._running: dict[Future[Any], TurnOrder | Attempt] = {}
        self._waiting: dict[str, list[TurnOrder]] = {}
        self._lacking: dict[int, set[str]] = {}
        self._orders: dict[str, ClipOrder] = {}
        self._failed: list[Failed] = []
        self._assemblies: Counter[int] = Counter()
        self.tracks: dict[int, Track] = {}

    def run(self, orders: Sequence[TurnOrder]) -> tuple[Failed, ...]:
        """Make every track the store lacks, the longest turns first.

        What could not be made is returned, in the order of the script.
        """
        self._executor.reserve(_memory_bytes(orders))
        for order in sorted(orders, key=_letters, reverse=True):
            self._orders |= {clip.key: clip for clip in order.clips}
            kept = load_track(self._store, order.track.key)
            if kept is not None:
                self.tracks[order.index] = kept
            else:
                self._need(order, lacking_clips(order, self._store))
        while self._running:
            finished, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in finished:
                self._finish(future)
        return tuple(sorted(self._failed, key=lambda one: one.turn))

    def _need(self, order: TurnOrder, keys: Iterable[str]) -> None:
        lacking = set(keys)
        self._lacking[order.index] = lacking
        for key in sorted(lacking):
            if key not in self._waiting:
                self._speak(Attempt(key, 1, 0))
            self._waiting.setdefault(key, []).append(order)
        if not lacking:
            self._assemble(order)

    def _speak(self, attempt: Attempt) -> None:
        clip = self._orders[attempt.key]
        limit_s = START_LIMIT_S + LIMIT_S_PER_LETTER * len(clip.spoken)
        future = self._executor.submit(make_clip, clip, self._store, attempt.take, limit_s=limit_s)
        self._running[future] = attempt

    def _assemble(self, order: TurnOrder) -> None:
        self._assemblies[order.index] += 1
        limit_s = START_LIMIT_S + sum(len(clip.spoken) for clip in order.clips)
        future = self._executor.submit(make_track, order.track, self._store, limit_s=limit_s)
        self._running[future] = order

    def _finish(self, future: Future[Any]) -> None:
        job = self._running.pop(future)
        if isinstance(job, TurnOrder):
            self._track_done(future, job)
        else:
            self._clip_done(future, job)

    def _clip_done(self, future: Future[Any], attempt: Attempt) -> None:
        reason, key = _failure(future), attempt.key
        if reason and attempt.number < ATTEMPTS:
            self._speak(attempt.next(future.exception()))
            return
        orders = self._waiting.pop(key)
        if reason:
            spoken = self._orders[key].spoken
            self._failed += [Failed(order.index, spoken, reason) for order in orders]
            return
        self._report(Done("sentence", self._orders[key].spoken))
        for order in orders:
            self._lacking[order.index].discard(key)
            if not self._lacking[order.index]:
                self._assemble(order)

    def _track_done(self, future: Future[Any], order: TurnOrder) -> None:
        error = future.exception()
        once_more = self._assemblies[order.index] < ATTEMPTS
        if isinstance(error, ClipMissing) and once_more:
            for key in error.keys:
                self._report(Done("again", self._orders[key].spoken))
            self._need(order, error.keys)
            return
        reason = _failure(future)
        if reason and once_more:
            self._assemble(order)
        elif reason:
            self._failed.append(Failed(order.index, "", reason))
        else:
            made = future.result()
            assert isinstance(made, Track)
            self.tracks[order.index] = made
            self._report(Done("turn"))


def _memory_bytes(orders: Sequence[TurnOrder]) -> int:
    """What a worker that has spoken with every voice of the orders holds."""
    voices = {(one.voice.engine, one.voice.model): one.voice
              for order in orders for one in order.clips}
    return sum(load("engines", one.engine).memory_bytes(one) for one in voices.values())


def _letters(order: TurnOrder) -> int:
    return sum(len(clip.spoken) for clip in order.clips)


def _failure(future: Future[Any]) -> str:
    """Why a job failed, or an empty string; users' errors and full disks are raised."""
    error = future.exception()
    if error is None:
        return ""
    if isinstance(error, UserError | OSError):
        raise error
    known = isinstance(error, EngineFailure | JobLost | ClipMissing)
    return str(error) if known else f"the worker raised {error!r}"


def lacking_clips(order: TurnOrder, store: Store) -> tuple[str, ...]:
    """Keys of the clips that must be spoken before a turn's track can be made."""
    if store.has(track.KIND, order.track.key):
        return ()
    return tuple(dict.fromkeys(clip.key for clip in order.clips if not store.has(KIND, clip.key)))
