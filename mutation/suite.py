"""The tests in this process, and which of them failed first."""

import io
import os
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from mutation.scope import Scope

OPTIONS: Final = (
    "--quiet",
    "--exitfirst",
    "--hypothesis-seed=0",
    # Of the plugins only what the settings and the tests ask for: the others take seconds.
    "--disable-plugin-autoload",
    "-p_hypothesis_pytestplugin",
    "-ppytest_timeout",
    "-pno:cacheprovider",
    # The server of processes has imported the plugins before pytest could rewrite them.
    "-Wignore::pytest.PytestAssertRewriteWarning",
)


class _Chosen:
    """Leaves out all but the chosen tests, and keeps what failed."""

    def __init__(
        self, chosen: frozenset[str] | None, begins: Callable[[str], None]
    ) -> None:
        self._chosen, self._begins = chosen, begins
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only the chosen; no example is kept for another mutant, and a busy machine is no fault."""
        settings.register_profile(
            "mutants", settings(), database=None, suppress_health_check=[HealthCheck.too_slow]
        )
        settings.load_profile("mutants")
        if self._chosen is not None:
            items[:] = [item for item in items if item.nodeid in self._chosen]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        """Says which one begins."""
        self._begins(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that failed, or could not begin or end."""
        self._keep(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that can't be imported."""
        self._keep(report)

    def _keep(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def run_tests(
    scope: Scope,
    files: Iterable[str],
    chosen: frozenset[str] | None = None,
    begins: Callable[[str], None] = lambda _: None,
) -> str:
    """The first test that failed; nothing where all passed.

    Raises:
        RuntimeError: pytest did not run them: that is no answer.
    """
    plugin = _Chosen(chosen, begins)
    told = io.StringIO()
    os.chdir(scope.root)
    with redirect_stdout(told), redirect_stderr(told):
        code = pytest.main([*OPTIONS, f"--rootdir={scope.root}", *files], plugins=[plugin])
    if code == pytest.ExitCode.OK or plugin.failed:
        return plugin.failed
    raise RuntimeError(f"pytest ended with {code!r}:\n{told.getvalue()}")
