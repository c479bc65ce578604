"""Tiny real models with random weights: they sound like nothing, but every part of them works.

`python -m tests.tiny_models FOLDER` writes one of each kind.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
SIGNS = "!,.?:;'\"- "
SPEAKERS = ("Berta", "Cäcilie")
TINY = {"upsample_initial_channel": 16, "upsample_factors": [8, 8, 2, 2],
        "upsample_kernel_sizes": [16, 16, 4, 4], "resblock_kernel_sizes": [3],
        "resblock_dilation_sizes": [[1, 3, 5]], "resblock_type": "1"}


def vits(folder: Path, speakers: int = 0, phonemes: bool = False, seed: int = 1,
         **scale: Any) -> None:
    """A VITS of 6 MB that reads letters, or phonemes; `scale` overrides its size."""
    import torch
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits, VitsCharacters

    torch.manual_seed(seed)
    size = {"hidden_channels": 32, "hidden_channels_ffn_text_encoder": 32,
            "num_layers_text_encoder": 2, "num_layers_flow": 2, "num_layers_posterior_encoder": 2,
            "upsample_initial_channel_decoder": 32, "init_discriminator": False} | scale
    if speakers:
        ids = folder / "speaker_ids.json"
        _write(ids, {name: number for number, name in enumerate(SPEAKERS[:speakers])})
        size |= {"use_speaker_embedding": True, "speakers_file": str(ids),
                 "speaker_embedding_channels": 16}
    characters = VitsCharacters().to_config() if phonemes else CharactersConfig(
        pad="_", eos="", bos="", blank="", characters=LETTERS, punctuations=SIGNS, phonemes=None)
    characters.characters_class = "TTS.tts.models.vits.VitsCharacters"
    config = VitsConfig(model_args=VitsArgs(**size), characters=characters, add_blank=True,
                        text_cleaner="phoneme_cleaners" if phonemes else "basic_german_cleaners")
    model = Vits(config)
    _spoken_evenly(model)
    config.use_phonemes, config.phonemizer, config.phoneme_language = phonemes, "espeak", "de"
    _save(folder, model, config)


def tacotron(folder: Path, seed: int = 2) -> None:
    """A Tacotron 2 that takes a second and a half, whatever it reads."""
    import torch
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.tacotron2_config import Tacotron2Config
    from TTS.tts.models.tacotron2 import Tacotron2

    torch.manual_seed(seed)
    characters = CharactersConfig(pad="_", eos="~", bos="^", blank="", characters=LETTERS,
                                  punctuations=SIGNS, phonemes=None,
                                  characters_class="TTS.tts.utils.text.characters.Graphemes")
    config = Tacotron2Config(r=2, characters=characters, text_cleaner="phoneme_cleaners",
                             max_decoder_steps=60, out_channels=80)
    model = Tacotron2(config)
    model.decoder.stopnet[1].linear_layer.bias.data[0] = -10.0
    _save(folder, model, config)


def vocoder(folder: Path, seed: int = 3) -> None:
    """A HiFi-GAN of a few hundred kilobytes."""
    import torch
    from TTS.vocoder.configs import HifiganConfig
    from TTS.vocoder.models.gan import GAN

    torch.manual_seed(seed)
    config = HifiganConfig(generator_model_params=TINY)
    model = GAN(config)
    _save(folder, model.model_g, config, model_disc={})


def xtts(folder: Path, seed: int = 4) -> None:
    """An XTTS with one small layer, two studio speakers and a vocabulary of letters."""
    import torch
    from tokenizers import Tokenizer, models
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    torch.manual_seed(seed)
    signs = ["[STOP]", "[UNK]", "[SPACE]", "[START]", "[de]", *LETTERS, *SIGNS.strip()]
    words = {sign: number for number, sign in enumerate(signs)}
    folder.mkdir(parents=True, exist_ok=True)
    Tokenizer(models.BPE(words, [], unk_token="[UNK]")).save(str(folder / "vocab.json"))
    size = XttsArgs(gpt_layers=1, gpt_n_model_channels=32, gpt_n_heads=2, gpt_num_audio_tokens=66,
                    gpt_start_audio_token=64, gpt_stop_audio_token=65, gpt_max_audio_tokens=60,
                    gpt_use_perceiver_resampler=True, decoder_input_dim=32,
                    tokenizer_file=str(folder / "vocab.json"))
    config = XttsConfig(model_args=size, languages=["de", "en"])
    model = Xtts(config)
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer
    model.tokenizer = VoiceBpeTokenizer(vocab_file=str(folder / "vocab.json"))
    model.init_models()
    model.gpt.mel_head.bias.data[65] = -20.0  # it goes on until it must stop, 2.6 s
    _save(folder, model, config)
    likeness = {"gpt_cond_latent": torch.randn(1, 32, 32),
                "speaker_embedding": torch.randn(1, 512, 1)}
    torch.save(dict.fromkeys(SPEAKERS, likeness), folder / "speakers_xtts.pth")


def piper(folder: Path, seed: int = 5) -> None:
    """A Piper voice: a tiny VITS as Coqui itself exports it, with Piper's table of phonemes."""
    import torch
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP
    from TTS.config import load_config
    from TTS.tts.models.vits import Vits

    vits(folder / "made", seed=seed)
    config = load_config(folder / "made/config.json")
    config.characters.characters += "".join(chr(0x4E00 + one) for one in range(200))
    model = Vits(config)
    voice = "de_DE-tiny-low.onnx"
    _spoken_evenly(model)
    torch.manual_seed(seed)
    model.export_onnx(str(folder / voice), verbose=False)
    rmtree(folder / "made")
    _write(folder / f"{voice}.json", {
        "audio": {"sample_rate": 22050, "quality": "low"}, "espeak": {"voice": "de"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak", "phoneme_id_map": DEFAULT_PHONEME_ID_MAP, "num_speakers": 1,
        "num_symbols": 256, "speaker_id_map": {}})


def _spoken_evenly(model: Any) -> None:
    """About three frames a symbol, as a calm German speaker takes."""
    import torch

    if not model.args.use_sdp:
        return
    for weights in model.duration_predictor.parameters():
        weights.data += 0.02 * torch.randn(weights.shape)
    model.duration_predictor.flows[0].translation.data[0] = -0.9
    model.duration_predictor.flows[0].log_scale.data[0] = 2.0


def _save(folder: Path, model: Any, config: Any, **beside: Any) -> None:
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model.state_dict(), **beside}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


if __name__ == "__main__":
    for kind in (vits, tacotron, vocoder, xtts, piper):
        kind(Path(sys.argv[1]) / kind.__name__)
