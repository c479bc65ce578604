"""What tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

import pytest
from hypothesis import settings

# The machine is shared: how long an example takes says nothing about the code.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture
def need_tool() -> Callable[[str], str]:
    """Path of a program; where it is missing the test fails in CI and is skipped elsewhere."""
    def find(name: str) -> str:
        found = shutil.which(name)
        if found:
            return found
        reason = f"'{name}' is not installed; 'make test' installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return find


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: what was not run was not shown."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("skipped tests are failures in CI", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
