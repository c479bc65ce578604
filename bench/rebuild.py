"""What an edit costs, whatever the length: the command started cold, beside its floor.

    python bench/rebuild.py [--times 1,10] [--sound-alone] [--chart growth.svg]

The interview is the first in PODCAST_ARTICLES, else the repository's own; longer scripts repeat it
with a sentence of its own in every turn. The floor of an edit is a process that imports what a
build imports, starts one worker, and has it speak one sentence and encode one turn. All are whole
processes; medians of five.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import median

from full_build import article

from podcast.article import read_article
from podcast.show import create_show
from podcast.split import options_now, split

ROUNDS = 5
BUILD = ("import resource, sys; sys.argv[0] = 'podcast'\n"
         "from podcast.__main__ import main\n"
         "try: main()\n"
         "except SystemExit as end: assert not end.code\n"
         "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)")
FLOOR = """
import sys
from pathlib import Path
from podcast.build import build
from podcast.audio.track import Part, TrackOrder, make_track
from podcast.engines.base import plain
from podcast.executor import LocalExecutor
from podcast.language import load_language
from podcast.model import Voice
from podcast.store import Store
from podcast.synthesis import ClipOrder, make_clip
import feedgen.feed, markdown_it, mutagen.id3, numpy, pebble, unicode_rbnf, yaml
if __name__ == "__main__":
    load_language("de")
    store = Store(Path(sys.argv[1]))
    order = ClipOrder("clip", plain("Und dann kam der Regen noch einmal zurück."),
                      Voice("a", "pico", gender="female"))
    track = TrackOrder("track", (Part("clip", None, 0.0),), 96, -16.0, -1.0)
    with LocalExecutor(1) as executor:
        executor.submit(make_clip, order, store, 0, limit_s=60.0).result()
        executor.submit(make_track, track, store, limit_s=60.0).result()
"""


def make_show(folder: Path, times: int) -> Path:
    """A show with one script, so many times as long as the article's; the script."""
    show = create_show(folder, cast="pico")
    path = split(read_article(article()), show, options_now(show)).path
    text = path.read_text(encoding="utf-8")
    head, body = re.split(r"(?<=\n---\n)", text, maxsplit=1)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    copies = [re.sub(r"(?m)^(?![<>#]|$)(.+)$", rf"\1 Teil {number}.", body)
              for number in range(1, times + 1)]
    path.write_text(head + (body if times == 1 else "\n".join(copies)), encoding="utf-8")
    return path


def keep_text_back(toml: Path) -> None:
    """Let a show publish the sound of its episodes, not their text."""
    text = toml.read_text(encoding="utf-8")
    toml.write_text(re.sub(r'(?m)^text = .*$', 'text = "none"', text), encoding="utf-8")


def run(*arguments: str) -> tuple[float, str]:
    """Seconds a process takes, and what it says."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
    return time.perf_counter() - begun, done.stdout


def build(script: Path) -> tuple[float, int]:
    """Seconds `podcast build` takes, and the most memory of its process in MB."""
    spent_s, said = run("-c", BUILD, "build", "--show", str(script.parent.parent))
    return spent_s, int(said.rsplit("peak", 1)[1])


def edit(script: Path, number: int) -> None:
    """Give a turn in the middle another last sentence."""
    lines = script.read_text(encoding="utf-8").splitlines(keepends=True)
    places = [at for at, line in enumerate(lines) if line.rstrip().endswith(".")
              and not line.startswith(("<", "#", "-", ">", " "))]
    at = places[len(places) // 2]
    kept = re.sub(r" Das war vor \d+ Jahren\.$", "", lines[at].rstrip())
    lines[at] = f"{kept} Das war vor {number} Jahren.\n"
    script.write_text("".join(lines), encoding="utf-8")


def middle(measure: Callable[[int], float]) -> float:
    """The median of several rounds."""
    return median(measure(number) for number in range(2, 2 + ROUNDS))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", default="1,10")
    parser.add_argument("--chart", type=Path, help="Draw the growth of all figures, as SVG.")
    parser.add_argument("--sound-alone", action="store_true",
                        help="Without transcripts, text and book (text = \"none\").")
    options = parser.parse_args()
    lengths = [int(one) for one in options.times.split(",")]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
        floor_s = middle(lambda number: run(str(folder / "floor.py"),
                                            str(folder / f"store{number}"))[0])
        click_s = middle(lambda number: run("-c", "import click")[0])
        print(f"{article().name}; floor of an edit {floor_s:.2f} s, import click {click_s:.3f} s")
        print(f"{'times':>5}{'build s':>9}{'edit s':>8}{'/floor':>8}{'/first':>8}{'nothing s':>11}"
              f"{'/click':>8}{'MB':>6}")
        first_s = 0.0
        for times in lengths:
            script = make_show(folder / f"show{times}", times)
            if options.sound_alone:
                keep_text_back(script.parent.parent / "podcast.toml")
            built_s, peak = build(script)

            def edited(number: int, script: Path = script) -> float:
                edit(script, number)
                return build(script)[0]

            edit_s = middle(edited)
            nothing_s = middle(lambda number, script=script: build(script)[0])
            first_s = first_s or edit_s
            rows.append((times, built_s, edit_s, nothing_s, float(peak)))
            print(f"{times:5}{built_s:9.2f}{edit_s:8.2f}{edit_s / floor_s:8.2f}"
                  f"{edit_s / first_s:8.2f}{nothing_s:11.3f}{nothing_s / click_s:8.2f}{peak:6}",
                  flush=True)
    if options.chart:
        options.chart.write_text(chart(rows), encoding="utf-8")


def chart(rows: list[tuple[int, float, float, float, float]]) -> str:
    """Every figure over the length, both as multiples of the first, on logarithmic scales."""
    names = ("full build", "one sentence edited", "nothing changed", "memory")
    top = max(rows[-1][0] / rows[0][0], 10.0)
    drawn, labels = [], []
    for at, (name, colour) in enumerate(zip(names, ("#8f2f2b", "#1f4e5f", "#2f6b57", "#6b5b3a"),
                                            strict=True), 1):
        places = [(60 + 420 * log(row[0] / rows[0][0]) / log(top),
                   340 - 280 * log(max(row[at] / rows[0][at], 1.0)) / log(top)) for row in rows]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="3"/>')
        labels.append((places[-1][1] + 4, colour, f"{name} × {rows[-1][at] / rows[0][at]:.1f}"))
    lowest = 400.0
    for height, colour, text in sorted(labels, reverse=True):
        lowest = min(height, lowest - 16)
        drawn.append(f'<text x="490" y="{lowest:.0f}" fill="{colour}">{text}</text>')
    ticks = "".join(f'<text x="{60 + 420 * log(row[0] / rows[0][0]) / log(top):.0f}" y="362"'
                    f' text-anchor="middle">× {row[0]}</text>' for row in rows)
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 380" font-family="sans-serif"'
            ' font-size="13"><rect width="700" height="380" fill="#fff"/><text x="60" y="30"'
            ' font-size="16">What grows with the length of an episode</text>'
            '<path d="M60 50 V340 H480" fill="none" stroke="#888"/>'
            f"{''.join(drawn)}{ticks}</svg>\n")


if __name__ == "__main__":
    main()
