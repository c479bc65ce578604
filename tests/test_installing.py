"""Installing models with Coqui's own ModelManager, from a server on this machine."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, ClassVar

import pytest

from podcast import installing
from podcast.engines.library import HOME, find_model, model_folder
from podcast.errors import UserError
from podcast.installing import Consent, install
from podcast.model import Licence
from podcast.sources import ModelSource

pytestmark = pytest.mark.xdist_group("installing")
NAME = "tts_models/de/tiny/vits"
FREE = Licence("CC0-1.0")


class Server(SimpleHTTPRequestHandler):
    """Serves a folder, and never ends `slow.zip`."""

    ended: ClassVar[Event] = Event()

    def do_GET(self) -> None:
        """Begin `slow.zip` and stop; everything else as it lies there."""
        if self.path != "/slow.zip":
            super().do_GET()
            return
        self.do_HEAD()
        self.wfile.write(b"PK")
        self.wfile.flush()
        self.ended.wait()

    def do_HEAD(self) -> None:
        """Promise 100 kB of `slow.zip`."""
        if self.path != "/slow.zip":
            super().do_HEAD()
            return
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good and a truncated zip of a tiny model."""
    from tests import tiny_models

    folder = tmp_path_factory.mktemp("served")
    tiny_models.vits(folder / "made")
    with zipfile.ZipFile(folder / "good.zip", "w") as archive:
        for name in ("config.json", "model.pth"):
            archive.write(folder / "made" / name, f"tiny/{name}")
    tiny_models.vits(folder / "two", speakers=2)
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        for path in (folder / "two").iterdir():
            archive.write(path, f"two/{path.name}")
    shutil.rmtree(folder / "two")
    with zipfile.ZipFile(folder / "sly.zip", "w") as archive:
        archive.write(folder / "made/config.json", "tiny/config.json")
        archive.writestr("../outside/", "")
    (folder / "cut.zip").write_bytes((folder / "good.zip").read_bytes()[:200_000])
    return folder


@pytest.fixture
def address(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the folder is served; models go to a folder of the test's own."""
    monkeypatch.setenv(HOME, str(tmp_path / "models"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(packed)))
    Server.ended.clear()
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Server.ended.set()
    server.shutdown()


def source(address: str, file: str, **more: Any) -> ModelSource:
    """The tiny model at an address."""
    return ModelSource(NAME, "coqui", FREE, f"{address}/{file}", **more)


def nothing_is_left() -> bool:
    """Whether a failed install left neither a model nor a half of one."""
    folder = model_folder("coqui", NAME)
    return not folder.exists() and not list(folder.parent.glob("*.part"))


def test_installs_once_and_remembers_the_checksum(address: str) -> None:
    """A model is downloaded, converted and proved; a second call only proves it."""
    model, new = install(source(address, "good.zip"), Consent(), ())
    assert new and model.family == "vits"
    assert install(source(address, "good.zip"), Consent(), ()) == (model, False)
    again, new = install(source(address, "good.zip"), Consent(again=True), ())
    assert new and again.digest == model.digest


@pytest.mark.parametrize(("file", "words"), [
    ("cut.zip", "only a part"), ("none.zip", "404"),
    ("sly.zip", "reaches out"), ("slow.zip", "nothing has come")])
def test_a_download_that_fails_leaves_nothing(address: str, file: str, words: str,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    """Truncated, missing or stalled: one line says so, names the folder, and nothing stays."""
    monkeypatch.setattr(installing, "STALL_S", 8.0)
    with pytest.raises(UserError) as caught:
        install(source(address, file), Consent(), ())
    assert words in str(caught.value)
    assert str(model_folder("coqui", NAME) / "files") in str(caught.value)
    assert nothing_is_left()


def test_speakers_are_found_wherever_the_model_lies(address: str) -> None:
    """A model with several speakers knows them after it was moved to its place."""
    model, _ = install(source(address, "two.zip"), Consent(), ())
    assert model.details["speakers"] == {"Berta": 0, "Cäcilie": 1}


def test_another_checksum_is_refused(address: str) -> None:
    """Files that are not what the cast vouches for are thrown away."""
    with pytest.raises(UserError, match="checksum"):
        install(source(address, "good.zip", sha256="0" * 64), Consent(), ())
    assert nothing_is_left()


def test_too_little_room_is_said_before(address: str) -> None:
    """What does not fit on the disk is not begun."""
    with pytest.raises(UserError, match="MB free"):
        install(ModelSource(NAME, "coqui", FREE, "", size_mb=10**9), Consent(), ())
    assert nothing_is_left()


def test_without_a_network(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A server that refuses is one line; the packages that download add nothing to it."""
    with pytest.raises(UserError, match="no network, or the server refused"):
        install(source("http://127.0.0.1:9", "good.zip"), Consent(), ())
    assert capfd.readouterr() == ("", "")
    assert nothing_is_left()


def test_files_put_there_by_hand(address: str, packed: Path) -> None:
    """What lies in the model's own folder is taken, without a download."""
    folder = model_folder("coqui", NAME) / "files"
    folder.mkdir(parents=True)
    for name in ("config.json", "model.pth"):
        os.link(packed / "made" / name, folder / name)
    install(source("http://127.0.0.1:9", "good.zip"), Consent(), ())
    assert find_model("coqui", NAME) is not None
