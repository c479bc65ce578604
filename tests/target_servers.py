"""Real servers on loopback that shows are published to, and a line between that can be cut."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from getpass import getuser
from hashlib import sha256
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

import pytest

from podcast.errors import UserError
from podcast.targets import open_target
from podcast.targets.base import BaseTarget

if TYPE_CHECKING:
    from pyftpdlib.servers import FTPServer

SSHD = "/usr/sbin/sshd"
PASSWORD = "Schlüssel-4711"
WRONG = "falsch-0815"
SERVER, PROXY = "127.0.0.2", "127.0.0.1"
"""Two names of this machine, so that the line between may use the server's own port numbers."""
_PASSIVE = 8


SCHEMES = ("file", "s3", "sftp", "ftps")
REMOTE = SCHEMES[1:]
LARGE = 18 << 20


@dataclass(frozen=True, slots=True)
class Site:
    """A server's space for one test."""

    scheme: str
    address: str
    environment: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[int, ...] = ()
    folder: Path | None = None
    """Where its files lie, if they are files."""

    def over(self, host: str) -> Site:
        """The same server, reached by another address of this machine."""
        environment = {name: value.replace(SERVER, host)
                       for name, value in self.environment.items()}
        return replace(self, address=self.address.replace(SERVER, host), environment=environment)


Space = Callable[[str], Site]
"""Gives a test a fresh folder of a server, and sets what its users have set."""


def free_ports(count: int) -> tuple[int, ...]:
    """Ports at which nobody listens now."""
    found = [socket.create_server((SERVER, 0)) for _ in range(count)]
    numbers = tuple(one.getsockname()[1] for one in found)
    for one in found:
        one.close()
    return numbers


def make_certificates(folder: Path, openssl: str) -> Path:
    """A throw-away authority, `ca.pem`, and a server's key and certificate in one file."""
    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)

    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
        "-subj", "/CN=Throw-away authority", "-days", "2")
    run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr",
        "-subj", "/CN=localhost")
    (folder / "names").write_text(f"subjectAltName=IP:{SERVER},IP:{PROXY}\n")
    run("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out",
        "server.pem", "-days", "2", "-extfile", "names")
    both = folder / "both.pem"
    both.write_text((folder / "server.key").read_text() + (folder / "server.pem").read_text())
    return both


@contextmanager
def storage() -> Iterator[Site]:
    """S3 by moto, with one bucket."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address=SERVER, port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": PASSWORD.replace("ü", "u"),
            "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "eu-central-1"}
    client = boto3.client("s3", endpoint_url=keys["AWS_ENDPOINT_URL"], region_name="us-east-1",
                          aws_access_key_id="AKIATEST", aws_secret_access_key="x")
    client.create_bucket(Bucket="sendung")
    yield Site("s3", "s3://sendung/", keys, (port,))
    server.stop()


@contextmanager
def shell(folder: Path, keygen: str) -> Iterator[Site]:
    """OpenSSH's own server, with a home folder that knows it and holds a key it lets in."""
    home, www = folder / "home", folder / "www"
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    www.mkdir()
    for name in (folder / "host", home / ".ssh/id_ed25519"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", name], check=True)
    (folder / "authorized").write_text((home / ".ssh/id_ed25519.pub").read_text())
    port, = free_ports(1)
    key = (folder / "host.pub").read_text()
    (home / ".ssh/known_hosts").write_text(
        f"[{SERVER}]:{port} {key}[{PROXY}]:{port} {key}", encoding="utf-8")
    (folder / "sshd_config").write_text(f"""
Port {port}
ListenAddress {SERVER}
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
MaxStartups 100
Subsystem sftp internal-sftp
""")
    with suppress(PermissionError):
        Path("/run/sshd").mkdir(exist_ok=True)
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", folder / "sshd_config"], stderr=log)
    try:
        _await(port)
        yield Site("sftp", f"sftp://{getuser()}@{SERVER}:{port}{www}", {"HOME": str(home)},
                   (port,), www)
    finally:
        server.terminate()
        server.wait()


@contextmanager
def file_server(folder: Path, certificate: Path) -> Iterator[Site]:
    """FTP over TLS by pyftpdlib, which here insists on encryption."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

    www = folder / "www"
    www.mkdir()
    users = DummyAuthorizer()
    users.add_user("erika", PASSWORD, str(folder), perm="elradfmwMT")
    users.add_user("leser", PASSWORD, str(folder), perm="elr")
    port, *passive = free_ports(1 + _PASSIVE)

    class Handler(TLS_FTPHandler):
        authorizer = users
        certfile = str(certificate)
        tls_control_required = tls_data_required = True
        passive_ports = passive
        auth_failed_timeout = 0.1

        def ftp_RNTO(self, path: str) -> str | None:  # noqa: N802 (FTP's own name)
            """Some servers replace nothing; this one so in a folder of that name."""
            if "stubborn" in path and Path(path).exists():
                self.respond("550 It exists.")
                return None
            return str(super().ftp_RNTO(path))

    with _running(FTPServer((SERVER, port), Handler, ioloop=IOLoop())):
        yield Site("ftps", f"ftps://erika@{SERVER}:{port}/www",
                   {"HOERFASSUNG_FTPS_PASSWORD": PASSWORD,
                    "SSL_CERT_FILE": str(certificate.with_name("ca.pem"))}, (port, *passive), www)


@contextmanager
def readable_server() -> Iterator[int]:
    """FTP as it was before TLS; yields its port."""
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

    server = FTPServer((SERVER, 0), FTPHandler, ioloop=IOLoop())
    with _running(server):
        yield server.address[1]


@contextmanager
def _running(server: FTPServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"timeout": 0.05, "handle_exit": False})
    thread.start()
    try:
        yield
    finally:
        server.close_all()
        thread.join()


def _await(port: int) -> None:
    for _ in range(200):
        with suppress(ConnectionRefusedError), closing(socket.create_connection((SERVER, port))):
            return
        sleep(0.02)
    raise AssertionError(f"nothing listens at port {port}")


@contextmanager
def line(ports: tuple[int, ...], cut_after: int) -> Iterator[None]:
    """Carry connections from PROXY to SERVER until so many bytes were sent; then it is dead."""
    made = _Line(cut_after)
    for port in ports:
        Thread(target=made.accept, args=(socket.create_server((PROXY, port)), port),
               daemon=True).start()
    try:
        yield
    finally:
        made.cut()


class _Line:
    def __init__(self, cut_after: int) -> None:
        self._left = cut_after
        self._open: list[socket.socket] = []

    def accept(self, listener: socket.socket, port: int) -> None:
        self._open.append(listener)
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection((SERVER, port))
                self._open.extend((near, far))
                Thread(target=self._carry, args=(near, far, 1), daemon=True).start()
                Thread(target=self._carry, args=(far, near, 0), daemon=True).start()

    def cut(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _carry(self, source: socket.socket, to: socket.socket, weight: int) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                self._left -= weight * len(data)
                if self._left < 0:
                    self.cut()
                    return
                to.sendall(data)
            to.shutdown(socket.SHUT_WR)


def use(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the environment as the users of a server have it."""
    for name, value in site.environment.items():
        monkeypatch.setenv(name, value)


@contextmanager
def opened(address: str) -> Iterator[BaseTarget]:
    """A target that is closed at the end."""
    target = open_target(address)
    assert isinstance(target, BaseTarget)
    try:
        yield target
    finally:
        target.close()


def refused(address: str, step: Callable[[BaseTarget], object]) -> UserError:
    """The one error of a step; no secret stands in it or in what led to it."""
    with pytest.raises(UserError) as caught, opened(address) as target:
        step(target)
    error: BaseException | None = caught.value
    while error is not None:
        for secret in (PASSWORD, PASSWORD.replace("ü", "u"), WRONG):
            assert secret not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__
    assert caught.value.next_step
    return caught.value


def large_file(place: Path, seed: int = 1) -> Path:
    """A file of some size without two equal blocks."""
    block = sha256(bytes([seed])).digest() * 2048
    with place.open("wb") as file:
        for number in range(LARGE // len(block)):
            file.write(number.to_bytes(4, "big") + block[4:])
    return place
