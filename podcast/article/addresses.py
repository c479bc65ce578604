"""Which machines a web address may lead to: none of this one's own network, unasked."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from podcast.errors import UserError

_NAT64 = IPv6Network("64:ff9b::/96")


def public_address(host: str, port: int, where: str, *, allow_private: bool) -> str:
    """The first address of a host that may be connected to; UserError if there is none."""
    found = _look_up(host, port, where)
    allowed = [one for one in found if allow_private or is_public(one)]
    if not allowed:
        raise UserError(f"{host} is a machine of the local network ({found[0]})", where,
                        "Save the page and give the file, or add --allow-private.")
    return allowed[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also inside IPv6 wrappings."""
    ip = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (ip, *_wrapped(ip)))


def _wrapped(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if isinstance(ip, IPv4Address):
        return ()
    nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    teredo = ip.teredo[1] if ip.teredo else None
    return tuple(one for one in (ip.ipv4_mapped, ip.sixtofour, teredo, nat64) if one)


def _look_up(host: str, port: int, where: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UserError(f"no machine called {host} was found", where,
                        "Check the spelling and your connection.") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
