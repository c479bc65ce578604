"""The show over HTTP: a real server, asked by http.client."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import podcast.serve
from podcast.errors import UserError
from podcast.feed import FeedItem, feed_pages
from podcast.model import Publication, Script
from podcast.serve import serve, serving
from podcast.settings import Settings

SOUND = bytes(range(256)) * 40
AUDIO = Publication("episodes/eins/eins.mp3", "audio/mpeg", "0" * 64, len(SOUND))
KINDS = {
    "a.chapters.json": "application/json+chapters", "a.json": "application/json",
    "a.vtt": "text/vtt; charset=utf-8", "a.srt": "application/x-subrip", "a.m4a": "audio/mp4",
    "a.opus": "audio/ogg", "a.css": "text/css; charset=utf-8", "A.MP3": "audio/mpeg",
    "a.js": "text/javascript; charset=utf-8", "a.b.mp3": "audio/mpeg",
    "a.unheard-of": "application/octet-stream",
}
SERVER = """
import sys
from pathlib import Path
from podcast.serve import serve
from podcast.settings import Settings
root, base_url, host = sys.argv[1:]
settings = Settings(root=Path(root), title="Schau", cast="x", guid="g", base_url=base_url)
serve(settings, host, port=0, ready=lambda address: print(address, flush=True))
print("stopped", flush=True)
"""


def _show(root: Path) -> Settings:
    settings = Settings(root=root, title="Schau & Töne", cast="x", guid="g")
    output = settings.output_dir
    (output / "episodes/eins").mkdir(parents=True)
    (output / ".store").mkdir()
    (output / ".store/clip").write_text("hidden")
    (root / "podcast.toml").write_text("secret")
    (output / "leak").symlink_to(root / "podcast.toml")
    (output / "clip").symlink_to(output / ".store/clip")
    (output / "round").symlink_to(output / "round")
    (output / ".published.json").write_text("hidden")
    (output / "episodes/eins/index.html").write_text("<p>Eins</p>")
    for name in KINDS:
        (output / name).write_bytes(b"0123456789")
    (output / AUDIO.path).write_bytes(SOUND)
    (output / "cover.jpg").write_bytes(b"\xff\xd8")
    script = Script("urn:1", "eins", "Erste <Folge>", (), (), created="2024-03-01T10:00:00+01:00")
    item = FeedItem(script, 10, "", (), {"mp3": AUDIO})
    (output / "feed.xml").write_bytes(feed_pages(settings, [item], None)["feed.xml"])
    return settings


@contextmanager
def running(settings: Settings, host: str = "127.0.0.1") -> Iterator[tuple[str, Path]]:
    """Address and output folder of a running server; it is stopped with Ctrl-C."""
    command = [sys.executable, "-c", SERVER, str(settings.root), settings.base_url, host]
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    assert process.stdout is not None
    yield process.stdout.readline().strip(), settings.output_dir
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (out, err, process.returncode) == ("stopped\n", "", 0)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A small show that is served on this machine."""
    with running(_show(tmp_path_factory.mktemp("show"))) as address:
        yield address


def ask(server: tuple[str, Path], path: str, method: str = "GET",
        **headers: str) -> tuple[HTTPResponse, bytes]:
    """What a server answers, and the body."""
    connection = HTTPConnection(urlsplit(server[0]).netloc, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value
                                              for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(("path", "media_type"), [
    ("/episodes/eins/eins.mp3", "audio/mpeg"),
    ("/feed.xml", "application/rss+xml; charset=utf-8"),
    ("/cover.jpg", "image/jpeg"),
    ("/", "text/html; charset=utf-8"),
    *((f"/{name}", media_type) for name, media_type in KINDS.items()),
])
def test_media_types(server: tuple[str, Path], path: str, media_type: str) -> None:
    """Files come whole with the type apps expect, and say that ranges are possible."""
    response, body = ask(server, path)
    assert (response.status, response.getheader("content-type")) == (200, media_type)
    assert int(response.getheader("content-length", "-1")) == len(body)
    if path not in ("/", "/feed.xml"):
        assert body == (server[1] / path[1:]).read_bytes()
    if path != "/":
        assert response.getheader("accept-ranges") == "bytes"


@pytest.mark.parametrize(("asked", "start", "end"), [
    ("bytes=0-99", 0, 100), ("bytes=100-", 100, len(SOUND)), ("bytes=-300", len(SOUND) - 300,
                                                              len(SOUND)),
    ("bytes=10000-99999", 10000, len(SOUND)), ("bytes=-999999", 0, len(SOUND)),
])
def test_ranges(server: tuple[str, Path], asked: str, start: int, end: int) -> None:
    """A byte range, open ranges and suffixes answer 206 with exactly those bytes."""
    response, body = ask(server, f"/{AUDIO.path}", Range=asked)
    assert response.status == 206
    assert response.getheader("content-range") == f"bytes {start}-{end - 1}/{len(SOUND)}"
    assert body == SOUND[start:end]


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "items=0-1", "bytes=5-2", "bytes=a-b",
                                   "bytes=-", "bytes", "0-5", "bytes=0-5,"])
@pytest.mark.parametrize("path", [f"/{AUDIO.path}", "/feed.xml"])
def test_other_ranges_are_ignored(server: tuple[str, Path], path: str, asked: str) -> None:
    """Several ranges, other units and what is no range get the whole file."""
    response, body = ask(server, path, Range=asked)
    assert (response.status, body) == (200, ask(server, path)[1])


def test_range_beyond_the_end(server: tuple[str, Path]) -> None:
    """A range that begins behind the end answers 416 with the size."""
    response, _ = ask(server, f"/{AUDIO.path}", Range=f"bytes={len(SOUND)}-")
    assert response.status == 416
    assert response.getheader("content-range") == f"bytes */{len(SOUND)}"


def test_if_range(server: tuple[str, Path]) -> None:
    """A range is only served of the bytes the client already has a part of."""
    tag = ask(server, f"/{AUDIO.path}", "HEAD")[0].getheader("etag", "")
    assert ask(server, f"/{AUDIO.path}", Range="bytes=0-9", If_Range=tag)[0].status == 206
    day = ask(server, f"/{AUDIO.path}", "HEAD")[0].getheader("last-modified", "")
    assert ask(server, f"/{AUDIO.path}", Range="bytes=0-9", If_Range=day)[0].status == 206
    response, body = ask(server, f"/{AUDIO.path}", Range="bytes=0-9", If_Range='"other"')
    assert (response.status, body) == (200, SOUND)


def test_head(server: tuple[str, Path]) -> None:
    """HEAD answers with the headers of GET and no body, for files and for the page."""
    for path in (f"/{AUDIO.path}", "/", "/feed.xml"):
        head, body = ask(server, path, "HEAD", Range="bytes=0-1")
        get, whole = ask(server, path)
        assert (head.status, body) == (200, b"")
        assert int(head.getheader("content-length", "-1")) == len(whole)
        assert head.getheader("content-type") == get.getheader("content-type")


@pytest.mark.parametrize("path", ["/feed.xml", f"/{AUDIO.path}"])
def test_not_modified(server: tuple[str, Path], path: str) -> None:
    """What a client has already answers 304, by its tag or by its date; the tag comes first."""
    first, _ = ask(server, path)
    tag, day = first.getheader("etag", ""), first.getheader("last-modified", "")
    for known in (tag, "*", f'"other", {tag}', f'"other",W/{tag}'):
        again, body = ask(server, path, If_None_Match=known)
        assert (again.status, body, again.getheader("etag")) == (304, b"", tag)
    assert ask(server, path, If_Modified_Since=day)[0].status == 304
    assert ask(server, path, If_None_Match='"other"')[0].status == 200
    assert ask(server, path, If_None_Match='"other"', If_Modified_Since=day)[0].status == 200


@pytest.mark.parametrize("path", [
    "/.store/clip", "/%2estore/clip", "/episodes/../.store/clip", "/episodes/%2e%2e/.store/clip",
    "/../podcast.toml", "/..%2fpodcast.toml", "/..%2Fpodcast.toml", "/%2e%2e/podcast.toml",
    "/..%5cpodcast.toml", "//etc/passwd", "/%2fetc/passwd", "/leak", "/clip", "/round",
    "/.published.json", "/feed.xml%00", "/episodes", "/" + "a" * 5000, "/nothing.mp3",
])
def test_nothing_hidden_and_nothing_outside(server: tuple[str, Path], path: str) -> None:
    """Hidden files, and everything outside the output folder, do not exist."""
    response, body = ask(server, path)
    assert response.status in (307, 404)
    assert b"secret" not in body and b"hidden" not in body


def test_other_sites_may_read(server: tuple[str, Path]) -> None:
    """A web player elsewhere may fetch files and ranges, and nothing but read."""
    response, _ = ask(server, "/feed.xml", Origin="https://player.example")
    assert response.getheader("access-control-allow-origin") == "*"
    for path in ("/a.vtt", "/a.chapters.json", f"/{AUDIO.path}"):
        before, _ = ask(server, path, "OPTIONS", Origin="https://player.example",
                        Access_Control_Request_Method="GET",
                        Access_Control_Request_Headers="range, if-none-match, cache-control")
        assert before.status == 200
        assert before.getheader("access-control-allow-origin") == "*"
    for path in ("/feed.xml", "/"):
        assert ask(server, path, "POST")[0].status == 405


def test_a_folder_shows_its_page(server: tuple[str, Path]) -> None:
    """An episode's folder is its page; without the slash the client is sent to the one with it,
    never to another host."""
    assert ask(server, "/episodes/eins/")[1] == b"<p>Eins</p>"
    for path in ("/episodes/eins", "//episodes/eins"):
        moved, _ = ask(server, path, Host="evil.example")
        assert (moved.status, moved.getheader("location")) == (307, "./eins/")


def test_page_lists_the_episodes(server: tuple[str, Path]) -> None:
    """Without index.html there is a German page that links each episode and the feed."""
    page = ask(server, "/")[1].decode()
    assert '<html lang="de">' in page
    assert "<h1>Schau &amp; Töne</h1>" in page
    assert f'<a href="{AUDIO.path}">Erste &lt;Folge&gt;</a>' in page
    assert '<a href="feed.xml">' in page


def test_own_page_comes_first(server: tuple[str, Path]) -> None:
    """An index.html that was built stands at the root."""
    page = server[1] / "index.html"
    page.write_text("<p>built</p>")
    try:
        assert ask(server, "/")[1] == b"<p>built</p>"
    finally:
        page.unlink()


def test_page_without_feed(server: tuple[str, Path]) -> None:
    """While the feed is missing or broken the page says that there are no episodes."""
    feed = server[1] / "feed.xml"
    kept = feed.read_bytes()
    try:
        for broken in (b"<rss>", None):
            feed.write_bytes(broken) if broken else feed.unlink()
            assert "Es gibt noch keine Folgen." in ask(server, "/")[1].decode()
    finally:
        feed.write_bytes(kept)


def test_port_in_use(tmp_path: Path) -> None:
    """A port that is taken is named, and the option that takes another."""
    settings = _show(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError) as caught:
            serve(settings, port=port)
    assert str(port) in caught.value.what
    assert f"--port {port + 1}" in caught.value.next_step


def test_the_next_free_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody names a port, a taken one is passed over; if all are taken, that is said."""
    settings = _show(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(podcast.serve, "PORTS", range(port, port + 1))
        with pytest.raises(UserError, match=f"ports {port} to {port} are in use") as caught:
            serve(settings)
        assert f"--port {port + 1}" in caught.value.next_step
        monkeypatch.setattr(podcast.serve, "PORTS", range(port, port + 20))
        with serving(settings, None, dict) as address:
            assert port < (urlsplit(address).port or 0) < port + 20


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("no.such.host.invalid", 0)])
def test_impossible_address(tmp_path: Path, host: str, port: int) -> None:
    """A port or host that cannot be is a plain error."""
    with pytest.raises(UserError, match="cannot listen"):
        serve(_show(tmp_path), host, port)


def test_nothing_built(tmp_path: Path) -> None:
    """A show without output says what to run."""
    with pytest.raises(UserError, match="podcast build"):
        serve(Settings(root=tmp_path, title="x", cast="x", guid="g"))
