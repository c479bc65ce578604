"""`podcast split`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import (
    article_source,
    find_show,
    json_option,
    open_show,
    private_option,
    show_option,
)
from podcast.errors import UserError
from podcast.settings import Settings


@click.command(epilog="Example: podcast split interview.txt --published 2026-05-04")
@click.argument("article", metavar="ARTICLE")
@click.option("--title", default="", help="The episode's title.")
@click.option("--author", default="", help="Who led the interview.")
@click.option("--published", default="", metavar="DATE", help="When it was printed: 2026-05-04.")
@click.option("--url", default="", help="Where the article can be read.")
@click.option("--update", "how", flag_value="update", default="",
              help="Merge a new version of ARTICLE into the script it has.")
@click.option("--shortened", is_flag=True,
              help="With --update: also where most of the article is gone.")
@click.option("--new", "how", flag_value="new",
              help="Make a new script, also where the show seems to have one.")
@click.option("--dry-run", is_flag=True, help="Show the answer, write nothing.")
@private_option
@show_option
@json_option
def split(article: str, folder: Path | None, as_json: bool, dry_run: bool, how: str,
          shortened: bool, allow_private: bool, **details: str) -> None:
    """Turn ARTICLE (a file, a web address, or - for standard input) into a speaking script."""
    from podcast.article import read_article
    from podcast.split import options_now

    if not article.strip():
        raise UserError("no article was named", "ARTICLE",
                        "Name a file, a web address, or - for standard input.")
    updating = how == "update"
    settings = _settings(folder, anywhere=dry_run and not updating)
    options = options_now(settings, **details)
    text = read_article(article_source(article), allow_private=allow_private)
    if updating:
        from podcast.cli.table import print_update
        from podcast.merge import prepare_known, update_known

        merge = prepare_known if dry_run else update_known
        merged = merge(text, settings, options, shortened=shortened)
        print_update(merged, settings, as_json=as_json, written=not dry_run)
        return
    from podcast.cli.table import print_split
    from podcast.split import propose
    from podcast.split import split as split_article

    made = (propose(text, settings, options) if dry_run else
            split_article(text, settings, options, new=how == "new"))
    print_split(made, settings, as_json=as_json, written=not dry_run)


def _settings(folder: Path | None, *, anywhere: bool) -> Settings:
    """The show's settings, or those a new show in this folder would have."""
    if not anywhere or find_show(folder) is not None:
        return open_show(folder)
    from podcast.cast import best_installed
    from podcast.settings import cast_folders

    here = Path.cwd()
    return Settings(here, here.name, best_installed(cast_folders(None)).name, guid="")
