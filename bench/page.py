"""What a page costs: to make it in a build, to open it from the disk, to follow it.

    python bench/page.py [--times 13]

The interview is the first in PODCAST_ARTICLES, else the repository's own, so many times (13 times
the repository's own are two hours), spoken by Pico. A browser that is warm opens the page, plays
it at four times the speed and follows, words marked as well.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright
from rebuild import make_show

from podcast.build import build
from podcast.changes import look_ahead
from podcast.editions.base import Context
from podcast.episode import join
from podcast.executor import LocalExecutor
from podcast.model import Episode, Publication
from podcast.registry import load
from podcast.settings import Settings, load_settings
from podcast.store import Store

EDITIONS = ("style", "script", "page", "player")
ROUNDS = 9
FOLLOWED_S = 20
READY = """() => new Promise(good => { const sound = document.querySelector('audio');
    const done = () => good(performance.now());
    if (sound.readyState > 0) done(); else sound.onloadedmetadata = done; })"""
"""When the sound can be played, in milliseconds since the page was asked for."""
FOLLOW = """async seconds => {
    window.long = [];
    new PerformanceObserver(list => long.push(...list.getEntries().map(one => one.duration)))
        .observe({type: 'longtask'});
    document.querySelector('[data-do=words]')?.click();
    player.playFrom(player.length / 2);
    audio.playbackRate = 4;
    await new Promise(good => setTimeout(good, 1000 * seconds));
    return [spans.length, Math.max(0, ...long)];
}"""


def built(script: Path) -> tuple[Settings, Episode, dict[str, Publication]]:
    """The show, its episode, and the files that were made of it."""
    settings = load_settings(script.parent.parent)
    with LocalExecutor() as executor:
        (result,) = build(settings, (), executor, lambda outlook, done: None).require()
    outlook = look_ahead(settings, script.stem, Store(settings.store_dir))
    tracks = [outlook.stock.tracks[one.index] for one in outlook.orders]
    episode = join(outlook.plan, tracks)
    return settings, replace(episode, summary="…"), dict(result.record.item.files)


def making(settings: Settings, episode: Episode, made: dict[str, Publication]) -> list[float]:
    """Milliseconds each of the editions takes, medians."""
    context = Context(settings, Store(settings.store_dir), b"", made=made)
    rows = []
    for _ in range(ROUNDS):
        row = []
        for name in EDITIONS:
            begun = time.perf_counter()
            load("editions", name)().publish(episode, context)
            row.append(1000 * (time.perf_counter() - begun))
        rows.append(row)
    return [median(column) for column in zip(*rows, strict=True)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=13)
    with tempfile.TemporaryDirectory() as name:
        settings, episode, made = built(make_show(Path(name), parser.parse_args().times))
        spent = making(settings, episode, made)
        print(f"{episode.seconds / 60:.0f} minutes, {len(episode.cues)} sentences")
        for edition, ms in zip(EDITIONS, spent, strict=True):
            print(f"{edition:8}{made[edition].size_bytes / 1000:9.1f} kB{ms:8.1f} ms")
        print(f"{'all':20}{sum(spent):8.1f} ms")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-gpu", "--mute-audio",
                      "--autoplay-policy=no-user-gesture-required"])
            address = (settings.output_dir / made["page"].path).as_uri()
            page, ready = browser.new_page(), []
            for _ in range(1 + ROUNDS):
                page.goto(address, wait_until="commit")
                ready.append(page.evaluate(READY))
            print(f"ready to play after {median(ready[1:]):.0f} ms")
            count, longest = page.evaluate(FOLLOW, FOLLOWED_S)
            print(f"longest task while following {count} sentences: {longest:.0f} ms")
            browser.close()


if __name__ == "__main__":
    main()
