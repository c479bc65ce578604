"""A save is built at once, and the page knows where the edited sentence is heard."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from urllib.request import urlopen

import pytest

from podcast.build import Built
from podcast.errors import UserError
from podcast.executor import LocalExecutor
from podcast.serve import serving
from podcast.settings import SHOW_FILE, Settings
from podcast.watch import Edited, watch
from tests.shows import BODY, make_show, write_script

LIMIT_S = 60.0


@dataclass
class Watching:
    """A show that is watched, and what was told about it."""

    show: Settings
    edited: Edited = field(default_factory=Edited)
    told: Queue[Built | UserError] = field(default_factory=Queue)

    def tell(self, built: Built | UserError) -> None:
        """Pass on what was told."""
        if isinstance(built, Built):
            self.edited.take(built)
        self.told.put(built)

    def built(self) -> Built:
        """The next build, whose problems are raised."""
        told = self.told.get(timeout=LIMIT_S)
        if isinstance(told, UserError):
            raise told
        told.require()
        return told


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    """A show under watch, built once."""
    made, stop = Watching(make_show(tmp_path)), Event()
    with LocalExecutor(2) as executor:
        thread = Thread(target=watch, args=(made.show.root, (), executor,
                                            lambda outlook, done: None, made.tell, stop))
        thread.start()
        made.built()
        yield made
        stop.set()
        thread.join(LIMIT_S)
        assert not thread.is_alive()


def test_a_save_is_built(watching: Watching) -> None:
    """One sentence is spoken, and the page is told where it is heard."""
    assert watching.edited.latest() == {}
    write_script(watching.show.root, BODY.replace("Die Lampen.", "Die Laternen."))
    (result,) = watching.built().results
    assert (result.stale.sentences, result.stale.turns) == (1, 1)
    assert result.edited is not None and result.edited.text == "Die Laternen."
    assert 0 < result.edited.start_s < result.record.item.seconds
    latest = watching.edited.latest()
    assert (latest["number"], latest["text"]) == (1, "Die Laternen.")
    assert (watching.show.output_dir / str(latest["address"])).is_file()


def test_what_is_broken_is_told_and_mended_later(watching: Watching) -> None:
    """A broken script or show file is told; the next save is built as if nothing had been."""
    script = watching.show.scripts_dir / "lampen.md"
    good, toml = script.read_text(encoding="utf-8"), watching.show.root / SHOW_FILE
    script.write_text("---\ntitle: 1\n---\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"lampen\.md"):
        watching.built()
    script.write_text(good, encoding="utf-8")
    assert watching.built().results[0].stale.current
    settings = toml.read_text(encoding="utf-8")
    toml.write_text(settings + "colour = 1\n", encoding="utf-8")
    with pytest.raises(UserError, match="colour"):
        watching.built()
    toml.write_text(settings + "[pauses]\nquestion_answer = 0.9\n", encoding="utf-8")
    assert watching.built().results[0].stale.sentences == 0


def test_the_page_follows(watching: Watching) -> None:
    """Over HTTP: nothing at first, then the sentence and its second; the page asks for it."""
    with serving(watching.show, 0, watching.edited.latest) as address:
        with urlopen(f"{address}edited.json", timeout=LIMIT_S) as answer:
            assert json.load(answer) == {}
        write_script(watching.show.root, BODY.replace("Die Lampen.", "Die Laternen."))
        watching.built()
        with urlopen(f"{address}edited.json", timeout=LIMIT_S) as answer:
            assert json.load(answer) == watching.edited.latest()
        with urlopen(address, timeout=LIMIT_S) as answer:
            page = answer.read()
        assert b"edited.json" in page and b'class="episodes"' in page


def test_the_command_ends_quietly(tmp_path: Path) -> None:
    """It says where the page is, builds, and Ctrl-C is no error."""
    show = make_show(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "-m", "podcast", "watch", "--port", str(port)],
                              cwd=show.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"port {port} is in use" in done.stderr
    command = [sys.executable, "-u", "-m", "podcast", "watch", "--port", str(port)]
    process = subprocess.Popen(command, cwd=show.root, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stderr is not None
    assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
    while "spoken" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(LIMIT_S) == 0
    assert process.stderr.read() == ""
