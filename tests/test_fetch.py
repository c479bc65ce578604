"""Fetching pages: real servers on this machine, good and bad ones."""

import gzip
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from podcast.article import read_article
from podcast.article.addresses import is_public
from podcast.article.fetch import fetch
from podcast.errors import UserError

PAGE = ("<!DOCTYPE html><html lang=de><head><title>Fähre</title></head><body><article><h1>Die "
        "Fähre</h1><p><b>Wann fährt sie?</b></p><p>Wenn der Nebel es erlaubt.</p></article>")
HTML = "text/html; charset=utf-8"
Answer = tuple[int, dict[str, str], bytes]
ANSWERS: dict[str, Answer] = {
    "/page": (200, {"Content-Type": HTML}, PAGE.encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=ISO-8859-1"}, PAGE.encode("latin-1")),
    "/gzip": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"},
              gzip.compress(PAGE.encode())),
    "/deflate": (200, {"Content-Type": HTML, "Content-Encoding": "deflate"},
                 zlib.compress(PAGE.encode())),
    "/raw": (200, {"Content-Type": HTML, "Content-Encoding": "deflate"},
             zlib.compress(PAGE.encode(), wbits=-15)),
    "/members": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"},
                 gzip.compress(PAGE[:90].encode()) + gzip.compress(PAGE[90:].encode())),
    "/contradicted": (200, {"Content-Type": "text/html; charset=iso-8859-1"},
                      PAGE.replace("<head>", "<head><meta charset=utf-8>").encode()),
    "/torn": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"},
              gzip.compress(PAGE.encode())[:120]),
    "/stump": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"},
               gzip.compress(PAGE.encode())[:12]),
    "/brotli": (200, {"Content-Type": HTML, "Content-Encoding": "br"}, b"...."),
    "/short": (200, {"Content-Type": HTML, "Content-Length": "9999"}, PAGE.encode()),
    "/plain.md": (200, {"Content-Type": "text/plain"}, b"# Titel\n\n**Ja?** Nein."),
    "/bytes": (200, {"Content-Type": "application/octet-stream"}, PAGE.encode()),
    "/nothing": (200, {"Content-Type": HTML}, b""),
    "/one": (302, {"Location": "/two"}, b""),
    "/two": (301, {"Location": "page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/missing": (404, {}, b""),
    "/locked": (403, {}, b""),
    "/odd": (418, {}, b""),
    "/broken": (503, {}, b""),
    "/picture": (200, {"Content-Type": "image/png"}, b"...."),
    "/print.pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"),
    "/large": (200, {"Content-Type": HTML}, b"x" * 5_000_001),
    "/bomb": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"},
              gzip.compress(b"x" * 60_000_000)),
    "/badzip": (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, b"no gzip at all"),
}


class Handler(BaseHTTPRequestHandler):
    """Gives the prepared answers, and what was asked of it."""

    def do_GET(self) -> None:
        """Answer one request."""
        if self.path == "/slow":
            self._trickle()
            return
        echo = f"<p>{self.headers['Host']} {self.headers['User-Agent']}</p>".encode()
        status, headers, body = ANSWERS.get(self.path, (200, {"Content-Type": HTML}, echo))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True

    def _trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x")
                time.sleep(0.05)
        except ConnectionError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server."""
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("path", ["/page", "/latin", "/gzip", "/bytes", "/one", "/deflate",
                                  "/raw", "/members", "/contradicted"])
def test_pages(site: str, path: str) -> None:
    """A page is read whatever its encoding, packing and redirects; its address is the last."""
    article = read_article(site + path, allow_private=True)
    assert article.title == "Die Fähre"
    assert [block.text for block in article.blocks] == [
        "Wann fährt sie?", "Wenn der Nebel es erlaubt."]
    assert article.url == site + ("/page" if path == "/one" else path)


def test_a_page_knows_better_than_its_server(site: str) -> None:
    """UTF-8 that the page declares and is counts more than the server's word, and is said."""
    article = read_article(f"{site}/contradicted", allow_private=True)
    assert any("UTF-8 it is" in one for one in article.notices)


def test_markdown_over_http(site: str) -> None:
    """Plain text whose address says Markdown is read as Markdown."""
    article = read_article(f"{site}/plain.md", allow_private=True)
    assert (article.title, article.blocks[0].text) == ("Titel", "Ja? Nein.")


@pytest.mark.parametrize(("path", "what"), [
    ("/missing", "no such page (HTTP 404)"), ("/locked", "to programs (HTTP 403)"),
    ("/odd", "HTTP 418"), ("/broken", "fault (HTTP 503)"), ("/round", "more than 5 times"),
    ("/file", "leads to an address that is not read"), ("/picture", "image/png"),
    ("/print.pdf", "PDF"), ("/large", "larger than 5 MB"), ("/bomb", "larger than 5 MB"),
    ("/badzip", "packed in a way"), ("/brotli", "packed in a way"), ("/torn", "broke off"),
    ("/stump", "broke off"), ("/short", "broke off"), ("/nothing", "page is empty")])
def test_bad_answers(site: str, path: str, what: str) -> None:
    """Whatever a server does wrong is one line that says what, where and what to do."""
    with pytest.raises(UserError) as caught:
        read_article(site + path, allow_private=True)
    assert what in caught.value.what
    assert caught.value.where == site + path
    assert caught.value.next_step
    assert "\n" not in str(caught.value)


def test_a_server_that_trickles(site: str) -> None:
    """A page that takes too long is given up, though bytes keep coming."""
    start = time.monotonic()
    with pytest.raises(UserError, match=r"longer than 0\.5 seconds"):
        fetch(f"{site}/slow", allow_private=True, limit_s=0.5)
    assert time.monotonic() - start < 10


def test_what_the_server_is_told(site: str) -> None:
    """The server hears the name that was asked for, and who asks."""
    here = site.replace("127.0.0.1", "localhost")
    text = read_article(f"{here}/echo", allow_private=True).blocks[0].text
    assert text.startswith(f"{here.removeprefix('http://')} Hoerfassung/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0",
                                  "169.254.169.254", "10.0.0.1", "2130706433"])
def test_private_machines(host: str) -> None:
    """Addresses of this machine and its network are refused unless they are asked for."""
    with pytest.raises(UserError, match="local network") as caught:
        read_article(f"http://{host}:9/")
    assert "--allow-private" in caught.value.next_step


@pytest.mark.parametrize(("address", "public"), [
    ("8.8.8.8", True), ("2606:4700::1111", True), ("192.168.1.1", False), ("100.64.0.1", False),
    ("224.0.0.1", False), ("240.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
    ("fd00::1", False), ("ff02::1", False), ("::ffff:10.0.0.1", False),
    ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True)])
def test_public_addresses(address: str, public: bool) -> None:
    """IPv4 inside IPv6 counts as what it is."""
    assert is_public(address) is public


@pytest.mark.parametrize(("address", "what"), [
    ("ftp://a.example/b", "begin with ftp:"), ("file:///etc/passwd", "begin with file:"),
    ("http://", "no web address"), ("http://[::1", "no web address"),
    ("http://user:word@a.example/", "no web address"),
    ("https://gibt-es-nicht.invalid/", "no machine called gibt-es-nicht.invalid")])
def test_bad_addresses(address: str, what: str) -> None:
    """What is no address of the web is refused before anything is asked."""
    with pytest.raises(UserError) as caught:
        read_article(address)
    assert what in caught.value.what
    assert caught.value.next_step


def test_nobody_answers() -> None:
    """A port where nothing listens is no connection."""
    with serving() as port:
        pass
    with pytest.raises(UserError, match="no connection"):
        read_article(f"http://127.0.0.1:{port}/", allow_private=True)


def test_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                      need_tool: Callable[[str], str]) -> None:
    """A certificate that nobody vouches for is refused; one that is trusted must fit the name."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run([need_tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                    "-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as port:
        with pytest.raises(UserError, match="certificate is not valid"):
            read_article(f"https://localhost:{port}/page", allow_private=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert read_article(f"https://localhost:{port}/page", allow_private=True).title
        with pytest.raises(UserError, match="certificate is not valid"):
            read_article(f"https://127.0.0.1:{port}/page", allow_private=True)
