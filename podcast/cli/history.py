"""`podcast history`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from podcast.cli.options import json_option, open_show, show_option
from podcast.cli.reporter import minutes


@click.command(epilog="Example: podcast history interview-mit-ada-lovelace --restore 2")
@click.argument("slug")
@click.option("--restore", "number", metavar="N", type=click.IntRange(1),
              help="Make version N the script again; the text there is now is kept as well.")
@show_option
@json_option
def history(slug: str, number: int | None, folder: Path | None, as_json: bool) -> None:
    """List every version of a script that was built, or bring one back."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from podcast.history import restore, versions
    from podcast.store import Store

    settings = open_show(folder)
    store, slug = Store(settings.store_dir), Path(slug).stem if slug.endswith(".md") else slug
    known = versions(settings, slug, store)
    if not known:
        from podcast.settings import script_slugs

        script_slugs(settings, [slug])
    if number is not None:
        kept = restore(settings, slug, store, number)
        before = f"; the text before is version {kept.number}" if kept else ""
        click.echo(f"scripts/{slug}.md is version {number} again{before}. Next: podcast build")
        return
    if as_json:
        click.echo(json.dumps([asdict(one) for one in known], indent=2))
        return
    for one in known:
        since = datetime.fromtimestamp(one.since_s, ZoneInfo(settings.timezone))
        made = f"{minutes(one.seconds)}  {Path(one.audio).name}" if one.audio else "never built"
        click.echo(f"{one.number:4}  {since:%Y-%m-%d %H:%M}  {made}")
    if not known:
        click.echo(f"{slug}: no version was built yet")
