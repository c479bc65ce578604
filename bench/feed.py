"""How long a feed of many episodes takes, and a build of as many of which none changed.

The records of the large show are copies of one built episode's, saved as a build would save them.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from podcast.build import build
from podcast.feed import FeedItem, feed_pages
from podcast.front import front_pages
from podcast.model import Chapter
from podcast.record import Record, load_heard, load_record, save_record
from podcast.settings import Settings
from podcast.store import Store, file_digest
from tests.shows import Here, make_show, run_build_here

EPISODES, CHAPTERS, ROUNDS = 1000, 12, 5
TEXT = "\nLange: Ein Satz, der gesprochen wird.\n"
FIRST = "folge-0000"


def main() -> None:
    """Print a table of medians."""
    with tempfile.TemporaryDirectory() as folder:
        show = make_show(Path(folder), TEXT, FIRST)
        run_build_here(show)
        record = _record(show)
        items = [_item(record.item, number) for number in range(EPISODES)]
        print(f"{f'{EPISODES} episodes':46}{'s':>8}")
        _row(f"feed_pages, {CHAPTERS} chapters each", lambda: feed_pages(show, items, None))
        paged = replace(show, feed_length=50)
        _row("feed_pages, 50 episodes on a page", lambda: feed_pages(paged, items, None))
        cover = next(show.output_dir.glob("cover.*.jpg")).read_bytes()
        _row("front_pages", lambda: front_pages(show, items, cover))
        _fill(show, record)
        begun = time.perf_counter()
        _build(show)
        print(f"{'build: the feed is new':46}{time.perf_counter() - begun:8.2f}")
        _row("build: every episode looked at, none changed", lambda: _build(show))
        _row("podcast build, started cold: nothing changed", lambda: _command(show))


def _row(name: str, work: Callable[[], object]) -> None:
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    print(f"{name:46}{statistics.median(took):8.2f}")


def _record(show: Settings) -> Record:
    found = load_record(Store(show.store_dir), show.guid, FIRST)
    assert found is not None
    return found


def _item(one: FeedItem, number: int) -> FeedItem:
    chapters = tuple(Chapter(65.0 * at, 65.0 * (at + 1), f"Kapitel {at} über Maß & Größe")
                     for at in range(CHAPTERS))
    return replace(one, chapters=chapters, script=replace(one.script, id=f"urn:{number}"))


def _fill(show: Settings, record: Record) -> None:
    """Write scripts, files and records of the other episodes."""
    store, slug = Store(show.store_dir), record.item.script.slug
    heard = load_heard(store, show.guid, slug)
    text = (show.scripts_dir / f"{slug}.md").read_text(encoding="utf-8")
    for number in range(1, EPISODES):
        own = f"folge-{number:04}"
        path = show.scripts_dir / f"{own}.md"
        path.write_text(text.replace('id: "', f'id: "{number:04}', 1), encoding="utf-8")
        item = _item(record.item, number)
        files = {name: replace(one, path=one.path.replace(slug, own))
                 for name, one in item.files.items()}
        shutil.copytree(show.output_dir / "episodes" / slug, show.output_dir / "episodes" / own)
        for made, copied in zip(item.files.values(), files.values(), strict=True):
            folder = show.output_dir / "episodes" / own
            (folder / Path(made.path).name).rename(show.output_dir / copied.path)
        script = replace(item.script, slug=own)
        save_record(store, show.guid, replace(
            record, inputs={**record.inputs, "script": file_digest(path)},
            item=replace(item, script=script, files=files)), heard)


def _command(show: Settings) -> None:
    program = Path(sys.executable).with_name("podcast")
    subprocess.run([program, "build", "--show", show.root], check=True, capture_output=True)


def _build(show: Settings) -> None:
    done = build(show, (), Here(), lambda outlook, one: None).require()
    assert all(one.stale.current for one in done), "something was built"


if __name__ == "__main__":
    main()
