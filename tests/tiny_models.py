"""Tiny real models with random weights: they sound like nothing, but every part of them works.

`python -m tests.tiny_models FOLDER` writes one of each kind; the sizes are in tiny_models.toml.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from shutil import rmtree
from typing import Any

import torch
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP as IDS
from tokenizers import Tokenizer, models
from TTS.config import load_config
from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer
from TTS.tts.models import setup_model
from TTS.tts.models.vits import VitsCharacters
from TTS.vocoder.models import setup_model as setup_vocoder

SPEAKERS = ("Berta", "Cäcilie")
CONFIGS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def vits(folder: Path, speakers: int = 0, phonemes: bool = False, **size: Any) -> None:
    """A VITS of 6 MB that reads letters, or phonemes; `size` overrides its arguments."""
    written = {"characters": _letters("TTS.tts.models.vits.VitsCharacters", bos="", eos="")}
    if phonemes:
        written = {"characters": dict(VitsCharacters().to_config()), "use_phonemes": True,
                   "phonemizer": "espeak", "text_cleaner": "phoneme_cleaners"}
    if speakers:
        ids = {name: number for number, name in enumerate(SPEAKERS[:speakers])}
        size |= {"use_speaker_embedding": True,
                 "speakers_file": _write(folder, "speaker_ids.json", ids)}
    arguments = {"model_args": CONFIGS["vits"]["model_args"] | size}
    model = setup_model(_config(folder, CONFIGS["vits"] | written | arguments))
    _speak_evenly(model)
    _save(folder, model)


def tacotron(folder: Path) -> None:
    """A Tacotron 2 that takes a second and a half, whatever it reads."""
    letters = _letters("TTS.tts.utils.text.characters.Graphemes", bos="^", eos="~")
    model = setup_model(_config(folder, CONFIGS["tacotron2"] | {"characters": letters}))
    model.decoder.stopnet[1].linear_layer.bias.data[0] = -10.0
    _save(folder, model)


def vocoder(folder: Path) -> None:
    """A HiFi-GAN of a few hundred kilobytes."""
    model = setup_vocoder(_config(folder, CONFIGS["vocoder"]))
    _save(folder, model.model_g, model_disc={})


def xtts(folder: Path) -> None:
    """An XTTS with one small layer, two studio speakers and a vocabulary of letters."""
    letters = CONFIGS["letters"]["characters"] + CONFIGS["letters"]["punctuations"].strip()
    words = ("[STOP]", "[UNK]", "[SPACE]", "[START]", "[de]", *letters)
    ids = {word: number for number, word in enumerate(words)}
    vocabulary = str(folder / "vocab.json")
    arguments = CONFIGS["xtts"]["model_args"] | {"tokenizer_file": vocabulary}
    config = _config(folder, CONFIGS["xtts"] | {"model_args": arguments})
    Tokenizer(models.BPE(ids, [], unk_token="[UNK]")).save(vocabulary)
    model = setup_model(config)
    model.tokenizer = VoiceBpeTokenizer(vocab_file=vocabulary)
    model.init_models()
    model.gpt.mel_head.bias.data[65] = -20.0  # it goes on until it must stop, 2.6 s
    _save(folder, model)
    likeness = {"gpt_cond_latent": torch.randn(1, 32, 32),
                "speaker_embedding": torch.randn(1, 512, 1)}
    torch.save(dict.fromkeys(SPEAKERS, likeness), folder / "speakers_xtts.pth")


def piper(folder: Path) -> None:
    """A Piper voice: a tiny VITS as Coqui itself exports it, with Piper's table of phonemes."""
    letters = _letters("TTS.tts.models.vits.VitsCharacters", bos="", eos="")
    letters["characters"] += "".join(chr(0x4E00 + one) for one in range(200))
    config = _config(folder / "made", CONFIGS["vits"] | {"characters": letters})
    model = setup_model(config)
    _speak_evenly(model)
    model.export_onnx(str(folder / "de_DE-tiny-low.onnx"), verbose=False)
    rmtree(folder / "made")
    _write(folder, "de_DE-tiny-low.onnx.json", CONFIGS["piper"] | {"phoneme_id_map": IDS})


def _config(folder: Path, content: dict[str, Any]) -> Any:
    """A configuration as it is downloaded; the weights made from it are always the same."""
    torch.manual_seed(1)
    return load_config(_write(folder, "config.json", content))


def _letters(kind: str, **ends: str) -> dict[str, Any]:
    return CONFIGS["letters"] | {"characters_class": kind, "phonemes": None, **ends}


def _speak_evenly(model: Any) -> None:
    """About three frames a symbol, as a calm German speaker takes."""
    if model.args.use_sdp:
        for weights in model.duration_predictor.parameters():
            weights.data += 0.02 * torch.randn(weights.shape)
        model.duration_predictor.flows[0].translation.data[0] = -0.9
        model.duration_predictor.flows[0].log_scale.data[0] = 2.0


def _save(folder: Path, model: Any, **beside: Any) -> None:
    torch.save({"model": model.state_dict(), **beside}, folder / "model.pth")


def _write(folder: Path, name: str, content: dict[str, Any]) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return str(folder / name)


if __name__ == "__main__":
    for kind in (vits, tacotron, vocoder, xtts, piper):
        kind(Path(sys.argv[1]) / kind.__name__)
