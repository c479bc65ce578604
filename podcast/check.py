"""All that a careful producer would notice before publishing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from podcast.cast import load_cast
from podcast.casting import lay_out, show_lexicon
from podcast.directories import alike, episode_faults, show_faults
from podcast.editions.cover import check_cover
from podcast.errors import UserError
from podcast.feed import require_feedable
from podcast.feeds import require_own_ids
from podcast.findings import Problem
from podcast.language import load_language
from podcast.model import Script, Turn
from podcast.record import load_record
from podcast.script import read_script
from podcast.script.remarks import CHOOSE, conflict_lines, stray_ends
from podcast.settings import Settings, cast_folders, script_slugs
from podcast.sounds import sound_files
from podcast.store import Store
from podcast.verify.licence import forbidden
from podcast.verify.text import long_opening, unknown_languages, unsaid, unspeakable

LONGEST_CHAPTER_TITLE = 40
LOUDNESS_OFF_LU = 0.5


def check_show(settings: Settings, wanted: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Every problem of the show and of its scripts, in reading order."""
    slugs = script_slugs(settings, wanted)
    scripts = [problem for slug in slugs for problem in check_script(settings, slug)]
    readable = tuple(_readable(settings, slugs))
    ids = [(one.slug, one.id) for _, one in readable]
    return (*_show(settings), *scripts, *alike(readable),
            *_refused(lambda: require_own_ids(ids), "scripts"))


def check_script(settings: Settings, slug: str) -> tuple[Problem, ...]:
    """Every problem of a script, in reading order."""
    path = settings.scripts_dir / f"{slug}.md"
    where = settings.display(path)
    found = list(_conflicts(path, where))
    try:
        script = read_script(path, where)
        found += [*_details(script, where), *_doubts(script, where), *_chapters(script, where),
                  *_plan(script, settings, where), *_spelling(script, settings, where),
                  *_loudness(settings, slug, where), *episode_faults(settings, script, where)]
    except UserError as error:
        found.append(Problem(error.where or where, _said(error), "error"))
    return tuple(found)


def _readable(settings: Settings, slugs: Sequence[str]) -> Iterator[tuple[str, Script]]:
    """Each script with its file; of those that cannot be read `check_script` tells."""
    for slug in slugs:
        path = settings.scripts_dir / f"{slug}.md"
        where = settings.display(path)
        with suppress(UserError):
            yield where, read_script(path, where)


def _show(settings: Settings) -> Iterator[Problem]:
    place = settings.display(settings.root / "podcast.toml")
    yield from show_faults(settings)
    folders = cast_folders(settings.voices_dir)
    yield from _refused(lambda: require_feedable(settings), place)
    # Who speaks stands in each script: without a cast only new ones cannot be written.
    for one in _refused(lambda: load_cast(settings.cast, folders), place):
        yield replace(one, message=f"no script can be written: {one.message}", severity="warning")
    yield from _refused(lambda: load_language(settings.language), place)
    yield from _refused(lambda: sound_files(settings), place)
    yield from _refused(lambda: settings.cover and check_cover(settings.root / settings.cover),
                        place)


def _details(script: Script, where: str) -> Iterator[Problem]:
    for name, why in (("author", "nobody is named as the interviewer"),
                      ("published", "listeners are not told when the article appeared"),
                      ("url", "show notes cannot link to the article")):
        if not getattr(script, name):
            yield Problem(where, f"{name} is empty: {why}")
    if not script.title:
        yield Problem(where, "title is empty", "error")
    for member in script.cast:
        if member.role == "guest" and member.gender == "unknown":
            yield Problem(where, f"the gender of {member.name or member.key} is not known; does"
                          " the voice fit?")


def _loudness(settings: Settings, slug: str, where: str) -> Iterator[Problem]:
    """Where the last build is not as loud as the show wants it."""
    record = load_record(Store(settings.store_dir), settings.guid, slug)
    wanted = settings.sound.loudness_lufs
    if record and abs(record.loudness_lufs - wanted) > LOUDNESS_OFF_LU:
        yield Problem(where, f"the episode has {record.loudness_lufs:.1f} LUFS instead of"
                      f" {wanted:g}; 'podcast voices --measure' tells whose gain_db is wrong")


def _conflicts(path: Path, where: str) -> Iterator[Problem]:
    """Where article and script were both changed, and where a comment lost its beginning."""
    with suppress(UserError):  # of a broken front matter reading the script tells
        text = path.read_text(encoding="utf-8", errors="replace")
        for line in conflict_lines(text, where):
            yield Problem(f"{where}:{line}", f"the article and the script differ here. {CHOOSE}",
                          "error")
        for line, at_end in stray_ends(text, where):
            yield Problem(f"{where}:{line}", "'-->' is read aloud, and all before it: no comment"
                          " begins there. Write <!-- where it begins, or \\--> if it is text.",
                          "error" if at_end else "warning")


def _doubts(script: Script, where: str) -> Iterator[Problem]:
    """What `split` asks a person to look over."""
    for turn in script.turns:
        if turn.doubt:
            yield Problem(f"{where}:{turn.line}", f"to be looked over: {turn.doubt.rstrip('.')}."
                          " Delete the comment above it when done.")


def _plan(script: Script, settings: Settings, where: str) -> Iterator[Problem]:
    """What the voices cannot say, and what would be long."""
    laid = lay_out(script, settings)
    laid.resolved.ensemble.readings.keep()
    yield from forbidden(laid.resolved.ensemble.voices.values(), settings, where)
    yield from unknown_languages(script, where)
    yield from unsaid(script, laid.language, where)
    yield from unspeakable(laid.plan, laid.resolved.ensemble, where)
    if any(turn.turn.line for turn in laid.plan.turns):
        yield from long_opening(laid.plan, settings, laid.language, where)
    else:
        yield Problem(where, "there is nothing to say", "error")


def _refused(action: Callable[[], object], where: str) -> Iterator[Problem]:
    try:
        action()
    except UserError as error:
        yield Problem(error.where or where, _said(error), "error")


def _chapters(script: Script, where: str) -> Iterator[Problem]:
    for heading in script.chapters:
        if len(heading.title) > LONGEST_CHAPTER_TITLE:
            yield Problem(f"{where}:{heading.line}", f"the chapter title '{heading.title}' has"
                          f" {len(heading.title)} characters; players cut at about"
                          f" {LONGEST_CHAPTER_TITLE}")


def _spelling(script: Script, settings: Settings, where: str) -> Iterator[Problem]:
    """Words that are probably misspelled; apart from them, names of other languages."""
    from podcast.language.foreign import foreign_words
    from podcast.language.spelling import suspicious_words

    spoken = [turn for turn in script.turns if turn.kind != "omitted"]
    names = [word for member in script.cast for word in member.name.split()]
    text = "\n".join(turn.text for turn in spoken)
    slips = suspicious_words(text, names, script.language)
    for one in slips:
        yield Problem(f"{where}:{_line(spoken, one.start)}",
                      f"'{one.word}' is spoken as written; meant '{one.guess}'?")
    marked = {word for turn in spoken for span in turn.spans if span.lang or span.say is not None
              for word in re.findall(r"[^\W\d_]+", span.text)}
    for name in foreign_words(text, load_language(script.language),
                              show_lexicon(settings.voices_dir),
                              {*marked, *(one.word for one in slips)}):
        told = name.letters and name.letters.lower() != name.text.lower()
        letters = f" (about '{name.letters}')" if told else ""
        yield Problem(f"{where}:{_line(spoken, name.start)}",
                      f"'{name.text}' looks {name.language} and is read as it stands. Hear it:"
                      f" podcast say '{name.text}' --like {name.lang}{letters}; --keep keeps that.")


def _line(turns: Sequence[Turn], position: int) -> int:
    for turn in turns:
        if position <= len(turn.text):
            return turn.line
        position -= len(turn.text) + 1
    return 0


def _said(error: UserError) -> str:
    return f"{error.what}. {error.next_step}".strip()
