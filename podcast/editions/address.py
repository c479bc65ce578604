"""Web addresses as feeds and tags need them: absolute, ASCII, percent-encoded (RFC 3986)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

_PATH = "/:@!$&'()*+,;=~%"
_QUERY = _PATH + "?"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=256)
def web_address(url: str) -> str:
    """The http(s) address in ASCII, or empty if it is none; what is encoded already stays so."""
    try:
        parts = urlsplit(url.strip())
        host = ".".join(_label(part) for part in (parts.hostname or "").split("."))
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9_.:-]+", host):
        return ""
    place = f"[{host}]{port}" if ":" in host else f"{host}{port}"
    return urlunsplit((parts.scheme, place, _encoded(parts.path, _PATH),
                       _encoded(parts.query, _QUERY), _encoded(parts.fragment, _QUERY)))


def file_address(base_url: str, path: str) -> str:
    """Where a file that lies at `path` under `output/` is found by listeners."""
    return web_address(base_url).rstrip("/") + "/" + quote(path, safe="/~")


def _label(part: str) -> str:
    """A part of a host name as IDNA 2008 has it, which keeps ß (Python's own codec does not)."""
    if part.isascii():
        return part
    return "xn--" + unicodedata.normalize("NFC", part).encode("punycode").decode("ascii")


def _encoded(part: str, safe: str) -> str:
    whole = part.encode("utf-8", "ignore").decode("utf-8")
    return quote(_LONE_PERCENT.sub("%25", whole), safe=safe)
