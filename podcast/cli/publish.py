"""`podcast publish`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from podcast.cli.options import json_option, open_show, show_option
from podcast.cli.reporter import megabytes, plural


@click.command(epilog="Example: podcast publish /srv/www/hoerfassung --dry-run")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be sent.")
@show_option
@json_option
def publish(target: Path, folder: Path | None, dry: bool, as_json: bool) -> None:
    """Send what TARGET (a folder) lacks, the feed last, and remember what listeners have."""
    from podcast.publish import publish as send

    settings = open_show(folder)
    sent = send(settings, target, dry=dry)
    if as_json:
        click.echo(json.dumps({"sent": [asdict(one) for one in sent.steps],
                               "episodes": sorted(sent.ledger)}, indent=2))
        return
    for step in sent.steps:
        click.echo(f"  {step.path} ({megabytes(step.size_bytes)})")
    verb = "would be sent" if dry else "sent"
    click.echo(f"{plural(len(sent.steps), 'file')} {verb},"
               f" {plural(len(sent.ledger), 'episode')} published in {target}")
