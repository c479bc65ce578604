"""An article becomes a speaking script: once, and never over a person's edits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from podcast.article.cleaning import bare
from podcast.article.kept import SOURCE_SUFFIX, read_kept, write_kept
from podcast.cast import choose, gender_notices, load_cast
from podcast.errors import UserError
from podcast.interview import Draft, Options, draft, uncovered
from podcast.model import Article, Block, Script
from podcast.settings import Settings, cast_folders
from podcast.store import write_beside

_CUT = 0.25
"""A kept article that is so much shorter than its script is not whole."""


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
    if url:
        _check_url(url)
    created = datetime.now(ZoneInfo(settings.timezone)).isoformat(timespec="seconds")
    return Options(title=title, author=author, published=published, url=url, created=created,
                        show_guid=settings.guid)


def propose(article: Article, settings: Settings, options: Options) -> Split:
    """Decide who says what, with which voice; nothing is written. Raises UserError."""
    made = draft(article, options)
    _require_speech(made.script, article.title)
    members = choose(load_cast(settings.cast, cast_folders(settings.voices_dir)), made.script.cast)
    path = _free_path(settings, made.script.slug, write_kept(article))
    own_id = (made.script.id if path.stem == made.script.slug else
              str(uuid5(NAMESPACE_URL, f"{made.script.id}/{path.stem}")))
    script = replace(made.script, id=own_id, cast=members, slug=path.stem)
    notices = (*made.notices, *gender_notices(members))
    return Split(replace(made, script=script), path, notices)


def split(article: Article, settings: Settings, options: Options, *, new: bool = False) -> Split:
    """Write the script of an article, and the article as it was read; raises UserError.

    `new`: also where a script seems to be made from another version of it.
    """
    known = None if new else known_script(article, settings, options.url)
    if known is not None:
        raise _known_already(known, settings)
    made = propose(article, settings, options)
    write_new(article, made, settings)
    return made


def _known_already(known: KnownScript, settings: Settings) -> UserError:
    source = known.path.with_suffix(SOURCE_SUFFIX)
    if not (known.same or source.is_file()):
        return UserError("this article has a script already, but what that was made from is not"
                         " kept", settings.display(source), "Put that file back, or carry changes"
                         " over by hand; if it is another article: podcast split --new ARTICLE.")
    state = "" if known.same else ", made from another version of it"
    step = ("Edit the script, then run 'podcast build'." if known.same else
            "To merge the new version into the script: podcast split --update ARTICLE; if it is"
            " another article: podcast split --new ARTICLE.")
    return UserError(f"this article has a script already{state}, and its edits are kept",
                     settings.display(known.path), step)


def require_speech(article: Article) -> None:
    """Return if there is something to say in an article besides its title, else UserError."""
    _require_speech(draft(article, Options()).script, article.title)


def _require_speech(script: Script, title: str) -> None:
    if not any(turn.kind != "omitted" and bare(turn.text) for turn in script.turns):
        raise UserError("the article is a headline and nothing that could be spoken",
                        title or script.title, "Give the article's text too.")


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
    from podcast.script.versions import VERSION, Version, differing_pages, said_in, same_page

    text, address = write_kept(article), url or article.url
    version = Version(said_in(article))
    likely: list[tuple[float, Path, Article]] = []
    for script, before in _sources(settings):
        if before == text:
            return KnownScript(script, same=True)
        old, there = _read(script, before)
        if same_page(address, there):
            likely.append((2.0, script, old))
        elif not differing_pages(address, there):
            likely.append((version.share(Version(said_in(old))), script, old))
    for likeness, script, old in sorted(likely, key=lambda one: -one[0]):
        if likeness < VERSION:
            break
        if likeness > 1 or _same_guests(article, old):
            return KnownScript(script, same=is_whole(article, script, settings))
    return None


def _same_guests(article: Article, other: Article) -> bool:
    """Whether both have a guest in common, by name or, however called, by what is answered."""
    from podcast.script.versions import VERSION, Version

    here, there = (draft(one, Options()).script for one in (article, other))
    names, others = _guest_names(here), _guest_names(there)
    if not (names and others) or names & others:
        return True
    answers = [Version(_answers(one)) for one in (here, there)]
    return answers[0].share(answers[1]) >= VERSION


def _guest_names(script: Script) -> set[str]:
    return {word for one in script.cast if one.role == "guest"
            for word in one.name.casefold().split()}


def _answers(script: Script) -> str:
    guests = {one.key for one in script.cast if one.role == "guest"}
    return "\n\n".join(turn.text for turn in script.turns if turn.speaker in guests)


def is_whole(article: Article, path: Path, settings: Settings) -> bool:
    """Whether a script whose article is not kept holds all of this one, and nothing else."""
    from podcast.script import read_script

    if path.with_suffix(SOURCE_SUFFIX).is_file():
        return False
    with suppress(UserError):
        return not uncovered(article, read_script(path, settings.display(path)))
    return False


def _sources(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Every script with the text it was made from; empty where that is not kept."""
    for script in sorted(settings.scripts_dir.glob("*.md")):
        if not script.name.startswith("."):
            source = script.with_suffix(SOURCE_SUFFIX)
            yield script, (source.read_text(encoding="utf-8", errors="replace")
                           if source.is_file() else "")


def _read(script: Path, kept: str) -> tuple[Article, str]:
    """The article that a script was made from, or what the script says, and its address."""
    from podcast.script import parse_script
    from podcast.script.header import read_field

    old, text = read_kept(kept), script.read_text(encoding="utf-8", errors="replace")
    if len(kept) < len(text) * _CUT:
        with suppress(UserError):
            turns = parse_script(text, script.stem, script.name).turns
            old = replace(old, blocks=tuple(Block(turn.text) for turn in turns))
    with suppress(UserError):
        return old, read_field(text, "url") or old.url
    return old, old.url


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


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or len(url.split()) != 1:
        raise UserError(f"'{url}' is no web address", "--url",
                        "Write it like https://example.org/interview.")
