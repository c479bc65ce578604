"""`podcast check`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from podcast.cli.options import json_option, open_show, show_option


@click.command(epilog="Example: podcast check")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@show_option
@json_option
def check(slugs: tuple[str, ...], folder: Path | None, as_json: bool) -> int:
    """Find what a careful producer would notice before publishing; 1 if something is wrong."""
    from podcast.check import check_show

    problems = check_show(open_show(folder), slugs)
    if as_json:
        answer = {"problems": [asdict(one) for one in problems]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for one in problems:
            click.echo(f"{one.severity}: {one.place}: {one.message}")
        click.echo("Nothing to complain about." if not problems else f"{len(problems)} found.")
    return int(any(one.severity == "error" for one in problems))
