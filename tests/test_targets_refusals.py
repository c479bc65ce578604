"""What a target cannot or may not do is told in one line, which holds no secret."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import pytest

from podcast.media import media_type
from podcast.targets import open_target
from tests.target_servers import (
    PASSWORD,
    REMOTE,
    SERVER,
    WRONG,
    Site,
    Space,
    free_ports,
    opened,
    readable_server,
    refused,
)

pytestmark = [pytest.mark.xdist_group("targets"),
              pytest.mark.filterwarnings("ignore::DeprecationWarning")]

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.mark.parametrize("scheme", REMOTE)
def test_nobody_there(scheme: str, space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port where nothing listens, and a machine that is not there."""
    site, (port,) = space(scheme), free_ports(1)
    for old, new, words in ((f":{site.ports[0]}", f":{port}", "nobody answers"),
                            (SERVER, "gibt-es-nicht.invalid", "")):
        for name, value in site.environment.items():
            monkeypatch.setenv(name, value.replace(old, new))
        told = refused(site.address.replace(old, new), lambda target: target.read("feed.xml"))
        assert words in told.what
        assert told.where.startswith(site.address.replace(old, new))


def test_wrong_ssh(space: Space, sites: Mapping[str, Site], tmp_path: Path,
                   monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password, an unknown and a changed host key, a folder that may not be written."""
    address = space("sftp").address
    known = (Path(sites["sftp"].environment["HOME"]) / ".ssh/known_hosts").read_text()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "does not know the server's key" in refused(address, lambda one: one.size("a")).what
    (tmp_path / ".ssh").mkdir()
    hosts = tmp_path / ".ssh/known_hosts"
    hosts.write_text("".join(f"{line.split()[0]} ssh-ed25519 {'A' * 68}\n"
                             for line in known.splitlines()))
    assert "does not know the server's key" in refused(address, lambda one: one.size("a")).what
    hosts.write_text(known)
    assert "not let this user in" in refused(address, lambda one: one.size("a")).what
    monkeypatch.setenv("HOERFASSUNG_SFTP_PASSWORD", WRONG)
    assert "not let this user in" in refused(address, lambda one: one.size("a")).what
    (tmp_path / ".ssh/id_ed25519").write_text("no key")
    (tmp_path / ".ssh/config").write_text("Host *\n IdentityFile ~/.ssh/id_ed25519\n")
    assert "SSH settings" in refused(address, lambda one: one.size("a")).what


def test_ssh_settings(space: Space, sites: Mapping[str, Site], tmp_path: Path,
                      monkeypatch: pytest.MonkeyPatch) -> None:
    """Aliases and keys of ~/.ssh/config count; a path that begins with ~ is below the home."""
    site = space("sftp")
    ssh, own = Path(site.environment["HOME"]) / ".ssh", tmp_path / ".ssh"
    own.mkdir()
    (own / "config").write_text(
        f"Host radio\n HostName {SERVER}\n Port {site.ports[0]}\n"
        f" IdentityFile {ssh}/id_ed25519\n UserKnownHostsFile {ssh}/known_hosts\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with opened(f"sftp://radio{site.folder}") as target:
        target.put("a.txt", b"there")
    assert site.folder and (site.folder / "a.txt").read_bytes() == b"there"
    with opened("sftp://radio/~") as target:
        assert target.size(f"{uuid4().hex}.txt") is None


def test_wrong_ftp(space: Space, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong or missing password, an unknown authority, a damaged ~/.netrc."""
    address = space("ftps").address
    monkeypatch.setenv("HOERFASSUNG_FTPS_PASSWORD", WRONG)
    assert "not let this user in" in refused(address, lambda one: one.size("a")).what
    monkeypatch.delenv("HOERFASSUNG_FTPS_PASSWORD")
    assert "password is missing" in refused(address, lambda one: one.size("a")).what
    kept = tmp_path / ".netrc"
    kept.write_text(f"machine {SERVER} login erika password {PASSWORD}\n", encoding="utf-8")
    kept.chmod(0o600)
    for user in ("erika@", ""):
        with opened(address.replace("erika@", user)) as target:
            assert target.size("a") is None
    kept.write_text(f"machine {SERVER} {PASSWORD}\n", encoding="utf-8")
    assert "~/.netrc cannot be read" in refused(address, lambda one: one.size("a")).what
    monkeypatch.setenv("HOERFASSUNG_FTPS_PASSWORD", PASSWORD)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificate is not valid" in refused(address, lambda one: one.size("a")).what


def test_what_ftp_forbids(space: Space) -> None:
    """A user who may only read; a server that would have the password sent readable."""
    address = space("ftps").address.replace("erika", "leser")
    for step in (lambda one: one.put("a", b""), lambda one: one.locked().__enter__()):
        assert "not permitted" in refused(address, step).what
    with readable_server() as port:
        told = refused(f"ftps://erika@{SERVER}:{port}/", lambda one: one.size("a"))
    assert "the server does not encrypt" in told.what


def test_server_that_replaces_nothing(space: Space) -> None:
    """Where FTP's renaming refuses a name that is taken, the old file goes first."""
    with opened(f"{space('ftps').address}/stubborn") as target:
        for payload in (b"old", b"new"):
            target.put("feed.xml", payload)
            assert target.read("feed.xml") == payload


def test_wrong_storage(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket that is not there, no key, and one that the storage does not know."""
    import requests

    site = space("s3")
    for name, what in (("gibt-es-nicht", "there is no such bucket"), ("Ä", "no name of a bucket")):
        assert what in refused(f"s3://{name}/", lambda one: one.size("feed.xml")).what
    control = f"{site.environment['AWS_ENDPOINT_URL']}/moto-api/reset-auth"
    requests.post(control, data="0", timeout=10)
    try:
        assert "key is not known" in refused(site.address, lambda one: one.size("a")).what
    finally:
        requests.post(control, data="inf", timeout=10)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert "key is missing" in refused(site.address, lambda one: one.size("a")).what


def test_what_storage_tells(space: Space, tmp_path: Path) -> None:
    """S3 tells apps the type of each file, and that one named after its content never changes."""
    import boto3

    site = space("s3")
    client = boto3.client("s3")
    target = open_target(site.address)
    (tmp_path / "file").write_bytes(b"x")
    for name, kind, kept in (
            ("episodes/a/a.0a1b2c3d.mp3", "audio/mpeg", True),
            ("episodes/a/a.0a1b2c3d.vtt", "text/vtt; charset=utf-8", True),
            ("episodes/a/a.0a1b2c3d.chapters.json", "application/json+chapters", True),
            ("episodes/a.0a1b2c3d/a.m4a", "audio/mp4", False),
            ("feed.xml", "application/rss+xml; charset=utf-8", False),
            ("published.json", "application/json", False)):
        for source in (b"x", tmp_path / "file"):
            target.put(name, source)
            key = f"{site.address.removeprefix('s3://sendung/')}/{name}"
            told = client.head_object(Bucket="sendung", Key=key)
            assert told["ContentType"] == kind == media_type(name)
            assert told["CacheControl"] == (FOR_EVER if kept else "no-cache")


@pytest.mark.parametrize(("address", "words"), [
    (f"sftp://erika:{WRONG}@example.org/www", "HOERFASSUNG_SFTP_PASSWORD"),
    (f"ftps://erika:{WRONG}/4@5@example.org/www", "HOERFASSUNG_FTPS_PASSWORD"),
    (f"s3://KEY:{WRONG}@bucket", "AWS_SECRET_ACCESS_KEY"),
    ("ftp://example.org/www", "Known: file, s3, sftp, ftps"),
    ("sftp://example.org:99999/", "sftp://user@host:port/path"),
    ("sftp:///www", "names no host"),
    ("file://nas/www", "another machine"),
    ("", "Name a folder")])
def test_bad_addresses(address: str, words: str) -> None:
    """An address with a password is refused without repeating it; others say what is valid."""
    assert words in str(refused(address, lambda one: one.size("a")))


@pytest.mark.parametrize(("scheme", "package"), [("s3", "s3fs"), ("sftp", "asyncssh")])
def test_missing_packages(scheme: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package that speaks a protocol the command that installs it is named."""
    monkeypatch.setitem(sys.modules, package, None)
    told = refused(f"{scheme}://example/www", lambda one: one.size("a"))
    assert f"pip install 'hoerfassung[{scheme}]'" in told.next_step


@pytest.mark.parametrize("path", ["", "/etc/passwd", "a/../../b", "a\r\nDELE b"])
def test_paths_stay_below_the_root(path: str, tmp_path: Path) -> None:
    """What a list on the server names is no reason to leave the target's folder."""
    for step in (lambda one: one.read(path), lambda one: one.remove(path),
                 lambda one: one.put(path, b"")):
        assert "no path below" in refused((tmp_path / "www").as_uri(), step).what
