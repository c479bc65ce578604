"""Builds again whenever something a show is made of was saved, with the engines kept warm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Event, Thread

from podcast.build import Built, Report, Result, build
from podcast.cast import find_voice
from podcast.errors import UserError
from podcast.executor import Executor, processors
from podcast.feeds import last_builds
from podcast.production import warm_up
from podcast.settings import SHOW_FILE, Settings, cast_folders, load_settings
from podcast.store import Store

SETTLED_MS, LONGEST_MS = 20, 400
"""A save is over when nothing more came for so long; and how long it is waited for at most."""
Tell = Callable[[Built | UserError], None]


@dataclass(slots=True)
class Edited:
    """What was edited last, as the page asks for it."""

    number: int = 0
    result: Result | None = None

    def take(self, built: Built) -> None:
        """Remember the last episode that sounds otherwise than before."""
        for one in built.results:
            if one.edited:
                self.number, self.result = self.number + 1, one

    def latest(self) -> dict[str, object]:
        """Which sentence, in which file, at which second; {} before the first edit."""
        if self.result is None or self.result.edited is None:
            return {}
        item, cue = self.result.record.item, self.result.edited
        return {"number": self.number, "title": item.script.title, "text": cue.text,
                "address": item.audio.path, "seconds": cue.start_s}


def watch(root: Path, wanted: Sequence[str], executor: Executor, report: Report, tell: Tell,
          stop: Event) -> None:
    """Build the episodes named (all if none is) now and after every save, until `stop` is set.

    What cannot be built is told, and tried again after the next save.
    """
    settings, saves = load_settings(root), Queue[None]()
    Thread(target=_follow, args=(settings, saves, stop), daemon=True).start()
    _prepare(settings, executor)
    while not stop.is_set():
        try:
            tell(build(load_settings(root), wanted, executor, report))
        except UserError as error:
            tell(error)
        saves.get()


def _prepare(settings: Settings, executor: Executor) -> None:
    """Load the voices that the episodes were last spoken with, if they are still there."""
    store, folders = Store(settings.store_dir), cast_folders(settings.voices_dir)
    names = sorted({name for one in last_builds(settings, store) for name in one.voices})
    try:
        voices = [find_voice(name, folders) for name in names]
    except UserError:
        return
    warm_up(executor, voices, settings.device, processors())


def _follow(settings: Settings, saves: Queue[None], stop: Event) -> None:
    """Note each time that files were saved, and the end."""
    from watchfiles import Change
    from watchfiles import watch as watched

    def matters(change: Change, path: str) -> bool:
        place = Path(path)
        hidden = place.name.startswith(".") or place.name.endswith("~")
        return not hidden and (place.parent != settings.root or place.name == SHOW_FILE)

    folders = [one for one in (settings.root, settings.scripts_dir, settings.voices_dir)
               if one.is_dir()]
    for _ in watched(*folders, watch_filter=matters, debounce=LONGEST_MS, step=SETTLED_MS,
                     recursive=False, stop_event=stop):
        saves.put(None)
    saves.put(None)
