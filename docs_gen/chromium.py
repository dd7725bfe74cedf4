"""A headless Chromium, driven by Playwright; it is the machine's own, never a download."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, BrowserContext, sync_playwright

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
WIDTH: Final = 1_100
HEIGHT: Final = 720


class NoChromiumError(Exception):
    """One sentence for a person."""


def chromium() -> Path:
    """The browser: what `CHROMIUM` names, else the first of the names on PATH.

    Raises:
        NoChromiumError: there is none.
    """
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [shutil.which(each) for each in NAMES]
    path = next((Path(each) for each in found if each), None)
    if path is not None and path.is_file():
        return path
    message = (
        f"There is no Chromium: CHROMIUM names {named or 'none'}, and neither "
        f"{' nor '.join(NAMES)} was found on PATH. On Debian: apt-get install chromium."
    )
    raise NoChromiumError(message)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser with a profile of its own, which ends with it.

    Raises:
        NoChromiumError: there is none.
    """
    program = chromium()
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
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="en-GB",
    )
    context.set_default_timeout(SECONDS * 1000)
    return context
