"""`podcast split`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import article_source, json_option, open_show, show_option


@click.command(epilog="Example: podcast split interview.txt --published 2026-05-04")
@click.argument("article", metavar="ARTICLE")
@click.option("--title", default="", help="The episode's title.")
@click.option("--author", default="", help="Who led the interview.")
@click.option("--published", default="", metavar="DATE", help="When it was printed: 2026-05-04.")
@click.option("--url", default="", help="Where the article can be read.")
@click.option("--dry-run", is_flag=True, help="Show the answer, write nothing.")
@show_option
@json_option
def split(article: str, folder: Path | None, as_json: bool, dry_run: bool, **details: str) -> None:
    """Turn ARTICLE (a text file, or - for standard input) into a speaking script."""
    from podcast.article import read_article
    from podcast.cli.table import print_split
    from podcast.split import options_now, propose
    from podcast.split import split as split_article

    settings = open_show(folder)
    options = options_now(settings, **details)
    text = read_article(article_source(article))
    made = (propose if dry_run else split_article)(text, settings, options)
    print_split(made, settings, as_json=as_json, written=not dry_run)
