"""The program's entry: Ctrl-C is understood from the first moment on."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType

NEW_OBJECTS = 1_000_000
"""So many are made before those that point to each other in circles are looked for: a long script
makes hundreds of thousands that stay, and none of them does."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C; a class of its own, as Python ends itself by signal after a plain one."""


def main() -> None:
    """Run the command line; interrupted, it says so in one line and exits with 130."""
    signal.signal(signal.SIGINT, _interrupted)
    gc.set_threshold(NEW_OBJECTS)
    try:
        from podcast.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("podcast: interrupted; the last good episode is untouched\n")
        sys.exit(130)
    finally:
        # Python looks through all objects twice before it ends; what there is goes with it anyway.
        gc.freeze()


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
