"""The process in which models are downloaded and converted: it may stall, fill up or be killed.

    python -m podcast.engines.workshop fetch ENGINE NAME SOURCE FOLDER
    python -m podcast.engines.workshop convert ENGINE NAME FOLDER VOCODER

What went wrong is written to standard output as one JSON object; the exit status is 1 then.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

from podcast.engines.refusal import Refused
from podcast.errors import UserError


def main(arguments: list[str]) -> int:
    """Do one job; the exit status."""
    from podcast.registry import load

    job, engine, name, *rest = arguments
    models = load("models", engine)
    os.environ["TQDM_MININTERVAL"] = "0.5"
    logging.disable(logging.ERROR)  # what matters is said in the answer
    try:
        if job == "fetch":
            source, folder = rest
            models.fetch(name, source, Path(folder))
        else:
            folder, vocoder = rest
            models.convert(name, Path(folder), vocoder)
    except Refused as error:
        return _failed(str(error))
    except UserError as error:
        return _failed(error.what, error.where, error.next_step)
    except OSError as error:
        return _failed(str(Refused.of(error)))
    return 0


def _failed(what: str, where: str = "", next_step: str = "") -> int:
    print(json.dumps([what, where, next_step]))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
