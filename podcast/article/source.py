"""Bytes from a file, a web address or standard input, told apart and decoded."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from podcast.article.decoding import decode
from podcast.article.formats import READABLE, MediaType, media_type
from podcast.errors import UserError

LIMIT_BYTES = 5_000_000
_PASTE = "Paste the article's text into it."
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


@dataclass(frozen=True, slots=True)
class Source:
    """What was given to read: its name, its bytes, and its text."""

    name: str
    """The path or address as given, or "standard input"."""
    data: bytes
    text: str
    """Empty for a Word file."""
    notices: tuple[str, ...] = ()
    media_type: MediaType = "plain"
    url: str = ""
    """Where the page was found in the end, after all redirects."""


def is_address(place: str) -> bool:
    """Whether this names something on the web rather than a file."""
    return _ADDRESS.match(place) is not None


def load_source(place: str | Path, *, allow_private: bool = False) -> Source:
    """Read and decode a file, an address, or standard input ("-"); UserError if it is no text.

    `allow_private` permits addresses of this machine and of the local network.
    """
    if isinstance(place, str) and is_address(place):
        return _from_web(place, allow_private)
    name = "standard input" if place == "-" else str(place)
    data = _read_input(name) if place == "-" else _read_file(Path(place), name)
    return _source(name, data)


def _from_web(address: str, allow_private: bool) -> Source:
    from podcast.article.fetch import fetch

    scheme = address.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        raise UserError(f"addresses that begin with {scheme}: are not read", address, READABLE)
    page = fetch(address, allow_private=allow_private)
    return _source(address, page.data, page.content_type, page.charset, page.url)


def _source(name: str, data: bytes, content_type: str = "", charset: str = "",
            url: str = "") -> Source:
    if not data.strip():
        raise UserError("the page is empty" if url else "the file is empty", name, _PASTE)
    kind = media_type(data, url or name, content_type)
    if kind == "docx":
        return Source(name, data, "", media_type=kind, url=url)
    text, notices = decode(data, name, kind, charset)
    if not text.strip():
        raise UserError("the file holds only white space", name, _PASTE)
    return Source(name, data, text, notices, kind, url)


def _read_input(name: str) -> bytes:
    try:
        return _bounded(sys.stdin.buffer, name)
    except OSError as error:
        raise UserError(f"cannot be read ({error.strerror})", name,
                        "Name a file, or pipe the text in.") from error


def _read_file(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise UserError("this is a folder, not an article", name,
                            "Name the text file in it.")
        if path.stat().st_size > LIMIT_BYTES:
            raise too_large(name)
        with path.open("rb") as file:
            return _bounded(file, name)
    except FileNotFoundError:
        raise UserError("there is no such file", name, _how_to_name(name)) from None
    except PermissionError:
        raise UserError("the file may not be read", name, "Change its permissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"the file cannot be read ({reason})", name,
                        "Copy it elsewhere and try again.") from error


def _how_to_name(name: str) -> str:
    if name.lower().startswith("www."):
        return f"A web address begins with https:// (https://{name})."
    return "Check the spelling, or give the whole path."


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise too_large(name)
    return data


def too_large(name: str) -> UserError:
    """What to say of more than anybody wrote in one interview."""
    return UserError("the text is larger than 5 MB, far more than an interview", name,
                     "Cut out the article and save it alone.")
