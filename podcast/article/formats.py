"""What kind of thing some bytes are: told by their beginning, then by name and content type."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from podcast.errors import UserError

MediaType = Literal["plain", "markdown", "html", "docx"]

READABLE = "Give a web address, or a file in .html, .docx, .md or .txt."
_RESAVE = "Open it, save it as .docx or plain text (UTF-8), and give that file."
_REFUSED = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "old Word (.doc)"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"ID3", "MP3"),
)
_ZIPPED = ((b"application/epub+zip", "EPUB"), (b"application/vnd.oasis", "OpenDocument"))
_BY_SUFFIX: dict[str, MediaType] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".xht": "html", ".md": "markdown",
    ".markdown": "markdown", ".docx": "docx",
}
_REFUSED_SUFFIXES = {".doc": "old Word (.doc)", ".pdf": "PDF", ".epub": "EPUB",
                     ".odt": "OpenDocument", ".rtf": "RTF"}
_BY_CONTENT_TYPE: dict[str, MediaType] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_UNSURE = ("", "text/plain", "application/octet-stream", "binary/octet-stream",
           "application/zip", "text/xml", "application/xml")
_MARKUP = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|(?:html|head|body|meta|title|article|main|"
    rb"section|div|h1|h2|p|dl|table|style|script)\b)", re.IGNORECASE | re.DOTALL)
_HEAD = 4096


def media_type(data: bytes, name: str, content_type: str = "") -> MediaType:
    """What these bytes are; UserError names what is not read."""
    head = data[:_HEAD].removeprefix(codecs.BOM_UTF8)
    suffix = PurePosixPath(urlsplit(name).path if "://" in name else name).suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data, name, suffix)
    refused = next((kind for mark, kind in _REFUSED if head.lstrip().startswith(mark)), None)
    if refused or suffix in _REFUSED_SUFFIXES:
        raise _not_read(refused or _REFUSED_SUFFIXES[suffix], name)
    if content_type not in (*_UNSURE, *_BY_CONTENT_TYPE):
        raise UserError(f"the server sends {content_type}, which is no article", name, READABLE)
    if content_type in _BY_CONTENT_TYPE:
        return _no_docx(_BY_CONTENT_TYPE[content_type], name)
    if _looks_like_page(head):
        return "html"
    return _no_docx(_BY_SUFFIX.get(suffix, "plain"), name)


def _zipped(data: bytes, name: str, suffix: str) -> MediaType:
    kind = next((kind for mark, kind in _ZIPPED if mark in data[:_HEAD]), None)
    if kind is None and b"word/document" in data:
        return "docx"
    raise _not_read(kind or _REFUSED_SUFFIXES.get(suffix, "zip"), name)


def _looks_like_page(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\0", b"")[2:]
    declared = head.lstrip().startswith(b"<?xml")
    return _MARKUP.match(head) is not None or (declared and b"<html" in head.lower())


def _no_docx(kind: MediaType, name: str) -> MediaType:
    """A Word file is a zip: what only calls itself one is broken."""
    if kind == "docx":
        raise UserError("this is called a Word file, but is none", name, _RESAVE)
    return kind


def _not_read(kind: str, name: str) -> UserError:
    return UserError(f"{kind} files are not read", name, _RESAVE)
