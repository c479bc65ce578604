"""Piper: small VITS voices that read phonemes, spoken by onnxruntime; engine under the GPL-3.0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar

from podcast.engines.base import EngineFailure, EngineMissing, Preferences, Speech, tokens
from podcast.engines.library import Model
from podcast.engines.neural import MAX_CHARS, NeuralEngine, Speaker, model_of
from podcast.engines.symbols import Alphabet, Piece, encode, shared, sounded
from podcast.engines.timing import word_times
from podcast.errors import UserError
from podcast.model import Voice
from podcast.settings import Device
from podcast.words import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from piper.phonemize_espeak import EspeakPhonemizer

WRAPPER = 1
VOICE = "onnx/voice.onnx"
STOPS = frozenset(" .,:;!?")
NOISE_PER_SYMBOL = 2048
"""Numbers drawn for each symbol at first: about ten frames of a latent with 192 channels."""
ENOUGH = 6
"""How often the drawn noise is doubled before a sentence is given up."""


class Piper(NeuralEngine):
    """Speaks with a Piper voice; `model` is its name (`de_DE-thorsten-medium`)."""

    TITLE: ClassVar[str] = "Piper"

    @classmethod
    def require(cls) -> None:
        """Return if piper-tts is installed, else raise EngineMissing."""
        if find_spec("piper") is None:
            raise EngineMissing("the engine 'piper' is not installed",
                                next_step="Install it: pip install 'hoerfassung[piper]'.")

    @classmethod
    def prefers(cls, voice: Voice) -> Preferences:
        """Words: its voices learned to read from words."""
        return Preferences(max_chars=MAX_CHARS)

    @classmethod
    def fingerprint(cls, voice: Voice) -> str:
        """The model's checksum and the versions of phonemiser and runtime."""
        from importlib.metadata import version

        model = model_of(voice)
        packages = "; ".join(f"{one} {version(one)}" for one in ("piper-tts", "onnxruntime"))
        return f"piper; {voice.model}; {model.digest}; {packages}; wrapper {WRAPPER}"

    @classmethod
    def check(cls, voice: Voice) -> None:
        """Raise UserError unless the model is installed, has the speaker, and takes the rate."""
        model = model_of(voice)
        speakers = model.details["speakers"]
        if voice.speaker and voice.speaker not in speakers:
            known = f"Known: {', '.join(speakers)}." if speakers else "Leave `speaker` out."
            raise UserError(f"the model '{model.name}' has no speaker '{voice.speaker}'",
                            voice.name, known)
        cls.require_bounds(voice)

    def load(self, model: Model, voice: Voice) -> Speaker:
        """Load a voice's one graph."""
        return PiperSpeaker(model, self._device)


class PiperSpeaker(Speaker):
    """A voice with its session."""

    def __init__(self, model: Model, device: Device) -> None:
        """Load the graph; raises VoiceMissing if it is damaged."""
        from podcast.engines.onnx import open_session

        model.require_whole()
        self._model, self._alphabet = model, Alphabet.of(model.details)
        self._session = open_session(model.folder / VOICE, device)

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, seed: int) -> Speech:
        """Speak one sentence; raises EngineFailure at a sound the voice has not."""
        import numpy as np

        details, words = self._model.details, tokens(said)
        text = encode(_pieces(words, self._alphabet, details["espeak"]), self._alphabet,
                      len(words))
        given = {"input": np.array([text.ids], np.int64),
                 "input_lengths": np.array([len(text.ids)], np.int64),
                 "scales": np.array([details["noise_scale"], details["length_scale"] / rate,
                                     details["noise_scale_dp"]], np.float32)}
        if details["speakers"]:
            given["sid"] = np.array([details["speakers"].get(voice.speaker, 0)], np.int64)
        samples, durations = self._run(given, len(text.ids) * NOISE_PER_SYMBOL, seed)
        rate_hz = self._model.sample_rate_hz
        lengths = np.round(durations.squeeze()).astype(np.int64) * details["hop"]
        return Speech(samples.squeeze(), rate_hz, word_times(text, lengths, rate_hz))

    def _run(self, given: dict[str, Any], count: int, seed: int) -> list[NDArray[np.float32]]:
        """The graph with as much noise as it needs; more of it begins with the same numbers."""
        import numpy as np
        from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument, RuntimeException

        for _ in range(ENOUGH):
            drawn = {name: np.random.default_rng((seed, number)).standard_normal(count, np.float32)
                     for number, name in enumerate(self._model.details["noise"])}
            try:
                made: list[NDArray[np.float32]] = self._session.run(
                    ["output", self._model.details["durations"]], given | drawn)
            except (InvalidArgument, RuntimeException):
                count *= 2
            else:
                return made
        raise EngineFailure("Piper did not finish: the voice went on speaking")


def _pieces(words: Sequence[str], alphabet: Alphabet, language: str) -> Iterator[Piece]:
    """The phonemes of words as Piper's own phonemiser writes them, each with its word."""
    said = _phonemes(" ".join(words), language)
    heard = [(index, word) for index, word in enumerate(words) if any(map(str.isalnum, word))]
    joined = "".join(" " if one in STOPS else one for one in said)
    alone = [word for _, word in heard]
    if len(joined.split()) != len(heard):
        alone = ["".join(one for one in _phonemes(word, language) if one not in STOPS)
                 for word in alone]
    owners = iter([index for (index, _), part in zip(heard, shared(alone, joined), strict=True)
                   for _ in part.replace(" ", "")])
    for symbol in said:
        owner = -1 if symbol in STOPS else next(owners)
        sign = symbol in STOPS and symbol not in alphabet.ids
        yield from ((one, owner) for one in ("" if sign else sounded(symbol, alphabet)))


def _phonemes(text: str, language: str) -> list[str]:
    """One symbol after the other, signs included; several sentences run on."""
    if not language:
        import unicodedata

        return list(unicodedata.normalize("NFD", text))
    sentences = _phonemizer().phonemize(language, text)
    return [one for number, sentence in enumerate(sentences)
            for one in ((" ", *sentence) if number else sentence)]


@cache
def _phonemizer() -> EspeakPhonemizer:
    """Piper's own eSpeak, set up once: setting it up again while it is in use ends the process."""
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()
