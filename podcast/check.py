"""All that a careful producer would notice before publishing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from podcast.build import slugs
from podcast.casting import resolve
from podcast.errors import UserError
from podcast.feed import require_feedable
from podcast.model import Problem, Script, Turn
from podcast.script import read_script
from podcast.settings import Settings

LONGEST_CHAPTER_TITLE = 40


def check_show(settings: Settings, wanted: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Every problem of the show and of its scripts, in reading order."""
    found = list(_show(settings))
    for slug in slugs(settings, wanted):
        where = settings.display(settings.scripts_dir / f"{slug}.md")
        try:
            script = read_script(settings.scripts_dir / f"{slug}.md", where)
            found += [*_details(script, where), *_voices(script, settings, where),
                      *_chapters(script, where), *_spelling(script, where)]
        except UserError as error:
            found.append(Problem(error.where or where, _said(error), "error"))
    return tuple(found)


def _show(settings: Settings) -> Iterator[Problem]:
    place = settings.display(settings.root / "podcast.toml")
    for name in ("author", "email", "description"):
        if not getattr(settings, name):
            yield Problem(place, f"{name} is empty; podcast directories ask for it")
    if "127.0.0.1" in settings.base_url or "localhost" in settings.base_url:
        yield Problem(place, f"base_url is {settings.base_url}: only this machine can listen")
    try:
        require_feedable(settings)
    except UserError as error:
        yield Problem(place, _said(error), "error")


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
            yield Problem(where, f"the gender of {member.name} is not known; does the voice fit?")


def _voices(script: Script, settings: Settings, where: str) -> Iterator[Problem]:
    try:
        resolve(script, settings)
    except UserError as error:
        yield Problem(error.where or where, _said(error), "error")


def _chapters(script: Script, where: str) -> Iterator[Problem]:
    for heading in script.chapters:
        if len(heading.title) > LONGEST_CHAPTER_TITLE:
            yield Problem(f"{where}:{heading.line}", f"the chapter title '{heading.title}' has"
                          f" {len(heading.title)} characters; players cut at about"
                          f" {LONGEST_CHAPTER_TITLE}")


def _spelling(script: Script, where: str) -> Iterator[Problem]:
    from podcast.language.spelling import suspicious_words

    spoken = [turn for turn in script.turns if turn.kind != "omitted"]
    names = [word for member in script.cast for word in member.name.split()]
    found = suspicious_words("\n".join(turn.text for turn in spoken), names)
    for one in found:
        yield Problem(f"{where}:{_line(spoken, one.start)}",
                      f"'{one.word}' is spoken as written; meant '{one.guess}'?")


def _line(turns: Sequence[Turn], position: int) -> int:
    for turn in turns:
        if position <= len(turn.text):
            return turn.line
        position -= len(turn.text) + 1
    return 0


def _said(error: UserError) -> str:
    return f"{error.what}. {error.next_step}".strip()
