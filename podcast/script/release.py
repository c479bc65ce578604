"""The lines of a front matter that say when and as what listeners get an episode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, get_args

from podcast.errors import UserError
from podcast.model import EpisodeKind, Release

if TYPE_CHECKING:
    from podcast.script.header import Value

KEYS = ("draft", "publish_at", "season", "episode", "episode_type", "explicit")
_ANSWERS = {"true": True, "false": False, "": None}
_MOST = 99_999


def read_release(table: Mapping[str, Value]) -> Release:
    """What a front matter says of the release; UserError names the line that cannot be read."""
    publish_at = _text(table, "publish_at")
    if publish_at:
        require_time(table["publish_at"], zoned=False)
    return Release(bool(_answer(table, "draft")), publish_at, _number(table, "season"),
                   _number(table, "episode"), _kind(table), _answer(table, "explicit"))


def write_release(release: Release) -> Iterator[str]:
    """The lines of a release: only what differs from an ordinary one."""
    if release.draft:
        yield "draft: true"
    if release.publish_at:
        yield f'publish_at: "{release.publish_at}"'
    if release.season:
        yield f"season: {release.season}"
    if release.episode:
        yield f"episode: {release.episode}"
    if release.kind != "full":
        yield f"episode_type: {release.kind}"
    if release.explicit is not None:
        yield f"explicit: {'true' if release.explicit else 'false'}"


def time_of(written: str) -> datetime:
    """An ISO 8601 date or time; ValueError for anything else, and for the first and the last year,
    which leave no room for other time zones."""
    found = datetime.fromisoformat(written)
    if not datetime.min.year < found.year < datetime.max.year:
        raise ValueError(written)
    return found


def require_time(value: Value, *, zoned: bool = True) -> None:
    """Return if a value is a date and time (with offset, if `zoned`), else raise UserError."""
    written = value.text()
    try:
        if time_of(written).tzinfo is None and zoned:
            raise ValueError(written)
    except ValueError:
        what = "a time with offset" if zoned else "a time"
        raise UserError(f"'{written}' is not {what}", value.place,
                        'Write it like "2018-02-15T08:00:00+01:00".') from None


def _text(table: Mapping[str, Value], name: str) -> str:
    return table[name].text() if name in table else ""


def _answer(table: Mapping[str, Value], name: str) -> bool | None:
    written = _text(table, name).lower()
    if written not in _ANSWERS:
        raise UserError(f"{name} is '{written}'", table[name].place,
                        f"Write {name}: true or false.")
    return _ANSWERS[written]


def _number(table: Mapping[str, Value], name: str) -> int:
    written = _text(table, name) or "0"
    if not (written.isascii() and written.isdigit() and int(written) <= _MOST):
        raise UserError(f"{name} is '{written}'", table[name].place,
                        f"Write a whole number like {name}: 3.")
    return int(written)


def _kind(table: Mapping[str, Value]) -> EpisodeKind:
    written, known = _text(table, "episode_type") or "full", get_args(EpisodeKind)
    if written not in known:
        raise UserError(f"unknown episode_type '{written}'", table["episode_type"].place,
                        f"Valid are: {', '.join(known)}.")
    kind: EpisodeKind = known[known.index(written)]
    return kind
