"""`podcast say`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from podcast.cli.options import open_show, show_option
from podcast.errors import UserError
from podcast.settings import Settings

if TYPE_CHECKING:
    from podcast.pronunciation import Pronunciation

MP3 = ".mp3"


@click.command(epilog="Example: podcast say 'Am 15. Februar kommen 90.000 Gäste.' --out hear.mp3")
@click.argument("what", metavar="TEXT|SLUG:LINE")
@click.option("--voice", default="", help="Which voice says TEXT (default: the cast's narrator).")
@click.option("--like", "lang", default="", metavar="TAG",
              help="Say TEXT as one would in that language (nl, fr, pl …).")
@click.option("--as", "respelling", default="", metavar="LETTERS",
              help="Say TEXT as German would read these letters.")
@click.option("--keep", is_flag=True,
              help="With --like or --as: always say it so (in voices/lexicon.toml).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write an MP3 there instead of playing it.")
@show_option
def say(what: str, folder: Path | None, voice: str, lang: str, respelling: str,
        keep: bool, out: Path | None) -> None:
    """Hear TEXT, or the turn on that line of a script, as an episode would have it."""
    from podcast.pronunciation import Pronunciation

    if keep and not (lang or respelling):
        raise click.UsageError("--keep needs --like or --as: what is to be kept?")
    if out:
        _require_writable(out)
    settings = open_show(folder)
    pronunciation = Pronunciation(what, lang, respelling)
    pronunciation.require(settings, kept=keep)
    _hear(pronunciation, settings, voice, out)
    if keep:
        path, replaced = pronunciation.keep(settings)
        instead = f"; it was {replaced}" if replaced else ""
        click.echo(f"Kept in {settings.display(path)}{instead}")


def _require_writable(out: Path) -> None:
    """Return if an MP3 can lie there, else raise UserError."""
    if out.suffix.lower() != MP3:
        raise UserError("only an MP3 can be written", str(out), f"Write --out {out.stem}{MP3}.")
    if not out.parent.is_dir():
        raise UserError("there is no such folder", str(out.parent), "Make it first.")


def _hear(pronunciation: Pronunciation, settings: Settings, voice: str, out: Path | None) -> None:
    from podcast.audition import hear, play
    from podcast.cast import load_cast
    from podcast.executor import LocalExecutor
    from podcast.settings import cast_folders
    from podcast.store import write_beside

    narrator = load_cast(settings.cast, cast_folders(settings.voices_dir)).roles.narrator
    with LocalExecutor(workers=1) as executor:
        heard = hear(pronunciation.span, voice or narrator, settings, executor)
    for line in heard.spoken:
        click.echo(line)
    path = out or settings.store_dir / "say.mp3"
    if out:
        write_beside(out, heard.mp3)
    elif not play(heard.mp3, path):
        click.echo(f"No player found here; the sound is in {path}", err=True)
