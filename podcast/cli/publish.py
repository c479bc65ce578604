"""`podcast publish`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from podcast.cli.options import json_option, open_show, show_option
from podcast.cli.reporter import file_size, plural
from podcast.errors import PartialFailure

if TYPE_CHECKING:
    from podcast.publish import Sending
    from podcast.settings import Settings

WITHDRAW = "withdraw"
TARGET_HELP = "a folder, s3://bucket/path, sftp://user@host/path or ftps://user@host/path"


@click.command(epilog="Example: podcast publish /srv/www/hoerfassung --dry-run")
@click.argument("what", nargs=-1, metavar=f"[TARGET] | {WITHDRAW} SLUG [TARGET]")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be sent or removed.")
@click.option("--fetch", "fetching", is_flag=True,
              help="The other way: refill output/ with what listeners have.")
@click.option("--recall", metavar="SLUG", default="",
              help="Serve an episode's newest version at its earlier addresses, too.")
@click.option("--moved-from", metavar="URL", default="",
              help="Tell apps that the feed had this address before.")
@click.option("--thorough", is_flag=True,
              help="Read every file there, also of episodes that did not change.")
@show_option
@json_option
def publish(what: tuple[str, ...], folder: Path | None, fetching: bool, as_json: bool,
            **wishes: Any) -> None:
    """Send what TARGET lacks, the feed last, and remember what listeners have.

    TARGET is a folder, s3://bucket/path, sftp://user@host/path or ftps://user@host/path; if none
    is named, the one in podcast.toml. 'withdraw SLUG' takes an episode back, at every address it
    ever had. Exit code 3: an episode is held back that somebody has to look at.
    """
    asked = sorted(f"--{name.replace('_', '-')}" for name, wish in wishes.items()
                   if wish and name != "dry")
    if what[:1] == (WITHDRAW,):
        _refuse(WITHDRAW, ["--fetch"] * fetching + asked)
        _withdraw(what[1:], open_show(folder), dry=wishes["dry"], as_json=as_json)
        return
    if len(what) > 1:
        raise click.UsageError(f"one TARGET at a time: {TARGET_HELP}.")
    address, settings = (*what, "")[0], open_show(folder)
    if fetching:
        _refuse("--fetch", ["--dry-run"] * wishes["dry"] + asked)
        _fetch(address, settings, as_json=as_json)
        return
    from podcast.publish import publish as send

    sent = send(settings, address, **wishes)
    _report(sent, settings, dry=wishes["dry"], as_json=as_json)
    if any(not one.waits for one in sent.held):
        click.get_current_context().exit(PartialFailure.exit_code)


def _refuse(what: str, asked: Sequence[str]) -> None:
    """Return if nothing is asked for that does not go together, else say so."""
    if asked:
        raise click.UsageError(f"{what} and {asked[0]} do not go together.")


def _report(sent: Sending, settings: Settings, *, dry: bool, as_json: bool) -> None:
    from podcast.publish.reach import unreachable

    published = sorted(slug for slug, one in sent.ledger.episodes.items() if one.record)
    if as_json:
        click.echo(json.dumps({"sent": [asdict(one) for one in sent.steps],
                               "removed": sent.removed, "held": [asdict(one) for one in sent.held],
                               "feed": sent.feed_sent, "episodes": published}, indent=2,
                              ensure_ascii=False))
    for one in sent.held:
        click.echo(f"held back: {one.slug}: {one.reason}", err=True)
    if as_json:
        return
    for step in sent.steps:
        click.echo(f"  {step.path} ({file_size(step.size_bytes)})")
    for path in sent.removed:
        click.echo(f"  {path}: removed, {settings.retention_days} days after a newer version came")
    feed = ", and feed and front page" if sent.feed_sent else ""
    verb = "would be sent" if dry else "sent"
    click.echo(f"{plural(len(sent.steps), 'file')}{feed} {verb},"
               f" {plural(len(published), 'episode')} published in {sent.where}")
    for slug, path in sorted(sent.players.items()):
        click.echo(_frame(settings, slug, path, sent))
    for line in () if dry else unreachable(settings, sent):
        click.echo(f"note: {line}", err=True)


def _frame(settings: Settings, slug: str, path: str, sent: Sending) -> str:
    """What a page of the article's own embeds, at an address that stays."""
    from html import escape

    from podcast.editions.address import file_address
    from podcast.editions.page.assets import FRAME_HEIGHT, FRAME_PX

    episode = sent.ledger.episodes[slug].record
    title = escape(episode.item.script.title) if episode else slug
    return (f'  <iframe src="{file_address(settings.base_url, path)}" title="{title}"'
            f' width="100%" height="{FRAME_PX}" style="height:{FRAME_HEIGHT}"'
            ' loading="lazy"></iframe>')


def _fetch(address: str, settings: Settings, *, as_json: bool) -> None:
    from podcast.publish import fetch

    found = fetch(settings, address)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    for note in found.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(f"{plural(len(found.files), 'file')} fetched;"
               f" {plural(len(found.episodes), 'episode')} as listeners have them."
               " Run: podcast build")


def _withdraw(arguments: tuple[str, ...], settings: Settings, *, dry: bool, as_json: bool) -> None:
    from podcast.publish import withdraw

    if not 1 <= len(arguments) <= 2:
        raise click.UsageError(f"Which episode? podcast publish {WITHDRAW} SLUG [TARGET]")
    slug, address = (*arguments, "")[:2]
    paths = withdraw(settings, slug, address, dry=dry)
    if as_json:
        click.echo(json.dumps({"withdrawn": slug, "removed": paths}, indent=2))
        return
    for path in paths:
        click.echo(f"  {path}")
    verb = "would be withdrawn" if dry else "withdrawn"
    stays = "" if dry else f" scripts/{slug}.md stays. Run: podcast build"
    click.echo(f"{slug}: {verb}, {plural(len(paths), 'file')} at every address it had.{stays}")
