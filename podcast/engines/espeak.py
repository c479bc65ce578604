"""eSpeak NG: a formant synthesiser with many voices, brought by espeakng-loader; GPL-3.0."""

from __future__ import annotations

import ctypes
import math
import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import count as counted
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from podcast.engines.base import (
    Bundled,
    EngineFailure,
    EngineMissing,
    Preferences,
    Speech,
    require_within,
    text_of,
)
from podcast.engines.ipa import sounds
from podcast.errors import UserError
from podcast.words import Stretch, Times

if TYPE_CHECKING:
    from podcast.model import Voice
    from podcast.settings import Device

WRAPPER = 2
WORDS_PER_MINUTE = 175
PITCH = (0.6, 1.8)
RATE = (0.46, 2.57)
"""80 to 450 words a minute; beyond that eSpeak stretches its own samples."""
MAX_CHARS = 5000

SYNCHRONOUS, DONT_EXIT, UTF8 = 2, 0x8000, 1
SSML, PHONEMES = 0x10, 0x100
PARAMETER_RATE, PARAMETER_PITCH, PARAMETER_RANGE = 1, 3, 4
IPA = 2
SWITCHED = re.compile(r"\([a-z-]+\)")
"""Where eSpeak notes that it switched languages."""
ALIASES = {"no": "nb", "nn": "nb", "zh": "cmn", "iw": "he"}
"""Languages that eSpeak has under another code."""


class Event(ctypes.Structure):
    """What the library says beside the sound: here, that a word begins."""

    _fields_: ClassVar = [("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint),
                          ("text_position", ctypes.c_int), ("length", ctypes.c_int),
                          ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
                          ("user_data", ctypes.c_void_p), ("id", ctypes.c_char * 8)]


LAST, WORD = 0, 1
"""Types of an event."""
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))
Begun = list[tuple[int, float]]
"""Words as the library tells them: the character a word begins at, and the second."""


class Espeak(Bundled):
    """Speaks with eSpeak NG, 22,050 Hz; `model` is a language, `speaker` a variant or empty."""

    preferences: ClassVar[Preferences] = Preferences(
        numbers="digits", max_chars=1000, switches=True, ipa=True, stress=True)
    trained: ClassVar[bool] = False

    def __init__(self, device: Device = "auto") -> None:
        """Find the library; raises EngineMissing."""
        self.require()

    @classmethod
    def require(cls) -> None:
        """Return if espeakng-loader is installed, else raise EngineMissing."""
        if find_spec("espeakng_loader") is None:
            raise EngineMissing("the engine 'espeak' is not installed",
                                next_step="Install it: pip install espeakng-loader.")

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """Version of espeakng-loader (which pins library and data), voice, wrapper version."""
        from importlib.metadata import version

        return f"espeakng-loader {version('espeakng-loader')}; {_full(voice)}; wrapper {WRAPPER}"

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError unless eSpeak has language and variant, and takes pitch and rate."""
        _listed("language", voice.model, languages(), voice)
        if voice.speaker:
            _listed("variant", voice.speaker, variants(), voice)
        require_within("eSpeak", "pitch", voice.pitch, PITCH, voice)
        require_within("eSpeak", "rate × vocal_tract", voice.rate * voice.vocal_tract, RATE, voice)

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, take: int = 0,
              ) -> Speech:
        """Speak one sentence; raises EngineFailure if there is nothing to hear."""
        import numpy as np

        text, flags = text_of(said), UTF8
        if any(one.lang or one.stress or one.ipa for one in said):
            given, flags = _plain(" ".join(map(_marked, said))), UTF8 | SSML | PHONEMES
        else:
            given = _plain(text)
        parts: list[bytes] = []
        begun: Begun = []
        with fresh_library(parts, begun) as library:
            if library.espeak_SetVoiceByName(_full(voice).encode()) != 0:
                raise EngineFailure(f"eSpeak has no voice '{_full(voice)}'")
            _set_parameters(library, voice.pitch, rate)
            status = library.espeak_Synth(given, len(given) + 1, 0, 1, 0, flags, None, None)
        samples = np.frombuffer(b"".join(parts), np.int16).astype(np.float32) / np.float32(32768)
        if status != 0 or not np.any(np.abs(samples) > 0.001):
            raise EngineFailure(f"eSpeak made no sound of {text[:60]!r}")
        times = () if flags & SSML else _word_times(text, begun, len(samples) / 22050)
        return Speech(samples, 22050, times)


def _word_times(text: str, begun: Begun, end_s: float) -> Times:
    """Start and end of each word of a plain text; one the library is silent about has no length."""
    starts: dict[int, float] = {}
    places = [one.start() for one in re.finditer(r"\S+", text)]
    for place, start_s in begun:
        starts.setdefault(bisect_right(places, place) - 1, start_s)
    times: list[tuple[float, float]] = []
    next_s = end_s
    for index in reversed(range(len(places))):
        start_s = min(starts.get(index, next_s), next_s)
        times.append((start_s, next_s))
        next_s = start_s
    return tuple(reversed(times))


@contextmanager
def fresh_library(parts: list[bytes], begun: Begun) -> Iterator[ctypes.CDLL]:
    """The library as if never used; what it speaks is appended to `parts`, words to `begun`.

    Its flutter, roughness and gain control go on from call to call, in variables no
    function resets: only loading it anew does (5 ms), and the same seeds for its noise.
    """
    from espeakng_loader import get_library_path

    library = ctypes.CDLL(get_library_path())
    callback = CALLBACK(lambda *given: _collect(parts, begun, *given))
    try:
        if library.espeak_Initialize(SYNCHRONOUS, 0, str(_data_folder()).encode(),
                                     DONT_EXIT) != 22050:
            raise EngineFailure("eSpeak did not start")
        library.espeak_SetSynthCallback(callback)
        library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        getattr(library, "srand", _same)(1)
        yield library
    finally:
        library.espeak_Terminate()
        _unload(library)


@lru_cache(maxsize=1024)
def transcribe(text: str, lang: str) -> str:
    """How eSpeak says a text in a language, in IPA; empty if it does not know the language."""
    with fresh_library([], []) as library:
        if library.espeak_SetVoiceByName(lang.encode()) != 0:
            return ""
        phonemes = library.espeak_TextToPhonemes
        phonemes.restype = ctypes.c_char_p
        phonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        buffer = ctypes.create_string_buffer(_plain(text) + b"\0\0\0\0")
        rest, found = ctypes.c_void_p(ctypes.addressof(buffer)), []
        while rest.value:
            found.append((phonemes(ctypes.byref(rest), UTF8, IPA) or b"").decode())
    return SWITCHED.sub("", " ".join(found)).strip()


def language_of(tag: str) -> str:
    """eSpeak's name of a BCP 47 language (`nl-BE` → `nl-BE` or `nl`); empty if it has none."""
    known = {one.lower(): one for one in languages()}
    lower = tag.lower()
    primary = lower.split("-")[0]
    return known.get(lower) or known.get(ALIASES.get(primary, primary), "")


def _marked(one: Stretch) -> str:
    """A stretch in SSML; its closing punctuation stays outside, where it shapes the sentence."""
    from xml.sax.saxutils import escape

    word = one.text.rstrip(".,:;!?")
    inner, stops = escape(word), one.text[len(word):]
    if one.ipa:
        inner = f"[[{_mnemonics(one.ipa)}]]"
    elif one.lang:
        inner = f'<voice xml:lang="{language_of(one.lang)}">{inner}</voice>'
    if one.stress:
        inner = f'<emphasis level="strong">{inner}</emphasis>'
    return inner + stops


def _mnemonics(ipa: str) -> str:
    """IPA in eSpeak's own names of the sounds; raises EngineFailure at a sound it lacks."""
    vowels, consonants = _table()["vowels"], _table()["consonants"]
    try:
        return "".join(("'" if one.stressed else "") + (vowels | consonants)[one.symbol]
                       for one in sounds(ipa, vowels, consonants))
    except ValueError as error:
        raise EngineFailure(f"eSpeak has no sound for {error} in [{ipa}]") from error


def unknown_sound(ipa: str) -> str:
    """The first symbol of a transcription that eSpeak has no sound for; empty if it has all."""
    try:
        list(sounds(ipa, _table()["vowels"], _table()["consonants"]))
    except ValueError as error:
        return str(error)
    return ""


@cache
def _table() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(Path(__file__).with_name("espeak.toml").read_text(encoding="utf-8"))


@cache
def languages() -> tuple[str, ...]:
    """Every language eSpeak has, by the names of its data files."""
    return tuple(sorted(one.name for one in (_data_folder() / "lang").rglob("*") if one.is_file()))


@cache
def variants() -> tuple[str, ...]:
    """Every variant (timbre) eSpeak has, by the names of its data files."""
    return tuple(sorted(one.name for one in (_data_folder() / "voices" / "!v").iterdir()))


def _data_folder() -> Path:
    Espeak.require()
    spec = find_spec("espeakng_loader")
    assert spec is not None and spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "espeak-ng-data"


def _collect(parts: list[bytes], begun: Begun, wave: int | None, count: int,
             events: Sequence[Event]) -> int:
    if wave and count > 0:
        parts.append(ctypes.string_at(wave, 2 * count))
    for event in takewhile(lambda one: one.type != LAST, map(events.__getitem__, counted())):
        if event.type == WORD:
            begun.append((event.text_position - 1, event.audio_position / 1000))
    return 0


def _set_parameters(library: ctypes.CDLL, pitch: float, rate: float) -> None:
    """Set the words a minute, and scale the voice's lowest frequency and its range alike.

    eSpeak's pitch of 0 to 100 doubles the lowest frequency every 50; widening the range by
    a factor pulls that frequency down by about a fifth of what the factor adds.
    """
    factor = min(max(pitch, PITCH[0]), PITCH[1])
    words = round(WORDS_PER_MINUTE * min(max(rate, RATE[0]), RATE[1]))
    library.espeak_SetParameter(PARAMETER_RATE, words, 0)
    library.espeak_SetParameter(PARAMETER_PITCH, round(50 + 50 * math.log2(1.2 * factor - 0.2)), 0)
    library.espeak_SetParameter(PARAMETER_RANGE, round(50 * factor), 0)


def _plain(text: str) -> bytes:
    """The text as bytes; control characters are commands to eSpeak, so they become spaces."""
    if len(text) > MAX_CHARS:
        raise EngineFailure(f"eSpeak is given at most {MAX_CHARS} characters: {text[:60]!r}")
    kept = "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in text)
    return kept.encode()


def _full(voice: Voice) -> str:
    return f"{voice.model}+{voice.speaker}" if voice.speaker else voice.model


def _listed(kind: str, name: str, known: tuple[str, ...], voice: Voice) -> None:
    if name not in known:
        raise UserError(f"eSpeak has no {kind} '{name}'", voice.name,
                        f"Known: {', '.join(known)}.")


def _same(seed: int) -> int:
    """Windows keeps `srand` elsewhere; eSpeak's own generator is seeded all the same."""
    return seed


def _unload(library: ctypes.CDLL) -> None:
    import _ctypes

    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)
    else:
        _ctypes.dlclose(library._handle)
