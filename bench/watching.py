"""From a save to the new MP3 in place under `podcast watch`, beside its floor.

The interview is the first in PODCAST_ARTICLES, else the repository's own. The floor is what a warm
worker needs to speak the edited sentence and to encode its turn.
"""

import tempfile
import time
from pathlib import Path
from queue import Queue
from statistics import median
from threading import Event, Thread

from full_build import article
from rebuild import edit, make_show

from podcast.audio.track import make_track
from podcast.changes import look_ahead
from podcast.executor import LocalExecutor
from podcast.readiness import WORK
from podcast.settings import load_settings
from podcast.store import Store
from podcast.synthesis import make_clip
from podcast.watch import watch

ROUNDS = 9


def floor_s(root: Path, executor: LocalExecutor, scratch: Path) -> float:
    """Seconds a warm worker needs for what the edit made, in a store of its own."""
    settings = load_settings(root)
    store = Store(settings.store_dir)
    outlook = look_ahead(settings, next(settings.scripts_dir.glob("*.md")).stem, store)
    order = next(one for one in outlook.orders
                 if any("Jahren" in clip.spoken and "Das war vor" in clip.spoken
                        for clip in one.clips))
    clip = next(one for one in order.clips if "Das war vor" in one.spoken)
    begun = time.perf_counter()
    executor.submit(make_clip, clip, Store(scratch), limit_s=60.0).result()
    executor.submit(make_track, order.track, store, limit_s=60.0).result()
    return time.perf_counter() - begun


def main() -> None:
    """Print a row for each edit, then the medians."""
    with tempfile.TemporaryDirectory() as name, LocalExecutor(modules=WORK) as executor:
        script = make_show(Path(name) / "show", 1)
        root, told, stop = script.parent.parent, Queue(), Event()

        def silent(outlook, done) -> None:
            """Nobody looks."""

        thread = Thread(target=watch, args=(root, (), executor, silent, told.put, stop))
        thread.start()
        told.get()
        print(f"{article().name}\n{'edit':>5}{'floor s':>9}{'save to MP3 s':>15}{'ratio':>7}")
        rows = []
        for number in range(2, 2 + ROUNDS):
            time.sleep(0.5)
            begun = time.perf_counter()
            edit(script, number)
            told.get().require()
            saved_s = time.perf_counter() - begun
            least_s = floor_s(root, executor, Path(name) / f"scratch{number}")
            rows.append((least_s, saved_s))
            print(f"{number - 1:5}{least_s:9.3f}{saved_s:15.3f}{saved_s / least_s:7.2f}")
        least_s, saved_s = (median(column) for column in zip(*rows, strict=True))
        print(f"{'':5}{least_s:9.3f}{saved_s:15.3f}{saved_s / least_s:7.2f}")
        stop.set()
        thread.join()


if __name__ == "__main__":
    main()
