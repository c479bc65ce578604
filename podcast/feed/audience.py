"""Who can reach an address: everybody, a local network, or one machine alone."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from podcast.settings import THIS_MACHINE

Audience = Literal["everybody", "network", "machine"]
_AT_HOME = (".local", ".home.arpa", ".internal", ".lan")
"""Ends of names that only a local network knows (RFC 6762, RFC 8375 and habit)."""


def audience(address: str) -> Audience:
    """Who can reach an http(s) address, as far as its host tells."""
    host = (urlsplit(address.strip()).hostname or "").rstrip(".")
    try:
        found = ip_address(host)
    except ValueError:
        return _by_name(host)
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback or found.is_unspecified:
        return "machine"
    return "network" if found.is_private else "everybody"


def is_preview(address: str) -> bool:
    """Whether an address is where `podcast serve` offers a show to this machine alone."""
    parts = urlsplit(address.strip())
    return audience(address) == "machine" and parts.port == urlsplit(THIS_MACHINE).port \
        and parts.path in ("", "/")


def _by_name(host: str) -> Audience:
    if host == "localhost" or host.endswith(".localhost"):
        return "machine"
    return "network" if "." not in host or host.endswith(_AT_HOME) else "everybody"
