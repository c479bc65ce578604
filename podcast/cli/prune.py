"""`podcast prune`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from podcast.cli.options import json_option, open_show, show_option
from podcast.cli.reporter import file_size, plural


@click.command(epilog="Example: podcast prune --dry-run")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be dropped.")
@show_option
@json_option
def prune(folder: Path | None, dry: bool, as_json: bool) -> None:
    """Drop recordings that no episode needs any more.

    Published files stay; whatever is dropped is made again if a script wants it back.
    """
    from time import time

    from podcast.prune import prune as prune_store
    from podcast.settings import script_slugs
    from podcast.store import Store

    settings = open_show(folder)
    done = prune_store(Store(settings.store_dir), time(), show=settings.guid,
                       slugs=script_slugs(settings), dry=dry)
    if as_json:
        click.echo(json.dumps(asdict(done), indent=2))
        return
    what = (f"{plural(done.recordings, 'recording')}, {plural(done.turns, 'turn')} and"
            f" {plural(done.others, 'other file')}")
    verb = "would be dropped" if dry else "dropped"
    later = f"; {done.in_use} more were used within the last hour and stay for now" \
        if done.in_use else ""
    click.echo(f"{what} {verb} ({file_size(done.freed_bytes)}),"
               f" {file_size(done.kept_bytes)} kept{later}")
