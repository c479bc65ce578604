"""`podcast init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(epilog="Example: podcast init my-show --title 'Gespräche' --author 'Die Zeitung'")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The show's title (default: the folder's name).")
@click.option("--author", default="", help="Who publishes it.")
@click.option("--base-url", metavar="URL", default="",
              help="Where it will be published; the show's identity is made of it.")
@click.option("--cast", default="", help="The voices (default: the best cast installed).")
def init(folder: Path, title: str, author: str, base_url: str, cast: str) -> None:
    """Make a new show: podcast.toml, scripts/, voices/ and output/."""
    from podcast.show import create_show

    settings = create_show(folder.resolve(), title=title, author=author, cast=cast,
                           base_url=base_url)
    click.echo(f"A show in {settings.root}, spoken by the cast '{settings.cast}'."
               " Next: podcast make ARTICLE")
