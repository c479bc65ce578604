"""An article becomes a speaking script: once, and never over a person's edits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from podcast.cast import cast_folders, choose, gender_notices, load_cast
from podcast.errors import UserError
from podcast.interview import Draft, Options, draft
from podcast.model import Article, Block
from podcast.script import write_script
from podcast.settings import Settings
from podcast.store import write_beside

SOURCE = ".source.txt"
ALIKE = 0.5
"""Two articles that share this part of their paragraphs are versions of one."""


@dataclass(frozen=True, slots=True)
class Split:
    """A draft, and where its script is or would be."""

    draft: Draft
    path: Path
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
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
    path = _free_path(settings, made.script.slug, as_read(article))
    script = replace(made.script, cast=members, slug=path.stem)
    notices = (*made.notices, *gender_notices(members))
    return Split(replace(made, script=script), path, notices)


def split(article: Article, settings: Settings, options: Options) -> Split:
    """Write the script of a new article, and the article as it was read; raises UserError."""
    known = known_script(article, settings)
    if known is not None:
        place = settings.display(known.path)
        state = "" if known.same else " in another version"
        raise UserError(f"this article has a script already{state}, and its edits are kept", place,
                        "Edit the script, then run 'podcast build'.")
    made = propose(article, settings, options)
    write_beside(made.path.with_suffix(SOURCE), as_read(article).encode())
    write_beside(made.path, write_script(made.draft.script).encode())
    return made


def known_script(article: Article, settings: Settings) -> Known | None:
    """The script that was made from this article or another version of it, or None."""
    text = as_read(article)
    for source in sorted(settings.scripts_dir.glob(f"*{SOURCE}")):
        script = source.with_name(source.name.removesuffix(SOURCE) + ".md")
        before = source.read_text(encoding="utf-8", errors="replace")
        if script.is_file() and _alike(before, text):
            return Known(script, before == text)
    return None


def as_read(article: Article) -> str:
    """The text of an article, one block a paragraph: the base of later merges.

    Reading it again gives the same article.
    """
    title = [f"# {article.title}"] if article.title else []
    return "\n\n".join([*title, *map(_block_as_read, article.blocks)]) + "\n"


def _block_as_read(block: Block) -> str:
    mark = "*" if block.marks and block.marks[0].kind == "italic" else "**"
    text = f"{mark}{block.text}{mark}" if block.emphasis else block.text
    return f"## {text}" if block.kind == "heading" else text


def _alike(before: str, after: str) -> bool:
    one, other = set(before.split("\n\n")), set(after.split("\n\n"))
    return before == after or len(one & other) >= ALIKE * max(len(one), len(other))


def _free_path(settings: Settings, slug: str, text: str) -> Path:
    """Where a new script goes: no other script there, and no other article beside it."""
    number, path = 1, settings.scripts_dir / f"{slug}.md"
    while path.exists() or not _may_hold(path.with_suffix(SOURCE), text):
        number += 1
        path = settings.scripts_dir / f"{slug}-{number}.md"
    return path


def _may_hold(source: Path, text: str) -> bool:
    return not source.exists() or source.read_text(encoding="utf-8", errors="replace") == text


def _check_date(published: str) -> None:
    try:
        datetime.fromisoformat(published)
    except ValueError as error:
        raise UserError(f"'{published}' is no date", "--published",
                        "Write it like 2026-05-04.") from error
