"""Addresses of targets: a folder's path, or `scheme://[user@]host[:port]/path`, no password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from podcast.errors import UserError

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://(.*)", re.IGNORECASE | re.DOTALL)
_SECRET = re.compile(r"[^/@]*:(?!\d*/).*@", re.DOTALL)
"""A colon before an `@`; after a host it stands before a port and a slash."""
_PLACE = re.compile(r"(?:([^@/:]*)@)?(\[[0-9a-f:.]+\]|[^@/:\[\]]*)(?::(\d{1,5}))?(?:/(.*))?",
                    re.IGNORECASE | re.DOTALL)
_FOLDER = "file"
_INSTEAD = {
    "s3": "the environment as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or into"
          " ~/.aws/credentials",
    "sftp": "the environment as HOERFASSUNG_SFTP_PASSWORD, or better use an SSH key",
    "ftps": "the environment as HOERFASSUNG_FTPS_PASSWORD, or into ~/.netrc",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a target is; it never holds a password."""

    scheme: str
    path: str
    """As it is opened; of a folder absolute or relative to the current one."""
    host: str = ""
    """Of S3 the bucket."""
    user: str = ""
    port: int | None = None

    @property
    def where(self) -> str:
        """The address as people write it."""
        if self.scheme == _FOLDER:
            return self.path
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port is not None else ""
        return f"{self.scheme}://{user}{host}{port}/{self.path}"


def read_address(text: str) -> Address:
    """The parts of an address; UserError if it holds a password (which is not repeated) or is
    none."""
    split = _SCHEME.fullmatch(text)
    if not text:
        raise UserError("the address of the target is empty", "", "Name a folder or an address.")
    if split is None:
        return Address(_FOLDER, text)
    scheme, rest = split[1].lower(), split[2]
    if _SECRET.match(rest):
        raise UserError("a password is in the address, where others can read it",
                        f"{scheme}://…", "Take it out there and put it into "
                        f"{_INSTEAD.get(scheme, 'the environment')}.")
    place = _PLACE.fullmatch(rest)
    if place is None or (place[3] and int(place[3]) > 65535):
        raise UserError("this is no address of a target", f"{scheme}://…",
                        f"Write it like this: {scheme}://user@host:port/path.")
    user, host, port, path = place.groups(default="")
    # An S3 key is used as it is written, as AWS's own tools do.
    path = path if scheme == "s3" else unquote(path)
    if scheme == _FOLDER:
        return _folder(host, path)
    if not host:
        raise UserError("the address names no host", text, f"Write it like this: {scheme}://"
                        + ("bucket/path." if scheme == "s3" else "user@host/path."))
    return Address(scheme, path.rstrip("/"), host.strip("[]"), unquote(user),
                   int(port) if port else None)


def _folder(host: str, path: str) -> Address:
    if host not in ("", "localhost"):
        raise UserError(f"a folder of another machine ('{host}')", f"{_FOLDER}://{host}/{path}",
                        "Write three slashes before a path of this one: file:///srv/www.")
    return Address(_FOLDER, f"/{path}")
