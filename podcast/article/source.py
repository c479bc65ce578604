"""Bytes from a file or standard input, checked and decoded."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from podcast.errors import UserError

LIMIT_BYTES = 5_000_000
SAVE_AS_TEXT = "Save it as plain text (UTF-8) and try again."
_BINARY_SHARE = 0.01
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "old Word (.doc)"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"ID3", "MP3"),
)
_ZIPPED = ((b"application/epub+zip", "EPUB"), (b"word/", "Word (.docx)"),
           (b"application/vnd.oasis.opendocument", "OpenDocument"))
_SUFFIXES = {".html": "HTML", ".htm": "HTML", ".xhtml": "HTML", ".docx": "Word (.docx)",
             ".doc": "old Word (.doc)", ".pdf": "PDF", ".epub": "EPUB", ".odt": "OpenDocument",
             ".rtf": "RTF"}


@dataclass(frozen=True, slots=True)
class Source:
    """What stands in a file: its name, its bytes, and its text."""

    name: str
    """The path as given, or "standard input"."""
    data: bytes
    text: str
    notices: tuple[str, ...] = ()


def load_source(place: Path | Literal["-"]) -> Source:
    """Read and decode a file or standard input; UserError for anything that is not text."""
    name = "standard input" if place == "-" else str(place)
    data = _read_input(name) if place == "-" else _read_file(Path(place), name)
    if not data.strip():
        raise UserError("the file is empty", name, "Paste the article's text into it.")
    _refuse_other_formats(data, name)
    text, notices = _decode(data, name)
    if not text.strip():
        raise UserError("the file holds only white space", name,
                        "Paste the article's text into it.")
    return Source(name, data, text, notices)


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
            raise _too_large(name)
        with path.open("rb") as file:
            return _bounded(file, name)
    except FileNotFoundError:
        raise UserError("there is no such file", name,
                        "Check the spelling, or give the whole path.") from None
    except PermissionError:
        raise UserError("the file may not be read", name, "Change its permissions.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"the file cannot be read ({reason})", name,
                        "Copy it elsewhere and try again.") from error


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> UserError:
    return UserError("the text is larger than 5 MB, far more than an interview", name,
                     "Cut out the article and save it alone.")


def _refuse_other_formats(data: bytes, name: str) -> None:
    kind = _format(data) or _SUFFIXES.get(Path(name).suffix.lower())
    if kind is not None:
        raise UserError(f"{kind} files are not read yet", name, SAVE_AS_TEXT)


def _format(data: bytes) -> str | None:
    head = data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _ZIPPED if mark in data), "zip")
    if head[:200].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "HTML"
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text, notices = _utf(data, name)
    if text is None:
        text, notices = _windows(data, name)
    controls = sum(unicodedata.category(one) == "Cc" and not one.isspace() for one in text)
    if "\0" in text or controls > len(text) * _BINARY_SHARE:
        raise UserError("this is not text (it holds control characters)", name, SAVE_AS_TEXT)
    return text, notices


def _utf(data: bytes, name: str) -> tuple[str | None, tuple[str, ...]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), ("Read as UTF-16.",)
        except UnicodeDecodeError as error:
            raise UserError(f"the text says it is UTF-16, but byte {error.start} is not",
                            name, SAVE_AS_TEXT) from None
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return None, ()


def _windows(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UserError(f"byte {error.start} is neither UTF-8 nor Windows-1252", name,
                        SAVE_AS_TEXT) from None
    return text, ("Not UTF-8; read as Windows-1252. Check the umlauts.",)
