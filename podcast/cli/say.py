"""`podcast say`."""

from __future__ import annotations

from pathlib import Path

import click

from podcast.cli.options import open_show, show_option


@click.command(epilog="Example: podcast say 'Am 15. Februar kommen 90.000 Gäste.' --out hear.mp3")
@click.argument("what", metavar="TEXT|SLUG:LINE")
@click.option("--voice", default="", help="Which voice says TEXT (default: the cast's narrator).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write an MP3 there instead of playing it.")
@show_option
def say(what: str, folder: Path | None, voice: str, out: Path | None) -> None:
    """Hear TEXT, or the turn on that line of a script, as an episode would have it."""
    from podcast.audition import hear, play
    from podcast.cast import cast_folders, load_cast
    from podcast.executor import LocalExecutor
    from podcast.store import write_beside

    settings = open_show(folder)
    narrator = load_cast(settings.cast, cast_folders(settings.voices_dir)).roles.narrator
    with LocalExecutor(workers=1) as executor:
        heard = hear(what, voice or narrator, settings, executor)
    for line in heard.spoken:
        click.echo(line)
    path = out or settings.store_dir / "say.mp3"
    if out:
        write_beside(out, heard.mp3)
    elif not play(heard.mp3, path):
        click.echo(f"No player found here; the sound is in {path}", err=True)
