"""Utterances → clips → tracks: what each is made from, and the making, for workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache

from podcast.audio import align, track
from podcast.audio.clip import Sound, save_clip
from podcast.audio.mp3 import encoder
from podcast.audio.track import Part, TrackOrder
from podcast.engines.base import Engine, EngineFailure, Speech, plain, text_of
from podcast.errors import UserError
from podcast.model import Clip, Utterance, Voice
from podcast.plan import Plan
from podcast.registry import load
from podcast.settings import Device, Settings
from podcast.store import Store, canonical, key_of
from podcast.verify.clip import implausible
from podcast.words import Stretch, fields_of


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


def order_turns(plan: Plan, settings: Settings, fingerprints: Mapping[str, str],
                ) -> tuple[TurnOrder, ...]:
    """What each turn of a plan is made from; `fingerprints` are the engines', by voice name."""
    made_by = canonical("track", track.VERSION, encoder(), asdict(settings.sound))
    return tuple(_order(index, turn.utterances, settings, fingerprints, made_by)
                 for index, turn in enumerate(plan.turns))


def _order(index: int, utterances: Sequence[Utterance], settings: Settings,
           fingerprints: Mapping[str, str], made_by: str) -> TurnOrder:
    sound = settings.sound
    clips = tuple(_order_clip(one.stretches, one.voice, fingerprints[one.voice.name],
                              settings.device) for one in utterances)
    pauses = (*(one.pause_after_s for one in utterances[:-1]), 0.0)
    parts = tuple(Part(clip.key, clip.voice.gain_db, pause_s)
                  for clip, pause_s in zip(clips, pauses, strict=True))
    key = key_of(made_by, canonical([(one.clip, one.gain_db, one.pause_after_s) for one in parts]))
    order = TrackOrder(key, parts, sound.bitrate_kbps, sound.loudness_lufs, sound.true_peak_dbtp)
    return TurnOrder(index, clips, order)


def _order_clip(said: tuple[Stretch, ...], voice: Voice, fingerprint: str, device: Device,
                ) -> ClipOrder:
    """A clip's key is what it depends on: what is said, voice settings, engine, how its words are
    timed."""
    key = key_of(canonical("clip", fields_of(said)), _spoken_by(voice, fingerprint))
    return ClipOrder(key, said, voice, device)


@lru_cache(maxsize=32)
def _spoken_by(voice: Voice, fingerprint: str) -> str:
    return canonical(voice.engine, voice.model, voice.speaker, voice.language, voice.rate,
                     voice.pitch, voice.vocal_tract, fingerprint, align.VERSION)


def make_clip(order: ClipOrder, store: Store, take: int = 0) -> Clip:
    """Speak one sentence and keep it; runs in a worker. Raises EngineFailure."""
    sound = speak(order.said, order.voice, order.device, take)
    save_clip(store, order.key, sound)
    return Clip(order.key, sound.seconds)


def make_clips(orders: Sequence[ClipOrder], store: Store) -> None:
    """Speak several sentences of one voice at once and keep them; runs in a worker.

    Raises EngineFailure if one of them fails; then none is kept.
    """
    voice = orders[0].voice
    said = [order.said for order in orders]
    with _failing(voice):
        made = _engine(voice.engine, orders[0].device).speak_together(said, voice, _rate(voice))
    sounds = [_clip(one, voice, speech) for one, speech in zip(said, made, strict=True)]
    for order, sound in zip(orders, sounds, strict=True):
        save_clip(store, order.key, sound)


def speak(said: Sequence[Stretch], voice: Voice, device: Device = "auto", take: int = 0) -> Sound:
    """One sentence in a voice, vocal tract included; for workers only. Raises EngineFailure."""
    with _failing(voice):
        speech = _engine(voice.engine, device).speak(said, voice, _rate(voice), take)
    return _clip(said, voice, speech)


def load_voice(voice: Voice, device: Device) -> None:
    """Speak a word for nobody, so that a worker has everything at hand; raises EngineFailure."""
    speak(plain("Ja."), voice, device)


@contextmanager
def _failing(voice: Voice) -> Iterator[None]:
    """Whatever an engine raises is a failure of the engine."""
    try:
        yield
    except (UserError, EngineFailure):
        raise
    except Exception as error:
        raise EngineFailure(f"{voice.engine} raised {error!r}") from error


def _rate(voice: Voice) -> float:
    """How fast the engine speaks, so that the vocal tract's slower clock leaves the voice's rate.
    """
    return voice.rate * voice.vocal_tract


def _clip(said: Sequence[Stretch], voice: Voice, speech: Speech) -> Sound:
    """What an engine said, as it is kept; raises EngineFailure if it cannot be the sentence."""
    # Declaring another rate moves formants and pitch by the vocal tract's factor, and undoes the
    # quicker speech; the one resampling happens when the track is assembled.
    rate_hz = round(speech.sample_rate_hz / voice.vocal_tract)
    slower = speech.sample_rate_hz / rate_hz
    reason = implausible(speech.samples, rate_hz, text_of(said))
    if reason:
        raise EngineFailure(reason)
    placed = align.Placed(speech.times) if speech.times else aligned(said, voice, speech)
    times = align.without_pauses(placed.times, speech.samples, speech.sample_rate_hz)
    return Sound(speech.samples, rate_hz,
                 tuple((start * slower, end * slower) for start, end in times), placed.unsure)


def aligned(said: Sequence[Stretch], voice: Voice, speech: Speech) -> align.Placed:
    """Word times of an engine that does not know them: from where eSpeak has the same words."""
    from podcast.engines.espeak import Espeak, language_of

    try:
        witness = Espeak().speak(plain(text_of(said)),
                                 Voice("reference", "espeak", language_of(voice.language)), 1.0)
    except EngineFailure:
        return align.Placed()
    return align.align(Sound(speech.samples, speech.sample_rate_hz),
                       Sound(witness.samples, witness.sample_rate_hz, witness.times))


@lru_cache(maxsize=4)
def _engine(name: str, device: Device) -> Engine:
    engine: Engine = load("engines", name)(device)
    return engine
