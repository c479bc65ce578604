"""Twenty sentences by one full-size VITS: Coqui's command, its Synthesizer, and ours, side by side.

    python bench/neural.py [--device auto|cpu|cuda] [--commands 20] [--starts 5]

The model has random weights and Coqui's standard size (83 MB); a script makes it. "First" is the
time from the start of a process to the end of its first sentence, the median of several starts by
turns; "others" are the nineteen after it. Coqui is told not to trim its sound, so that all make the
same amount.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

MODEL = "tts_models/de/bench/vits"
FULL = {"hidden_channels": 192, "hidden_channels_ffn_text_encoder": 768,
        "num_layers_text_encoder": 6, "num_layers_flow": 4, "num_layers_posterior_encoder": 16,
        "upsample_initial_channel_decoder": 512}
BATCHES = (1, 2, 4, 8, 16)
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
Record = dict[str, float]


def make_model() -> None:
    """Write the model into the folder for models and convert it."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
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


def child(kind: str, device: str) -> None:
    """Speak in this process and print, sentence by sentence, how much sound came."""
    speak: Callable[[str], Iterator[float]] = {"synthesizer": synthesizer, "engine": engine}[kind]
    said = sys.stdout
    sys.stdout = sys.stderr
    for seconds in speak(device):
        print(seconds, file=said, flush=True)


def begun(kind: str, device: str) -> tuple[subprocess.Popen, float]:
    """A child, and the seconds from its start to the end of its first sentence."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, __file__, "--child", kind, "--device", device],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    float(process.stdout.readline())
    return process, time.perf_counter() - start


def timed(kinds: tuple[str, ...], device: str, starts: int) -> Iterator[Record]:
    """Time children of several kinds: their first sentences by turns, then the others."""
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(starts):
        for kind in kinds:
            process, first_s = begun(kind, device)
            process.kill()
            process.wait()
            spent[kind].append(first_s)
    for kind in kinds:
        process, _ = begun(kind, device)
        start = time.perf_counter()
        sound_s = sum(float(line) for line in process.stdout)
        if process.wait() or not sound_s:
            raise SystemExit(f"{kind} failed")
        yield {"first": median(spent[kind]), "others": time.perf_counter() - start,
               "sound": sound_s}


def commands(count: int, device: str, folder: Path) -> Record:
    """Time Coqui's `tts` command, once for each of the first `count` sentences."""
    spent, sound = [], []
    for number, sentence in enumerate(SENTENCES[:count]):
        path = folder / f"{number}.wav"
        begun = time.perf_counter()
        subprocess.run([str(Path(sys.executable).with_name("tts")), "--text", sentence,
                        "--model_path", str(raw() / "model.pth"), "--config_path",
                        str(raw() / "config.json"), "--out_path", str(path),
                        *(["--use_cuda"] if device == "cuda" else [])],
                       check=True, capture_output=True)
        spent.append(time.perf_counter() - begun)
        with wave.open(str(path)) as file:
            sound.append((file.getnframes() - APPENDED) / RATE_HZ)
    return {"first": spent[0], "others": sum(spent[1:]), "sound": sum(sound[1:])}


def build_like() -> Record:
    """Speak in as many workers as a build has, each loaded before the clock starts."""
    from podcast.engines.base import plain
    from podcast.executor import LocalExecutor
    from podcast.synthesis import speak

    with LocalExecutor() as executor:
        for _ in range(2):  # the first round loads the model in every worker
            begun = time.perf_counter()
            jobs = [executor.submit(speak, plain(one), voice(), limit_s=600.0)
                    for one in SENTENCES[1:]]
            sound_s = sum(job.result().seconds for job in jobs)
            spent_s = time.perf_counter() - begun
    return {"first": 0.0, "others": spent_s, "sound": sound_s}


def floor(device: str) -> tuple[float, float]:
    """Our whole engine and `session.run` alone within it, in seconds for nineteen sentences."""
    from podcast.engines.base import plain
    from podcast.engines.coqui.engine import Coqui
    from podcast.engines.coqui.vits import Vits

    inside, run = [0.0], Vits._run

    def measured(self, session, given, tasks):
        begun = time.perf_counter()
        made = run(self, session, given, tasks)
        inside[0] += time.perf_counter() - begun
        return made

    Vits._run = measured
    ours = Coqui(device)
    ours.speak(plain(SENTENCES[0]), voice(), 1.0)
    inside[0], begun = 0.0, time.perf_counter()
    for sentence in SENTENCES[1:]:
        ours.speak(plain(sentence), voice(), 1.0)
    return time.perf_counter() - begun, inside[0]


def batches(device: str) -> Iterator[tuple[int, float, float]]:
    """Sentences spoken together, by how many: batch, seconds, seconds of sound."""
    from podcast.engines.base import plain
    from podcast.engines.coqui.vits import Task, Vits
    from podcast.engines.coqui.writing import written
    from podcast.engines.library import find_model

    model = find_model("coqui", MODEL)
    vits = Vits(model, device, model.details["reach"])
    tasks = sorted((Task(written(plain(one), model, "de"), 1.0, 0, 0, 1) for one in SENTENCES),
                   key=lambda task: len(task.text.ids))
    vits.speak(tasks[:1])
    for size in BATCHES:
        begun = time.perf_counter()
        made = [one for at in range(0, len(tasks), size) for one in vits.speak(tasks[at:at + size])]
        yield size, time.perf_counter() - begun, sum(len(one.samples) for one in made) / RATE_HZ


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cpu", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--commands", type=int, default=len(SENTENCES))
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child == "model":
        make_model()
        return
    if given.child:
        child(given.child, given.device)
        return
    if not 2 <= given.commands <= len(SENTENCES) or given.starts < 1:
        parser.error(f"--commands takes 2 to {len(SENTENCES)}, --starts at least 1")
    from podcast.executor import processors

    cores = processors()
    os.environ["OMP_NUM_THREADS"] = str(cores)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOERFASSUNG_MODELS"] = folder
        subprocess.run([sys.executable, __file__, "--child", "model"], check=True,
                       capture_output=True)
        rows = {"tts, once per sentence": commands(given.commands, given.device, Path(folder)),
                **dict(zip(("Synthesizer", "ours, one process"),
                           timed(("synthesizer", "engine"), given.device, given.starts),
                           strict=True))}
        os.environ.pop("OMP_NUM_THREADS")
        if given.device == "cpu":
            rows["ours, as in a build"] = build_like()
        os.environ["OMP_NUM_THREADS"] = str(cores)
        show(rows, cores, given.device)
        whole_s, inside_s = floor(given.device)
        print(f"\nengine {whole_s:.2f} s, session.run in it {inside_s:.2f} s,"
              f" ratio {whole_s / inside_s:.3f}")
        print(f"\n{'together':>8}{'s':>8}{'x real time':>13}")
        for size, spent_s, sound_s in batches(given.device):
            print(f"{size:8}{spent_s:8.2f}{sound_s / spent_s:13.2f}")


def show(rows: dict[str, Record], cores: int, device: str) -> None:
    """Print who took how long, and the ratios to the Synthesizer."""
    print(f"{len(SENTENCES)} sentences, {cores} processors, device {device}")
    print(f"{'':24}{'first s':>9}{'times':>7}{'others s':>10}{'x real time':>13}{'times':>7}")
    base = rows["Synthesizer"]
    for name, row in rows.items():
        speed = row["sound"] / row["others"]
        first = f"{row['first']:9.2f}{base['first'] / row['first']:7.2f}" if row["first"] \
            else f"{'':16}"
        print(f"{name:24}{first}{row['others']:10.2f}{speed:13.2f}"
              f"{speed / (base['sound'] / base['others']):7.2f}")


if __name__ == "__main__":
    main()
