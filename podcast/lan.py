"""This machine as others in the local network reach it: its addresses, and a code for phones."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import StringIO
from ipaddress import ip_address
from urllib.parse import urlsplit

from podcast.errors import UserError

_ELSEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses kept for documentation (RFC 5737, RFC 3849): somewhere else, and nobody's."""
_DISCARD_PORT = 9
_WHITE_ON_BLACK = "\x1b[38;5;231;48;5;16m"
"""Entries of the palette that no terminal's theme changes: light modules are the blocks."""
_PLAIN = "\x1b[0m"


def network_addresses(*, ipv6: bool = True) -> tuple[str, ...]:
    """This machine's addresses in its networks, the likeliest first; UserError if it has none."""
    return reachable((*_towards_elsewhere(), *_of_the_name()), ipv6=ipv6)


def reachable(candidates: Iterable[str], *, ipv6: bool = True) -> tuple[str, ...]:
    """Those addresses that other machines can use, each once, IPv4 first; UserError if none is."""
    known = [ip_address(one.partition("%")[0]) for one in candidates]
    usable = [one for one in dict.fromkeys(known) if (ipv6 or one.version == 4) and not (
        one.is_loopback or one.is_link_local or one.is_unspecified or one.is_multicast)]
    if not usable:
        raise UserError("this machine has no address in a network", "",
                        "Connect it to the network of the phone, or leave out --lan to listen on"
                        " this machine.")
    return tuple(str(one) for one in sorted(usable, key=lambda one: one.version))


def is_public(address: str) -> bool:
    """Whether the IP address in a web address is the internet's, which only a firewall guards."""
    return ip_address(urlsplit(address).hostname or "").is_global


def qr_code(address: str) -> str:
    """A QR code (ISO/IEC 18004) with its quiet zone, for dark and for light terminals."""
    import segno

    drawn = StringIO()
    segno.make_qr(address).terminal(drawn, border=4, compact=True)
    return "\n".join(f"{_WHITE_ON_BLACK}{line}{_PLAIN}" for line in drawn.getvalue().splitlines())


def _towards_elsewhere() -> Iterator[str]:
    """The addresses packets would leave from; to connect a UDP socket sends none."""
    for family, elsewhere in _ELSEWHERE:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, _DISCARD_PORT))
            yield probe.getsockname()[0]


def _of_the_name() -> Iterator[str]:
    with suppress(OSError):
        for *_, place in socket.getaddrinfo(socket.gethostname(), None):
            yield str(place[0])
