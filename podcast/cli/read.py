"""`podcast read`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from podcast.cli.options import find_show, json_option, show_option


@click.command(epilog="Example: echo 'Am 15. Februar um 14.30 Uhr' | podcast read")
@click.option("--engine", default="words", metavar="NAME",
              help="For which engine; 'words' (the default) is none: all numbers in words.")
@click.option("--language", default="de", metavar="TAG", help="Of the text.")
@click.option("--sentences", is_flag=True,
              help="Print the sentences as they are written instead, one a line.")
@show_option
@json_option
def read(engine: str, language: str, sentences: bool, folder: Path | None, as_json: bool) -> None:
    """Read lines from standard input and print each as it would be spoken."""
    from podcast.recital import Recital, lines_of

    recital = Recital.of(engine, language, folder, find_show(folder))
    for line in lines_of(sys.stdin.buffer.read()):
        for printed in recital.printed(line, sentences=sentences, as_json=as_json):
            click.echo(printed)
