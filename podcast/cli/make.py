"""`podcast make`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import (
    article_source,
    find_show,
    json_option,
    quiet_option,
    show_option,
)
from podcast.cli.reporter import farewell, progress, report_build


@click.command(epilog="Example: podcast make interview.txt")
@click.argument("article", metavar="ARTICLE")
@show_option
@json_option
@quiet_option
def make(article: str, folder: Path | None, as_json: bool, quiet: bool) -> None:
    """Turn ARTICLE (a text file, or - for standard input) into an episode and refresh the feed.

    Outside any show a new one is made in this folder.
    """
    from podcast.article import read_article
    from podcast.cli.table import tell_split
    from podcast.executor import LocalExecutor
    from podcast.making import make_episode, write_or_find
    from podcast.settings import load_settings
    from podcast.show import create_show

    text = read_article(article_source(article))
    root = find_show(folder)
    tell = not (quiet or as_json)
    settings = load_settings(root) if root else create_show(Path.cwd())
    if tell and not root:
        click.echo(f"There was no show here: made one in {settings.root}")
    script, made = write_or_find(text, settings)
    if tell and made:
        tell_split(made, settings)
    with LocalExecutor() as executor, progress(quiet=not tell) as report:
        result = make_episode(script, settings, executor, report)
    report_build([result], settings, as_json=as_json, quiet=quiet)
    if tell:
        click.echo(farewell(result.record.item, settings))
