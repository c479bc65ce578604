"""Options and arguments that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from podcast.settings import SHOW_FILE, Settings, load_settings

NO_SCRIPTS = "no scripts yet: podcast make ARTICLE"
show_option = click.option("--show", "folder", metavar="DIR", type=click.Path(path_type=Path),
                           help="The show's folder (default: here, or the nearest one above).")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
port_option = click.option("--port", type=click.IntRange(1, 65535),
                           help="Default: 8000, or the next one that is free.")
private_option = click.option("--allow-private", is_flag=True,
                              help="Read addresses of this machine and the local network too.")


def article_source(article: str) -> Path | str:
    """What ARTICLE names: a file, a web address, or standard input ("-")."""
    return article if article == "-" or "://" in article else Path(article)


def read_time(written: str, settings: Settings) -> datetime:
    """A time as people give it (ISO 8601); without an offset it is meant in the show's zone."""
    from podcast.feed import in_zone

    return in_zone(written, settings, "--as-of")


def find_show(folder: Path | None) -> Path | None:
    """The show's folder: the one named, else the nearest that holds a podcast.toml, else None."""
    if folder is not None:
        return folder.resolve()
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / SHOW_FILE).is_file()), None)


def open_show(folder: Path | None) -> Settings:
    """The settings of the show a command works on; UserError if there is none."""
    return load_settings(find_show(folder) or Path.cwd())
