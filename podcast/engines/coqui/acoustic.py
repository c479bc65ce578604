"""Models that make a spectrogram, and a vocoder that makes sound of it: Tacotron and its kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from podcast.engines.base import EngineFailure, Speech
from podcast.engines.coqui.checkpoint import read_checkpoint, silent_config, weights_only
from podcast.engines.coqui.computing import device_of, prepare, seeded
from podcast.engines.coqui.writing import written
from podcast.engines.library import RAW, Model
from podcast.engines.neural import Speaker
from podcast.engines.timing import word_times
from podcast.errors import UserError
from podcast.words import Stretch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from podcast.model import Voice
    from podcast.settings import Device


class AcousticSpeaker(Speaker):
    """A spectrogram model with its vocoder, computed by torch."""

    def __init__(self, model: Model, vocoder: Model | None, device: Device) -> None:
        """Load both; raises VoiceMissing if one is damaged, UserError if it cannot be loaded."""
        if vocoder is None:
            raise UserError(f"the model '{model.name}' needs a vocoder", str(model.folder),
                            "Name it in the cast: [models.\"…\"] vocoder = \"vocoder_models/…\".")
        model.require_whole()
        vocoder.require_whole()
        prepare()
        from TTS.tts.models import setup_model as setup_acoustic
        from TTS.utils.audio import AudioProcessor
        from TTS.vocoder.models import setup_model as setup_vocoder

        self._model, self._device = model, device_of(device)
        checkpoint, other = (read_checkpoint(one.folder / RAW) for one in (model, vocoder))
        with weights_only(model.folder):
            config = silent_config(checkpoint)
            self._acoustic = setup_acoustic(config)
            self._acoustic.load_checkpoint(config, checkpoint.weights, eval=True)
            vocoder_config = silent_config(other)
            self._vocoder = setup_vocoder(vocoder_config)
            self._vocoder.load_checkpoint(vocoder_config, other.weights, eval=True)
        self._audio = AudioProcessor(vocoder_config.audio)
        for part in (self._acoustic, self._vocoder):
            part.to(self._device)

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, seed: int) -> Speech:
        """Speak one sentence at the model's own speed; raises EngineFailure."""
        import torch

        text = written(said, self._model, voice.language)
        ids = torch.tensor([text.ids], device=self._device)
        speakers = self._model.details.get("speakers") or {}
        speaker = torch.tensor([speakers[voice.speaker]], device=self._device) if speakers else None
        with torch.inference_mode(), seeded(seed):
            made = self._acoustic.inference(ids, {"speaker_ids": speaker, "d_vectors": None,
                                                  "style_mel": None, "style_text": None})
            samples = self._vocoded(made["model_outputs"][0])
        rate_hz = self._audio.sample_rate
        heard = _lengths(made.get("alignments"), len(text.ids), len(samples))
        times = word_times(text, heard, rate_hz) if heard is not None else ()
        return Speech(samples, rate_hz, times)

    def _vocoded(self, spectrogram: Any) -> NDArray[np.float32]:
        """Sound of a spectrogram, scaled from what one model was taught to what the other was."""
        import numpy as np
        import torch

        plain = self._acoustic.ap.denormalize(spectrogram.cpu().numpy().T)
        scaled = torch.tensor(self._audio.normalize(plain))[None]
        if self._audio.sample_rate != self._acoustic.ap.sample_rate:
            raise EngineFailure("model and vocoder have different sample rates")
        made = self._vocoder.inference(scaled.to(self._device))
        return np.asarray(made.cpu().numpy(), np.float32).squeeze()


def _lengths(alignments: Any, symbols: int, samples: int) -> NDArray[np.int64] | None:
    """How many samples each symbol takes, from where the decoder looked at each of its steps.

    The gaze is held to move forward only.
    """
    import numpy as np

    if alignments is None:
        return None
    gaze = alignments[0].cpu().numpy()
    gaze = gaze if gaze.shape[-1] == symbols else gaze.T
    at = np.maximum.accumulate(np.argmax(gaze, axis=1))
    ends = np.searchsorted(at, np.arange(symbols), side="right") * samples // len(at)
    return np.diff(ends, prepend=0).astype(np.int64)
