"""A full build beside what people write themselves: pydub alone, and ffmpeg's concat and loudnorm.

The interview is the first article in PODCAST_ARTICLES, else the repository's own. All speak the
same sentences with the same engine; nobody times words, the build neither. Imports and the start of
the workers are left out everywhere. Nothing heavy is imported above: workers import this file, and
NumPy must not come before they are told how many threads it may have.
"""

import os
import subprocess
import sys
import tempfile
import time
import wave
from importlib import import_module
from pathlib import Path

from full_build import article, warm

from podcast.article import read_article
from podcast.build import build
from podcast.changes import look_ahead
from podcast.executor import LocalExecutor, processors
from podcast.readiness import WORK
from podcast.registry import load
from podcast.show import create_show
from podcast.split import options_now, split
from podcast.store import Store

ROUNDS = 3
PAUSE_MS = 400
RATE_HZ = 16_000


def sentences(show):
    """What is said, and by whom, in order."""
    outlook = look_ahead(show, next(show.scripts_dir.glob("*.md")).stem, Store(show.store_dir))
    return [(one.said, one.voice) for order in outlook.orders for one in order.clips]


def spoken(said, voice):
    """Samples of a sentence as integers."""
    import numpy as np

    speech = load("engines", "pico")().speak(said, voice, voice.rate * voice.vocal_tract)
    return (np.clip(speech.samples, -1, 1) * 32767).astype(np.int16)


def with_pydub(show, folder: Path) -> None:
    """Speak, append, normalise, export."""
    from pydub import AudioSegment
    from pydub.effects import normalize

    whole = AudioSegment.silent(PAUSE_MS, RATE_HZ)
    for said, voice in sentences(show):
        sound = AudioSegment(spoken(said, voice).tobytes(), sample_width=2, frame_rate=RATE_HZ,
                             channels=1)
        whole += sound + AudioSegment.silent(PAUSE_MS, RATE_HZ)
    normalize(whole).set_frame_rate(48_000).export(folder / "pydub.mp3", "mp3", bitrate="96k")


def with_ffmpeg(show, folder: Path) -> None:
    """Speak into files, join and level them with ffmpeg."""
    names = []
    for number, (said, voice) in enumerate(sentences(show)):
        path = folder / f"{number:04}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(spoken(said, voice).tobytes() + bytes(2 * RATE_HZ * PAUSE_MS // 1000))
        names.append(f"file '{path}'\n")
    (folder / "list.txt").write_text("".join(names))
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "concat", "-safe", "0", "-i",
                    folder / "list.txt", "-af", "loudnorm=I=-16:TP=-1", "-ar", "48000", "-b:a",
                    "96k", folder / "ffmpeg.mp3"], check=True)


def with_build(show, executor) -> None:
    """The product's own way."""
    build(show, (), executor, lambda outlook, done: None).require()


def timed(work, *arguments) -> float:
    """Seconds some work takes."""
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def main() -> None:
    """Print a row for each round."""
    sys.path.insert(0, str(Path(__file__).parent))
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    for name in ("feedgen.feed", "markdown_it", "mutagen.id3", "unicode_rbnf", "yaml"):
        import_module(name)
    print(f"{article().name}, {processors()} processors")
    print(f"{'round':>5}{'pydub s':>9}{'ffmpeg s':>10}{'build s':>9}{'better / build':>16}")
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory() as name, \
                LocalExecutor(modules=(*WORK, "no_word_times")) as executor:
            folder = Path(name)
            show = create_show(folder / "show", cast="pico")
            split(read_article(article()), show, options_now(show))
            sentences(show)
            for future in [executor.submit(warm, one, limit_s=60)
                           for one in range(processors() * 2)]:
                future.result()
            # First, last, first: who comes after others finds a busier machine.
            build_s = timed(with_build, show, executor) if number % 2 else 0.0
            pydub_s, ffmpeg_s = timed(with_pydub, show, folder), timed(with_ffmpeg, show, folder)
            build_s = build_s or timed(with_build, show, executor)
        print(f"{number:5}{pydub_s:9.2f}{ffmpeg_s:10.2f}{build_s:9.2f}"
              f"{min(pydub_s, ffmpeg_s) / build_s:16.2f}")


if __name__ == "__main__":
    main()
