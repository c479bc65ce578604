"""The whole way from scripts to a feed, and nothing but what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten
from time import time
from typing import TypeVar

from podcast.audio.splice import TrackLost
from podcast.cast import find_voice
from podcast.changes import (
    LEFT_ALONE,
    NOTHING,
    Outlook,
    Stale,
    left_alone,
    look_ahead,
    up_to_date,
)
from podcast.editions.artwork import begin_show_cover, episode_cover, own_cover
from podcast.editions.base import Context, Edition, shows_text
from podcast.editions.book.order import NAME as BOOK
from podcast.editions.book.order import begin_book
from podcast.editions.manifest import write_manifest
from podcast.editions.mp3 import NAME as MP3
from podcast.editions.mp3 import begin_mp3
from podcast.editions.provenance import Provenance, of_voices
from podcast.editions.speakers import with_guests
from podcast.engines.library import cards
from podcast.episode import join
from podcast.errors import PartialFailure, UserError
from podcast.executor import Executor, awaited
from podcast.feed import FeedItem, require_feedable
from podcast.feeds import refresh_feed
from podcast.history import remember
from podcast.language import load_language
from podcast.model import Cue, Episode, Publication
from podcast.production import Done, Failed, Production
from podcast.published import Published, is_withdrawn, local_ledger
from podcast.readiness import get_ready
from podcast.record import Record, lean, save_record
from podcast.registry import load, names
from podcast.script.remarks import require_settled
from podcast.seal import glance, seal
from podcast.settings import Settings, cast_folders, script_slugs
from podcast.sounds import begin_sounds, sound_files
from podcast.store import Store, file_digest
from podcast.summary import summary

SHOWN_LETTERS = 80
Made = TypeVar("Made")
Report = Callable[[Outlook, Done], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did for one episode."""

    slug: str
    stale: Stale
    record: Record
    edited: Cue | None = None
    """The first sentence that sounds otherwise than before, where it is now heard."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, and why the rest was not."""

    results: tuple[Result, ...]
    problems: tuple[UserError, ...]
    notices: tuple[str, ...] = ()
    """What somebody should know although all went well."""

    def require(self) -> tuple[Result, ...]:
        """The results if all went well; else UserError for one problem alone, or PartialFailure."""
        if len(self.problems) == 1 and not self.results:
            raise self.problems[0]
        if self.problems:
            raise PartialFailure("; ".join(str(one) for one in self.problems))
        return self.results


def build(settings: Settings, wanted: Sequence[str], executor: Executor, report: Report, *,
          renew: bool = False, as_of: datetime | None = None) -> Built:
    """Build the episodes named (all if none is) and refresh the feed, as it is now or `as_of`.

    An episode that cannot be built leaves its last good version in place and does not stop the
    others. What is published is only made anew if its script changed, or to `renew` it. Raises
    UserError for what concerns them all.
    """
    # First of all: an edit made from here on is found by the next build.
    before = glance(settings)
    require_feedable(settings)
    own_cover(settings)
    store = Store(settings.store_dir)
    results: list[Result] = []
    problems: list[UserError] = []
    ledger = local_ledger(settings)
    slugs = script_slugs(settings, wanted)
    withdrawn = [slug for slug in slugs if is_withdrawn(settings, slug, ledger)]
    for slug in (one for one in slugs if one not in withdrawn):
        try:
            kept = _kept(settings, slug, store, None if renew else ledger.episodes.get(slug))
            results.append(kept or _build_episode(settings, slug, store, executor, report))
        except UserError as error:
            problems.append(error)
    now = datetime.now(UTC)
    feed = refresh_feed(settings, store, executor, as_of or now)
    # What was built for another time than now is looked at again.
    seal(settings, before, feed.files, now if as_of else feed.until,
         {one.slug: _behind(one.record, settings) for one in results if not one.stale.published})
    made = any(not (one.stale.current or one.stale.published) for one in results)
    notices = [f"{slug} was withdrawn and is not built; it needs another id to come back"
               for slug in withdrawn]
    notices += filter(None, [_keep_small(settings, store) if made else ""])
    return Built(tuple(results), tuple(problems), tuple(notices))


def _keep_small(settings: Settings, store: Store) -> str:
    """Hold the store to its limit; a line if it cannot be."""
    from podcast.prune import GIGABYTE, keep_within

    limit_bytes = settings.store_max_gb * GIGABYTE
    done = keep_within(store, limit_bytes, time()) if limit_bytes else None
    if done is None or done.kept_bytes <= limit_bytes:
        return ""
    return (f"{settings.display(store.root)} holds {done.kept_bytes / GIGABYTE:.2f} GB, more than"
            f" store_max_gb = {settings.store_max_gb:g}: the episodes need it, or it was used"
            " within the last hour")


def _behind(record: Record, settings: Settings) -> tuple[float, list[Path]]:
    """Seconds of an episode, the files it was published as, and those its voices are made of."""
    folders = cast_folders(settings.voices_dir)
    files = [settings.output_dir / one.path for one in record.publications]
    files += sound_files(settings).values()
    for voice in (find_voice(name, folders) for name in record.voices):
        files += cards(voice.engine, voice.model)
        files += [Path(voice.reference)] if voice.reference else []
    return record.item.seconds, files


def _kept(settings: Settings, slug: str, store: Store, published: Published | None,
          ) -> Result | None:
    """The last build where there is nothing to do, or nothing that is to be done."""
    current = up_to_date(settings, slug, store)
    if current is not None:
        return Result(slug, NOTHING, current)
    alone = left_alone(settings, slug, store, published)
    return Result(slug, LEFT_ALONE, alone) if alone else None


def _build_episode(settings: Settings, slug: str, store: Store, executor: Executor,
                   report: Report) -> Result:
    script = settings.scripts_dir / f"{slug}.md"
    require_settled(script, settings.display(script))
    production = Production(store, executor)
    outlook = look_ahead(settings, slug, store, production)
    sounds = begin_sounds(settings, store, executor)
    cover = episode_cover(outlook.plan.script, settings, store, executor)
    begin_show_cover(settings, store, executor)
    for said in outlook.stock.damaged(outlook.orders):
        report(outlook, Done("again", said))
    if production.waits:
        get_ready()
    failed = production.run(outlook.orders, outlook.stock, lambda done: report(outlook, done))
    if failed:
        raise _failure(failed, outlook)
    tracks = [production.tracks[order.index] for order in outlook.orders]
    spoken = outlook.plan.script
    framed = sounds()
    # A text that is kept back has no beginning, either.
    about = summary(spoken, load_language(spoken.language)) if shows_text(spoken, settings) \
        else with_guests(spoken, spoken.language)
    episode = join(outlook.plan, tracks, about, framed)
    context = Context(settings, store, cover(), _provenance(outlook, settings))
    made, heard_lufs = _publish(episode, context, executor)
    record = Record(outlook.inputs, outlook.voices, _item(episode, made), heard_lufs)
    save_record(store, settings.guid, record,
                replace(outlook.heard, tracks=(*outlook.heard.tracks, *framed.keys)))
    remember(settings, slug, store, outlook.inputs["script"], record.item.audio.path,
             episode.seconds)
    edited = None if outlook.edited is None else episode.cues[outlook.edited]
    return Result(slug, outlook.stale, record, edited)


def _provenance(outlook: Outlook, settings: Settings) -> Provenance:
    source = settings.scripts_dir / f"{outlook.slug}.source.txt"
    return Provenance(outlook.inputs["script"], file_digest(source) if source.is_file() else "",
                      of_voices(one.voice for one in outlook.plan.utterances),
                      outlook.heard.engines)


def _failure(failed: Sequence[Failed], outlook: Outlook) -> PartialFailure:
    first = failed[0]
    spoken = shorten(first.spoken, SHOWN_LETTERS, placeholder=" …")
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return PartialFailure(f"'{spoken}' could not be spoken{more}: {first.reason}; the last good"
                          " episode stays", outlook.plan.turns[first.turn].place(outlook.where),
                          "Change that sentence or its voice, then build again.")


def _publish(episode: Episode, context: Context, executor: Executor,
             ) -> tuple[dict[str, Publication], float]:
    """Everything that is made of an episode, and its loudness in LUFS.

    Workers write the sound and the book; what does not name them is made meanwhile.
    """
    writing = begin_mp3(episode, context, executor)
    binding = begin_book(episode, context, executor)
    made: dict[str, Publication] = {}
    editions: dict[str, Edition] = {name: load("editions", name)() for name in names("editions")}
    for name, edition in editions.items():
        if edition.after_sound:
            edition.prepare(episode, context)
        else:
            _make(name, edition, episode, context, made)
    get_ready()
    sound = _written(writing, episode)
    made[MP3] = sound.publication
    if binding:
        made[BOOK] = _written(binding, episode)
    for name, edition in editions.items():
        if edition.after_sound:
            _make(name, edition, episode, context, made)
    loudness_lufs = round(sound.loudness_lufs, 2)
    made["manifest"] = write_manifest(episode, context, made, loudness_lufs)
    return made, loudness_lufs


def _written(future: Future[Made], episode: Episode) -> Made:
    slug = episode.script.slug
    try:
        return awaited(future, "the episode could not be written", slug, "Build again.")
    except TrackLost as error:
        raise UserError("a recording vanished while the episode was written", slug,
                        "Run 'podcast build' again.") from error


def _make(name: str, edition: Edition, episode: Episode, context: Context,
          made: dict[str, Publication]) -> None:
    one = edition.publish(episode, replace(context, made=dict(made)))
    if one:
        made[name] = one


def _item(episode: Episode, made: dict[str, Publication]) -> FeedItem:
    return FeedItem(lean(episode.script), episode.seconds, episode.summary, episode.chapters, made)
