"""XTTS: a voice from a list or from a recording, in many languages; weights under the CPML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from podcast.engines.base import EngineFailure, Speech, text_of
from podcast.engines.coqui.checkpoint import read_checkpoint, silent_config, weights_only
from podcast.engines.coqui.computing import device_of, prepare, seeded
from podcast.engines.library import RAW, Model
from podcast.engines.neural import XTTS_MAX_CHARS, Speaker
from podcast.errors import UserError
from podcast.words import Stretch

if TYPE_CHECKING:
    import torch

    from podcast.model import Voice
    from podcast.settings import Device

REFERENCE_HZ = 22050
SHORTEST_S = 3.0
CHANCE = ("temperature", "length_penalty", "repetition_penalty", "top_k", "top_p")
"""What the model's configuration says about how it draws."""


class XttsSpeaker(Speaker):
    """An XTTS, computed by torch; whom it sounds like is worked out once per voice."""

    def __init__(self, model: Model, device: Device) -> None:
        """Load the model; raises VoiceMissing if it is damaged, UserError if it is refused."""
        model.require_whole()
        prepare()
        from TTS.tts.models.xtts import Xtts

        self._model = model
        checkpoint = read_checkpoint(model.folder / RAW)
        config = silent_config(checkpoint)
        with weights_only(checkpoint.folder):
            self._xtts = Xtts(config)
            self._xtts.load_checkpoint(config, checkpoint_dir=checkpoint.folder, eval=True)
        self._xtts.to(device_of(device))
        self._likenesses: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}

    def speak(self, said: Sequence[Stretch], voice: Voice, rate: float, seed: int) -> Speech:
        """Speak one sentence; raises EngineFailure if the model loses itself in it."""
        import torch

        if len(text := text_of(said)) > XTTS_MAX_CHARS:
            raise EngineFailure(f"XTTS is given at most {XTTS_MAX_CHARS} characters, and no word"
                                f" can be cut: {text[:60]!r}")
        config = self._xtts.config
        with torch.inference_mode(), seeded(seed):
            latent, embedding = self._likeness(voice)
            try:
                made = self._xtts.inference(
                    text, voice.language, latent, embedding, speed=rate,
                    enable_text_splitting=False, **{one: config[one] for one in CHANCE})
            except (AssertionError, IndexError, RuntimeError) as error:
                raise EngineFailure(f"XTTS did not finish: {error}") from error
        return Speech(made["wav"].astype("float32"), self._model.sample_rate_hz)

    def _likeness(self, voice: Voice) -> tuple[torch.Tensor, torch.Tensor]:
        key = voice.reference or voice.speaker
        if key not in self._likenesses:
            self._likenesses[key] = self._cloned(voice) if voice.reference \
                else self._studio(voice.speaker)
        return self._likenesses[key]

    def _studio(self, speaker: str) -> tuple[torch.Tensor, torch.Tensor]:
        found: dict[str, Any] = self._xtts.speaker_manager.speakers[speaker]
        return found["gpt_cond_latent"], found["speaker_embedding"]

    def _cloned(self, voice: Voice) -> tuple[torch.Tensor, torch.Tensor]:
        """Whom a recording sounds like, read without torchaudio's decoders."""
        import torch

        samples = _recording(voice)
        config = self._xtts.config
        audio = torch.tensor(samples)[None].to(self._xtts.device)
        latent = self._xtts.get_gpt_cond_latents(
            audio, REFERENCE_HZ, length=config.gpt_cond_len, chunk_length=config.gpt_cond_chunk_len)
        return latent, self._xtts.get_speaker_embedding(audio, REFERENCE_HZ)


def _recording(voice: Voice) -> Any:
    import soundfile
    import soxr

    try:
        samples, rate_hz = soundfile.read(voice.reference, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise UserError(f"the recording to clone cannot be read: {error}", voice.name,
                        "Give a WAV, FLAC, OGG or MP3 file.") from error
    if len(samples) < SHORTEST_S * rate_hz:
        raise UserError(f"the recording to clone has {len(samples) / rate_hz:.1f} s", voice.name,
                        f"Give at least {SHORTEST_S:.0f} s, better 10 to 30, of one person alone.")
    return soxr.resample(samples.mean(axis=1), rate_hz, REFERENCE_HZ).astype("float32")
