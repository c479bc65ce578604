"""Addresses inside a show's texts, moved to where the show is served at the moment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape
from ipaddress import AddressValueError, IPv6Address

from podcast.editions.address import web_address
from podcast.feed import FEED_FILE

_HOST = re.compile(r"(?:(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?|\[(?P<ipv6>[0-9a-f:.]+)\])"
                   r"(?::(?P<port>[0-9]{1,5}))?", re.ASCII | re.IGNORECASE)
_LONGEST_HOST, _LAST_PORT = 260, 65535
_SELF = re.compile(rb'<atom:link href="([^"]+)/%b" rel="self"' % re.escape(FEED_FILE).encode())
_STARTS = (b'"', b"'", b">", b"&gt;", b"&quot;", b"&apos;", b"&#34;", b"&#39;", b"<![CDATA[")
"""What stands before the value of an attribute, an element or a string, also in escaped HTML."""
_ENDS = rb"(?![^/?#\"'<>\s&\\\]])"
"""After the address of the show comes a path or the end of the value, not more of a name."""
_IDENTITY = re.compile(rb"(?:<(?:[\w.-]+:)?(?:guid|id)\b[^<>]*>(?:\s*<!\[CDATA\[)?"
                       rb"|\"@?(?:guid|id)\"\s*:\s*\"|\w*guid\s*=\s*[\"'])\Z", re.IGNORECASE)
_LOOK_BACK = 300


def valid_host(header: str) -> bool:
    """Whether a Host header is a host and perhaps a port (RFC 9110, 7.2), and nothing else."""
    found = _HOST.fullmatch(header) if len(header) <= _LONGEST_HOST else None
    if found is None or int(found["port"] or 1) not in range(1, _LAST_PORT + 1):
        return False
    try:
        IPv6Address(found["ipv6"] or "::")
    except AddressValueError:
        return False
    return True


def show_addresses(base_url: str, feed: bytes) -> tuple[str, ...]:
    """Under which addresses a show's texts may name it, without a slash at the end.

    A feed (its head is enough) may have been built before `base_url` was changed.
    """
    found = _SELF.search(feed)
    built = unescape(found[1].decode("utf-8", "replace")) if found else ""
    known = (base_url.strip(), web_address(base_url), built)
    return tuple(dict.fromkeys(one.rstrip("/") for one in known if one.rstrip("/")))


def readdress(text: bytes, known: Iterable[str], address: str, *, prose: bool = False) -> bytes:
    """The text with `address` for each of the `known` ones where an attribute, an element or a
    string begins, or a word in `prose`; guids and ids are names and stay."""
    spellings = {spelt.encode() for one in known for spelt in (one, escape(one, quote=False))}
    if not spellings:
        return text
    pattern = b"(?:%b)" % b"|".join(re.escape(one) for one in sorted(spellings)) + _ENDS
    here = address.rstrip("/").encode()
    return re.sub(pattern, lambda one: here if _is_address(one, prose) else one[0], text)


def _is_address(found: re.Match[bytes], prose: bool) -> bool:
    before = found.string[max(0, found.start() - _LOOK_BACK):found.start()]
    value = before.rstrip()
    if (prose and value != before) or not before:
        return True
    return value.endswith(_STARTS) and not _IDENTITY.search(value)
