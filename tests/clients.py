"""Programs people hear podcasts with, each at home in a folder of its own, and a server for
them."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from threading import Thread
from time import monotonic, sleep
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

LIMIT_S = 60
_WAIT_S = 0.05


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address below which a plain web server offers a folder, bytes and ranges as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    application = Starlette(routes=[Mount("/", StaticFiles(directory=folder))])
    server = uvicorn.Server(uvicorn.Config(application, log_config=None, lifespan="off",
                                           timeout_graceful_shutdown=1))
    with create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


def _environment(home: Path) -> dict[str, str]:
    """What a program is told that shall read and write below `home` alone."""
    home.mkdir(parents=True, exist_ok=True)
    ours = {name: value for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "XDG_", "VIRTUAL_ENV"))}
    return ours | {"HOME": str(home), "GPODDER_HOME": str(home), "LC_ALL": "C.UTF-8",
                   "TERM": "xterm", "NO_PROXY": "*"}


@dataclass(frozen=True, slots=True)
class Gpo:
    """gPodder's command line (Debian's gpodder)."""

    program: str
    home: Path

    def __call__(self, *arguments: str) -> str:
        """Run a command; what it prints."""
        done = subprocess.run([self.program, *arguments], env=_environment(self.home), text=True,
                              capture_output=True, check=True, timeout=LIMIT_S)
        return done.stdout

    def episodes(self) -> list[dict[str, Any]]:
        """What it knows of each episode, the newest first."""
        with closing(sqlite3.connect(self.home / "Database")) as database:
            database.row_factory = sqlite3.Row
            rows = database.execute("SELECT * FROM episode ORDER BY published DESC, guid DESC")
            return [dict(row) for row in rows]

    def downloads(self) -> list[bytes]:
        """The sounds that it fetched."""
        return [path.read_bytes() for path in sorted((self.home / "Downloads").rglob("*.mp3"))]


@dataclass(frozen=True, slots=True)
class Newsboat:
    """Newsboat, and podboat that downloads what it queues."""

    reader: str
    loader: str
    home: Path

    def reload(self, address: str) -> str:
        """Read a feed again; what stands in the queue then."""
        own = self.home / ".newsboat"
        environment = _environment(self.home)
        own.mkdir(exist_ok=True)
        (own / "urls").write_text(f"{address}\n")
        (own / "config").write_text(f'podcast-auto-enqueue yes\ndownload-path "{self.home}/sounds"'
                                    '\ndownload-filename-format "/%u"\n')
        subprocess.run([self.reader, "-x", "reload"], env=environment, capture_output=True,
                       check=True, timeout=LIMIT_S)
        queue = own / "queue"
        return queue.read_text() if queue.is_file() else ""

    def items(self) -> list[tuple[str, str]]:
        """Id and address of the sound of each episode it knows."""
        with closing(sqlite3.connect(self.home / ".newsboat/cache.db")) as database:
            return database.execute("SELECT guid, enclosure_url FROM rss_item").fetchall()

    def download(self, name: str, size_bytes: int) -> bytes:
        """Let it fetch what is queued, until a file of that name has that length; its bytes."""
        path = self.home / "sounds" / name
        own, theirs = pty.openpty()
        with subprocess.Popen([self.loader, "-a"], env=_environment(self.home), stdin=theirs,
                              stdout=theirs, stderr=theirs, start_new_session=True) as process:
            os.close(theirs)
            Thread(target=_drained, args=(own,), daemon=True).start()
            end = monotonic() + LIMIT_S
            while not (path.is_file() and path.stat().st_size == size_bytes):
                assert process.poll() is None and monotonic() < end, "podboat fetched nothing"
                sleep(_WAIT_S)
            process.kill()
        os.close(own)
        return path.read_bytes()


def _drained(terminal: int) -> None:
    """Read what is drawn, so that nobody waits for it to be read."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        return


def partytime(feed: bytes, environment: Mapping[str, str]) -> dict[str, Any]:
    """What podcast-partytime, the parser of Podcasting 2.0 apps, makes of a feed."""
    program = Path(__file__).parent / "node" / "partytime.cjs"
    done = subprocess.run(["node", program], env=environment, input=feed, capture_output=True,
                          check=True, timeout=LIMIT_S)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
