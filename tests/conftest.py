"""What tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.pages import chromium
from tests.target_servers import (
    SSHD,
    Site,
    Space,
    file_server,
    make_certificates,
    shell,
    storage,
    use,
)

# The machine is shared: how long an example takes says nothing about the code.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


NODE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hoerfassung-node"
"""Where `tests/setup.sh` puts packages from npm."""


def _unavailable(name: str) -> NoReturn:
    """What is missing fails a test in CI and skips it elsewhere."""
    reason = f"'{name}' is not installed; 'make test' installs it"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def need_tool() -> Callable[[str], str]:
    """Path of a program; where it is missing the test fails in CI and is skipped elsewhere."""
    def find(name: str) -> str:
        return shutil.which(name) or _unavailable(name)
    return find


@pytest.fixture(scope="session")
def need_node(need_tool: Callable[[str], str]) -> Callable[[str], Mapping[str, str]]:
    """Environment in which node finds a package from npm; missing, it is as with a program."""
    def find(package: str) -> Mapping[str, str]:
        need_tool("node")
        modules = NODE / "node_modules"
        return os.environ | {"NODE_PATH": str(modules)} if (modules / package).is_dir() \
            else _unavailable(package)
    return find


@pytest.fixture(scope="module")
def browser(need_tool: Callable[[str], str]) -> Iterator[Browser]:
    """Chromium, without sound."""
    with chromium(need_tool("chromium")) as found:
        yield found


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory,
          need_tool: Callable[[str], str]) -> Iterator[Mapping[str, Site]]:
    """Every server there is, started once."""
    folder = tmp_path_factory.mktemp("targets")
    for name in ("file", "sftp", "ftps"):
        (folder / name).mkdir()
    need_tool(SSHD)
    certificate = make_certificates(folder, need_tool("openssl"))
    with ExitStack() as stack:
        yield {"file": Site("file", str(folder / "file"), folder=folder / "file"),
               "s3": stack.enter_context(storage()),
               "sftp": stack.enter_context(shell(folder / "sftp", need_tool("ssh-keygen"))),
               "ftps": stack.enter_context(file_server(folder / "ftps", certificate))}


@pytest.fixture
def space(sites: Mapping[str, Site], tmp_path: Path,
          monkeypatch: pytest.MonkeyPatch) -> Space:
    """A function that gives a fresh folder of a server, and sets what its users have set."""
    def find(scheme: str) -> Site:
        site, own = sites[scheme], uuid4().hex
        monkeypatch.setenv("HOME", str(tmp_path))
        for name in ("SSH_AUTH_SOCK", "AWS_PROFILE", "HOERFASSUNG_SFTP_PASSWORD"):
            monkeypatch.delenv(name, raising=False)
        use(site, monkeypatch)
        return Site(scheme, f"{site.address.rstrip('/')}/{own}", site.environment, site.ports,
                    site.folder and site.folder / own)
    return find


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: what was not run was not shown."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("skipped tests are failures in CI", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
