"""What `bench/neural.py` times, in a process that imports nothing else.

    python bench/speaking/neural.py model|synthesizer|engine DEVICE
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

MODEL = "tts_models/de/bench/vits"
FULL = {"hidden_channels": 192, "hidden_channels_ffn_text_encoder": 768,
        "num_layers_text_encoder": 6, "num_layers_flow": 4, "num_layers_posterior_encoder": 16,
        "upsample_initial_channel_decoder": 512}
APPENDED = 10_000
"""Zeros that Coqui puts behind every sentence, in samples."""
RATE_HZ = 22_050
SENTENCES = """Frau Ahlers, wann haben Sie das Meer zuletzt vermisst?
Gestern, als der Wind sich drehte und niemand im Haus es bemerkte.
Sie leben seit vielen Jahren im Binnenland, warum eigentlich?
Weil meine Mutter krank wurde und jemand den Laden weiterführen musste.
Das klingt nach einem Opfer.
Nein, es war eine Entscheidung, und ich habe sie nie bereut.
Was verkaufen Sie dort?
Seile, Lampen, Karten, Kompasse und alles, was man auf einem Schiff braucht.
Und wer kauft in einem Ort ohne Hafen einen Kompass?
Sie würden staunen, wie viele Menschen den Norden suchen.
Im letzten Sommer kam ein Junge und wollte wissen, ob das Gerät auch unter Wasser zeigt, wo es
 nach Hause geht.
Was haben Sie ihm geantwortet?
Dass man unter Wasser besser den Fischen folgt.
Ihr neues Buch handelt von einer Insel, die es nicht gibt.
Es gibt sie, sie steht nur auf keiner Karte, weil sie jeden Herbst ein Stück weiter wandert.
Ist das erfunden?
Der Sand wandert wirklich, und die Häuser wandern mit, wenn man sie rechtzeitig abbaut.
Wovor fürchten Sie sich am meisten?
Vor der Stille nach dem Sturm, wenn man noch nicht weiß, wer fehlt.
Vielen Dank für dieses Gespräch.""".replace("\n ", " ").splitlines()


def make_model() -> None:
    """Write the model into the folder for models and convert it."""
    import json

    sys.path.insert(0, str(Path(__file__).parent.parent.parent))
    from podcast.engines.coqui.convert import convert
    from podcast.engines.library import RAW, model_folder
    from tests import tiny_models

    folder = model_folder("coqui", MODEL)
    tiny_models.vits(folder / RAW, **FULL)
    path = folder / RAW / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["audio"] = {"do_trim_silence": False}
    path.write_text(json.dumps(config), encoding="utf-8")
    convert(MODEL, folder)


def raw() -> Path:
    """The folder with the model as Coqui reads it."""
    from podcast.engines.library import RAW, model_folder

    return model_folder("coqui", MODEL) / RAW


def synthesizer(device: str) -> Iterator[float]:
    """Seconds of sound of each sentence, by Coqui's own class."""
    from TTS.utils.synthesizer import Synthesizer

    speaker = Synthesizer(tts_checkpoint=str(raw() / "model.pth"),
                          tts_config_path=str(raw() / "config.json"), use_cuda=device == "cuda")
    for sentence in SENTENCES:
        yield (len(speaker.tts(sentence, split_sentences=False)) - APPENDED) / RATE_HZ


def engine(device: str) -> Iterator[float]:
    """Seconds of sound of each sentence, by our engine in one process with all threads."""
    from podcast.engines.base import plain
    from podcast.engines.coqui.engine import Coqui

    ours = Coqui(device)
    for sentence in SENTENCES:
        yield len(ours.speak(plain(sentence), voice(), 1.0).samples) / RATE_HZ


def voice():
    """A voice of the model."""
    from podcast.model import Voice

    return Voice("bench/vits", "coqui", MODEL)


def main(kind: str, device: str) -> None:
    """Make the model, or speak and print, sentence by sentence, how much sound came."""
    if kind == "model":
        make_model()
        return
    speak: Callable[[str], Iterator[float]] = {"synthesizer": synthesizer, "engine": engine}[kind]
    said = sys.stdout
    sys.stdout = sys.stderr
    for seconds in speak(device):
        print(seconds, file=said, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
