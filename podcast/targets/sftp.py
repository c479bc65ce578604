"""SFTP (draft-ietf-secsh-filexfer-02, as OpenSSH speaks it), through asyncssh.

Keys, agent, host keys and aliases come from ~/.ssh, as for `ssh`; a host that is not in
known_hosts is refused.
"""

from __future__ import annotations

import os
from asyncio import Runner
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from podcast.errors import UserError
from podcast.targets.address import Address
from podcast.targets.base import CHUNK_BYTES, StagedTarget, chunks
from podcast.targets.faults import AGAIN, FORBIDDEN, LOST, SPACE, network_fault

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SSHClientConnection

Result = TypeVar("Result")

PASSWORD = "HOERFASSUNG_SFTP_PASSWORD"
_HOME = "~"
_CONNECT_S, _LOGIN_S, _ALIVE_S = 20, 30, 15


class Sftp(StagedTarget):
    """Files below a folder of another machine; `sftp://host/~/www` begins at the home folder."""

    def __init__(self, address: Address) -> None:
        try:
            import asyncssh
        except ImportError:
            raise UserError("what speaks SFTP is not installed", address.where,
                            "Install it: pip install 'hoerfassung[sftp]'.") from None
        # ValueError: a key or ~/.ssh/config that cannot be read.
        super().__init__(address, (asyncssh.Error, OSError, ValueError))
        home = address.path == _HOME or address.path.startswith(f"{_HOME}/")
        self._root = address.path[1:].lstrip("/") if home else f"/{address.path}"
        self._runner: Runner | None = None
        self._session: tuple[SSHClientConnection, SFTPClient] | None = None
        self._made: set[str] = set()

    def close(self) -> None:
        """End the connection without waiting for an answer."""
        if self._session:
            self._session[0].abort()
        if self._runner:
            self._runner.close()
        self._session = self._runner = None
        self._made.clear()

    def fault(self, error: Exception) -> tuple[str, str]:
        """What SSH or the server's file system refused."""
        import asyncssh

        host = self.address.host
        if isinstance(error, asyncssh.HostKeyNotVerifiable):
            return ("this machine does not know the server's key, or knows another one",
                    f"Log in once with 'ssh {host}', compare the key it shows with the one your"
                    " provider names, and publish again.")
        if isinstance(error, asyncssh.PermissionDenied):
            return ("the server does not let this user in", "Check the user's name, your SSH key"
                    f" (is it loaded: ssh-add?) or {PASSWORD}.")
        if isinstance(error, asyncssh.SFTPError):
            return _refusal(error)
        if isinstance(error, asyncssh.Error):
            return f"{LOST[0]} ({type(error).__name__})", LOST[1]
        if isinstance(error, ValueError):
            return (f"the SSH settings cannot be used ({type(error).__name__})",
                    f"See whether 'ssh {host}' works; a key with a passphrase must be loaded:"
                    " ssh-add.")
        return network_fault(error, host)

    def _run(self, step: Coroutine[Any, Any, Result]) -> Result:
        if self._runner is None:
            self._runner = Runner()
            # One cut line fails many parts of a file; the first failure is told, the rest is noise.
            self._runner.get_loop().set_exception_handler(lambda loop, context: None)
        return self._runner.run(step)

    async def _sftp(self) -> SFTPClient:
        if self._session is None:
            import asyncssh

            address = self.address
            connection = await asyncssh.connect(
                address.host, port=address.port or (), username=address.user or (),
                password=os.environ.get(PASSWORD), connect_timeout=_CONNECT_S,
                login_timeout=_LOGIN_S, keepalive_interval=_ALIVE_S)
            self._session = connection, await connection.start_sftp_client()
        return self._session[1]

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}" if self._root else path

    def _size(self, path: str) -> int | None:
        return self._run(self._stat(path))

    async def _stat(self, path: str) -> int | None:
        import asyncssh

        try:
            found = await (await self._sftp()).stat(self._at(path))
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            return None
        return int(found.size or 0)

    def _receive(self, path: str) -> Iterator[bytes]:
        file = self._run(self._open(path, "rb"))
        while chunk := self._run(file.read(CHUNK_BYTES)):
            yield chunk
        self._run(file.close())

    async def _open(self, path: str, mode: str) -> Any:
        return await (await self._sftp()).open(self._at(path), mode)

    def _write(self, path: str, file: BinaryIO) -> None:
        self._run(self._send(path, "wb", chunks(file)))

    async def _send(self, path: str, mode: str, pieces: Iterator[bytes]) -> None:
        await self._make_folder(path.rpartition("/")[0])
        async with await self._open(path, mode) as there:
            for piece in pieces:
                await there.write(piece)

    async def _make_folder(self, path: str) -> None:
        folder = self._at(path).rstrip("/") or "."
        if folder not in self._made:
            await (await self._sftp()).makedirs(folder, exist_ok=True)
            self._made.add(folder)

    def _rename(self, old: str, new: str) -> None:
        self._run(self._move(self._at(old), self._at(new)))

    async def _move(self, old: str, new: str) -> None:
        import asyncssh

        sftp = await self._sftp()
        try:
            await sftp.posix_rename(old, new)
        except asyncssh.SFTPOpUnsupported:
            # A server that is not OpenSSH: for a moment there is neither file.
            with suppress(asyncssh.SFTPNoSuchFile):
                await sftp.remove(new)
            await sftp.rename(old, new)

    def _remove(self, path: str) -> None:
        self._run(self._delete(path))

    async def _delete(self, path: str) -> None:
        import asyncssh

        with suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            await (await self._sftp()).remove(self._at(path))

    def _create(self, path: str, payload: bytes) -> bool:
        import asyncssh

        try:
            self._run(self._send(path, "xb", iter([payload])))
        except (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
            # Version 3 of the protocol has no word of its own for a name that is taken.
            if self._size(path) is None:
                raise
            return False
        return True


def _refusal(error: Exception) -> tuple[str, str]:
    import asyncssh

    if isinstance(error, (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect)):
        return FORBIDDEN
    if isinstance(error, (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded)):
        return SPACE
    if isinstance(error, (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)):
        return LOST
    return (f"the server refuses it ({error})",
            f"Is there room on its disk, and may this user write there? {AGAIN}")
