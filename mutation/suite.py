"""The tests in this process: run now, or collected once for copies of the process to run."""

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from itertools import zip_longest
from types import ModuleType
from typing import Final

import _hypothesis_pytestplugin
import pytest
import pytest_timeout
from hypothesis import HealthCheck, settings

from mutation.scope import Scope

OPTIONS: Final = (
    "--exitfirst",
    "--hypothesis-seed=0",
    "-pno:cacheprovider",
    # Of the plugins only what the settings and the tests ask for: the others take seconds.
    "--disable-plugin-autoload",
    # Those that are left were imported before pytest could rewrite them.
    "-Wignore::pytest.PytestAssertRewriteWarning",
)
PLUGINS: Final[tuple[ModuleType, ...]] = (_hypothesis_pytestplugin, pytest_timeout)


def _ignore(_: str) -> None:
    """Nobody asked which test begins."""


class _Kept:
    """What failed first."""

    failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that failed, or could not begin or end."""
        self._keep(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that can't be imported."""
        self._keep(report)

    def _keep(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


class _Chosen(_Kept):
    """Takes the loop over: what is to be done with the collected tests?"""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], None]) -> None:
        self._work = work
        self.worked = False

    def pytest_collection_modifyitems(self) -> None:
        """No example is kept for another mutant, and a busy machine is no fault."""
        settings.register_profile(
            "mutants", settings(), database=None, suppress_health_check=[HealthCheck.too_slow]
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Only where everything was collected."""
        if not self.failed:
            self._work(session.items)
            self.worked = True
        return True


def collected(
    scope: Scope, files: Iterable[str], work: Callable[[Sequence[pytest.Item]], None]
) -> str:
    """Hand the tests of these files over; the file that could not be collected, if one could not.

    Raises:
        RuntimeError: pytest did not come so far: that is no answer.
    """
    plugin, told = _Chosen(work), io.StringIO()
    os.chdir(scope.root)
    sys.path.insert(0, str(scope.root))
    with redirect_stdout(told), redirect_stderr(told):
        code = pytest.main(
            [*OPTIONS, f"--rootdir={scope.root}", *files], plugins=[plugin, *PLUGINS]
        )
    if not plugin.worked and not plugin.failed:
        raise RuntimeError(f"pytest ended with {code!r}:\n{told.getvalue()}")
    return plugin.failed


def run(
    items: Sequence[pytest.Item],
    chosen: frozenset[str] | None = None,
    begins: Callable[[str], object] = _ignore,
) -> str:
    """The first of the collected tests that failed; nothing where all passed."""
    kept = _Kept()
    picked = [item for item in items if chosen is None or item.nodeid in chosen]
    if picked:
        picked[0].config.pluginmanager.register(kept)
    for item, following in zip_longest(picked, picked[1:]):
        begins(item.nodeid)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if kept.failed:
            break
    return kept.failed
