"""Bytes → text: the encoding that is declared, else UTF-8, else Windows-1252."""

from __future__ import annotations

import codecs
import re

from podcast.article.formats import MediaType
from podcast.errors import UserError

SAVE_AS_TEXT = "Save it as plain text (UTF-8) and try again."
_BINARY_SHARE = 0.01
_BROKEN_SHARE = 0.1
"""So many bytes may be broken for each letter that is certainly UTF-8."""
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})"
    rb"|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))
_KNOWN = re.compile(r"utf-8|utf-16(-le|-be)?|iso8859-\d+|cp(125\d|437|850|858|932|949|950)|ascii|"
                    r"mac-roman|koi8-[ru]|gb\w+|big5|euc_(jp|kr)|shift_jis")
_AS_WINDOWS = ("ascii", "iso8859-1")
"""Browsers read these labels as Windows-1252, which holds them."""


def decode(data: bytes, name: str, kind: MediaType,
           charset: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of these bytes, and what had to be assumed; UserError if they are no text.

    `charset` is what the server says; it yields to a byte order mark, and to the page's own word
    where that is UTF-8 and true.
    """
    bom = next(((mark, label) for mark, label in _BOMS if data.startswith(mark)), None)
    if bom:
        text, notices = _marked(data.removeprefix(bom[0]), bom[1], name)
    else:
        inside = _label(data, kind)
        text, notices = _contradicted(data, charset, inside) or _declared(
            data, name, charset or inside)
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) * _BINARY_SHARE:
        raise UserError("this is not text (it holds control characters)", name, SAVE_AS_TEXT)
    return text, notices


def _marked(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    if encoding == "utf-8":
        return _guessed(data, name)
    try:
        return data.decode(encoding), ("Read as UTF-16.",)
    except UnicodeDecodeError as error:
        raise UserError(f"the text says it is UTF-16, but byte {error.start} is not",
                        name, SAVE_AS_TEXT) from None


def _contradicted(data: bytes, charset: str, inside: str) -> tuple[str, tuple[str, ...]] | None:
    """The text of a page that says it is UTF-8, and is, where the server says otherwise."""
    if _encoding(inside) != "utf-8" or _encoding(charset) in ("", "utf-8"):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text, () if text.isascii() else (
        f"The server says {charset}, the page says UTF-8, and UTF-8 it is.",)


def _label(data: bytes, kind: MediaType) -> str:
    found = _DECLARED.search(data[:_HEAD]) if kind == "html" else None
    label = (found[1] or found[2]).decode("ascii") if found else ""
    return "utf-8" if label.lower().startswith("utf-16") else label


def _declared(data: bytes, name: str, label: str) -> tuple[str, tuple[str, ...]]:
    encoding = _encoding(label)
    if encoding in ("", "utf-8"):
        text, notices = _guessed(data, name)
        unknown = (f"The encoding '{label}' is not known.",) if label and not encoding else ()
        return text, (*unknown, *notices)
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        text, notices = _guessed(data, name)
        return text, (f"It says it is in {label}, but is not.", *notices)


def _encoding(label: str) -> str:
    """Python's name of a declared encoding; empty if it is none for text of the web."""
    try:
        name = codecs.lookup(label).name if label else ""
    except LookupError:
        return ""
    return "cp1252" if name in _AS_WINDOWS else name if _KNOWN.fullmatch(name) else ""


def _guessed(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken <= _BROKEN_SHARE * (len(text) - len(text.encode("ascii", "ignore")) - broken):
        return text, (f"{broken} places are not UTF-8 and stand as \ufffd.",)
    return _windows(data, name)


def _windows(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UserError(f"byte {error.start} is neither UTF-8 nor Windows-1252", name,
                        SAVE_AS_TEXT) from None
    return text, ("Not UTF-8; read as Windows-1252. Check the umlauts.",)
