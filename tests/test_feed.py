"""The feed, as podcast apps' own parsers read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from podcast.editions.address import file_address, web_address
from podcast.editions.wording import disclosed, one_line, wording
from podcast.errors import UserError
from podcast.feed import (
    FEED_FILE,
    FeedItem,
    audience,
    base_address,
    feed_pages,
    require_feedable,
)
from podcast.feed.audience import is_preview
from podcast.feed.category import itunes_category
from podcast.feed.notes import clock
from podcast.model import CastMember, Chapter, Publication, Release, Script
from podcast.settings import Settings

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
SHOW = Settings(root=Path(), title="Gespräche & Töne", cast="test", author="Käthe Ölß",
                guid="f3c1b2de-0000-4000-8000-000000000001",
                email="redaktion@example.org", description="Interviews <zum> Hören.",
                category="Politik", base_url="https://example.org/pod")
COVER = Publication("cover.1234.jpg", "image/jpeg", "0" * 64, 4000)
SCRIPT = Script("urn:uuid:1", "eins", "„Über Größe“ 🎧", turns=(), publisher="Das Blatt",
                cast=(CastMember("g", "guest", "Anna <Groß>"),),
                created="2024-03-01T10:00:00+01:00", url="https://example.org/gespräch")
ITEM = FeedItem(SCRIPT, 754.6, "Worum es geht: 3 < 4 & mehr.\nEin zweiter Absatz.",
                (Chapter(0, 65, "Anfang"), Chapter(65, 3700, "Mitte & Maß"),
                 Chapter(3700, 3800, "Ende")),
                {"mp3": Publication("episodes/eins/größe 1.mp3", "audio/mpeg", "0" * 64, 9_052_000),
                 "cover": Publication("episodes/eins/cover.jpg", "image/jpeg", "0" * 64, 4000)})


def feed_xml(settings: Settings, items: Sequence[FeedItem], cover: Publication | None) -> bytes:
    """The feed alone, without archive pages."""
    return feed_pages(settings, items, cover)[FEED_FILE]


def _channel(xml: bytes) -> ElementTree.Element:
    channel = ElementTree.fromstring(xml).find("channel")
    assert channel is not None
    return channel


def seen(title: str | None) -> str:
    """A title without the joiners nobody sees."""
    return (title or "").replace("\u2060", "")


def _dated(number: int, created: str) -> FeedItem:
    return replace(ITEM, script=replace(SCRIPT, id=f"urn:{number}", created=created))


def test_podcastparser_reads_show_and_episode() -> None:
    """gPodder's parser finds everything a podcast app shows."""
    found: dict[str, Any] = podcastparser.parse("https://example.org/pod/feed.xml",
                                                BytesIO(feed_xml(SHOW, [ITEM], COVER)))
    assert (found["title"], found["link"]) == (SHOW.title, "https://example.org/pod/")
    assert (found["language"], found["generator"]) == ("de", "Hörfassung")
    assert (found["type"], found["explicit"]) == ("episodic", False)
    assert found["cover_url"] == "https://example.org/pod/cover.1234.jpg"
    assert (found["itunes_author"], found["itunes_owner"]) == (
        "Käthe Ölß", {"name": "Käthe Ölß", "email": "redaktion@example.org"})
    assert found["itunes_categories"] == [["News", "Politics"]]
    [episode] = found["episodes"]
    assert (episode["title"], episode["guid"]) == (SCRIPT.title, SCRIPT.id)
    assert (episode["total_time"], episode["published"]) == (755, 1709283600)
    assert episode["link"] == "https://example.org/gespr%C3%A4ch"
    assert episode["episode_art_url"] == "https://example.org/pod/episodes/eins/cover.jpg"
    assert episode["enclosures"] == [{
        "url": "https://example.org/pod/episodes/eins/gr%C3%B6%C3%9Fe%201.mp3",
        "file_size": 9_052_000, "mime_type": "audio/mpeg"}]
    assert "00:01:05 Mitte &amp; Maß<br>01:01:40 Ende" in episode["description_html"]


def test_feedparser_finds_no_fault() -> None:
    """feedparser takes the feed for RSS 2.0 without repair, and reads the same."""
    found = feedparser.parse(feed_xml(SHOW, [ITEM], COVER))
    assert (found.bozo, found.version) == (False, "rss20")
    assert found.feed.title == SHOW.title
    assert [one.href for one in found.feed.links if one.rel == "self"] == [
        "https://example.org/pod/feed.xml"]
    [entry] = found.entries
    assert (entry.id, entry.guidislink) == (SCRIPT.id, False)
    assert entry.itunes_duration == "755"
    notes = next(one.value for one in entry.content if one.type == "text/html")
    assert "Worum es geht: 3 &lt; 4 &amp; mehr." in notes
    assert "Alle Stimmen sind künstlich; Anna &lt;Groß&gt; ist nicht selbst zu hören." in notes
    assert '<a href="https://example.org/gespr%C3%A4ch">Das Interview zum Lesen</a>' in notes


def test_apple_wants_true_and_false() -> None:
    """`explicit` is false, not no; each iTunes element stands once, and nothing is None."""
    xml = feed_xml(SHOW, [ITEM], COVER)
    channel = _channel(xml)
    for parent in (channel, *channel.findall("item")):
        assert [one.text for one in parent.findall(f"{ITUNES}explicit")] == ["false"]
        names = [one.tag for one in parent if one.tag.startswith(ITUNES)]
        assert len(names) == len(set(names))
    assert channel.findtext(f"item/{ITUNES}episodeType") == "full"
    assert b"None" not in xml


@pytest.mark.parametrize(("show", "episode", "found"), [
    (False, None, ["false", "false"]), (True, None, ["true", "true"]),
    (False, True, ["false", "true"]), (True, False, ["true", "false"])])
def test_for_adults_only(show: bool, episode: bool | None, found: list[str]) -> None:
    """The show says whether it is explicit, and a script may say otherwise of its episode."""
    item = replace(ITEM, script=replace(SCRIPT, release=Release(explicit=episode)))
    channel = _channel(feed_xml(replace(SHOW, explicit=show), [item], None))
    assert [one.text for one in channel.iter(f"{ITUNES}explicit")] == found


def test_a_serial() -> None:
    """Apps are told that the first episode comes first."""
    channel = _channel(feed_xml(replace(SHOW, type="serial"), [ITEM], None))
    assert channel.findtext(f"{ITUNES}type") == "serial"


@pytest.mark.parametrize(("written", "told"), [
    ("abgeschlossen", "yes"), ("Complete", "yes"), ("monatlich", None), ("", None)])
def test_a_show_that_has_ended(written: str, told: str | None) -> None:
    """No more episodes: Apple's apps are told, too, and stop asking."""
    channel = _channel(feed_xml(replace(SHOW, update_frequency=written), [], None))
    assert channel.findtext(f"{ITUNES}complete") == told


@pytest.mark.parametrize("text", ["Größe " * 700, "a < b & c " * 420, "ß" * 2100, "🎧 " * 900])
def test_descriptions_are_cut_by_their_bytes(text: str) -> None:
    """PSP-1 and Apple count 4,000 bytes of the feed: umlauts have two, and `&` is escaped."""
    xml = feed_xml(replace(SHOW, description=text), [replace(ITEM, summary=text)], None)
    for name in (b"description", b"itunes:summary"):
        found = re.findall(rb"<%s>(.*?)</%s>" % (name, name), xml, re.DOTALL)
        assert len(found) == 2
        assert all(3500 < len(one) <= 4000 for one in found if name == b"description")
        assert all(2000 < len(one) <= 4000 and one.endswith("…".encode()) for one in found)


def test_newest_episode_first() -> None:
    """Episodes are sorted by the instant of their date, whatever its offset or the order given."""
    items = [_dated(1, "2024-03-01T10:00:00+01:00"), _dated(2, "2024-03-01T10:30:00+02:00"),
             _dated(3, "2023-12-31"), _dated(4, "2024-03-01T10:00:00Z")]
    channel = _channel(feed_xml(SHOW, items, COVER))
    assert [one.text for one in channel.findall("item/guid")] == ["urn:4", "urn:1", "urn:2",
                                                                   "urn:3"]
    assert channel.findtext("lastBuildDate") == "Fri, 01 Mar 2024 10:00:00 +0000"
    assert channel.findall("item/pubDate")[3].text == "Sun, 31 Dec 2023 00:00:00 +0100"
    assert feed_xml(SHOW, items, COVER) == feed_xml(SHOW, items[::-1], COVER)


def test_feed_without_episodes_tells_no_time() -> None:
    """A feed without episodes is valid and the same at any time of day."""
    channel = _channel(feed_xml(SHOW, [], None))
    assert channel.find("lastBuildDate") is None
    assert channel.find(f"{ITUNES}image") is None
    assert channel.findtext("title") == SHOW.title


def test_show_that_says_little() -> None:
    """Without author, e-mail and description the feed still has all that RSS asks for."""
    bare = replace(SHOW, author="", email="", description="", category="News")
    item = replace(ITEM, summary="", files={"mp3": ITEM.audio}, chapters=())
    channel = _channel(feed_xml(bare, [item], None))
    assert channel.find(f"{ITUNES}owner") is None
    assert channel.findtext(f"{ITUNES}author") == SHOW.title
    assert channel.findtext("description") == "Gespräche & Töne"
    assert channel.findtext("item/description") == SCRIPT.title
    assert channel.find(f"{ITUNES}category/{ITUNES}category") is None


@pytest.mark.parametrize("title", ["a ]]> b", "<b>&amp;</b>", "שלום – مرحبا", "🎧👩‍👩‍👧",
                                   "Wort " * 1000, "Zeile\neins\r\n\x00\x08\x1b\ufffezwei"])
def test_awkward_titles(title: str) -> None:
    """Markup, right-to-left text, emoji, 5,000 and control characters come back as they are."""
    item = replace(ITEM, script=replace(SCRIPT, title=title), summary=title,
                   chapters=(Chapter(0, 1, title),))
    channel = _channel(feed_xml(replace(SHOW, title=title), [item], None))
    for place in ("title", "item/title", f"item/{ITUNES}title"):
        assert seen(channel.findtext(place)) == one_line(title)


@pytest.mark.parametrize("title", ["AT&T &nbsp; &#60;", "<b>x</b> & y", "AT&T", "1 < 2 &c.",
                                   "R&amp;D <!-- x -->"])
def test_titles_for_both_kinds_of_apps(title: str) -> None:
    """A title reads the same whether an app takes it for HTML or not."""
    xml = feed_xml(replace(SHOW, title=title), [replace(ITEM, script=replace(SCRIPT, title=title))],
                   None)
    written = _channel(xml).findtext("item/title") or ""
    assert seen(written) == title
    assert fragment_fromstring(written, create_parent=True).text == written
    found = feedparser.parse(xml)
    assert (seen(found.feed.title), seen(found.entries[0].title)) == (title, title)


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_stays_well_formed(text: str) -> None:
    """Whatever people write, the feed can be parsed and the title is what can be printed of it."""
    item = replace(ITEM, summary=text, chapters=(Chapter(0, 1, text),),
                   script=replace(SCRIPT, title=text, url=f"https://example.org/{text}",
                                  cast=(CastMember("g", "guest", text),)))
    show = replace(SHOW, title=f"x{text}", author=text, description=text)
    channel = _channel(feed_xml(show, [item], COVER))
    assert seen(channel.findtext("title")) == seen(one_line(f"x{text}"))
    assert seen(channel.findtext("item/title")) == seen(one_line(text) or SCRIPT.slug)


@pytest.mark.parametrize(("change", "message"), [
    ({"email": "redaktion"}, "e-mail"), ({"email": "a@b.de\nBcc: c@d.de"}, "e-mail"),
    ({"email": "ü@möwe.de"}, "e-mail"), ({"email": "redaktion@"}, "e-mail"),
    ({"email": "a@.de"}, "e-mail"), ({"email": "a@b..de"}, "e-mail"),
    ({"base_url": "https://"}, "base_url"), ({"base_url": "https://x.de/y?z=1"}, r"\?"),
    ({"base_url": "https://x.de/#a"}, "#"), ({"base_url": "https://a:b@x.de/"}, "password"),
    ({"licence_url": "javascript:x"}, "licence_url"), ({"update_frequency": "FREQ=BLA"}, "BLA"),
    ({"update_frequency": "FREQ=WEEKLY;BYDAY=MX"}, "Known"),
    ({"update_frequency": "FREQ=DAILY;FREQ=DAILY"}, "Known"), ({"category": "Nachrichtn"}, "News"),
])
def test_settings_no_app_could_use(change: dict[str, str], message: str) -> None:
    """An impossible e-mail, address or category is an error that says where to mend it."""
    with pytest.raises(UserError, match=message) as caught:
        feed_xml(replace(SHOW, **change), [ITEM], COVER)
    assert caught.value.where == "podcast.toml"
    assert "a:b" not in str(caught.value)


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2",
                                  "FREQ=DAILY;UNTIL=20301231T000000Z"])
def test_rules_of_icalendar(rule: str) -> None:
    """RFC 5545's rules stand in the feed as they are written."""
    assert rule.encode() in feed_xml(replace(SHOW, update_frequency=rule), [], None)


@pytest.mark.parametrize("title", ["   ", "\x07"])
def test_a_show_without_a_title(title: str) -> None:
    """A title of spaces is an error that says where to write one, before anything is built."""
    with pytest.raises(UserError, match=r"podcast\.toml: the show's title is empty"):
        require_feedable(replace(SHOW, title=title))


@pytest.mark.parametrize(("address", "who"), [
    ("http://127.0.0.1:8000", "machine"), ("http://localhost:8000/", "machine"),
    ("HTTP://LOCALHOST./", "machine"), ("http://[::1]:8000/", "machine"),
    ("http://[::ffff:127.0.0.1]/", "machine"), ("https://localhost.example.org/", "everybody"),
    ("http://192.168.1.5/pod/", "network"), ("https://10.0.0.1/", "network"),
    ("http://[fd00::7]/", "network"), ("http://nas/", "network"), ("http://nas.local/", "network"),
    ("HTTPS://example.org/", "everybody"), ("https://9.9.9.9/", "everybody")])
def test_who_can_reach_an_address(address: str, who: str) -> None:
    """This machine, the local network or everybody, by what the host means."""
    assert audience(address) == who
    assert is_preview(address) == (":8000" in address)
    assert base_address(replace(SHOW, base_url=address)).startswith(("http://", "https://"))


def test_script_without_a_date() -> None:
    """A script whose date is none is named, with an example of one."""
    with pytest.raises(UserError, match=r"scripts/eins\.md: 'morgen' is no date"):
        feed_xml(SHOW, [_dated(1, "morgen")], COVER)


@pytest.mark.parametrize(("name", "found"), [
    ("News", ("News", "")), ("nachrichten", ("News", "")), ("Politik", ("News", "Politics")),
    ("News > Politics", ("News", "Politics")), ("Gesellschaft & Kultur", ("Society & Culture", "")),
    ("society and culture", ("Society & Culture", "")), ("Fußball", ("Sports", "Soccer")),
    ("Religion", ("Religion & Spirituality", "Religion")), ("Technologie", ("Technology", "")),
])
def test_categories(name: str, found: tuple[str, str]) -> None:
    """Apple's categories are known by English and German names, in any case."""
    assert itunes_category(name) == found


def test_unknown_category_without_anything_near() -> None:
    """A category far from all lists the main ones."""
    with pytest.raises(UserError, match=r"Known: Arts, Business, .*TV & Film"):
        itunes_category("Xyzzy")


@pytest.mark.parametrize(("written", "address"), [
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000/a/%C3%BC.mp3"),
    ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/a/%C3%BC.mp3"),
    ("https://Straße.example/Töne/", "https://xn--strae-oqa.example/T%C3%B6ne/a/%C3%BC.mp3"),
    ("https://x.org/a%20b", "https://x.org/a%20b/a/%C3%BC.mp3"),
])
def test_addresses_of_files(written: str, address: str) -> None:
    """Addresses are absolute and ASCII, with or without a slash at the end of base_url."""
    assert file_address(written, "a/ü.mp3") == address


@pytest.mark.parametrize("written", ["", "ftp://x.org", "https://a b.org", "http://x.org:99999",
                                     "javascript:alert(1)", "http://[::1"])
def test_no_web_address(written: str) -> None:
    """What is no address of the web is none here."""
    assert web_address(written) == ""


def test_chapter_times() -> None:
    """Times are written as apps turn into links."""
    assert [clock(one) for one in (0, 65.9, 3600, 36061)] == [
        "00:00:00", "00:01:05", "01:00:00", "10:01:01"]


def test_disclosure_names_the_guests() -> None:
    """The note on voices names one guest, several, or none."""
    several = tuple(CastMember(name, "guest", name) for name in ("A", "B", "C"))
    assert disclosed(replace(SCRIPT, cast=several)).endswith("A, B und C sind nicht selbst"
                                                              " zu hören.")
    assert disclosed(replace(SCRIPT, cast=())) == "Alle Stimmen sind künstlich."


def test_wording() -> None:
    """A variant of a language has its wording; a language without one is an error."""
    assert wording("de-AT") == wording("de")
    with pytest.raises(UserError, match="Known: de"):
        wording("tlh")
