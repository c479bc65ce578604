"""Getting the models of voices: asked for, downloaded beside, proved, converted, put in place."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from podcast.cast import all_casts, find_voice, installed
from podcast.engines.library import (
    RAW,
    Model,
    digest_of,
    find_model,
    listed,
    lock,
    model_folder,
)
from podcast.errors import UserError
from podcast.registry import load
from podcast.sources import ModelSource

STALL_S = 60.0
"""A download that brings nothing for so long is given up."""
LOOK_S = 0.25
ROOM = 3.0
"""How often a download's size must be free: the file, what is in it, what is made of it."""
ANSWER_S = 15.0
GONE = (404, 410)
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Consent:
    """What the user said before the download."""

    accepted: bool = False
    """Whether licences that ask for it are accepted."""
    again: bool = False
    """Whether what is installed is made again."""


def wanted(name: str, folders: Sequence[Path]) -> tuple[ModelSource, ...]:
    """The models of a cast, of a voice (`cast/voice`), or of that name; UserError lists casts."""
    casts = {cast.name: cast for cast in all_casts(folders)}
    found = next(filter(None, (cast.sources(name) for cast in casts.values())), ())
    if not found and name in casts:
        found = casts[name].models
    elif not found:
        voice = find_voice(name, folders)
        found = casts[name.partition("/")[0]].sources(voice.model)
    if not found:
        raise UserError(f"'{name}' needs no model", "", "Its engine brings its voices along.")
    return found


def install(source: ModelSource, consent: Consent, folders: Sequence[Path]) -> tuple[Model, bool]:
    """The installed model, and whether it was installed just now; raises UserError.

    What was put into the model's own folder by hand is taken instead of a download.
    """
    load("engines", source.engine).require()
    folder = model_folder(source.engine, source.name)
    known = find_model(source.engine, source.name)
    if known and not consent.again:
        known.require_whole()
        return known, False
    _require_licence(source, consent)
    with _alone(folder):
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        if not known and (folder / RAW).is_dir() and any((folder / RAW).iterdir()):
            shutil.copytree(folder / RAW, part / RAW)
        else:
            with _explained(source, part, folder, folders):
                size = _asked_size(source)
            _require_room(source, folder, max(size, source.size_mb * MEGABYTE))
            with _explained(source, part, folder, folders):
                part.mkdir(parents=True)
                _work(source, "fetch", source.source, str(part), watched=part)
        _require_same(source, part, known)
        _work(source, "convert", str(part), source.vocoder)
        _put_in_place(part, folder)
    made = find_model(source.engine, source.name)
    assert made is not None
    return made, True


def _require_licence(source: ModelSource, consent: Consent) -> None:
    if source.asks and not consent.accepted:
        use = "" if source.licence.commercial else ", which forbids commercial use"
        raise UserError(f"'{source.name}' is under the licence {source.licence.name}{use}",
                        source.licence.url, "Read it; if you accept it, say so: podcast voices"
                        f" install {source.name} --accept-licence")


def _require_room(source: ModelSource, folder: Path, size: int) -> None:
    """Compare a download's size, 0 where nobody knows it, with the free disk."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder.parent).free
    if ROOM * size > free:
        raise UserError(f"'{source.name}' needs {ROOM * size / MEGABYTE:,.0f} MB free while it is"
                        f" installed, and there are {free / MEGABYTE:,.0f}", str(folder.parent),
                        "Make room, or keep models elsewhere: HOERFASSUNG_MODELS=FOLDER.")


def _asked_size(source: ModelSource) -> int:
    """What the server says it will send; 0 where it does not say or is not asked.

    Of an address that is a repository's page, that is the page. Raises UserError if it says
    that there is nothing.
    """
    import urllib3

    if not source.source.startswith(("http://", "https://")):
        return 0
    try:
        answer = urllib3.request("HEAD", source.source, timeout=ANSWER_S, retries=1)
    except urllib3.exceptions.HTTPError:
        return 0  # the download itself says what is wrong
    if answer.status in GONE:
        raise UserError(f"the server answers {answer.status} {answer.reason}".rstrip())
    return int(answer.headers.get("content-length", 0)) if answer.status == 200 else 0


@contextmanager
def _explained(source: ModelSource, part: Path, folder: Path, folders: Sequence[Path],
               ) -> Iterator[None]:
    """Leave nothing of a download that failed, and say what can be done instead."""
    try:
        yield
    except UserError as error:
        shutil.rmtree(part, ignore_errors=True)
        here = ", ".join(cast.name for cast in all_casts(folders) if installed(cast))
        raise UserError(f"'{source.name}' could not be downloaded: {error.what}", source.source,
                        f"Try again, or put its files into {folder / RAW} by hand and say the same"
                        f" again. Casts that speak now: {here}.") from error


def _require_same(source: ModelSource, part: Path, known: Model | None) -> None:
    """Compare the checksum with the one in the cast, and with that of the first install."""
    digest = digest_of(listed(part))
    recorded = known.digest.partition(";")[0] if known else ""
    for expected, whose in ((source.sha256, "the cast says"), (recorded, "was installed before")):
        if expected and expected != digest:
            shutil.rmtree(part, ignore_errors=True)
            raise UserError(f"'{source.name}' is not what {whose}: checksum {digest[:16]}… instead"
                            f" of {expected[:16]}…", source.source, "Ask its publisher; to take it"
                            " all the same, mend `sha256` in the cast or delete"
                            f" {model_folder(source.engine, source.name)}.")


def _work(source: ModelSource, job: str, *given: str, watched: Path | None = None) -> None:
    """Run a job in its own process; UserError with its reason, or if `watched` stops growing."""
    command = [sys.executable, "-m", "podcast.engines.workshop", job, source.engine, source.name,
               *given]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        if watched:
            _watch(process, watched)
        output, _ = process.communicate()
    finally:
        process.kill()
    if process.returncode == 0:
        return
    try:
        what, where, next_step = json.loads(output.strip().splitlines()[-1])
    except (ValueError, IndexError):
        what, where, next_step = f"the process ended with {process.returncode}", "", ""
    raise UserError(what, where or source.name, next_step)


def _watch(process: subprocess.Popen[str], part: Path) -> None:
    """Wait as long as bytes arrive."""
    size, since = -1, time.monotonic()
    while process.poll() is None:
        now = sum(one.stat().st_size for one in part.rglob("*") if one.is_file())
        if now != size:
            size, since = now, time.monotonic()
        elif time.monotonic() - since > STALL_S:
            process.kill()
            process.wait()
            raise UserError(f"nothing has come for {STALL_S:.0f} s")
        time.sleep(LOOK_S)


def _put_in_place(part: Path, folder: Path) -> None:
    """Give a finished model its name; what was there before goes only then."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the model's lock; UserError if somebody else does."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with lock(folder.with_name(f".{folder.name}.lock")) as held:
        if not held:
            raise UserError("this model is being installed by another process", str(folder),
                            "Wait for it.")
        yield
