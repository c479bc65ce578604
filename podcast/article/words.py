"""The German words of this room, from its `de.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def listed(section: str, name: str) -> tuple[str, ...]:
    """The words of one list."""
    return tuple(_tables()[section][name])


@cache
def word(section: str, name: str) -> str:
    """One word of a table."""
    return str(_tables()[section][name])


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("podcast.article").joinpath("de.toml").read_text("utf-8"))
