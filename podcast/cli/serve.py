"""`podcast serve`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import open_show, show_option


@click.command(epilog="Example: podcast serve --port 8000")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@show_option
def serve(folder: Path | None, port: int) -> None:
    """Offer output/ over HTTP on this machine until Ctrl-C."""
    from podcast.feed import FEED_FILE
    from podcast.serve import serve as serve_show

    settings = open_show(folder)
    if not settings.base_url.startswith(f"http://127.0.0.1:{port}/"):
        click.echo(f"note: the feed's own addresses begin with {settings.base_url}", err=True)
    serve_show(settings, port=port, ready=lambda address: click.echo(
        f"Subscribe to {address}{FEED_FILE} (Ctrl-C ends this)"))
