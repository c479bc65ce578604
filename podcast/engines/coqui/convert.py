"""A downloaded Coqui model → what is spoken from: VITS as ONNX, and a card for every kind."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.engines.coqui.checkpoint import (
    CONFIG,
    Checkpoint,
    read_checkpoint,
    require_safe,
    silent_config,
    weights_only,
)
from podcast.engines.coqui.vits import FLOW, SHORTEST, SOUND, TEXT
from podcast.engines.library import RAW, Model, digest_of, listed, write_card
from podcast.engines.onnx import simplify
from podcast.engines.symbols import CLEANINGS
from podcast.errors import UserError

if TYPE_CHECKING:
    import torch

CONVERTER = 5
"""Part of the card: raise it when the same checkpoint would be converted otherwise."""
OPSET = 18


def convert(name: str, folder: Path, vocoder: str = "") -> Model:
    """Make a model's downloaded files ready to be spoken from; raises UserError.

    `vocoder` names the model that makes sound of this one's spectrograms, if it makes any.
    """
    raw = folder / RAW
    require_safe(raw)
    checkpoint = read_checkpoint(raw)
    details = card_of(checkpoint)
    if vocoder:
        details["vocoder"] = vocoder
    if checkpoint.family == "vits":
        details |= export_vits(load_vits(checkpoint), folder)
    files = listed(folder)
    model = Model(name, folder, checkpoint.family, _sample_rate_hz(checkpoint),
                  f"{digest_of(files)}; converter {CONVERTER}", files, details)
    write_card(model)
    return model


def _sample_rate_hz(checkpoint: Checkpoint) -> int:
    """The rate of the samples that come out; a configuration may leave it to Coqui's defaults."""
    audio = silent_config(checkpoint).audio
    return int(audio.get("output_sample_rate") or audio["sample_rate"])


def card_of(checkpoint: Checkpoint) -> dict[str, Any]:
    """What is read of a model's configuration: how text is written for it."""
    config = checkpoint.config
    if checkpoint.family == "xtts":
        return {"languages": list(config.get("languages") or ()),
                "speakers": _studio_speakers(checkpoint)}
    if "text_cleaner" not in config:
        return {}
    cleaner = config.get("text_cleaner") or ""
    if cleaner not in CLEANINGS:
        raise UserError(f"the model's text cleaner '{cleaner}' is not known here",
                        str(checkpoint.folder / CONFIG),
                        f"Known: {', '.join(filter(None, CLEANINGS))}.")
    phonemes = config.get("phoneme_language") or "" if config.get("use_phonemes") else ""
    return {"cleaner": cleaner, "phonemes": phonemes, **_written(checkpoint)}


def _studio_speakers(checkpoint: Checkpoint) -> dict[str, int]:
    """The voices an XTTS comes with, by name."""
    import torch

    path = checkpoint.folder / "speakers_xtts.pth"
    if not path.is_file():
        return {}
    with weights_only(path):
        return {name: number for number, name in enumerate(torch.load(path, map_location="cpu"))}


def _written(checkpoint: Checkpoint) -> dict[str, Any]:
    """The symbols, as Coqui's own tokenizer numbers them."""
    from TTS.tts.utils.text.tokenizer import TTSTokenizer

    config = silent_config(checkpoint)
    tokenizer, _ = TTSTokenizer.init_from_config(config)
    characters = tokenizer.characters
    symbols = {one: [characters.char_to_id(one)] for one in characters.vocab if len(one) == 1}
    blank = [characters.blank_id] if tokenizer.add_blank else []
    ends = [[characters.bos_id], [characters.eos_id]] if tokenizer.use_eos_bos else [[], []]
    return {"symbols": symbols, "before": [*ends[0], *blank], "between": blank, "after": ends[1]}


def load_vits(checkpoint: Checkpoint) -> Any:
    """Coqui's own VITS with its weights, ready to infer; raises UserError."""
    from TTS.tts.models.vits import Vits

    config = silent_config(checkpoint)
    config.model_args.init_discriminator = False
    with weights_only(checkpoint.weights):
        vits = Vits(config)
        vits.load_checkpoint(config, checkpoint.weights, eval=True, strict=False)
    return vits


def export_vits(vits: Any, folder: Path) -> dict[str, Any]:
    """Write the three graphs of a VITS, and say what speaking from them needs to know."""
    import torch
    from torch.nn.utils import parametrize

    from podcast.engines.coqui.planar import reach

    _require_plain(vits, folder)
    beyond = reach(vits.waveform_decoder)
    for module in list(vits.modules()):
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight")
    speakers = vits.speaker_manager.name_to_id if vits.num_speakers > 1 else {}
    languages = vits.language_manager.name_to_id if vits.embedded_language_dim else {}
    sample = torch.zeros(1, dtype=torch.long)
    voices = {"speaker": sample} if speakers else {}
    tongues = {"language": sample} if languages else {}
    count = 4 * SHORTEST
    ids = torch.randint(0, vits.args.num_chars, (1, count))
    noise = {"noise": torch.zeros(1, 2, count)} if vits.args.use_sdp else {}
    (folder / TEXT).parent.mkdir(parents=True, exist_ok=True)
    _export(_text_graph(vits), folder / TEXT,
            {"ids": ids, "lengths": torch.tensor([count])} | noise | voices | tongues,
            ("mean", "scale", "durations"))
    simplify(folder / TEXT, fuse=True)
    channels = vits.args.hidden_channels
    drawn = torch.zeros(1, channels, count)
    _export(_flow_graph(vits), folder / FLOW,
            {"drawn": drawn, "mask": torch.ones(1, 1, count)} | voices, ("latent",))
    simplify(folder / FLOW, fuse=True)
    _export(_sound_graph(vits), folder / SOUND, {"latent": drawn} | voices, ("samples",))
    simplify(folder / SOUND)
    return {"speakers": speakers, "languages": languages, "stochastic": vits.args.use_sdp,
            "noise_scale": vits.inference_noise_scale, "length_scale": vits.length_scale,
            "noise_scale_dp": vits.inference_noise_scale_dp if vits.args.use_sdp else 0.0,
            "hop": vits.config.audio.hop_length, "reach": beyond}


def _require_plain(vits: Any, folder: Path) -> None:
    for what, there in (("speaker vectors from a file", vits.args.use_d_vector_file),
                        ("a latent upsampled to another rate", vits.args.encoder_sample_rate)):
        if there:
            raise UserError(f"this VITS cannot be converted: it works with {what}", str(folder),
                            "Choose another model.")


def _text_graph(vits: Any) -> torch.nn.Module:
    """Numbers → latent for each of them, and its exact duration in frames."""
    import torch

    class Text(torch.nn.Module):  # type: ignore[misc]  # torch is not looked into
        def __init__(self) -> None:
            super().__init__()
            self.vits = vits

        def forward(self, ids: torch.Tensor, lengths: torch.Tensor,
                    noise: torch.Tensor | None = None, speaker: torch.Tensor | None = None,
                    language: torch.Tensor | None = None) -> tuple[torch.Tensor, ...]:
            voice = _embedded(vits, speaker) if vits.args.condition_dp_on_speaker else None
            tongue = None if language is None else vits.emb_l(language).unsqueeze(-1)
            hidden, mean, scale, mask = vits.text_encoder(ids, lengths, lang_emb=tongue)
            if noise is None:
                logs = vits.duration_predictor(hidden, mask, g=voice, lang_emb=tongue)
            else:
                logs = _with_noise(vits, noise, hidden, mask, voice, tongue)
            return mean, scale, (torch.exp(logs) * mask).squeeze(1)

    return Text().eval()


def _with_noise(vits: Any, noise: torch.Tensor, *given: Any) -> torch.Tensor:
    """The stochastic durations, drawn from `noise` instead of torch's generator."""
    import torch

    from podcast.engines.coqui.spline import plain_splines, replaced

    hidden, mask, voice, tongue = given
    with plain_splines(), replaced(torch, "randn", lambda *shape, **kind: noise):
        logs: torch.Tensor = vits.duration_predictor(hidden, mask, g=voice, reverse=True,
                                                     noise_scale=1.0, lang_emb=tongue)
    return logs


def _flow_graph(vits: Any) -> torch.nn.Module:
    """What was drawn for each frame → what the vocoder wants."""
    import torch

    class Flow(torch.nn.Module):  # type: ignore[misc]  # torch is not looked into
        def __init__(self) -> None:
            super().__init__()
            self.vits = vits

        def forward(self, drawn: torch.Tensor, mask: torch.Tensor,
                    speaker: torch.Tensor | None = None) -> torch.Tensor:
            latent: torch.Tensor = vits.flow(drawn, mask, g=_embedded(vits, speaker), reverse=True)
            return latent * mask

    return Flow().eval()


def _sound_graph(vits: Any) -> torch.nn.Module:
    """The latent, frame by frame → samples."""
    import torch

    from podcast.engines.coqui.planar import make_planar, make_rows

    make_planar(vits.waveform_decoder)
    make_rows(vits.waveform_decoder)

    class Sound(torch.nn.Module):  # type: ignore[misc]  # torch is not looked into
        def __init__(self) -> None:
            super().__init__()
            self.vits = vits

        def forward(self, latent: torch.Tensor, speaker: torch.Tensor | None = None,
                    ) -> torch.Tensor:
            voice = _embedded(vits, speaker)
            planar = None if voice is None else voice.unsqueeze(2)
            samples: torch.Tensor = vits.waveform_decoder(latent.unsqueeze(2), g=planar)
            return samples.squeeze(2)

    return Sound().eval()


def _embedded(vits: Any, speaker: torch.Tensor | None) -> torch.Tensor | None:
    return None if speaker is None else vits.emb_g(speaker).unsqueeze(-1)


def _export(graph: torch.nn.Module, path: Path, given: dict[str, torch.Tensor],
            outputs: tuple[str, ...]) -> None:
    """Trace a graph with every length left open."""
    import torch

    axes = {name: {0: "batch", value.dim() - 1: f"{name}_length"} if value.dim() > 1
            else {0: "batch"} for name, value in given.items()}
    made = {"mean": {0: "batch", 2: "length"}, "scale": {0: "batch", 2: "length"},
            "durations": {0: "batch", 1: "length"}, "latent": {0: "batch", 2: "frame"},
            "samples": {0: "batch", 2: "sample"}}
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(graph, (), str(path), kwargs=given, opset_version=OPSET, dynamo=False,
                          input_names=list(given), output_names=list(outputs),
                          dynamic_axes=axes | {name: made[name] for name in outputs})
