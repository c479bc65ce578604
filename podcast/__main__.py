"""The program's entry: Ctrl-C is understood from the first moment on."""

from __future__ import annotations

import signal
import sys
from types import FrameType


class Interrupted(KeyboardInterrupt):
    """Ctrl-C; a class of its own, as Python ends itself by signal after a plain one."""


def main() -> None:
    """Run the command line; interrupted, it says so in one line and exits with 130."""
    signal.signal(signal.SIGINT, _interrupted)
    try:
        from podcast.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("podcast: interrupted; the last good episode is untouched\n")
        sys.exit(130)


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
