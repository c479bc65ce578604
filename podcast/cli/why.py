"""`podcast why`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from podcast.cli.options import NO_SCRIPTS, json_option, open_show, show_option
from podcast.cli.reporter import counted, reasons
from podcast.settings import script_slugs


@click.command(epilog="Example: podcast why")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@show_option
@json_option
def why(slugs: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Say what a build would do, sentence by sentence, and for which reason."""
    from podcast.seal import unbroken

    settings = open_show(folder)
    if not (as_json or script_slugs(settings, slugs)):
        click.echo(NO_SCRIPTS)
    lasting = None if as_json else unbroken(settings, slugs)
    if lasting is not None:
        click.echo("".join(f"{one.slug}: nothing changed\n" for one in lasting), nl=False)
        return
    from podcast.changes import open_conflicts, what_is_stale
    from podcast.store import Store

    store = Store(settings.store_dir)
    found = {slug: what_is_stale(settings, slug, store) for slug in script_slugs(settings, slugs)}
    waiting = {slug: open_conflicts(settings, slug) for slug in found}
    if as_json:
        answer = {slug: asdict(one) | {"conflicts": [asdict(place) for place in waiting[slug]]}
                  for slug, one in found.items()}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for slug, one in found.items():
        alone = "published, left alone; with --renew " if one.published else ""
        click.echo(f"{slug}: {alone}{'nothing changed' if one.current else counted(one)}")
        for conflict in waiting[slug]:
            click.echo(f"  {conflict.place}: {conflict.reason}")
        click.echo("".join(line + "\n" for line in reasons(one)), nl=False)
