"""FTP over TLS, asked for explicitly (RFC 4217): neither login nor files travel readable."""

from __future__ import annotations

import ftplib
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from netrc import NetrcParseError, netrc
from typing import BinaryIO

from podcast.errors import UserError
from podcast.targets.address import Address
from podcast.targets.base import CHUNK_BYTES, StagedTarget, chunks
from podcast.targets.faults import AGAIN, FORBIDDEN, LOST, SPACE, network_fault
from podcast.targets.lock import LOCK
from podcast.trust import trust

PASSWORD = "HOERFASSUNG_FTPS_PASSWORD"
_CONNECT_S, _IDLE_S, _REASON_S = 20, 60, 3
_HOLDER = f"{LOCK}/holder"
_NO_LOGIN = ("530", "430", "331", "332")
_FULL = ("552", "452")


class Ftps(StagedTarget):
    """Files below a folder of the user's; `ftps://host//srv/www` begins at the server's root."""

    def __init__(self, address: Address) -> None:
        super().__init__(address, ftplib.all_errors)
        self._session: ftplib.FTP_TLS | None = None
        self._root = ""
        self._made: set[str] = set()

    def close(self) -> None:
        """End the connection without waiting for an answer."""
        if self._session:
            self._session.close()
        self._session = None
        self._made.clear()

    def fault(self, error: Exception) -> tuple[str, str]:
        """What the server refused, by the code of its answer (RFC 959, 4.2)."""
        if not isinstance(error, ftplib.Error):
            return network_fault(error, self.address.host)
        answer = str(error).splitlines()[0][:200]
        if answer.startswith(_NO_LOGIN):
            return ("the server does not let this user in",
                    f"Check the user's name and {PASSWORD}, or ~/.netrc.")
        if answer.startswith(_FULL) or "space" in answer:
            return SPACE
        if answer.startswith(("550", "553")):
            return f"{FORBIDDEN[0]} ({answer})", FORBIDDEN[1]
        if answer.startswith(("421", "426")):
            return f"{LOST[0]} ({answer})", LOST[1]
        return f"the server refuses it ({answer})", AGAIN

    def _ftp(self) -> ftplib.FTP_TLS:
        if self._session is None:
            self._session = _connected(self.address, self.where)
            home = "" if self.address.path.startswith("/") else self._session.pwd()
            self._root = f"{home.rstrip('/')}/{self.address.path.lstrip('/')}".rstrip("/")
        return self._session

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _size(self, path: str) -> int | None:
        ftp = self._ftp()
        try:
            return ftp.size(self._at(path))
        except ftplib.error_perm as error:
            if str(error).startswith("550"):
                return None
            raise

    def _receive(self, path: str) -> Iterator[bytes]:
        ftp = self._ftp()
        with ftp.transfercmd(f"RETR {self._at(path)}") as data:
            while chunk := data.recv(CHUNK_BYTES):
                yield chunk
            _say_goodbye(data)
        ftp.voidresp()

    def _write(self, path: str, file: BinaryIO) -> None:
        ftp = self._ftp()
        self._make_folder(path.rpartition("/")[0])
        try:
            with ftp.transfercmd(f"STOR {self._at(path)}") as data:
                for chunk in chunks(file):
                    data.sendall(chunk)
                _say_goodbye(data)
        except (ConnectionError, ssl.SSLError):
            _raise_reason(ftp)
            raise
        ftp.voidresp()

    def _make_folder(self, path: str) -> None:
        folder = self._at(path).rstrip("/")
        above = [folder[:end] for end, letter in enumerate(folder) if letter == "/" and end]
        for one in (*above, folder):
            if one and one not in self._made:
                # Servers differ in what they answer for one that is there.
                with suppress(ftplib.error_perm):
                    self._ftp().mkd(one)
                self._made.add(one)

    def _rename(self, old: str, new: str) -> None:
        try:
            self._ftp().rename(self._at(old), self._at(new))
        except ftplib.error_perm:
            if self._size(new) is None:
                raise
            # A server that replaces nothing: for a moment there is neither file.
            self._ftp().delete(self._at(new))
            self._ftp().rename(self._at(old), self._at(new))

    def _remove(self, path: str) -> None:
        if self._size(path) is not None:
            self._ftp().delete(self._at(path))

    def _create(self, path: str, payload: bytes) -> bool:
        """A folder of the lock's name: only making one fails for the second who tries."""
        ftp = self._ftp()
        self._make_folder("")
        try:
            ftp.mkd(self._at(path))
        except ftplib.error_perm:
            # Is it there, or may none be made?
            ftp.cwd(self._at(path))
            return False
        self._write(_HOLDER, BytesIO(payload))
        return True

    def claimed(self) -> bytes | None:
        """What the lock says."""
        return self.read(_HOLDER)

    def reclaim(self, payload: bytes) -> None:
        """Write the lock anew."""
        with self._telling(LOCK):
            self._write(_HOLDER, BytesIO(payload))

    def unclaim(self) -> None:
        """Take the lock away."""
        with self._telling(LOCK):
            self._remove(_HOLDER)
            self._ftp().rmd(self._at(LOCK))


class _Connection(ftplib.FTP_TLS):
    """FTP whose data travels in the TLS session of the login: many servers insist on it."""

    def ntransfercmd(self, cmd: str,
                     rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        data, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        assert isinstance(self.sock, ssl.SSLSocket)
        return self.context.wrap_socket(data, server_hostname=self.host,
                                        session=self.sock.session), size


def _connected(address: Address, where: str) -> ftplib.FTP_TLS:
    user, password = _login(address, where)
    ftp = _Connection(context=trust(), timeout=_CONNECT_S)
    try:
        ftp.connect(address.host, address.port or ftplib.FTP_PORT)
        _encrypt(ftp, where)
        _be_patient(ftp, _IDLE_S)
        ftp.login(user, password)
        ftp.prot_p()
        with suppress(ftplib.error_perm):
            ftp.sendcmd("OPTS UTF8 ON")
        ftp.voidcmd("TYPE I")
    except BaseException:
        ftp.close()
        raise
    return ftp


def _encrypt(ftp: ftplib.FTP_TLS, where: str) -> None:
    try:
        ftp.auth()
    except ftplib.error_perm:
        raise UserError("the server does not encrypt, and a password is not sent readable", where,
                        "Ask your provider for FTPS or SFTP.") from None


def _login(address: Address, where: str) -> tuple[str, str]:
    """Name and password: the environment's, or those of ~/.netrc."""
    password = os.environ.get(PASSWORD, "")
    kept = None if password and address.user else _kept(address.host, where)
    user = address.user or (kept[0] if kept else "")
    if not password and kept and kept[0] == user:
        password = kept[2]
    if not user or not password:
        raise UserError(f"the {'password' if user else 'name of the user'} is missing", where,
                        f"Write ftps://user@host/path and set {PASSWORD}, or write both into"
                        " ~/.netrc.")
    return user, password


def _kept(host: str, where: str) -> tuple[str, str, str] | None:
    broken = False
    try:
        return netrc().authenticators(host)
    except FileNotFoundError:
        return None
    except (NetrcParseError, OSError, UnicodeDecodeError):
        # Told outside: the error may quote a password.
        broken = True
    if broken:
        raise UserError("~/.netrc cannot be read", where,
                        "It must belong to you alone (chmod 600 ~/.netrc) and be well formed.")
    return None


def _be_patient(ftp: ftplib.FTP_TLS, seconds: int) -> None:
    ftp.timeout = seconds
    if ftp.sock:
        ftp.sock.settimeout(seconds)


def _raise_reason(ftp: ftplib.FTP_TLS) -> None:
    """A server that takes no more of a file says why on the other line, if it can."""
    _be_patient(ftp, _REASON_S)
    with suppress(OSError, EOFError):
        ftp.voidresp()


def _say_goodbye(data: socket.socket) -> None:
    """End TLS properly; a server that just hangs up has told all the same by its answer."""
    if isinstance(data, ssl.SSLSocket):
        with suppress(OSError):
            data.unwrap()
