"""The two HTML files of an episode; their addresses survive every correction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import PurePath
from string import Template

from podcast.editions.base import Context, Edition, has_text, write_publication
from podcast.editions.page import parts
from podcast.editions.page.assets import FOLDER
from podcast.editions.page.data import episode_data
from podcast.editions.page.turns import interview, marked_turns
from podcast.editions.wording import disclosed, one_line, wording
from podcast.feed import FEED_FILE
from podcast.media import media_type
from podcast.model import Episode, Publication

FEED = f"../../{FEED_FILE}"
"""Seen from an episode's folder, wherever a show is published."""
_NO_TEXT = dict.fromkeys(("reading", "to_text_link", "text_tools", "text_keys"), "")


class PageEdition(Edition):
    """`episodes/<slug>/index.html`: the episode to hear and read, also without its script."""

    after_sound = True

    def prepare(self, episode: Episode, context: Context) -> None:
        """Write most of its text."""
        if has_text(episode, context):
            marked_turns(episode)

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Write the page; without the text where that is not to be published."""
        return _write(episode, context, "index.html", _page(episode, context))


class PlayerEdition(Edition):
    """`episodes/<slug>/player.html`: the same player alone, for a frame in the article's page."""

    after_sound = True

    def publish(self, episode: Episode, context: Context) -> Publication:
        """Write the player; it holds no text of the interview."""
        values = _values(episode, context, sentences=False)
        return _write(episode, context, "player.html", _template("player.html").substitute(values))


def _write(episode: Episode, context: Context, name: str, page: str) -> Publication:
    return write_publication(context.settings.output_dir, f"episodes/{episode.script.slug}/{name}",
                             media_type(name), [page.encode()])


def _page(episode: Episode, context: Context) -> str:
    script, with_text = episode.script, has_text(episode, context)
    values = dict(_values(episode, context, sentences=not with_text))
    if not with_text:
        values |= {name: values[f"{name}_alone"] for name in ("keys", "keys_where")}
    contents = parts.contents(episode, values["sound"], with_text=with_text)
    return _template("page.html").substitute(
        values, canonical=parts.canonical(script), source=parts.source(script),
        description=escape(one_line(episode.summary)), byline=parts.byline(episode),
        contents="".join(contents), corrected=parts.corrected(script),
        downloads="".join(parts.downloads(episode, context)),
        **_of_text(episode, values) if with_text else _NO_TEXT)


def _of_text(episode: Episode, values: Mapping[str, str]) -> Mapping[str, str]:
    """What a page has only where it holds the text."""
    reading = _template("text.html").substitute(
        values, interview="".join(interview(episode, values["sound"])),
        behind="".join(parts.behind(episode)))
    return {"reading": reading, "to_text_link": _template("skip.html").substitute(values),
            "text_tools": _template("tools.html").substitute(values),
            "text_keys": _template("single.html").substitute(values)}


def _values(episode: Episode, context: Context, *, sentences: bool) -> Mapping[str, str]:
    """What page and player have in common, by the name it has in their templates."""
    script, words = episode.script, wording(episode.script.language)
    phrases = _phrases(script.language)
    length = {"length": str(round(episode.seconds, 3)), "clock": parts.clock(episode.seconds)}
    names = {name: PurePath(one.path).name for name, one in context.made.items()}
    return {**phrases, "language": escape(script.language),
            "title": escape(one_line(script.title)), "show": escape(
                one_line(context.settings.title)),
            "sound": escape(names["mp3"]), "style": names["style"], "script": names["script"],
            "feed_address": FEED, "disclosure": escape(disclosed(script)),
            "transport": _template("transport.html").substitute(phrases, **length),
            "moves": _template("moves.html").substitute(phrases, chapter=escape(words.chapter)),
            "speed_group": _template("speed.html").substitute(phrases),
            "chapters": escape(words.chapters),
            "data": episode_data(episode, context, sentences=sentences)}


@cache
def _phrases(language: str) -> Mapping[str, str]:
    return {name: escape(text) for name, text in wording(language).hearing.items()}


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / name).read_text(encoding="utf-8"))
