"""How `split` shows its decisions: a table on a terminal, JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from podcast.cli.reporter import print_table, shorten
from podcast.interview import Paragraph
from podcast.settings import Settings
from podcast.split import Split


def print_split(made: Split, settings: Settings, *, as_json: bool, written: bool) -> None:
    """Show every paragraph's role, speaker, confidence and reasons, then what to do next."""
    if as_json:
        click.echo(json.dumps(_as_json(made, settings), ensure_ascii=False, indent=2))
        return
    _table(made.draft.paragraphs)
    _tell_notices(made)
    place = settings.display(made.path)
    click.echo(f"Wrote {place}; look it over, then run 'podcast build'." if written
               else f"Nothing was written; the script would be {place}.")


def tell_split(made: Split, settings: Settings) -> None:
    """Say who speaks in a new script, and what had to be assumed."""
    speakers = ", ".join(f"{one.name or one.key} ({one.voice})" for one in made.draft.script.cast)
    click.echo(f"{settings.display(made.path)}: {speakers}")
    _tell_notices(made)


def _tell_notices(made: Split) -> None:
    for notice in made.notices:
        click.echo(f"note: {notice}", err=True)


def _table(paragraphs: tuple[Paragraph, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading, width in (("Role", 11), ("Speaker", 12), ("Sure", 4), ("Text", 20), ("Why", 12)):
        table.add_column(heading, no_wrap=True, min_width=width)
    for one in paragraphs:
        table.add_row(one.role, Text(one.speaker), f"{one.confidence:.0%}", Text(shorten(one.text)),
                      Text("; ".join(one.reasons)))
    print_table(table)


def _as_json(made: Split, settings: Settings) -> dict[str, Any]:
    paragraphs = [asdict(one) | {"quotes": [_quote(*quote) for quote in one.quotes]}
                  for one in made.draft.paragraphs]
    return {"script": settings.display(made.path), "title": made.draft.script.title,
            "cast": [asdict(one) for one in made.draft.script.cast],
            "notices": list(made.notices), "paragraphs": paragraphs}


def _quote(start: int, end: int, speaker: str) -> dict[str, Any]:
    return {"start": start, "end": end, "speaker": speaker}
