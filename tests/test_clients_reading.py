"""Feeds as the parsers of podcast apps read them: all that was written comes back."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest

from podcast.editions.wording import one_line
from podcast.feed import FEED_FILE, LONGEST_DESCRIPTION, feed_pages
from podcast.model import Chapter, Publication, Release
from tests.clients import partytime
from tests.test_feed import COVER, ITEM, SCRIPT, SHOW, seen

pytestmark = pytest.mark.xdist_group("clients")
ADDRESS = "https://example.org/pod/feed.xml"
DIGEST = bytes(range(32))
RICH_SHOW = replace(SHOW, licence="CC-BY-4.0", update_frequency="wöchentlich", locked=True)
RICH_SCRIPT = replace(SCRIPT, author="Jo Blatt", release=Release(season=2, episode=7))
FILES = {
    "vtt": "text/vtt; charset=utf-8", "srt": "application/x-subrip",
    "transcript": "application/json", "text": "text/html", "chapters": "application/json+chapters",
    "m4a": "audio/mp4", "opus": "audio/ogg"}
RICH = replace(ITEM, script=RICH_SCRIPT, files=ITEM.files | {
    name: Publication(f"episodes/eins/eins.{name}", kind, DIGEST.hex(), 1_000_000)
    for name, kind in FILES.items()})
TITLES = (
    "🎧👩‍👩‍👧 Größe", "Ende der Daten ]]> und weiter", "Zeile\neins\r\n\x00\x08\x1b\x7f\ufffezwei",
    "\u200fשלום\u200e – مرحبا \u202eumgekehrt\u202c", "Wort " * 1000, "ein \ud83d halbes Zeichen",
    "Kunst & Co. – 3 < 4 > 2", "<b>fett</b> &amp; &#8222;alt&#8220;", "\u2028Absatz\u2029", "'\"`")


@pytest.fixture(scope="module")
def parsed(need_node: Callable[[str], Mapping[str, str]]) -> Callable[[bytes], dict[str, Any]]:
    """podcast-partytime on a feed."""
    environment = need_node("podcast-partytime")
    return lambda feed: partytime(feed, environment)


@pytest.fixture(scope="module")
def rich(parsed: Callable[[bytes], dict[str, Any]]) -> dict[str, Any]:
    """A feed that says all it can, as podcast-partytime reads it."""
    return parsed(_feed())


def _feed() -> bytes:
    return feed_pages(RICH_SHOW, [RICH], COVER)[FEED_FILE]


def test_the_show_comes_back(rich: dict[str, Any]) -> None:
    """podcast-partytime reads what Podcasting 2.0 says of a show."""
    assert rich["guid"] == SHOW.guid
    assert (rich["locked"], rich["podcastOwner"]) == (True, SHOW.email)
    assert rich["medium"] == "podcast"
    assert rich["license"] == {"identifier": "cc-by-4.0",
                               "url": "https://spdx.org/licenses/CC-BY-4.0.html"}
    assert rich["podcastPeople"] == [
        {"name": SHOW.author, "role": "Producer", "group": "Creative Direction"}]
    assert (rich["itunesCategory"], rich["explicit"]) == (["News > Politics"], False)


def test_the_episode_comes_back(rich: dict[str, Any]) -> None:
    """The same of an episode: numbers, people, transcripts (SRT by its other name), chapters,
    other formats."""
    [item] = rich["items"]
    assert (item["guid"], item["title"]) == (SCRIPT.id, SCRIPT.title)
    assert (item["podcastSeason"], item["podcastEpisode"]) == ({"number": 2}, {"number": 7})
    assert [(one["name"], one["group"], one["role"]) for one in item["podcastPeople"]] == [
        (SHOW.author, "Creative Direction", "Producer"), ("Jo Blatt", "Writing", "Author"),
        ("Anna <Groß>", "Cast", "Guest"), ("Synthetische Stimme", "Cast", "Narrator")]
    base = "https://example.org/pod/episodes/eins/eins."
    assert [(one["url"], one["type"], one["language"], one.get("rel"))
            for one in item["podcastTranscripts"]] == [
        (f"{base}vtt", "text/vtt", "de", "captions"),
        (f"{base}srt", "application/srt", "de", "captions"),
        (f"{base}transcript", "application/json", "de", None),
        (f"{base}text", "text/html", "de", None)]
    assert item["podcastChapters"] == {"url": f"{base}chapters",
                                       "type": "application/json+chapters"}
    others = [one for one in item["alternativeEnclosures"] if not one["default"]]
    assert [(one["type"], one["length"], one["source"][0]["uri"]) for one in others] == [
        ("audio/mp4", 1_000_000, f"{base}m4a"), ("audio/ogg", 1_000_000, f"{base}opus")]
    assert {one["integrity"]["value"] for one in others} == {
        f"sha256-{b64encode(DIGEST).decode()}"}


def test_no_tag_is_unknown(rich: dict[str, Any]) -> None:
    """Every element of Podcasting 2.0 in our feed is one the parser knows; but how often episodes
    come, what its list does not tell of (parts of others), and `ai-content`: it takes the value
    that hosts agreed on, `true`, for no text."""
    written = set(re.findall(r"<podcast:(\w+)", _feed().decode()))
    known = {name for phase in rich["pc20support"].values() for name in phase}
    assert written - known == {"updateFrequency", "source", "integrity", "txt"}


def test_awkward_titles_in_every_parser(parsed: Callable[[bytes], dict[str, Any]]) -> None:
    """Emoji, `]]>`, control characters, directions, 5,000 letters, half a character: the title is
    seen the same in feedparser, podcastparser and podcast-partytime, which decodes entities."""
    items = [replace(ITEM, summary=title, chapters=(Chapter(0, 1, title),),
                     script=replace(SCRIPT, id=f"urn:{number}", title=title))
             for number, title in enumerate(TITLES)]
    feed = feed_pages(replace(SHOW, description=TITLES[0]), items, COVER)[FEED_FILE]
    wanted = {f"urn:{number}": one_line(title) for number, title in enumerate(TITLES)}
    found = feedparser.parse(feed, sanitize_html=False)
    assert not found.bozo
    assert {one.id: seen(one.title) for one in found.entries} == wanted
    episodes = podcastparser.parse(ADDRESS, BytesIO(feed))["episodes"]
    assert {one["guid"]: seen(one["title"]) for one in episodes} == wanted
    assert {one["guid"]: seen(one["title"]) for one in parsed(feed)["items"]} == wanted


@pytest.mark.parametrize(("written", "read"), [
    ("Kunst & Musik, 5 > 4", "Kunst & Musik, 5 > 4"),
    ("Aus <em>Ton</em>", "Aus &lt;em&gt;Ton&lt;/em&gt;"),
    ("Marke &reg; &co", "Marke &amp;reg; &amp;co"),
])
def test_descriptions_for_both_kinds_of_apps(written: str, read: str) -> None:
    """Apps that take descriptions for HTML and those that do not see the same, unless it would be
    markup: then nothing is lost in the former."""
    feed = feed_pages(replace(SHOW, description=written), [replace(ITEM, summary=written)], COVER)
    show: dict[str, Any] = podcastparser.parse(ADDRESS, BytesIO(feed[FEED_FILE]))
    assert show["description"] == read
    assert ElementTree.fromstring(feed[FEED_FILE]).findtext("channel/item/description") == read


def test_long_texts_are_cut_between_words() -> None:
    """A description has at most the 4,000 bytes Apple and the W3C's validator take, names 255;
    the show notes have it all."""
    long = "Wörter " * 1000
    feed = feed_pages(replace(SHOW, author=long, description=long), [replace(ITEM, summary=long)],
                      COVER)[FEED_FILE]
    show = feedparser.parse(feed)
    for text in (show.feed.subtitle, show.entries[0].summary):
        assert LONGEST_DESCRIPTION - 10 < len(text.encode()) <= LONGEST_DESCRIPTION
        assert text.endswith("Wörter…")
    assert len(show.feed.author) <= 255
    assert long.strip() in show.entries[0].content[0].value
