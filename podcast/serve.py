"""The show over HTTP: everything below `output/` that listeners may have, with byte ranges."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from errno import EADDRINUSE
from hashlib import sha256
from pathlib import Path, PurePath
from threading import Thread, Timer
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from podcast.errors import UserError
from podcast.feed import FEED_FILE
from podcast.front import FRONT_FILE
from podcast.lan import network_addresses
from podcast.listing import following, listing
from podcast.media import media_type
from podcast.ranges import ranged, with_one_range_at_most
from podcast.readdressing import readdress, show_addresses, valid_host
from podcast.settings import Settings

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import Receive, Scope, Send

_EXPOSED = ("Accept-Ranges", "Content-Length", "Content-Range", "ETag")
_TEXTS = {".html", ".json", ".vtt", ".xml"}
"""What may name the show's address, and is told the one the client uses."""
_LARGEST_TEXT_BYTES = 64 * 1024 * 1024
_FEED_HEAD_BYTES = 64 * 1024
_EDITED = "edited.json"
_CLOSING_S, _LONGEST_CLOSING_S = 1, 5
_INTERRUPTED = 130
"""Exit code of a program that Ctrl-C has ended."""
PORTS = range(8000, 8010)
"""Where nobody names a port, the first of these that is free."""

Latest = Callable[[], Mapping[str, object]]
"""What was edited last: number, title, text, address of the sound and the second in it; or {}."""


def app(settings: Settings, latest: Latest | None = None) -> Starlette:
    """The files of a show (RFC 9110: ranges, conditions, HEAD); nothing whose name begins with a
    dot, nothing outside its output folder. Texts name the address the client used instead of the
    show's own. With `latest` the page follows what is edited."""
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"],
                      allow_headers=["*"], expose_headers=list(_EXPOSED))
    routes: list[BaseRoute] = [Mount("/", _Files(settings, follows=latest is not None))]
    if latest:
        routes.insert(0, Route(f"/{_EDITED}", lambda request: JSONResponse(dict(latest()))))
    return Starlette(routes=routes, middleware=[cors])


def serve(settings: Settings, host: str = "127.0.0.1", port: int | None = None,
          ready: Callable[[str], None] | None = None) -> None:
    """Serve a show until Ctrl-C; `ready` is told the address once connections are accepted.

    Without a port the first free one of `PORTS` is taken, with 0 any. UserError if nothing was
    built or the port cannot be had.
    """
    _require_built(settings)
    with _listen(host, port) as listener:
        if ready:
            ready(_address(host, listener))
        _run(settings, [listener])


def serve_lan(settings: Settings, port: int | None,
              ready: Callable[[tuple[str, ...]], None]) -> None:
    """Serve a show to the whole local network until Ctrl-C.

    `ready` is told under which addresses, the likeliest first. UserError as for `serve`, and if
    this machine is in no network.
    """
    _require_built(settings)
    with ExitStack() as opened:
        listeners = [opened.enter_context(_listen("0.0.0.0", port))]
        with suppress(OSError, UserError):
            taken = listeners[0].getsockname()[1]
            listeners.append(opened.enter_context(_listen("::", taken)))
        hosts = network_addresses(ipv6=len(listeners) > 1)
        ready(tuple(_address(host, listeners[0]) for host in hosts))
        _run(settings, listeners)


@contextmanager
def serving(settings: Settings, port: int | None, latest: Latest) -> Iterator[str]:
    """Serve a show on this machine beside other work; yields the address of its page."""
    with _listen("127.0.0.1", port) as listener:
        server = _server(app(settings, latest))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield _address("127.0.0.1", listener)
        finally:
            server.should_exit = True
            thread.join()


def _require_built(settings: Settings) -> None:
    if not settings.output_dir.is_dir():
        raise UserError("nothing was built yet", settings.display(settings.output_dir),
                        "Run 'podcast build' first.")


def _address(host: str, listener: socket.socket) -> str:
    return f"http://{_place(host, listener.getsockname()[1])}/"


def _place(host: str, port: int) -> str:
    """Host and port as an address has them (RFC 3986, 3.2)."""
    return f"[{host.partition('%')[0]}]:{port}" if ":" in host else f"{host}:{port}"


def _run(settings: Settings, listeners: Sequence[socket.socket]) -> None:
    with suppress(KeyboardInterrupt):
        _server(app(settings)).run(sockets=list(listeners))


def _server(application: Starlette) -> uvicorn.Server:
    import uvicorn

    class Server(uvicorn.Server):
        """Whoever presses Ctrl-C has the terminal back soon, whatever a thread still waits for."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            super().handle_exit(sig, frame)
            last = Timer(_LONGEST_CLOSING_S, os._exit, (_INTERRUPTED,))
            last.daemon = True
            last.start()

    return Server(uvicorn.Config(application, log_config=None, access_log=False,
                                 lifespan="off", server_header=False,
                                 timeout_graceful_shutdown=_CLOSING_S))


def _listen(host: str, port: int | None) -> socket.socket:
    if port is not None:
        return _listen_at(host, port)
    for port in PORTS:
        with suppress(_InUse):
            return _listen_at(host, port)
    raise UserError(f"ports {PORTS[0]} to {PORTS[-1]} are in use", host,
                    f"Choose another one: --port {PORTS[-1] + 1}.")


class _InUse(UserError):
    """Another program listens at that port."""


def _listen_at(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if listener.family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, OSError) and error.errno == EADDRINUSE:
            raise _InUse(f"port {port} is in use", host,
                         f"Choose another one: --port {port + 1}.") from error
        raise UserError(f"cannot listen on port {port} ({error})", host,
                        "Choose another one with --port, from 1024 to 65535.") from error
    return listener


class _Files(StaticFiles):
    """starlette's files, without hidden ones, with our media types, the address the client used
    and a page at the root."""

    def __init__(self, settings: Settings, *, follows: bool = False) -> None:
        super().__init__(directory=settings.output_dir, html=True, check_dir=False)
        self._root, self._base_url = settings.output_dir, settings.base_url
        self._follows = follows

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(with_one_range_at_most(scope), receive, send)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if _hidden(PurePath(path)) or "\0" in path:
            return "", None
        try:
            found, status = super().lookup_path(path)
        except OSError:
            return "", None
        # A link may lead from what is seen to what is hidden.
        if status and _hidden(PurePath(found).relative_to(self._root.resolve())):
            return "", None
        return found, status

    async def get_response(self, path: str, scope: Scope) -> Response:
        front = self._root / FRONT_FILE
        if scope["method"] in ("GET", "HEAD") and path == ".":
            if not front.is_file():
                return HTMLResponse(listing(self._root, follows=self._follows))
            if self._follows:
                page = await run_in_threadpool(self._readdressed, front, _origin(scope))
                return HTMLResponse(following(page.decode()))
        response = await super().get_response(path, scope)
        if isinstance(response, RedirectResponse):
            # Relative, so that no Host header leads elsewhere.
            response.headers["location"] = f"./{quote(PurePath(path).name)}/"
        if isinstance(response, FileResponse) and response.status_code == 200:
            return await self._judged(response, scope)
        return response

    def file_response(self, full_path: str | os.PathLike[str], stat_result: os.stat_result,
                      scope: Scope, status_code: int = 200) -> Response:
        # A rebuild must be heard at once: caches ask each time, and mostly get a 304.
        return FileResponse(full_path, status_code, {"cache-control": "no-cache"},
                            media_type(PurePath(full_path).name), stat_result=stat_result)

    async def _judged(self, file: FileResponse, scope: Scope) -> Response:
        """The file, or as much of it as the client lacks; a text with the client's address."""
        request, headers, body = Headers(scope=scope), file.headers, None
        if _is_text(file):
            body = await run_in_threadpool(self._readdressed, Path(file.path), _origin(scope))
            del headers["content-length"]
            headers["etag"] = f'"{sha256(body).hexdigest()}"'
        if self.is_not_modified(headers, request):
            return NotModifiedResponse(headers)
        return file if body is None else ranged(body, headers, request)

    def _readdressed(self, path: Path, address: str) -> bytes:
        try:
            text = path.read_bytes()
        except OSError as error:
            raise HTTPException(404) from error
        known = show_addresses(self._base_url, self._feed_head())
        return readdress(text, known, address, prose=path.suffix.lower() == ".vtt")

    def _feed_head(self) -> bytes:
        try:
            with (self._root / FEED_FILE).open("rb") as feed:
                return feed.read(_FEED_HEAD_BYTES)
        except OSError:
            return b""


def _hidden(path: PurePath) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _is_text(file: FileResponse) -> bool:
    """Whether a file may name the show's address and is small enough to be held in memory."""
    size = file.stat_result.st_size if file.stat_result else 0
    return PurePath(file.path).suffix.lower() in _TEXTS and size <= _LARGEST_TEXT_BYTES


def _origin(scope: Scope) -> str:
    """Where the client found the show: by its Host header, or where its connection arrived."""
    host = Headers(scope=scope).get("host", "")
    scheme = "https" if scope["scheme"] == "https" else "http"
    return f"{scheme}://{host if valid_host(host) else _place(*scope['server'])}"
