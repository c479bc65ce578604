"""`podcast build`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import (
    NO_SCRIPTS,
    json_option,
    open_show,
    quiet_option,
    read_time,
    show_option,
)
from podcast.cli.reporter import progress, report_build, report_unchanged
from podcast.settings import script_slugs


@click.command(epilog="Example: podcast build interview-mit-ada-lovelace")
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@show_option
@json_option
@quiet_option
@click.option("--renew", is_flag=True, help="Make published episodes anew, too, whose voices,"
              " lexicon or settings changed.")
@click.option("--as-of", metavar="TIME", help="Put into the feed what is due then, not now.")
def build(slugs: tuple[str, ...], folder: Path | None, as_json: bool, quiet: bool, renew: bool,
          as_of: str | None) -> None:
    """Speak the sentences that changed, and nothing else; then refresh the feed.

    A published episode is left alone unless its own script changed.
    """
    from podcast.seal import unbroken

    settings = open_show(folder)
    then = read_time(as_of, settings) if as_of else None
    lasting = None if as_json or then else unbroken(settings, slugs)
    if not (lasting or quiet or as_json or script_slugs(settings, slugs)):
        click.echo(NO_SCRIPTS)
    if lasting is not None:
        report_unchanged(lasting, quiet=quiet)
        return
    from podcast.executor import LocalExecutor
    from podcast.readiness import WORK

    with LocalExecutor(modules=WORK) as executor, progress(quiet=quiet or as_json) as report:
        # A worker gets ready while what is to be built is still being found out.
        executor.start()
        from podcast.build import build as build_show

        built = build_show(settings, slugs, executor, report, renew=renew, as_of=then)
    report_build(built, settings, as_json=as_json, quiet=quiet)
    built.require()
