"""A show in the local network: a phone gets everything from this machine, by its own address."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from deqr import QRdecDecoder
from PIL import Image

from podcast.errors import UserError
from podcast.feed import FEED_FILE, FeedItem, feed_pages
from podcast.lan import is_public, network_addresses, qr_code, reachable
from podcast.model import Publication, Script
from podcast.settings import SHOW_FILE, Settings, load_settings
from tests.shows import SHOW
from tests.test_serve import AUDIO, SOUND, ask, running

BASE = "https://example.org/pod"
COVER = Publication("episodes/eins/cover.jpg", "image/jpeg", "0" * 64, 2)
IDENTITY = f"{BASE}/?p=1"
"""An episode's id that looks like an address of the show."""
ARTICLE = "https://example.org/podium/eins"
TEXTS = {
    "index.html": "<a href=\"@/\">@</a> <a href='@/feed.xml'>Feed</a> <p>Aus #/ gelesen</p>",
    "eins.json": '{"id": "#/?p=1", "fileName": "@/episodes/eins/eins.mp3"}',
    "eins.chapters.json": '{"chapters": [{"startTime": 0, "img": "@/episodes/eins/cover.jpg"}]}',
    "eins.vtt": "WEBVTT\n\nNOTE @/episodes/eins/\n\n00:00.000 --> 00:01.000\nHallo\n",
    "eins.xml": "<a><link>\n  @/\n</link><guid>#/?p=1</guid><b u='@?x=1'/><c u='#cast/'/>"
                "<d><![CDATA[@]]></d><id><![CDATA[#/?p=1]]></id></a>",
    "eins.txt": "#/",
}
"""Texts beside the episode: @ is where the show is served, # is where it will be published."""


def _make_show(root: Path) -> Settings:
    (root / SHOW_FILE).write_text(f'{SHOW}base_url = "{BASE}"\n', encoding="utf-8")
    settings = load_settings(root)
    folder = settings.output_dir / "episodes/eins"
    folder.mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(_filled(text, BASE), encoding="utf-8")
    (settings.output_dir / AUDIO.path).write_bytes(SOUND)
    (settings.output_dir / COVER.path).write_bytes(b"\xff\xd8")
    script = Script(IDENTITY, "eins", "Eins", (), (), created="2024-03-01T10:00:00+01:00",
                    url=ARTICLE)
    item = FeedItem(script, 10, "", (), {"mp3": AUDIO, "cover": COVER})
    (settings.output_dir / "feed.xml").write_bytes(feed_pages(settings, [item], COVER)[FEED_FILE])
    return settings


def _filled(text: str, address: str) -> str:
    return text.replace("@", address).replace("#", BASE)


def _network() -> tuple[str, ...]:
    try:
        return network_addresses(ipv6=False)
    except UserError:
        return ()


PHONES = (_network() or ("127.0.0.2",))[0]
"""The address a phone would use; without a network, another one of this machine."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A show that is published elsewhere, served on all of this machine's addresses."""
    with running(_make_show(tmp_path_factory.mktemp("lan")), "0.0.0.0") as address:
        yield address


def _at(server: tuple[str, Path], host: str) -> tuple[str, Path]:
    return f"http://{host}:{urlsplit(server[0]).port}", server[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", PHONES])
def test_an_app_gets_everything_from_here(server: tuple[str, Path], host: str) -> None:
    """The feed names the address it was asked at for itself, page, sound and pictures, which are
    all there; what is no address of the show stays."""
    here = _at(server, host)
    feed = feedparser.parse(ask(here, "/feed.xml")[1])
    (episode,) = feed.entries
    assert [one.href for one in feed.feed.links if one.rel == "self"] == [f"{here[0]}/feed.xml"]
    assert feed.feed.link == f"{here[0]}/"
    assert (episode.id, episode.link) == (IDENTITY, ARTICLE)
    for url, body in ((episode.enclosures[0].href, SOUND), (episode.image.href, b"\xff\xd8"),
                      (feed.feed.image.href, b"\xff\xd8")):
        assert url.startswith(f"{here[0]}/episodes/")
        assert ask((url, server[1]), urlsplit(url).path)[1] == body


@pytest.mark.parametrize("name", TEXTS)
def test_texts_name_the_address_too(server: tuple[str, Path], name: str) -> None:
    """Pages, chapters and transcripts name the address they were asked at; plain text stays."""
    here = _at(server, PHONES)
    response, body = ask(here, f"/episodes/eins/{name}")
    assert body.decode() == _filled(TEXTS[name], here[0])
    assert int(response.getheader("content-length", "-1")) == len(body)


@pytest.mark.parametrize("host", [
    '"><script>', "a b", "evil.example/path", "user@evil.example", "a:99999", "a:0", "a:b", "a:",
    "[::1", "[1.2.3]", "[:::]", "a..b", ".", "", "x" * 300, "ä.example", "a?b", "a#b", "a,b",
    "[fe80::1%25eth0]", "a%0d%0a", "http://evil.example",
])
def test_a_hostile_host_changes_nothing(server: tuple[str, Path], host: str) -> None:
    """A Host header that is no host leaves no trace: the address listened on is named."""
    here = _at(server, "127.0.0.1")
    assert ask(here, "/feed.xml", Host=host)[1] == ask(here, "/feed.xml")[1]


def test_without_a_host(server: tuple[str, Path]) -> None:
    """A client of HTTP/1.0 that names no host gets the address it connected to."""
    port = urlsplit(server[0]).port
    with socket.create_connection(("127.0.0.1", port or 0), timeout=10) as client:
        client.sendall(b"GET /feed.xml HTTP/1.0\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert f'url="http://127.0.0.1:{port}/episodes/'.encode() in answer


@pytest.mark.parametrize("host", ["hoerbert.local:8000", "hoerbert", "[fd00::2]:8000", "10.0.0.9"])
def test_names_of_this_machine(server: tuple[str, Path], host: str) -> None:
    """Whatever the network calls this machine is what the feed says."""
    feed = ask(_at(server, "127.0.0.1"), "/feed.xml", Host=host)[1].decode()
    assert f'<enclosure url="http://{host}/episodes/eins/eins.mp3"' in feed
    assert BASE not in feed.replace(IDENTITY, "").replace(ARTICLE, "")


@pytest.mark.parametrize("asked", ["bytes=0-99", "bytes=300-", "bytes=-200", "bytes=10-99999",
                                   "bytes=-99999"])
def test_ranges_of_the_feed(server: tuple[str, Path], asked: str) -> None:
    """A range is cut from the bytes the client gets, not from those on the disk."""
    here = _at(server, PHONES)
    whole = ask(here, "/feed.xml")[1]
    first, _, last = asked.removeprefix("bytes=").partition("-")
    start = int(first) if first else max(0, len(whole) - int(last))
    end = min(len(whole), int(last) + 1) if first and last else len(whole)
    response, body = ask(here, "/feed.xml", Range=asked)
    assert (response.status, body) == (206, whole[start:end])
    assert response.getheader("content-range") == f"bytes {start}-{end - 1}/{len(whole)}"
    for absent in (f"bytes={len(whole)}-", "bytes=-0"):
        beyond, _ = ask(here, "/feed.xml", Range=absent)
        assert (beyond.status, beyond.getheader("content-range")) == (416, f"bytes */{len(whole)}")


def test_tags_belong_to_the_address(server: tuple[str, Path]) -> None:
    """What is known by one address is not taken for what is served at another."""
    here, there = _at(server, "127.0.0.1"), _at(server, PHONES)
    first, whole = ask(here, "/feed.xml")
    tag, day = first.getheader("etag", ""), first.getheader("last-modified", "")
    assert ask(here, "/feed.xml", If_None_Match=tag)[0].status == 304
    assert ask(there, "/feed.xml", If_None_Match=tag)[0].status == 200
    assert ask(there, "/feed.xml", Range="bytes=0-9", If_Range=tag)[0].status == 200
    for known in (tag, day):
        part, body = ask(here, "/feed.xml", Range="bytes=0-9", If_Range=known)
        assert (part.status, body) == (206, whole[:10])
    for unknown in (f"W/{tag}", "Mon, 01 Jan 2024 00:00:00 GMT"):
        assert ask(here, "/feed.xml", Range="bytes=0-9", If_Range=unknown)[1] == whole


@pytest.mark.parametrize("base_url", ["https://example.org/pod/", "https://EXAMPLE.org/pod",
                                      "https://bücher.example/a&b/", "https://example.org",
                                      "http://127.0.0.1:8000/"])
def test_ways_to_write_the_address(tmp_path: Path, base_url: str) -> None:
    """With or without a slash, with letters that addresses encode, escaped in XML or not."""
    (tmp_path / SHOW_FILE).write_text(f'{SHOW}base_url = "{base_url}"\n', encoding="utf-8")
    settings = load_settings(tmp_path)
    settings.output_dir.mkdir()
    item = FeedItem(Script("1", "eins", "Eins", (), (), created="2024-03-01T10:00:00+01:00"),
                    10, "", (), {"mp3": AUDIO})
    (settings.output_dir / "feed.xml").write_bytes(feed_pages(settings, [item], None)[FEED_FILE])
    (settings.output_dir / "a.json").write_text(json.dumps({"url": f"{base_url.rstrip('/')}/x"},
                                                           ensure_ascii=False), encoding="utf-8")
    with running(settings) as here:
        feed = feedparser.parse(ask(here, "/feed.xml")[1])
        assert feed.entries[0].enclosures[0].href == f"{here[0]}{AUDIO.path}"
        assert json.loads(ask(here, "/a.json")[1]) == {"url": f"{here[0]}x"}


def test_a_feed_built_before_the_address_changed(tmp_path: Path) -> None:
    """What still names the last base_url, as it was not built since, comes from here as well."""
    settings = _make_show(tmp_path)
    show = tmp_path / SHOW_FILE
    show.write_text(show.read_text(encoding="utf-8").replace(BASE, "https://new.example"),
                    encoding="utf-8")
    with running(load_settings(settings.root)) as here:
        assert f'url="{here[0]}{AUDIO.path}"'.encode() in ask(here, "/feed.xml")[1]


def _decoded(drawn: str) -> str:
    """What a camera reads from half blocks in the colours of the escape sequences."""
    lines = re.findall(r"\x1b\[38;5;231;48;5;16m([ ▀▄█]+)\x1b\[0m", drawn)
    modules = bytes(255 * (block in light) for line in lines for light in ("▀█", "▄█")
                    for block in line)
    image = Image.frombytes("L", (len(lines[0]), 2 * len(lines)), modules)
    codes = QRdecDecoder().decode(image.resize((image.width * 8, image.height * 8)))
    assert codes is not None
    return str(codes[0].data_entries[0].data)


def test_a_code_has_a_quiet_zone() -> None:
    """Four light modules surround the code, whatever the colours of the terminal."""
    lines = qr_code("http://192.168.1.7:8000/feed.xml").splitlines()
    bare = [line.removeprefix("\x1b[38;5;231;48;5;16m").removesuffix("\x1b[0m") for line in lines]
    assert all(line.startswith("████") and line.endswith("████") for line in bare[:-1])
    assert {*bare[0], *bare[1]} == {"█"}
    assert _decoded("\n".join(lines)) == "http://192.168.1.7:8000/feed.xml"


def _said_by_lan(root: Path, *options: str) -> tuple[str, str, int]:
    """What `podcast serve --lan` says before Ctrl-C ends it, the port's own feed, the exit."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-u", "-m", "podcast", "serve", "--lan", "--port", port, *options]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
    assert process.stdout is not None
    said = ""
    while line := process.stdout.readline():
        said += line
        if line.startswith("Everybody"):
            break
    found = ask((f"http://{PHONES}:{port}", root), "/feed.xml")[1].decode() if said else ""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (err == "") == bool(said)
    return said + out + err, found, process.returncode


def test_the_command_invites_phones(tmp_path: Path) -> None:
    """It tells the address in the network, who can listen and draws the code; Ctrl-C ends it."""
    root = _make_show(tmp_path).root
    said, feed, code = _said_by_lan(root, "--qr")
    if not _network():
        assert ("no address in a network" in said, code) == (True, 1)
        return
    (address,) = re.findall(r"^Subscribe to (\S+) ", said, re.MULTILINE)
    assert urlsplit(address).hostname == PHONES
    assert f'url="{address.removesuffix("feed.xml")}{AUDIO.path}"' in feed
    assert "Everybody in this network can listen meanwhile." in said
    assert _decoded(said) == address
    assert code in (0, 130)


def test_no_code_where_nobody_looks(tmp_path: Path) -> None:
    """Without a terminal no code is drawn unless it is asked for."""
    assert "█" not in _said_by_lan(_make_show(tmp_path).root)[0]


def test_a_code_is_for_the_network(tmp_path: Path) -> None:
    """--qr without --lan is a mistake that says so."""
    done = subprocess.run([sys.executable, "-m", "podcast", "serve", "--qr"], cwd=tmp_path,
                          capture_output=True, text=True, check=False)
    assert (done.returncode, "--lan" in done.stderr) == (2, True)


def test_addresses_others_can_use() -> None:
    """Loopback and link-local addresses are left out, none is named twice, IPv4 comes first."""
    known = ("127.0.1.1", "::1", "fe80::1%eth0", "fd00::2", "192.168.1.7", "0.0.0.0", "10.0.0.9",
             "169.254.3.4", "192.168.1.7")
    assert reachable(known) == ("192.168.1.7", "10.0.0.9", "fd00::2")
    assert reachable(known, ipv6=False) == ("192.168.1.7", "10.0.0.9")
    with pytest.raises(UserError, match="leave out --lan"):
        reachable(known[:3])


def test_addresses_of_the_internet() -> None:
    """Only what a firewall must guard is called public."""
    assert is_public("http://[2a01:4f8::1]:8000/feed.xml")
    assert not is_public("http://192.168.1.7:8000/feed.xml")
    assert not is_public("http://[fd00::2]:8000/feed.xml")
