"""Twenty sentences by one full-size VITS: Coqui's command, its Synthesizer, and ours, side by side.

    python bench/neural.py [--device auto|cpu|cuda] [--commands 20] [--starts 5]

The model has random weights and Coqui's standard size (83 MB); a script makes it. "First" is the
time from the start of a process to the end of its first sentence, the median of several starts by
turns; "others" are the nineteen after it. Coqui is told not to trim its sound, so that all make the
same amount.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from speaking.neural import APPENDED, MODEL, RATE_HZ, SENTENCES, raw, voice

CHILD = Path(__file__).parent / "speaking/neural.py"
BATCHES = (1, 2, 4, 8, 16)
Record = dict[str, float]


def begun(kind: str, device: str) -> tuple[subprocess.Popen, float]:
    """A child, and the seconds from its start to the end of its first sentence."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, str(CHILD), kind, device],
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
    given = parser.parse_args()
    if not 2 <= given.commands <= len(SENTENCES) or given.starts < 1:
        parser.error(f"--commands takes 2 to {len(SENTENCES)}, --starts at least 1")
    from podcast.executor import processors

    cores = processors()
    os.environ["OMP_NUM_THREADS"] = str(cores)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOERFASSUNG_MODELS"] = folder
        subprocess.run([sys.executable, str(CHILD), "model", ""], check=True,
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
