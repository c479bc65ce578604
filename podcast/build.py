"""The whole way from scripts to a feed, and nothing but what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from podcast.changes import (
    NOTHING,
    Outlook,
    Stale,
    file_digest,
    look_ahead,
    program_digest,
    up_to_date,
)
from podcast.editions.artwork import begin_show_cover, cover_path, episode_cover, show_cover
from podcast.editions.base import Context
from podcast.episode import join
from podcast.errors import PartialFailure, UserError
from podcast.executor import Executor
from podcast.feed import FEED_FILE, FeedItem, require_feedable
from podcast.language import load_language
from podcast.model import Episode, Publication
from podcast.record import Record, lean, load_record, save_record
from podcast.registry import load
from podcast.settings import SHOW_FILE, Settings
from podcast.store import Store, content_key, write_beside
from podcast.summary import summary
from podcast.synthesis import Done, Failed, Production

EDITIONS = ("cover", "mp3")
FEEDS = "feeds"
Report = Callable[[Outlook, Done], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did for one episode."""

    slug: str
    stale: Stale
    record: Record


def slugs(settings: Settings, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The episodes named, or all that have a script; UserError lists them."""
    known = tuple(sorted(path.stem for path in settings.scripts_dir.glob("*.md")))
    unknown = [slug for slug in wanted if slug not in known]
    if unknown:
        raise UserError(f"no script '{unknown[0]}'", settings.display(settings.scripts_dir),
                        f"Known: {', '.join(known) or 'none yet; podcast make ARTICLE'}.")
    return tuple(dict.fromkeys(wanted)) or known


def build(settings: Settings, wanted: Sequence[str], executor: Executor, report: Report,
          ) -> tuple[Result, ...]:
    """Build the episodes named (all if none is) and refresh the feed.

    An episode that cannot be built leaves its last good version in place and does not stop the
    others: UserError if it is the only one, else PartialFailure that names them all.
    """
    require_feedable(settings)
    if settings.cover:
        cover_path(settings)
    store = Store(settings.store_dir)
    results: list[Result] = []
    problems: list[UserError] = []
    for slug in slugs(settings, wanted):
        try:
            results.append(_build_episode(settings, slug, store, executor, report))
        except UserError as error:
            problems.append(error)
    refresh_feed(settings, store, executor)
    for result in results:
        folder = settings.output_dir / "episodes" / result.slug
        _remove_retired(folder.iterdir(), result.record.publications)
    if len(problems) == 1 and not results:
        raise problems[0]
    if problems:
        raise PartialFailure("; ".join(str(one) for one in problems))
    return tuple(results)


def refresh_feed(settings: Settings, store: Store, executor: Executor) -> None:
    """Write `feed.xml` from what was built, if that changes it."""
    records = [record for slug in slugs(settings) if (record := load_record(store, slug))]
    if not records:
        return
    key = _feed_key(settings, records)
    kept = store.get(FEEDS, key)
    if kept is None or not (settings.output_dir / kept.meta["cover"]).is_file():
        cover = show_cover(settings, store, executor)
        _keep_feed(settings, records, cover, store, key)
        _remove_retired(settings.output_dir.glob("cover.*.jpg"), (cover,))
        kept = store.get(FEEDS, key)
    path = settings.output_dir / FEED_FILE
    if kept and not (path.is_file() and path.read_bytes() == kept.payload):
        write_beside(path, kept.payload)


def _feed_key(settings: Settings, records: Sequence[Record]) -> str:
    own_cover = file_digest(cover_path(settings)) if settings.cover else ""
    return content_key("feed", program_digest(), file_digest(settings.root / SHOW_FILE), own_cover,
                       [[one.inputs, one.item.audio.sha256] for one in records])


def _keep_feed(settings: Settings, records: Sequence[Record], cover: Publication, store: Store,
               key: str) -> None:
    from podcast.feed import feed_xml

    xml = feed_xml(settings, [record.item for record in records], cover)
    store.put(FEEDS, key, {"cover": cover.path}, xml)


def _build_episode(settings: Settings, slug: str, store: Store, executor: Executor,
                   report: Report) -> Result:
    current = up_to_date(settings, slug, store)
    if current is not None:
        return Result(slug, NOTHING, current)
    outlook = look_ahead(settings, slug, store)
    cover = episode_cover(outlook.plan.script, settings, store, executor)
    begin_show_cover(settings, store, executor)
    production = Production(store, executor, lambda done: report(outlook, done))
    failed = production.run(outlook.orders)
    if failed:
        raise _failure(failed, outlook)
    tracks = [production.tracks[order.index] for order in outlook.orders]
    script = outlook.plan.script
    episode = join(outlook.plan, tracks, summary(script, load_language(script.language)))
    made = _publish(episode, Context(settings, store, cover()))
    record = Record(outlook.inputs, outlook.voices, outlook.spoken, _item(episode, made),
                    tuple(made.values()))
    save_record(store, record)
    return Result(slug, outlook.stale, record)


def _failure(failed: Sequence[Failed], outlook: Outlook) -> PartialFailure:
    first = failed[0]
    return PartialFailure(f"{len(failed)} of {len(outlook.plan.utterances)} sentences could not be"
                          f" spoken, the last good episode stays; the first: '{first.spoken}'"
                          f" ({first.reason})", outlook.where,
                          "Change that sentence or its voice, then build again.")


def _publish(episode: Episode, context: Context) -> dict[str, Publication]:
    return {name: load("editions", name)().publish(episode, context) for name in EDITIONS}


def _item(episode: Episode, made: dict[str, Publication]) -> FeedItem:
    return FeedItem(script=lean(episode.script), seconds=episode.seconds, summary=episode.summary,
                    chapters=episode.chapters, audio=made["mp3"], cover=made["cover"])


def _remove_retired(present: Iterable[Path], kept: Sequence[Publication]) -> None:
    """Drop files of earlier versions; the feed that names the new ones is already in place."""
    names = {Path(one.path).name for one in kept}
    for path in present:
        if path.name not in names and path.is_file():
            path.unlink()
