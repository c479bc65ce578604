"""A converted VITS: symbols → durations → latent → samples, in three graphs and a little numpy."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podcast.engines.base import Speech
from podcast.engines.coqui.writing import written
from podcast.engines.library import Model
from podcast.engines.neural import Speaker
from podcast.engines.onnx import on_gpu, open_session
from podcast.engines.symbols import Encoded
from podcast.engines.timing import word_times
from podcast.words import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from podcast.model import Voice
    from podcast.settings import Device

TEXT, FLOW, SOUND = "onnx/text.onnx", "onnx/flow.onnx", "onnx/sound.onnx"
SHORTEST = 16
"""Sequences are padded to this length: the encoder's window must fit in."""


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence to speak."""

    text: Encoded
    rate: float
    speaker: int
    language: int
    seed: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Mono samples, and how many of them each number of the sequence takes."""

    samples: NDArray[np.float32]
    lengths: NDArray[np.int64]


class VitsSpeaker(Speaker):
    """A converted VITS as the engine wants it: sentences in, speech with word times out."""

    def __init__(self, model: Model, device: Device) -> None:
        """Load the model; raises VoiceMissing if it is damaged."""
        self._model = model
        self._vits = Vits(model, device, model.details["reach"] if on_gpu(device) else 0)

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, seed: int) -> Speech:
        """Speak one sentence; raises EngineFailure at a letter the model has not."""
        return self.speak_together([said], voice, rate, [seed])[0]

    def speak_together(self, said: Sequence[Sequence[Stretch]], voice: Voice, rate: float,
                       seeds: Sequence[int]) -> list[Speech]:
        """Speak several sentences at once, each as it would be alone."""
        details, rate_hz = self._model.details, self._model.sample_rate_hz
        tasks = [Task(written(one, self._model, voice.language), rate,
                      details["speakers"].get(voice.speaker, 0),
                      details["languages"].get(voice.language, 0), seed)
                 for one, seed in zip(said, seeds, strict=True)]
        return [Speech(made.samples, rate_hz, word_times(task.text, made.lengths, rate_hz))
                for task, made in zip(tasks, self._vits.speak(tasks), strict=True)]


class Vits:
    """A VITS (Kim et al. 2021) as `convert` wrote it; one object holds one model."""

    def __init__(self, model: Model, device: Device, beyond: int = 0) -> None:
        """Load the graphs; raises VoiceMissing if a file is not what was installed.

        `beyond` frames are computed behind every sentence and cut again: with the vocoder's reach
        its last samples are the same whether it is spoken alone or beside a longer one. The
        vocoder is still being opened when this returns: a first sentence can begin meanwhile.
        """
        model.require_whole()
        self._details, self._beyond = model.details, beyond
        pool = ThreadPoolExecutor(1)
        self._sound = pool.submit(open_session, model.folder / SOUND, device)
        pool.shutdown(wait=False)
        self._text, self._flow = (open_session(model.folder / name, device, fused=True)
                                  for name in (TEXT, FLOW))

    def speak(self, tasks: Sequence[Task]) -> list[Spoken]:
        """Speak sentences, together if there are several.

        The same task gives the same durations in any company.
        """
        import numpy as np

        means, scales, durations = self._durations(tasks)
        frames = durations.sum(axis=1)
        width = int(frames.max()) + self._beyond
        drawn = np.zeros((len(tasks), means.shape[1], width), np.float32)
        for row, task in enumerate(tasks):
            drawn[row, :, :frames[row]] = _drawn(
                np.repeat(means[row], durations[row], axis=1),
                np.repeat(scales[row], durations[row], axis=1) * self._details["noise_scale"],
                task.seed)
        mask = (np.arange(width) < frames[:, None])[:, None].astype(np.float32)
        latent = self._run(self._flow, {"drawn": drawn, "mask": mask}, tasks)[0]
        sound = self._run(self._sound.result(), {"latent": latent}, tasks)[0]
        hop = self._details["hop"]
        return [Spoken(sound[row, 0, :frames[row] * hop],
                       durations[row, :len(task.text.ids)] * hop)
                for row, task in enumerate(tasks)]

    def _durations(self, tasks: Sequence[Task]) -> tuple[NDArray[np.float32], NDArray[np.float32],
                                                         NDArray[np.int64]]:
        """Mean and deviation of the latent for each number, and how many frames it takes."""
        import numpy as np

        longest = max(SHORTEST, *(len(task.text.ids) for task in tasks))
        ids = np.zeros((len(tasks), longest), np.int64)
        noise = np.zeros((len(tasks), 2, longest), np.float32)
        for row, task in enumerate(tasks):
            count = len(task.text.ids)
            ids[row, :count] = task.text.ids
            drawn = np.random.default_rng(task.seed + 1).standard_normal((2, count), np.float32)
            noise[row, :, :count] = drawn * self._details["noise_scale_dp"]
        lengths = np.array([len(task.text.ids) for task in tasks], np.int64)
        given: dict[str, NDArray[Any]] = {"ids": ids, "lengths": lengths}
        if self._details["stochastic"]:
            given["noise"] = noise
        means, scales, exact = self._run(self._text, given, tasks)
        slower = self._details["length_scale"] / np.array([[task.rate] for task in tasks])
        durations = np.ceil(exact * slower.astype(np.float32)).astype(np.int64)
        return means, np.exp(scales), durations

    def _run(self, session: InferenceSession, given: dict[str, NDArray[Any]], tasks: Sequence[Task],
             ) -> list[NDArray[np.float32]]:
        import numpy as np

        if self._details["speakers"]:
            given["speaker"] = np.array([task.speaker for task in tasks], np.int64)
        if self._details["languages"]:
            given["language"] = np.array([task.language for task in tasks], np.int64)
        wanted = {one.name for one in session.get_inputs()}
        made: list[NDArray[np.float32]] = session.run(
            None, {name: value for name, value in given.items() if name in wanted})
        return made


def _drawn(mean: NDArray[np.float32], scale: NDArray[np.float32], seed: int,
           ) -> NDArray[np.float32]:
    import numpy as np

    noise = np.random.default_rng(seed).standard_normal(mean.shape, np.float32)
    drawn: NDArray[np.float32] = mean + noise * scale
    return drawn
