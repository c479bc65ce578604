"""ffmpeg: the one on the PATH, else the one that `imageio-ffmpeg` brings."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from podcast.errors import UserError

STALL_S = 120.0
"""When nothing more was written for so long, ffmpeg hangs."""
LOOK_S = 0.5
_INSTALL = "Install one that has it: pip install 'hoerfassung[alternates]'."
_LAST_WORDS = "Conversion failed!"
"""What ffmpeg says behind the reason for a failure."""
_SAID_BYTES = 1 << 16


def find_ffmpeg(encoder: str) -> str:
    """Path of an ffmpeg that has this encoder; UserError says how to get one."""
    unfit = []
    for program in _programs():
        if encoder in _encoders(program):
            return program
        unfit.append(program)
    if unfit:
        raise UserError(f"this ffmpeg cannot encode with {encoder}", unfit[0], _INSTALL)
    raise UserError(f"there is no ffmpeg on this machine, which encodes with {encoder}", "",
                    _INSTALL)


@cache
def ffmpeg_version(program: str) -> str:
    """The version that an ffmpeg says it has."""
    return _asked(program, "-version").split()[2]


def convert(program: str, arguments: Sequence[str], text: str, made: Path) -> None:
    """Run ffmpeg, which reads `text` from its standard input and writes `made`.

    Raises UserError with ffmpeg's own reason if it fails, is killed, or writes nothing more.
    """
    # Files, not pipes: nothing to read or write meanwhile, so ffmpeg can never wait for us.
    with TemporaryFile() as given, TemporaryFile() as said:
        given.write(text.encode())
        given.seek(0)
        process = subprocess.Popen([program, "-nostdin", "-y", "-v", "error", *arguments,
                                    f"file:{made}"],
                                   stdin=given, stdout=subprocess.DEVNULL, stderr=said)
        try:
            _wait(process, made)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            raise UserError(f"ffmpeg failed: {_reason(process.returncode, said)}", str(made.parent),
                            "Nothing was lost; mend that and run it again.")


def _wait(process: subprocess.Popen[bytes], made: Path) -> None:
    """Wait as long as the file is written."""
    before, since = -1, time.monotonic()
    while True:
        try:
            process.wait(LOOK_S)
            return
        except subprocess.TimeoutExpired:
            # Not the size: at the end ffmpeg moves what it wrote inside the file.
            now = made.stat().st_mtime_ns
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > STALL_S:
            raise UserError(f"ffmpeg has written nothing for {STALL_S:.0f} s", str(made.parent),
                            "Run it again; if it stays so, the disk or this ffmpeg is at fault.")


def _reason(code: int, said: IO[bytes]) -> str:
    """The last thing that ffmpeg said about a failure, or how it ended."""
    said.seek(-min(said.seek(0, 2), _SAID_BYTES), 2)
    lines = [line.strip() for line in said.read().decode("utf-8", "replace").splitlines()]
    reasons = [line for line in lines if line and line != _LAST_WORDS]
    ended = f"it was ended by signal {-code}" if code < 0 else f"it ended with {code}"
    return reasons[-1] if reasons else ended


def _programs() -> Iterator[str]:
    """Every ffmpeg of this machine, the preferred one first."""
    installed = shutil.which("ffmpeg")
    if installed:
        yield installed
    try:
        from imageio_ffmpeg import get_ffmpeg_exe
    except ImportError:
        return
    try:
        yield get_ffmpeg_exe()
    except RuntimeError:  # it brings none for this machine
        return


@cache
def _encoders(program: str) -> frozenset[str]:
    """What an ffmpeg can encode with: the second word of each line."""
    lines = [line.split() for line in _asked(program, "-encoders").splitlines()]
    return frozenset(words[1] for words in lines if len(words) > 1)


def _asked(program: str, question: str) -> str:
    """ffmpeg's answer; UserError if it does not start or answer."""
    try:
        done = subprocess.run([program, "-hide_banner", question], check=True, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=STALL_S)
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError("this ffmpeg does not run", program,
                        "Install it anew, or remove it and use another: "
                        "pip install 'hoerfassung[alternates]'.") from error
    return done.stdout.decode("utf-8", "replace")
