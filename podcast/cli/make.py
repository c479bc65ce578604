"""`podcast make`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import (
    article_source,
    find_show,
    json_option,
    private_option,
    quiet_option,
    show_option,
)
from podcast.cli.reporter import farewell, progress, report_build


@click.command(epilog="Example: podcast make interview.txt")
@click.argument("article", metavar="ARTICLE")
@show_option
@json_option
@quiet_option
@private_option
@click.option("--new", is_flag=True,
              help="Make a new script, also where the show seems to have one.")
def make(article: str, folder: Path | None, as_json: bool, quiet: bool, allow_private: bool,
         new: bool) -> None:
    """Turn ARTICLE (a file, a web address, or - for standard input) into an episode.

    A known article is merged into its script. The feed is refreshed.

    Outside any show a new one is made in this folder.
    """
    from podcast.article import read_article
    from podcast.build import build
    from podcast.cli.table import tell_script
    from podcast.executor import LocalExecutor
    from podcast.making import write_or_merge
    from podcast.readiness import WORK
    from podcast.settings import load_settings
    from podcast.show import create_show
    from podcast.split import require_speech

    text = read_article(article_source(article), allow_private=allow_private)
    require_speech(text)
    root = find_show(folder)
    tell = not (quiet or as_json)
    settings = load_settings(root) if root else create_show(Path.cwd())
    if tell and not root:
        click.echo(f"There was no show here: made one in {settings.root}")
    made = write_or_merge(text, settings, new=new)
    if tell:
        tell_script(made, settings)
    with LocalExecutor(modules=WORK) as executor, progress(quiet=not tell) as report:
        built = build(settings, (made.path.stem,), executor, report)
    (result,) = built.require()
    report_build(built, settings, as_json=as_json, quiet=quiet)
    if tell:
        click.echo(farewell(result.record.item, settings))
