"""Where shows are published: a folder, S3, SFTP, FTP over TLS; one file per protocol."""

from __future__ import annotations

from typing import cast

from podcast.registry import load
from podcast.targets.address import read_address
from podcast.targets.base import Target

__all__ = ["Target", "open_target"]


def open_target(address: str) -> Target:
    """The target at an address; nothing is asked of it yet.

    UserError for an unknown scheme, a password in the address, or a package that is missing.
    """
    found = read_address(address)
    return cast(Target, load("targets", found.scheme)(found))
