"""`podcast serve`."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from podcast.cli.options import open_show, port_option, show_option


@click.command(epilog="Example: podcast serve --lan")
@port_option
@click.option("--lan", is_flag=True, help="Let phones and all else in the local network listen.")
@click.option("--qr", is_flag=True, help="With --lan: show the QR code outside a terminal, too.")
@show_option
def serve(folder: Path | None, port: int | None, lan: bool, qr: bool) -> None:
    """Offer output/ over HTTP on this machine until Ctrl-C.

    Wherever it is reached, the feed names that address, so that an app gets all from here.
    """
    from podcast.feed import FEED_FILE
    from podcast.serve import serve as serve_show
    from podcast.serve import serve_lan

    if qr and not lan:
        raise click.UsageError("--qr is for --lan: other machines cannot reach this one without.")
    settings = open_show(folder)
    if lan:
        serve_lan(settings, port, lambda pages: _invite(
            [page + FEED_FILE for page in pages], drawn=qr or sys.stdout.isatty()))
    else:
        serve_show(settings, port=port, ready=lambda page: click.echo(
            f"Subscribe to {page}{FEED_FILE} (Ctrl-C ends this)"))


def _invite(feeds: list[str], *, drawn: bool) -> None:
    """Tell where the feed is, who can hear it, and draw a code of the first address."""
    from podcast.lan import is_public, qr_code

    click.echo(f"Subscribe to {feeds[0]} (Ctrl-C ends this)")
    for feed in feeds[1:]:
        click.echo(f"Or, if that fails, to {feed}")
    click.echo("Everybody in this network can listen meanwhile.")
    for feed in filter(is_public, feeds):
        click.echo(f"Without a firewall the whole internet can, too: {feed}")
    if drawn:
        # A terminal without block characters has the address all the same.
        with suppress(UnicodeEncodeError):
            click.echo(qr_code(feeds[0]), color=True)
