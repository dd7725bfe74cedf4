"""What the tests in a real browser share."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Dialog, Page

from docs_gen.chromium import NoChromiumError, browsing

REQUIRE = "TILLSTACK_REQUIRE_CHROMIUM"


@contextmanager
def at_hand() -> Iterator[Browser]:
    """The machine's own browser; without one the test is skipped, unless one is required."""
    with contextlib.ExitStack() as stack:
        try:
            browser = stack.enter_context(browsing())
        except NoChromiumError as error:
            if os.environ.get(REQUIRE):
                raise
            pytest.skip(str(error))
        yield browser


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Browser]:
    with at_hand() as browser:
        yield browser


@contextmanager
def watched(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: errors, breaches of the policy, a script's windows."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def dismiss(dialog: Dialog) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    yield complaints
