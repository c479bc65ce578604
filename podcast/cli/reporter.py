"""How a build tells what it does: a bar on a terminal, plain lines elsewhere, JSON, nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.table import Table

    from podcast.build import Built, Report, Result
    from podcast.changes import Outlook, Stale
    from podcast.feed import FeedItem
    from podcast.production import Done
    from podcast.seal import Sealed
    from podcast.settings import Settings

SHOWN_LETTERS = 60
FOLLOWS = {"speak": " → spoken", "encode": " → turn encoded", "join": ""}
PLAIN_WIDTH = 160


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report]:
    """Show progress while a build runs; only on a terminal, and never where nobody wants it."""
    if quiet or not sys.stderr.isatty():
        yield _silently if quiet else _plainly()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def report(outlook: Outlook, done: Done) -> None:
            if outlook.slug not in tasks:
                total = outlook.stale.sentences + outlook.stale.turns
                tasks[outlook.slug] = bar.add_task(outlook.slug, total=total)
            bar.advance(tasks[outlook.slug])

        yield report


def report_unchanged(sealed: Iterable[Sealed], *, quiet: bool) -> None:
    """Say of each episode that there was nothing to do."""
    for one in sealed:
        if not quiet:
            click.echo(_unchanged(one.slug, one.seconds))


def report_build(built: Built, settings: Settings, *, as_json: bool, quiet: bool) -> None:
    """Say for each episode what was made, and where it is."""
    from podcast.feed import FEED_FILE

    for notice in built.notices:
        click.echo(f"note: {notice}", err=True)
    if as_json:
        click.echo(json.dumps({"episodes": [_as_json(one, settings) for one in built.results],
                               "feed": str(settings.output_dir / FEED_FILE)},
                              ensure_ascii=False, indent=2))
    elif not quiet:
        for result in built.results:
            click.echo(tell_result(result))


def tell_result(result: Result) -> str:
    """What a build did for an episode, in a line."""
    seconds = result.record.item.seconds
    if result.stale.published:
        return (f"{result.slug}: published, and its script is unchanged: left alone"
                " (podcast why; podcast build --renew)")
    if result.stale.current:
        return _unchanged(result.slug, seconds)
    return (f"{result.slug}: {plural(result.stale.sentences, 'sentence')} spoken, "
            f"{plural(result.stale.turns, 'turn')} encoded ({minutes(seconds)},"
            f" {result.record.loudness_lufs:.1f} LUFS)")


def farewell(item: FeedItem, settings: Settings) -> str:
    """Where an episode, its cover and the feed are, and how to listen."""
    from podcast.feed import FEED_FILE
    from podcast.settings import THIS_MACHINE

    output = settings.output_dir
    cover = f"  Cover    {output / item.cover.path}\n" if item.cover else ""
    return (f"  Episode  {output / item.audio.path}\n{cover}  Feed     {output / FEED_FILE}\n"
            f"To subscribe: run 'podcast serve --show {settings.root}', then add"
            f" {THIS_MACHINE}{FEED_FILE} in a podcast app (on a phone: serve --lan).")


def print_table(table: Table) -> None:
    """Print a table; where there is no terminal to ask, wide enough to be read by programs."""
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    console.print(table)


def shorten(text: str) -> str:
    """The beginning of a sentence, enough to recognise it."""
    return text if len(text) <= SHOWN_LETTERS else text[:SHOWN_LETTERS - 1].rstrip() + "…"


def counted(stale: Stale) -> str:
    """What a build has to do, in words."""
    sentences, turns = plural(stale.sentences, "sentence"), plural(stale.turns, "turn")
    return f"{sentences} to speak, {turns} to encode"


def reasons(stale: Stale) -> list[str]:
    """One line for each change, with what follows from it."""
    return [f"  {one.place}: {one.reason}" + (f": {shorten(one.text)}" if one.text else "")
            + FOLLOWS[one.effect] for one in stale.changes]


def _unchanged(slug: str, seconds: float) -> str:
    return f"{slug}: nothing changed since it was built ({minutes(seconds)})"


def _silently(outlook: Outlook, done: Done) -> None:
    """Say nothing."""


def _plainly() -> Report:
    begun: set[str] = set()

    def report(outlook: Outlook, done: Done) -> None:
        if outlook.slug not in begun:
            begun.add(outlook.slug)
            click.echo(f"{outlook.slug}: {counted(outlook.stale)} …")
        if done.kind == "again":
            click.echo(f"damaged recording, made again: {shorten(done.text)}", err=True)

    return report


def minutes(seconds: float) -> str:
    """A length as people read it."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02d} min"


def plural(number: int, noun: str) -> str:
    """A number and what it counts."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def file_size(size_bytes: int) -> str:
    """A size as people read it."""
    return f"{size_bytes / 1e6:,.1f} MB" if size_bytes >= 1e5 else f"{size_bytes / 1e3:,.1f} kB"


def _as_json(result: Result, settings: Settings) -> dict[str, Any]:
    item = result.record.item
    return {"slug": result.slug, "title": item.script.title, "seconds": item.seconds,
            "loudness_lufs": result.record.loudness_lufs,
            "sentences_spoken": result.stale.sentences, "turns_encoded": result.stale.turns,
            "changes": [asdict(one) for one in result.stale.changes],
            "audio": str(settings.output_dir / item.audio.path),
            "cover": str(settings.output_dir / item.cover.path) if item.cover else None,
            "chapters": [asdict(one) for one in item.chapters]}
