"""Hearing a whole cast: every voice says the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from podcast.audio import mp3, track
from podcast.audition import MEASURED_TEXT
from podcast.cast import Cast
from podcast.casting import lay_out
from podcast.errors import PartialFailure
from podcast.executor import Executor
from podcast.model import CastMember, Script, Span, Turn
from podcast.production import Production
from podcast.settings import Settings, load_settings
from podcast.stock import take_stock
from podcast.store import Store
from podcast.synthesis import order_turns

PAUSE_S = 0.8


@dataclass(frozen=True, slots=True)
class CastHeard:
    """An MP3, and where in it each voice begins."""

    mp3: bytes
    starts: tuple[tuple[str, float], ...]


def audition(cast: Cast, show: Path | None, place: Path, executor: Executor) -> CastHeard:
    """Speak three sentences with every voice of a cast; raises UserError.

    Without a show its settings are the usual ones; the recordings go to `place`.
    """
    usual = Settings(place, cast.title, cast.name, "")
    settings = replace(load_settings(show), cast=cast.name) if show else usual
    people = tuple(CastMember(f"v{number}", "narrator", voice.name, voice=voice.name)
                   for number, voice in enumerate(cast.voices))
    turns = tuple(Turn("narration", one.key, (Span(" ".join(MEASURED_TEXT)),)) for one in people)
    script = Script("", "try", "", people, turns, language=settings.language)
    laid = lay_out(script, settings, framed=False)
    orders = order_turns(laid.plan, settings, laid.resolved.fingerprints)
    store = Store(place)
    production = Production(store, executor)
    failed = production.run(orders, take_stock(orders, store))
    if failed:
        raise PartialFailure(f"that could not be spoken: {failed[0].reason}",
                             people[failed[0].turn].voice)
    return _joined([(person.voice, order.track.key) for person, order in
                    zip(people, orders, strict=True)], store, settings.sound.bitrate_kbps)


def _joined(tracks: list[tuple[str, str]], store: Store, bitrate_kbps: int) -> CastHeard:
    frames, starts, count = b"", [], 0
    pause = round(PAUSE_S / mp3.FRAME_S)
    for name, key in tracks:
        entry = store.get(track.KIND, key)
        assert entry is not None
        starts.append((name, count * mp3.FRAME_S))
        frames += entry.payload + mp3.silent_frame(bitrate_kbps) * pause
        count += entry.meta["frames"] + pause
    return CastHeard(mp3.info_frame(count, bitrate_kbps) + frames, tuple(starts))
