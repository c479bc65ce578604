"""How `split` shows its decisions: a table on a terminal, JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from podcast.cast import gender_notices
from podcast.settings import Settings
from podcast.split import Split

if TYPE_CHECKING:
    from rich.text import Text

    from podcast.interview import Paragraph
    from podcast.merge import Update
    from podcast.script.merge import Difference

_SHOWN_LETTERS = 90
_SIGNS = {"taken": "+", "kept": "=", "conflict": "!"}


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
    _tell_doubts(made)


def print_update(made: Update, settings: Settings, *, as_json: bool, written: bool) -> None:
    """Show what a new version of an article changes in its script, and what to do next."""
    if as_json:
        click.echo(json.dumps(_update_as_json(made, settings, written), ensure_ascii=False,
                              indent=2))
        return
    tell_update(made, settings)
    if not written:
        click.echo("Nothing was written.")
    elif made.changes_script and not made.conflicts:
        click.echo("Look it over, then run 'podcast build'.")


def tell_script(made: Split | Update, settings: Settings) -> None:
    """Say who speaks in a new script and what had to be assumed, or what changed in a known one."""
    if not isinstance(made, Split):
        if made.differences or made.changes_script:
            tell_update(made, settings)
        return
    speakers = ", ".join(f"{one.name or one.key} ({one.voice})" for one in made.draft.script.cast)
    click.echo(f"{settings.display(made.path)}: {speakers}")
    _tell_notices(made)
    _tell_doubts(made)


def tell_update(made: Update, settings: Settings) -> None:
    """Say what of a new version was taken, what of a person's edits kept, and what collides."""
    place = settings.display(made.path)
    if not (made.differences or made.changes_script):
        _tell_unchanged(made, place)
        return
    kinds = [one.kind for one in made.differences]
    click.echo(f"{place}: taken from the article {kinds.count('taken')}, kept of your edits"
               f" {kinds.count('kept')}, in conflict {kinds.count('conflict')}")
    for one in made.differences:
        click.echo(f"  {_SIGNS[one.kind]} {place}:{one.line}: {_difference(one)}")
    for member in made.newcomers:
        click.echo(f"  + new in the cast: {member.name or member.key} ({member.voice})")
    for notice in gender_notices(made.newcomers):
        click.echo(f"note: {notice}", err=True)
    if made.details:
        click.echo(f"  + filled in: {', '.join(made.details)}")
    if made.conflicts:
        from podcast.script.remarks import CHOOSE

        click.echo(CHOOSE)


def _tell_unchanged(made: Update, place: str) -> None:
    from podcast.script.remarks import CHOOSE

    if not made.conflicts:
        click.echo(f"Nothing changed: {place} is up to date with this article.")
        return
    lines = ", ".join(map(str, made.conflicts))
    click.echo(f"{place}: nothing new in the article; still in conflict (line {lines}).")
    click.echo(CHOOSE)


def _difference(one: Difference) -> str:
    before, after = _quoted(one.before), _quoted(one.after)
    if one.kind == "kept":
        return f"yours stays: {after}" if one.after else f"stays left out: {before}"
    if one.kind == "conflict":
        yours = before if one.before else "nothing, left out"
        return f"yours: {yours}; the article: {after if one.after else 'nothing, struck out'}"
    if one.before == one.after:
        return f"moved: {after}"
    if not one.before:
        return f"new: {after}"
    return f"{before} → {after}" if one.after else f"struck out: {before}"


def _quoted(text: str) -> str:
    short = text if len(text) <= _SHOWN_LETTERS else text[:_SHOWN_LETTERS - 1].rstrip() + "…"
    return f"„{short}“"


def _tell_notices(made: Split) -> None:
    for notice in made.notices:
        click.echo(f"note: {notice}", err=True)


def _tell_doubts(made: Split) -> None:
    if made.doubts:
        paragraphs = "1 paragraph is" if made.doubts == 1 else f"{made.doubts} paragraphs are"
        click.echo(f"{paragraphs} marked 'prüfen' in the script: look there first;"
                   " 'podcast check' lists them.")


def _table(paragraphs: tuple[Paragraph, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    from podcast.cli.reporter import print_table, shorten

    table = Table(box=None, pad_edge=False)
    for heading, width in (("Role", 11), ("Speaker", 12), ("Sure", 6), ("Text", 20), ("Why", 12)):
        table.add_column(heading, no_wrap=True, min_width=width)
    for one in paragraphs:
        table.add_row(one.role, Text(one.speaker), _confidence(one), Text(shorten(one.text)),
                      Text(shorten("; ".join(one.reasons))))
    print_table(table)


def _confidence(one: Paragraph) -> Text:
    """Marked with more than colour where it is low."""
    from rich.text import Text

    from podcast.interview import DOUBTFUL

    unsure = one.confidence < DOUBTFUL
    return Text(f"{one.confidence:.0%}{' ?' if unsure else ''}", "bold yellow" if unsure else "")


def _as_json(made: Split, settings: Settings) -> dict[str, Any]:
    paragraphs = [asdict(one) | {"quotes": [_quote(*quote) for quote in one.quotes]}
                  for one in made.draft.paragraphs]
    return {"script": settings.display(made.path), "title": made.draft.script.title,
            "cast": [asdict(one) for one in made.draft.script.cast],
            "notices": list(made.notices), "doubts": made.doubts, "paragraphs": paragraphs}


def _update_as_json(made: Update, settings: Settings, written: bool) -> dict[str, Any]:
    return {"script": settings.display(made.path), "written": written and made.changes_script,
            "changes": [asdict(one) for one in made.differences],
            "conflicts": list(made.conflicts), "details": list(made.details),
            "cast": [asdict(one) for one in made.newcomers]}


def _quote(start: int, end: int, speaker: str) -> dict[str, Any]:
    return {"start": start, "end": end, "speaker": speaker}
