"""A headless Chromium, driven by Playwright; it is the machine's own, never a download."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

REQUIRE: Final = "TILLSTACK_REQUIRE_CHROMIUM"
NAMES: Final = ("chromium", "google-chrome")
ARGUMENTS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS: Final = 30


def chromium() -> Path | None:
    """The browser: what `CHROMIUM` names, else the first of the names on PATH."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [shutil.which(each) for each in NAMES]
    return next((Path(each) for each in found if each), None)


def chromium_or_skip() -> Path:
    """The browser; without one the test is skipped, or fails where one is required."""
    found = chromium()
    if found is not None and found.is_file():
        return found
    sentence = (
        f"There is no Chromium: CHROMIUM names {found or 'none'}, and neither "
        f"{' nor '.join(NAMES)} is on PATH. On Debian: apt-get install chromium."
    )
    if os.environ.get(REQUIRE):
        pytest.fail(sentence)
    pytest.skip(sentence)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser with a profile of its own, which ends with it."""
    program = chromium_or_skip()
    # Chromium's own sandbox refuses to run as root.
    sandbox = os.geteuid() != 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            headless=True,
            args=list(ARGUMENTS),
            chromium_sandbox=sandbox,
            timeout=SECONDS * 1000,
        )
        yield browser
        browser.close()


def context_of(
    browser: Browser, scheme: Literal["light", "dark"], *, scripts: bool = True
) -> BrowserContext:
    """A window without a past."""
    context = browser.new_context(
        color_scheme=scheme,
        java_script_enabled=scripts,
        viewport={"width": 1100, "height": 800},
        locale="en-GB",
    )
    context.set_default_timeout(SECONDS * 1000)
    return context
