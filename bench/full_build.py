"""A full build beside its floor: engine, word times and LAME, each alone, on all processors.

    python bench/full_build.py [--no-words]

The interview is the first article in PODCAST_ARTICLES, else the repository's own. Imports and
the start of the workers are left out on both sides; everything else of a build is in it.
"""

import argparse
import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from podcast.article import read_article
from podcast.audio import mp3
from podcast.audio.clip import load_clip
from podcast.build import build
from podcast.changes import look_ahead
from podcast.executor import LocalExecutor, processors
from podcast.readiness import WORK
from podcast.registry import load
from podcast.show import create_show
from podcast.split import options_now, split
from podcast.store import Store
from podcast.synthesis import aligned

ROUNDS = 3


def article() -> Path:
    """The interview to build."""
    folder = os.environ.get("PODCAST_ARTICLES")
    found = sorted(Path(folder).glob("*.txt")) if folder else []
    return found[0] if found else next((Path(__file__).parent.parent / "scripts").glob("*.txt"))


def warm(_: int) -> None:
    """Import in a worker what a build needs there."""
    for name in ("lameenc", "numpy", "soundfile", "soxr", "pydub", "podcast.audio.track",
                 "podcast.audio.loudness", "podcast.engines.pico", "PIL.ImageDraw"):
        import_module(name)
    time.sleep(0.3)


def main() -> None:
    """Print engine, encoder, build and the ratio of each round, side by side."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-words", action="store_true", help="Leave word times out everywhere.")
    words = not parser.parse_args().no_words
    os.environ["PYTHONPATH"] = str(Path(__file__).parent)
    modules = WORK if words else (*WORK, "no_word_times")
    cores = processors()
    print(f"{article().name}, {cores} processors")
    print(f"{'round':>5}{'engine s':>10}{'words s':>9}{'LAME s':>8}{'floor s':>9}{'build s':>9}"
          f"{'ratio':>7}{'x real time':>13}")
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            show = create_show(Path(folder) / "show", cast="pico")
            split(read_article(article()), show, options_now(show))
            built_s, seconds = timed_build(show, modules)
            engine_s, words_s, lame_s = floor(show)
        words_s = words_s if words else 0.0
        floor_s = (engine_s + words_s + lame_s) / cores
        print(f"{number:5}{engine_s:10.2f}{words_s:9.2f}{lame_s:8.2f}{floor_s:9.2f}{built_s:9.2f}"
              f"{built_s / floor_s:7.2f}{seconds / built_s:13.0f}")


def timed_build(show, modules) -> tuple[float, float]:
    """Seconds a build takes with warm workers, and the length of the episode."""
    for name in ("feedgen.feed", "markdown_it", "mutagen.id3", "pebble", "unicode_rbnf", "yaml"):
        import_module(name)
    with LocalExecutor(modules=modules) as executor:
        for future in [executor.submit(warm, one, limit_s=60) for one in range(processors() * 2)]:
            future.result()
        begun = time.perf_counter()
        result = build(show, (), executor, lambda outlook, done: None).require()[0]
        return time.perf_counter() - begun, result.record.item.seconds


def floor(show) -> tuple[float, float, float]:
    """Seconds the engine needs for all sentences, the aligner for their words, and LAME for as much
    sound, on one core."""
    import numpy as np
    import soxr

    store = Store(show.store_dir)
    outlook = look_ahead(show, next(show.scripts_dir.glob("*.md")).stem, store)
    engine = load("engines", "pico")()
    clips = [clip for order in outlook.orders for clip in order.clips]
    begun = time.perf_counter()
    spoken = [engine.speak(clip.said, clip.voice, clip.voice.rate * clip.voice.vocal_tract)
              for clip in clips]
    engine_s = time.perf_counter() - begun
    aligned(clips[0].said, clips[0].voice, spoken[0])
    begun = time.perf_counter()
    for clip, speech in zip(clips, spoken, strict=True):
        aligned(clip.said, clip.voice, speech)
    words_s = time.perf_counter() - begun
    sounds = [load_clip(store, clip.key) for clip in clips]
    pcm = [np.clip(soxr.resample(one.samples, one.sample_rate_hz, mp3.SAMPLE_RATE_HZ) * 20000,
                   -32768, 32767).astype(np.int16) for one in sounds]
    whole = np.concatenate(pcm)
    begun = time.perf_counter()
    mp3.encode(whole, show.sound.bitrate_kbps)
    return engine_s, words_s, time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
