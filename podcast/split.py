"""An article becomes a speaking script: once, and never over a person's edits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from podcast.article.kept import SOURCE_SUFFIX, write_kept
from podcast.cast import cast_folders, choose, gender_notices, load_cast
from podcast.errors import UserError
from podcast.interview import Draft, Options, draft, uncovered
from podcast.model import Article
from podcast.settings import Settings
from podcast.store import write_beside


@dataclass(frozen=True, slots=True)
class Split:
    """A draft, and where its script is or would be."""

    draft: Draft
    path: Path
    notices: tuple[str, ...]

    @property
    def doubts(self) -> int:
        """How many turns a person should look over."""
        return sum(bool(turn.doubt) for turn in self.draft.script.turns)


@dataclass(frozen=True, slots=True)
class KnownScript:
    """A script that was made from an article, and whether from exactly this text."""

    path: Path
    same: bool


def options_now(settings: Settings, title: str = "", author: str = "", published: str = "",
                url: str = "") -> Options:
    """What a person says of an article, and the moment of the split in the show's timezone."""
    if published:
        _check_date(published)
    created = datetime.now(ZoneInfo(settings.timezone)).isoformat(timespec="seconds")
    return Options(title=title, author=author, published=published, url=url, created=created,
                        show_guid=settings.guid)


def propose(article: Article, settings: Settings, options: Options) -> Split:
    """Decide who says what, with which voice; nothing is written. Raises UserError."""
    made = draft(article, options)
    members = choose(load_cast(settings.cast, cast_folders(settings.voices_dir)), made.script.cast)
    path = _free_path(settings, made.script.slug, write_kept(article))
    script = replace(made.script, cast=members, slug=path.stem)
    notices = (*made.notices, *gender_notices(members))
    return Split(replace(made, script=script), path, notices)


def split(article: Article, settings: Settings, options: Options) -> Split:
    """Write the script of a new article, and the article as it was read; raises UserError."""
    known = known_script(article, settings, options.url)
    if known is not None:
        state = "" if known.same else ", made from another version of it"
        step = ("Edit the script, then run 'podcast build'." if known.same else
                "To merge the new version into the script: podcast split --update ARTICLE.")
        raise UserError(f"this article has a script already{state}, and its edits are kept",
                        settings.display(known.path), step)
    made = propose(article, settings, options)
    write_new(article, made, settings)
    return made


def write_new(article: Article, made: Split, settings: Settings) -> None:
    """Write a new script and its article if the script holds all of it; else raise UserError."""
    from podcast.script import parse_script, write_script

    place = settings.display(made.path)
    text = write_script(made.draft.script)
    lost = uncovered(article, parse_script(text, made.path.stem, place))
    if lost:
        raise UserError(f"the script would not be the whole article: {lost[0]}", place,
                        "Nothing was written. Please report this together with the article.")
    write_beside(made.path.with_suffix(SOURCE_SUFFIX), write_kept(article).encode())
    write_beside(made.path, text.encode())


def known_script(article: Article, settings: Settings, url: str = "") -> KnownScript | None:
    """The script that was made from this article or another version of it, or None."""
    from podcast.script.versions import VERSION, Version, same_page

    text, address = write_kept(article), url or article.url
    version = Version(text)
    best: tuple[float, Path] | None = None
    for script, before in _sources(settings):
        if before == text:
            return KnownScript(script, same=True)
        likeness = 2.0 if address and same_page(address, _url(script)) else version.share(
            Version(before))
        if likeness >= VERSION and (best is None or likeness > best[0]):
            best = (likeness, script)
    return KnownScript(best[1], same=False) if best else None


def _sources(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Every script with the text it was made from, or with its own where that is not kept."""
    for script in sorted(settings.scripts_dir.glob("*.md")):
        if not script.name.startswith("."):
            source = script.with_suffix(SOURCE_SUFFIX)
            kept = source if source.is_file() else script
            yield script, kept.read_text(encoding="utf-8", errors="replace")


def _url(script: Path) -> str:
    """The address in a script's front matter; empty if there is none to be read."""
    from podcast.script.header import read_field

    with suppress(UserError):
        return read_field(script.read_text(encoding="utf-8", errors="replace"), "url")
    return ""


def _free_path(settings: Settings, slug: str, text: str) -> Path:
    """Where a new script goes: no other script there, and no other article beside it."""
    number, path = 1, settings.scripts_dir / f"{slug}.md"
    while path.exists() or not _may_hold(path.with_suffix(SOURCE_SUFFIX), text):
        number += 1
        path = settings.scripts_dir / f"{slug}-{number}.md"
    return path


def _may_hold(source: Path, text: str) -> bool:
    return not source.exists() or source.read_text(encoding="utf-8", errors="replace") == text


def _check_date(published: str) -> None:
    try:
        date.fromisoformat(published)
    except ValueError as error:
        raise UserError(f"'{published}' is no date", "--published",
                        "Write it like 2026-05-04.") from error
