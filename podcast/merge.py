"""A known article in a new version: merged into its script, then kept as the base of later merges.

Three files are written, each whole under another name and then put in place: a note that holds the
new article and the digest of the merged script, the script, and the kept article; then the note
goes. Whatever interrupts this, the next run ends as the interrupted one would have. Without a
note, or with one whose digest is not the script's, the script is still the old one, and so is the
base: the merge begins anew. With one whose digest is the script's, the script is merged already,
and the article in the note is its base. No order without a note would do: with the kept article
first, changes that never reached the script would count as carried over; with the script first,
they would be carried over twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from podcast.article.byline import byline_of
from podcast.article.cleaning import bare
from podcast.article.kept import SOURCE_SUFFIX, read_kept, write_kept
from podcast.cast import choose, load_cast
from podcast.errors import UserError
from podcast.interview import Options, draft
from podcast.model import Article, CastMember, Script
from podcast.script import normalise, parse_script
from podcast.script.amending import amend
from podcast.script.merge import Difference, merge
from podcast.script.people import identify, newcomers, recast
from podcast.script.reader import decode_script
from podcast.script.remarks import conflict_lines
from podcast.script.versions import Version, text_of
from podcast.settings import Settings, cast_folders
from podcast.split import KnownScript, known_script
from podcast.store import write_beside

DETAILS = ("author", "publisher", "published", "url")
_MOST = 0.5
"""So much of an article has to be left in a new version that nobody calls shortened."""


@dataclass(frozen=True, slots=True)
class Update:
    """What becomes of a script when its article changes."""

    path: Path
    before: bytes
    text: str
    differences: tuple[Difference, ...] = ()
    newcomers: tuple[CastMember, ...] = ()
    """Who speaks in the new version for the first time."""
    details: tuple[str, ...] = ()
    """Names of the empty details that were filled in."""

    @property
    def conflicts(self) -> tuple[int, ...]:
        """Lines at which a person has to choose between two versions."""
        return conflict_lines(self.text, str(self.path))

    @property
    def changes_script(self) -> bool:
        """Whether anything is different in the script."""
        return self.text.encode() != self.before


def prepare(article: Article, settings: Settings, known: KnownScript, options: Options, *,
            shortened: bool = False) -> Update:
    """Merge a new version of an article into its script; nothing is written. Raises UserError.

    `shortened`: also a version that lacks most of the article.
    """
    where = settings.display(known.path)
    data = known.path.read_bytes()
    text = decode_script(data, where)
    lost = not known.path.with_suffix(SOURCE_SUFFIX).is_file()
    kept = write_kept(article) if known.same and lost else _kept(known.path, data, settings)
    if kept == write_kept(article):
        return Update(known.path, data, text)
    if not shortened:
        _require_most(read_kept(kept), article, where)
    ours = parse_script(text, known.path.stem, where)
    base, theirs = _drafts(read_kept(kept), article, ours, options)
    base, theirs, new = _in_our_cast(base, theirs, ours, settings)
    details = {name: getattr(theirs, name) for name in DETAILS
               if not getattr(ours, name) and getattr(theirs, name) and not getattr(base, name)}
    merged = merge(base, theirs, amend(text, details, new, where), where)
    heard = _heard(parse_script(merged.text, known.path.stem, where))
    speaking = tuple(one for one in new if one.key in heard)
    if speaking != new:
        merged = merge(base, theirs, amend(text, details, speaking, where), where)
    return Update(known.path, data, merged.text, merged.differences, speaking, tuple(details))


def _require_most(old: Article, new: Article, where: str) -> None:
    """Return if at least half of an article is left in its new version, else UserError."""
    left = Version(text_of(old)).left_in(Version(text_of(new)))
    if left < _MOST:
        raise UserError(f"only {left:.0%} of the article is left in this version", where,
                        "Look whether the page shows all of it; if it was shortened: podcast split"
                        " --update --shortened ARTICLE. Nothing was written.")


def prepare_known(article: Article, settings: Settings, options: Options, *,
                  shortened: bool = False) -> Update:
    """Merge a new version into whichever script the article has; nothing is written."""
    known = _require_known(article, settings, options)
    return prepare(article, settings, known, options, shortened=shortened)


def update_known(article: Article, settings: Settings, options: Options, *,
                 shortened: bool = False) -> Update:
    """Merge a new version into whichever script the article has, and keep it; UserError."""
    known = _require_known(article, settings, options)
    return update(article, settings, known, options, shortened=shortened)


def update(article: Article, settings: Settings, known: KnownScript, options: Options, *,
           shortened: bool = False) -> Update:
    """Merge a new version of an article into its script, and keep it; raises UserError."""
    made = prepare(article, settings, known, options, shortened=shortened)
    if made.path.read_bytes() != made.before:
        raise UserError("the script was edited in this moment", settings.display(made.path),
                        "Run the command again.")
    source, note, kept = made.path.with_suffix(SOURCE_SUFFIX), _note(made.path), write_kept(article)
    if made.changes_script:
        write_beside(note, f"{_digest(made.text.encode())}\n{kept}".encode())
        write_beside(made.path, made.text.encode())
    if not source.is_file() or source.read_text(encoding="utf-8") != kept:
        write_beside(source, kept.encode())
    note.unlink(missing_ok=True)
    return made


def _require_known(article: Article, settings: Settings, options: Options) -> KnownScript:
    if options.title:
        raise UserError("an update leaves the title as it is", "--title",
                        "Edit the title in the script's front matter.")
    known = known_script(article, settings, options.url)
    if known is None:
        raise UserError("no script was made from this article or an earlier version of it",
                        settings.display(settings.scripts_dir),
                        "Run 'podcast split' without --update.")
    return known


def _in_our_cast(base: Script, theirs: Script, ours: Script, settings: Settings,
                 ) -> tuple[Script, Script, tuple[CastMember, ...]]:
    """Both drafts spoken by the script's own people, and whom the script lacks, with voices."""
    old_keys = identify(base.cast, ours.cast, same_keys=True)
    to_base = identify(theirs.cast, base.cast, same_keys=False)
    keys = {one: old_keys[other] for one, other in to_base.items() if other in old_keys}
    cast = load_cast(settings.cast, cast_folders(settings.voices_dir))
    new, keys = newcomers(theirs.cast, keys, ours.cast)
    new = choose(cast, (*ours.cast, *new))[len(ours.cast):]
    lost, old_keys = newcomers(base.cast, old_keys, (*ours.cast, *new))
    return (recast(base, old_keys, (*ours.cast, *new, *lost)),
            recast(theirs, keys, (*ours.cast, *new)), new)


def _heard(script: Script) -> set[str]:
    """Keys of those who say anything."""
    voices = {span.voice for turn in script.turns for span in turn.spans}
    return voices | {turn.speaker for turn in script.turns}


def _kept(script: Path, data: bytes, settings: Settings) -> str:
    """The article that a script is made from, as it is kept."""
    source = script.with_suffix(SOURCE_SUFFIX)
    place = settings.display(source)
    try:
        digest, _, noted = _read_note(script).partition("\n")
        return noted if digest == _digest(data) else source.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError("the article that the script was made from is not kept", place,
                        "Put that file back, or carry the changes over by hand; to begin anew,"
                        f" move {settings.display(script)} away.") from None
    except UnicodeDecodeError:
        raise UserError("the kept article is not UTF-8 text", place,
                        "Put the file back as 'podcast split' wrote it.") from None


def _note(script: Path) -> Path:
    return script.with_name(f".{script.stem}.merging")


def _read_note(script: Path) -> str:
    note = _note(script)
    return note.read_text(encoding="utf-8") if note.is_file() else ""


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _drafts(old: Article, new: Article, ours: Script, options: Options) -> tuple[Script, Script]:
    """Both versions as the same program drafts them, without proposed chapters.

    The script's title is a person's. A headline that is not spoken as the title stands in the
    script as left-out text: in the old draft if it stands there in ours, in the new one if it
    does or has changed.
    """
    headline = normalise(old.title)
    noted = any(turn.kind == "omitted" and turn.text == headline for turn in ours.turns)
    changed = new.title not in (old.title, ours.title)
    old, new = _without_authors(old, new), _without_authors(new, old)
    base = Options(title=ours.title if noted else "", author=ours.author, created=ours.created)
    theirs = replace(base, title=ours.title if noted or changed else "",
                     author=ours.author or options.author, published=options.published,
                     url=options.url)
    return _printed(draft(old, base).script, old), _printed(draft(new, theirs).script, new)


def _without_authors(article: Article, other: Article) -> Article:
    """The article with its authors' line as a detail where the other version has it so."""
    names = [byline_of(block.text) for block in article.blocks]
    if article.author or not other.author or other.author not in names:
        return article
    blocks = zip(article.blocks, names, strict=True)
    return replace(article, author=other.author,
                   blocks=tuple(one for one, name in blocks if name != other.author))


def _printed(script: Script, article: Article) -> Script:
    """The script with the chapters that the article itself prints."""
    texts = {bare(block.text) for block in article.blocks}
    kept = [bare(one.title) in texts for one in script.chapters]
    places: Mapping[int, int] = {at: sum(kept[: at + 1]) - 1 for at in range(-1, len(kept))}
    return replace(
        script, turns=tuple(replace(one, chapter=places[one.chapter]) for one in script.turns),
        chapters=tuple(one for one, stays in zip(script.chapters, kept, strict=True) if stays))
