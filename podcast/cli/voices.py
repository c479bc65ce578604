"""`podcast voices`."""

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


@click.command(epilog="Example: podcast voices --measure")
@click.argument("casts", nargs=-1, metavar="[CAST]...")
@click.option("--measure", is_flag=True, help="Speak with each voice and print its figures.")
@show_option
@json_option
def voices(casts: tuple[str, ...], folder: Path | None, measure: bool, as_json: bool) -> None:
    """List the casts and their voices, with licences; or measure those installed."""
    from podcast.audition import measure_voices
    from podcast.cast import all_casts, cast_folders, installed, load_cast
    from podcast.executor import LocalExecutor

    root = find_show(folder)
    folders = cast_folders(root / "voices" if root else None)
    found = [load_cast(name, folders) for name in casts] or all_casts(folders)
    listed = [(cast, installed(cast)) for cast in found]
    figures: dict[str, VoiceMeasure] = {}
    if measure:
        with LocalExecutor() as executor:
            figures = measure_voices([v for cast, here in listed if here for v in cast.voices],
                                     executor)
    everybody = [voice for cast, here in listed if here or not measure for voice in cast.voices]
    if as_json:
        click.echo(json.dumps([_as_json(one, figures) for one in everybody], ensure_ascii=False))
        return
    for cast, here in listed:
        click.echo(f"{cast.name}: {cast.title}{'' if here else ' (not installed)'}")
        _table(cast.voices, figures)


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


def _figures(one: VoiceMeasure | None) -> tuple[str, ...]:
    if one is None:
        return ()
    formants = "/".join(f"{hz:.0f}" for hz in one.formants_hz)
    return (f"{one.f0_median_hz:.0f}", formants, f"{one.spectral_centroid_hz:.0f}",
            f"{one.loudness_lufs:.1f}", f"{one.letters_per_s:.1f}")
