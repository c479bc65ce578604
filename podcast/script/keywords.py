"""The German words that mean something in a script's comments, from `keywords.toml`."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_WORDS: dict[str, str] = tomllib.loads(
    files("podcast.script").joinpath("keywords.toml").read_text("utf-8"))

OMITTED = _WORDS["omitted"]
NEARLY_OMITTED = _WORDS["nearly_omitted"]
OMITTED_EXAMPLE = f"<!-- {OMITTED} ({_WORDS['omitted_reason']}): {_WORDS['omitted_text']} -->"
DOUBT = _WORDS["doubt"]
CONFLICT = _WORDS["conflict"]
NOW, BEFORE = _WORDS["now"], _WORDS["before"]
GONE, DIVIDED, DELETED = _WORDS["gone"], _WORDS["divided"], _WORDS["deleted"]
