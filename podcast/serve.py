"""The show over HTTP: everything below `output/` that listeners may have, with byte ranges."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EADDRINUSE
from html import escape
from pathlib import Path, PurePath
from string import Template
from threading import Thread
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from podcast.editions.wording import wording
from podcast.errors import UserError
from podcast.feed import FEED_FILE
from podcast.media import media_type
from podcast.settings import Settings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import uvicorn
    from starlette.types import Scope

_EXPOSED = ("Accept-Ranges", "Content-Length", "Content-Range", "ETag")
_LISTING = Path(__file__).with_name("listing.html")
_FOLLOWING = Path(__file__).with_name("edited.html")
_EDITED = "edited.json"
_CLOSING_S = 1


Latest = Callable[[], Mapping[str, object]]
"""What was edited last: number, title, text, address of the sound and the second in it; or {}."""


def app(output_dir: Path, latest: Latest | None = None) -> Starlette:
    """The files of a show (RFC 9110: ranges, conditions, HEAD); nothing whose name begins with a
    dot, nothing outside `output_dir`. With `latest` the page follows what is edited."""
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"],
                      allow_headers=["Range", "If-Range"], expose_headers=list(_EXPOSED))
    routes: list[BaseRoute] = [Mount("/", _Files(output_dir, follows=latest is not None))]
    if latest:
        routes.insert(0, Route(f"/{_EDITED}", lambda request: JSONResponse(dict(latest()))))
    return Starlette(routes=routes, middleware=[cors])


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8000,
          ready: Callable[[str], None] | None = None) -> None:
    """Serve a show until Ctrl-C; `ready` is told the address once connections are accepted.

    Port 0 takes any free one. UserError if nothing was built or the port cannot be had.
    """
    if not settings.output_dir.is_dir():
        raise UserError("nothing was built yet", settings.display(settings.output_dir),
                        "Run 'podcast build' first.")
    with _listen(host, port) as listener:
        if ready:
            name = f"[{host}]" if ":" in host else host
            ready(f"http://{name}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):
            _server(app(settings.output_dir)).run(sockets=[listener])


@contextmanager
def serving(settings: Settings, port: int, latest: Latest) -> Iterator[str]:
    """Serve a show on this machine beside other work; yields the address of its page."""
    with _listen("127.0.0.1", port) as listener:
        server = _server(app(settings.output_dir, latest))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


def _server(application: Starlette) -> uvicorn.Server:
    import uvicorn

    return uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False,
                                         lifespan="off", server_header=False,
                                         timeout_graceful_shutdown=_CLOSING_S))


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, OSError) and error.errno == EADDRINUSE:
            raise UserError(f"port {port} is in use", host,
                            f"Choose another one: --port {port + 1}.") from error
        raise UserError(f"cannot listen on port {port} ({error})", host,
                        "Choose another one with --port, from 1024 to 65535.") from error
    return listener


class _Files(StaticFiles):
    """starlette's files, without hidden ones, with our media types and a page at the root."""

    def __init__(self, output_dir: Path, *, follows: bool = False) -> None:
        super().__init__(directory=output_dir, html=True, check_dir=False)
        self._root, self._follows = output_dir, follows

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        hidden = any(part.startswith(".") for part in PurePath(path).parts)
        return ("", None) if hidden or "\0" in path else super().lookup_path(path)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == "." and not (self._root / "index.html").is_file():
            return HTMLResponse(listing(self._root, follows=self._follows))
        return await super().get_response(path, scope)

    def file_response(self, full_path: str | os.PathLike[str], stat_result: os.stat_result,
                      scope: Scope, status_code: int = 200) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if "content-type" in response.headers:
            response.headers["content-type"] = media_type(PurePath(full_path).name)
        # A rebuild must be heard at once: caches ask each time, and mostly get a 304.
        response.headers["cache-control"] = "no-cache"
        return response


def listing(output_dir: Path, *, follows: bool = False) -> str:
    """A page in HTML with the episodes of the feed; in German, as the feed is.

    One that `follows` plays from the sentence that was edited last.
    """
    channel = _channel(output_dir / FEED_FILE)
    values = {"language": "de", "title": "Podcast", "description": ""}
    items: list[Element] = []
    if channel is not None:
        items = channel.findall("item")
        values |= {name: channel.findtext(name) or values[name] for name in values}
    base = "" if channel is None else channel.findtext("link") or ""
    links = "\n".join(_link(item, base) for item in items)
    episodes = f"<ol>\n{links}\n</ol>" if items else f"<p>{wording('de').no_episodes}</p>"
    page = Template(_LISTING.read_text(encoding="utf-8"))
    return page.substitute({key: escape(value) for key, value in values.items()}
                           | {"episodes": episodes,
                              "edited": _FOLLOWING.read_text(encoding="utf-8") if follows else ""})


def _channel(path: Path) -> Element | None:
    from xml.etree import ElementTree

    try:
        return ElementTree.parse(path).getroot().find("channel")
    except (OSError, ElementTree.ParseError):
        return None


def _link(item: Element, base: str) -> str:
    """An episode's list entry, relative to the page where the file lies below the feed's base."""
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else enclosure.get("url", "")
    title = escape(item.findtext("title") or address)
    return f'<li><a href="{escape(address.removeprefix(base))}">{title}</a></li>'
