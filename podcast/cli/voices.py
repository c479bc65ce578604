"""`podcast voices`: list, measure, install, try."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from podcast.cli.options import find_show, json_option, show_option
from podcast.cli.reporter import print_table
from podcast.model import Voice

if TYPE_CHECKING:
    from podcast.audio.measure import VoiceMeasure
    from podcast.cast import Cast


class VoicesGroup(click.Group):
    """A group that lists when no command of its own is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`voices pico` is `voices list pico`."""
        asks = {"--help", "-h"} & set(args[:1])
        if not asks and (not args or args[0] not in self.commands):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=VoicesGroup, epilog="Example: podcast voices install coqui")
def voices() -> None:
    """List the voices there are, install more, try and measure them."""


@voices.command("list", epilog="Example: podcast voices --measure")
@click.argument("casts", nargs=-1, metavar="[CAST]...")
@click.option("--measure", is_flag=True, help="Speak with each voice and print its figures.")
@show_option
@json_option
def list_voices(casts: tuple[str, ...], folder: Path | None, measure: bool, as_json: bool) -> None:
    """List the casts, voices and models, with sizes and licences; or measure those installed."""
    from podcast.cast import all_casts, installed, load_cast

    folders = _folders(folder)
    found = [load_cast(name, folders) for name in casts] or all_casts(folders)
    listed = [(cast, installed(cast)) for cast in found]
    figures = _measured([cast for cast, here in listed if here]) if measure else {}
    everybody = [voice for cast, here in listed if here or not measure for voice in cast.voices]
    if as_json:
        click.echo(json.dumps([_as_json(one, figures) for one in everybody], ensure_ascii=False))
        return
    for cast, here in listed:
        click.echo(f"{cast.name}: {cast.title}{'' if here else ' (not installed)'}")
        _table(cast.voices, figures)
        _models(cast)


@voices.command(epilog="Example: podcast voices install piper/thorsten")
@click.argument("name", metavar="CAST|CAST/VOICE|MODEL")
@click.option("--accept-licence", is_flag=True, help="Accept licences that must be accepted.")
@click.option("--again", is_flag=True, help="Make anew what is installed.")
@show_option
def install(name: str, folder: Path | None, accept_licence: bool, again: bool) -> None:
    """Download the models of a cast or voice, prove and convert them."""
    from podcast.installing import Consent, wanted
    from podcast.installing import install as install_model

    folders = _folders(folder)
    for source in wanted(name, folders):
        accepted = accept_licence or _accepted(source.asks, source.name, source.licence.name,
                                               source.licence.url)
        model, new = install_model(source, Consent(accepted, again), folders)
        done = "installed" if new else "is installed and whole"
        click.echo(f"{source.name} {done}: {model.size_bytes / 1e6:.0f} MB,"
                   f" {source.licence.name}, checksum {model.digest[:16]}…")


@voices.command("try", epilog="Example: podcast voices try pico --out voices.mp3")
@click.argument("cast", metavar="CAST")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write an MP3 there instead of playing it.")
@show_option
def try_cast(cast: str, folder: Path | None, out: Path | None) -> None:
    """Speak the same three sentences with every voice of a cast, into one file."""
    from tempfile import TemporaryDirectory

    from podcast.audition import play
    from podcast.audition_cast import audition
    from podcast.cast import load_cast
    from podcast.executor import LocalExecutor
    from podcast.store import write_beside

    found = load_cast(cast, _folders(folder))
    with TemporaryDirectory() as place, LocalExecutor() as executor:
        heard = audition(found, find_show(folder), Path(place), executor)
    for name, start_s in heard.starts:
        click.echo(f"{int(start_s) // 60}:{start_s % 60:04.1f} {name}")
    if out:
        write_beside(out, heard.mp3)
    elif not play(heard.mp3, Path("voices.mp3")):
        click.echo("No player found here; the sound is in voices.mp3", err=True)


def _folders(folder: Path | None) -> tuple[Path, ...]:
    from podcast.settings import cast_folders

    root = find_show(folder)
    return cast_folders(root / "voices" if root else None)


def _accepted(asks: bool, name: str, licence: str, url: str) -> bool:
    """Ask on a terminal; elsewhere nothing is accepted that was not said."""
    import sys

    if not asks or not sys.stdin.isatty():
        return False
    click.echo(f"{name} is under the licence {licence}: {url}")
    return click.confirm("Have you read it, and do you accept it?")


def _measured(casts: Sequence[Cast]) -> dict[str, VoiceMeasure]:
    from podcast.audition import measure_voices
    from podcast.executor import LocalExecutor

    with LocalExecutor() as executor:
        return measure_voices([voice for cast in casts for voice in cast.voices], executor)


def _as_json(voice: Voice, figures: Mapping[str, VoiceMeasure]) -> dict[str, object]:
    measured = figures.get(voice.name)
    return asdict(voice) | ({"measured": asdict(measured)} if measured else {})


def _table(found: Sequence[Voice], figures: Mapping[str, VoiceMeasure]) -> None:
    from rich.table import Table

    heads = ("F0 Hz", "F1/F2/F3 Hz", "Centroid Hz", "LUFS", "Letters/s") if figures else ()
    table = Table("Voice", "Gender", "Licence", "Commercial", *heads, box=None, pad_edge=False)
    for voice in found:
        row = (voice.name, voice.gender, voice.licence.name,
               "yes" if voice.licence.commercial else "no")
        table.add_row(*row, *_figures(figures.get(voice.name)))
    print_table(table)


def _models(cast: Cast) -> None:
    """The models of a cast: which are here, how large they are, how to get the others."""
    from rich.table import Table

    from podcast.engines.library import find_model

    if not cast.models:
        return
    table = Table("Model", "Here", "Size", "How to get it", box=None, pad_edge=False)
    for one in cast.models:
        model = find_model(one.engine, one.name)
        size = f"{model.size_bytes / 1e6:.0f} MB" if model else \
            f"about {one.size_mb} MB" if one.size_mb else "asked before the download"
        accept = " --accept-licence" if one.asks else ""
        table.add_row(one.name, "yes" if model else "no", size,
                      "" if model else f"podcast voices install {one.name}{accept}")
    print_table(table)


def _figures(one: VoiceMeasure | None) -> tuple[str, ...]:
    if one is None:
        return ()
    formants = "/".join(f"{hz:.0f}" for hz in one.formants_hz)
    return (f"{one.f0_median_hz:.0f}", formants, f"{one.spectral_centroid_hz:.0f}",
            f"{one.loudness_lufs:.1f}", f"{one.letters_per_s:.1f}")
