"""Hearing one sentence before it is in an episode, and measuring voices."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.audio import mp3, track
from podcast.casting import lay_out
from podcast.changes import look_ahead
from podcast.engines.base import EngineFailure, plain
from podcast.errors import PartialFailure, UserError
from podcast.executor import Executor, JobLost
from podcast.model import CastMember, Script, Span, Turn, Voice
from podcast.production import Production
from podcast.registry import load
from podcast.settings import Settings, script_slugs
from podcast.stock import take_stock
from podcast.store import Store, write_beside
from podcast.synthesis import TurnOrder, order_turns, speak

if TYPE_CHECKING:
    from podcast.audio.measure import VoiceMeasure

PLAYERS = (("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"), ("mpg123", "-q"),
           ("afplay",), ("mpv", "--no-video", "--really-quiet"))
MEASURED_TEXT = (
    "Am Morgen liegt der Hafen noch im Nebel, und die Möwen sitzen still auf den Dalben.",
    "Wer hier arbeitet, kennt jedes Boot beim Namen und grüßt auch die Fremden.",
    "Gegen Mittag ziehen Wolken auf, dann riecht die ganze Stadt nach Regen und Tang.",
)
"""Spoken by each voice that is measured."""
LIMIT_S = 120.0
_PLACE = re.compile(r"(?P<slug>[^\s:]+):(?P<line>\d+)")


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as it would be heard."""

    spoken: tuple[str, ...]
    """What the engine was given, utterance by utterance."""
    mp3: bytes


def hear(said: Span, voice: str, settings: Settings, executor: Executor) -> Heard:
    """Speak a text, or the turn at `slug:line`, as an episode would; raises UserError."""
    what = said.text
    place = _PLACE.fullmatch(what)
    if place and (said.lang or said.say) and place["slug"] in script_slugs(settings):
        raise UserError("a line of a script cannot be said in another way", what,
                        "Give the word itself, or mark it in the script: [Gent]{lang=nl}.")
    if place and (said.lang or said.say or place["slug"] not in script_slugs(settings)):
        place = None
    store = Store(settings.store_dir)
    orders = _turn_at(place["slug"], int(place["line"]), settings, store) if place \
        else _turn_of(said, voice, settings)
    production = Production(store, executor)
    failed = production.run(orders, take_stock(orders, store))
    if failed:
        raise PartialFailure(f"that could not be spoken: {failed[0].reason}", what)
    kept = store.get(track.KIND, orders[0].track.key)
    if kept is None:
        raise UserError("the recording vanished while it was made", what, "Try again.")
    frames = kept.payload
    bitrate = settings.sound.bitrate_kbps
    header = mp3.info_frame(len(frames) // mp3.frame_bytes(bitrate), bitrate)
    return Heard(tuple(clip.spoken for clip in orders[0].clips), header + frames)


def play(sound: bytes, path: Path) -> bool:
    """Write an MP3 and play it if this machine has a player; whether it was played."""
    import subprocess

    write_beside(path, sound)
    player = next((one for one in PLAYERS if shutil.which(one[0])), None)
    if player is None:
        return False
    done = subprocess.run([*player, str(path)], check=False, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
    return done.returncode == 0


def measure_voices(voices: Sequence[Voice], executor: Executor) -> dict[str, VoiceMeasure]:
    """The figures of each voice, by name; every voice speaks `MEASURED_TEXT`.

    Loudness is with the voice's own gain: −16 LUFS is right. Raises UserError.
    """
    for voice in voices:
        load("engines", voice.engine).check(voice)
    running = {voice.name: executor.submit(_measured, voice, limit_s=LIMIT_S) for voice in voices}
    figures = {}
    for name, future in running.items():
        try:
            figures[name] = future.result()
        except (EngineFailure, JobLost) as error:
            raise UserError(f"the voice '{name}' cannot speak: {error}", "",
                            "Name the casts to measure: podcast voices CAST --measure.") from error
    return figures


def _measured(voice: Voice) -> VoiceMeasure:
    import numpy as np

    from podcast.audio.measure import measure, trimmed

    spoken = [speak(plain(text), voice) for text in MEASURED_TEXT]
    rate_hz = spoken[0].sample_rate_hz
    samples = np.concatenate([trimmed(one.samples, rate_hz) for one in spoken])
    gain = np.float32(10 ** ((voice.gain_db or 0.0) / 20))
    return measure(samples * gain, rate_hz, " ".join(MEASURED_TEXT))


def _turn_at(slug: str, line: int, settings: Settings, store: Store) -> tuple[TurnOrder, ...]:
    outlook = look_ahead(settings, slug, store)
    lines = [one.turn.line for one in outlook.plan.turns]
    if line not in lines:
        spoken = ", ".join(str(one) for one in sorted(set(lines)) if one)
        raise UserError("nothing is spoken on that line", f"{outlook.where}:{line}",
                        f"Spoken lines: {spoken}.")
    return (outlook.orders[lines.index(line)],)


def _turn_of(said: Span, voice: str, settings: Settings) -> tuple[TurnOrder, ...]:
    narrator = CastMember("narrator", "narrator", "", voice=voice)
    script = Script("", "say", "", (narrator,), (Turn("narration", "narrator", (said,)),),
                    language=settings.language)
    laid = lay_out(script, settings, framed=False)
    if not laid.plan.turns:
        raise UserError(f"there is nothing to say in {said.text!r}", "",
                        "Give a text with words, or SLUG:LINE of a script.")
    return order_turns(laid.plan, settings, laid.resolved.fingerprints)


