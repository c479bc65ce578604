"""Real podcast programs, over HTTP, before and after corrections."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from urllib.request import urlopen

import eyed3
import feedparser
import podcastparser
import pytest

from podcast.publish import fetch, publish
from podcast.serve import serving
from podcast.settings import Settings, load_settings
from tests.clients import Gpo, Newsboat, partytime, served
from tests.shows import BODY, episode_of, make_show, run_build_here, write_script

pytestmark = pytest.mark.xdist_group("clients")
ID = "11111111-2222-4333-8444-555555555555"
Env = Mapping[str, str]
MILD = BODY.replace("Es war kalt.", "Es war mild.")


@dataclass(frozen=True, slots=True)
class Site:
    """A show that is published where a server offers it."""

    show: Settings
    www: Path
    address: str

    @property
    def feed(self) -> str:
        """The address people subscribe to."""
        return f"{self.address}feed.xml"

    def sound(self) -> tuple[str, bytes]:
        """The address of the newest episode's sound, and what was published there."""
        [enclosure] = feedparser.parse((self.www / "feed.xml").read_bytes()).entries[0].enclosures
        return enclosure.href, (self.www / enclosure.href.removeprefix(self.address)).read_bytes()

    def correct(self, body: str) -> tuple[str, bytes]:
        """Edit the script, build, publish."""
        write_script(self.show.root, body)
        run_build_here(self.show)
        publish(self.show, str(self.www))
        return self.sound()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A show of one episode, published and served."""
    www = tmp_path / "www"
    with served(www) as address:
        show = make_show(tmp_path / "show", extra=f'base_url = "{address}"\n')
        run_build_here(show)
        publish(show, str(www))
        yield Site(show, www, address)


@pytest.fixture
def gpo(tmp_path: Path, need_tool: Callable[[str], str]) -> Callable[[str], Gpo]:
    """A gPodder that knows nothing yet, by a name for it."""
    return lambda name: Gpo(need_tool("gpo"), tmp_path / name)


@pytest.fixture
def newsboat(tmp_path: Path, need_tool: Callable[[str], str]) -> Newsboat:
    """A newsboat that knows nothing yet."""
    return Newsboat(need_tool("newsboat"), need_tool("podboat"), tmp_path / "newsboat")


def _subscribed(client: Gpo, feed: str) -> Gpo:
    client("subscribe", feed)
    client("update")
    client("download")
    return client


def test_gpodder_hears_a_correction(site: Site, gpo: Callable[[str], Gpo]) -> None:
    """One episode with all its chapters, before and after; who has heard it keeps what was
    downloaded and knows the new address, who comes later hears the correction."""
    early = _subscribed(gpo("early"), site.feed)
    address, sound = site.sound()
    [before] = early.episodes()
    assert (before["guid"], before["url"], early.downloads()) == (ID, address, [sound])
    assert json.loads(before["chapters"]) == [
        {"start": one.start_s, "title": one.title} for one in episode_of(site.show).chapters]

    newer, corrected = site.correct(MILD)
    assert newer != address and corrected != sound
    assert "0 new episodes" in early("update")
    [after] = early.episodes()
    assert (after["guid"], after["url"], early.downloads()) == (ID, newer, [sound])
    assert (after["id"], after["published"]) == (before["id"], before["published"])
    assert _subscribed(gpo("late"), site.feed).downloads() == [corrected]


def test_gpodder_that_waited_gets_the_correction(site: Site, gpo: Callable[[str], Gpo]) -> None:
    """Whoever subscribed before and downloads after it hears the corrected sound only; a feed
    that was read before still leads to what it named."""
    client = gpo("waiting")
    client("subscribe", site.feed)
    old, sound = site.sound()
    _, corrected = site.correct(MILD)
    client("update")
    client("download")
    assert client.downloads() == [corrected]
    assert _got(old) == sound


def test_newsboat_hears_a_correction(site: Site, newsboat: Newsboat) -> None:
    """It queues the sound and downloads what was published; after the correction it still knows
    one episode, at the new address."""
    address, sound = site.sound()
    assert address in newsboat.reload(site.feed)
    assert newsboat.items() == [(ID, address)]
    assert newsboat.download(Path(address).name, len(sound)) == sound
    newer, _ = site.correct(MILD)
    newsboat.reload(site.feed)
    assert newsboat.items() == [(ID, newer)]


def test_two_machines_publish_in_turn(site: Site, tmp_path: Path, gpo: Callable[[str], Gpo],
                                      newsboat: Newsboat) -> None:
    """Whichever machine made the newest version: listeners keep one episode, with the newest
    sound and the first date."""
    client = gpo("listener")
    client("subscribe", site.feed)
    newsboat.reload(site.feed)
    other = tmp_path / "other"
    for folder in ("scripts", "voices"):
        copytree(site.show.root / folder, other / folder)
    (other / "podcast.toml").write_bytes((site.show.root / "podcast.toml").read_bytes())
    sites = [Site(load_settings(other), site.www, site.address), site]
    known = {site.sound()[0]}
    for number, one in enumerate((*sites, *sites)):
        fetch(one.show, str(site.www))
        newer, sound = one.correct(BODY.replace("Es war kalt.", f"Es war {number} Grad warm."))
        assert newer not in known
        known.add(newer)
        client("update")
        [episode] = client.episodes()
        assert (episode["guid"], episode["url"]) == (ID, newer)
        assert episode["published"] == 1772521200
    client("download")
    assert client.downloads() == [sound]
    newsboat.reload(site.feed)
    assert newsboat.items() == [(ID, newer)]


def test_parsers_agree_before_and_after(site: Site) -> None:
    """feedparser and podcastparser, asking the server themselves, see one episode whose id and
    date stay while its address and length change."""
    seen = []
    for _ in range(2):
        found = feedparser.parse(site.feed)
        with urlopen(site.feed) as answer:
            [episode] = podcastparser.parse(site.feed, answer)["episodes"]
        [entry] = found.entries
        [enclosure] = episode["enclosures"]
        assert (found.status, found.bozo) == (200, False)
        assert (entry.id, entry.enclosures[0].href) == (episode["guid"], enclosure["url"])
        assert enclosure["file_size"] == len(site.sound()[1])
        seen.append((episode["guid"], episode["published"], enclosure["url"]))
        site.correct(MILD)
    assert seen[0][:2] == seen[1][:2]
    assert seen[0][2] != seen[1][2]


def test_all_that_the_feed_names_is_there(site: Site, need_node: Callable[[str], Env],
                                          need_tool: Callable[[str], str]) -> None:
    """Sound, other formats, transcripts, chapters and pictures, as podcast-partytime reads them,
    come over HTTP with the lengths and digests the feed tells."""
    environment = need_node("podcast-partytime")
    need_tool("ffmpeg")
    toml = site.show.root / "podcast.toml"
    toml.write_text(f'alternates = ["m4a", "opus"]\n{toml.read_text(encoding="utf-8")}',
                    encoding="utf-8")
    publish(load_settings(site.show.root), str(site.www))
    found = partytime(_got(site.feed), environment)
    [item] = found["items"]
    assert len(_got(item["enclosure"]["url"])) == item["enclosure"]["length"]
    others = [one for one in item["alternativeEnclosures"] if not one["default"]]
    assert len(others) == 2
    for one in others:
        data = _got(one["source"][0]["uri"])
        digest = b64encode(sha256(data).digest()).decode()
        assert (len(data), f"sha256-{digest}") == (one["length"], one["integrity"]["value"])
    files = [one["url"] for one in (*item["podcastTranscripts"], item["podcastChapters"])]
    for address in (found["itunesImage"], item["itunesImage"], *files):
        assert _got(address)


def _got(address: str) -> bytes:
    with urlopen(address) as answer:
        data: bytes = answer.read()
    return data


def test_tools_on_what_came_over_http(site: Site, tmp_path: Path,
                                      need_tool: Callable[[str], str]) -> None:
    """ffprobe reads length and chapters from the server; mp3val, mp3check, mediainfo and eyeD3
    find in the downloaded file what was published."""
    address, sound = site.sound()
    episode = episode_of(site.show)
    told = json.loads(_said(need_tool("ffprobe"), "-v", "error", "-of", "json", "-show_format",
                            "-show_chapters", address))
    assert abs(float(told["format"]["duration"]) - episode.seconds) < 0.05
    assert [(float(one["start_time"]), one["tags"]["title"]) for one in told["chapters"]] == [
        (one.start_s, one.title) for one in episode.chapters]
    path = tmp_path / "heard.mp3"
    path.write_bytes(_got(address))
    assert path.read_bytes() == sound
    assert "WARNING" not in _said(need_tool("mp3val"), path)
    assert subprocess.run([need_tool("mp3check"), "-e", "-3", path], capture_output=True, text=True,
                          check=False).stderr == ""
    assert _said(need_tool("mediainfo"), "--Output=General;%Track%", path).strip() \
        == episode.script.title
    heard = eyed3.load(path)
    assert heard.tag.title == episode.script.title
    assert abs(heard.info.time_secs - episode.seconds) < 0.05


def _said(tool: str, *arguments: str | Path) -> str:
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=True).stdout


def test_old_episodes_are_found(tmp_path: Path, gpo: Callable[[str], Gpo]) -> None:
    """A feed of the newest of eight episodes leads to the others, each once: by `prev-archive` as
    RFC 5005 has it, and by `next` as gPodder follows it; the same when a ninth comes."""
    www = tmp_path / "www"
    with served(www) as address:
        feed = f"{address}feed.xml"
        show = make_show(tmp_path / "show", extra=f'base_url = "{address}"\nfeed_length = 3\n')
        (show.scripts_dir / "lampen.md").unlink()
        for first, last in ((1, 8), (9, 9)):
            _publish_numbers(show, www, first, last)
            pages = list(_pages(feed))
            found = [entry.id for page in pages for entry in page]
            assert (len(found), len(set(found)), len(pages)) == (last, last, last // 3)
            client = gpo(f"collector-{last}")
            client("subscribe", feed)
            assert [one["guid"] for one in client.episodes()] == found


def _publish_numbers(show: Settings, www: Path, first: int, last: int) -> None:
    """Add episodes, each a day later than the one before."""
    for number in range(first, last + 1):
        path = write_script(show.root, f"\nLange: Das ist Folge {number}.\n", f"folge-{number}")
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("2026-03-03T", f"2026-03-{number + 9:02}T"), encoding="utf-8")
    run_build_here(show)
    publish(show, str(www))


def _pages(address: str) -> Iterator[list[feedparser.FeedParserDict]]:
    """The entries of a feed and of all pages before it."""
    while address:
        page = feedparser.parse(address)
        yield page.entries
        address = next((one.href for one in page.feed.links if one.rel == "prev-archive"), "")


def test_podcast_serve_is_a_place_to_subscribe_to(tmp_path: Path, gpo: Callable[[str], Gpo],
                                                  newsboat: Newsboat) -> None:
    """`podcast serve` is enough for both programs, whatever address the show was built for."""
    show = make_show(tmp_path / "show", extra='base_url = "https://example.org/pod/"\n')
    run_build_here(show)
    [path] = show.output_dir.glob("episodes/lampen/*.mp3")
    with serving(show, 0, dict) as address:
        client = _subscribed(gpo("here"), f"{address}feed.xml")
        assert client.downloads() == [path.read_bytes()]
        newsboat.reload(f"{address}feed.xml")
        assert newsboat.download(path.name, path.stat().st_size) == path.read_bytes()
