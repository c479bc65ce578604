"""`podcast watch`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from podcast.cli.options import open_show, port_option, show_option
from podcast.cli.reporter import progress, reasons, tell_result

if TYPE_CHECKING:
    from podcast.build import Built
    from podcast.errors import UserError


@click.command(epilog="Example: podcast watch interview-mit-ada-lovelace")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@port_option
@show_option
def watch(slugs: tuple[str, ...], folder: Path | None, port: int | None) -> None:
    """Build whenever a script, a cast or the settings are saved, until Ctrl-C.

    The page it names plays from the sentence that was edited last.
    """
    from podcast.errors import UserError
    from podcast.executor import LocalExecutor
    from podcast.readiness import WORK
    from podcast.serve import serving
    from podcast.watch import Edited
    from podcast.watch import watch as watch_show

    settings, edited = open_show(folder), Edited()

    def tell(built: Built | UserError) -> None:
        if isinstance(built, UserError):
            click.echo(f"podcast: {built}", err=True)
            return
        edited.take(built)
        for result in built.results:
            for line in reasons(result.stale):
                click.echo(line)
            click.echo(tell_result(result))
        for problem in built.problems:
            click.echo(f"podcast: {problem}", err=True)

    with suppress(KeyboardInterrupt), LocalExecutor(modules=WORK) as executor, \
            progress(quiet=True) as report, serving(settings, port, edited.latest) as address:
        click.echo(f"Every save is built (Ctrl-C ends this); {address} plays from the edit")
        watch_show(settings.root, slugs, executor, report, tell, Event())
