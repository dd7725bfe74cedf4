"""Photographs `till console` for the README: `python -m docs_gen.console_pictures`.

The stack is made up and always the same; the pages and the browser are the real ones.
"""

import sys
from pathlib import Path
from typing import Final, Literal

from docs_gen.chromium import NoChromiumError, browsing, context_of
from tests.fakes.console_serving import serving
from tests.fakes.console_stack import EXAMPLE_ID, FakeStack, example
from till.console.session import Session

DOCS: Final = Path(__file__).parents[1] / "docs"
PICTURES: Final[tuple[tuple[str, str, Literal["light", "dark"]], ...]] = (
    ("console-now.png", "/", "light"),
    ("console-review.png", f"/payments/{EXAMPLE_ID}/resolve", "dark"),
    ("console-today.png", "/today", "light"),
)
"""File, path below the room, and which colours."""


def draw(folder: Path) -> None:
    """Write the pictures.

    Raises:
        NoChromiumError: there is no browser.
    """
    stack: FakeStack = example()
    with browsing() as browser:
        for name, path, scheme in PICTURES:
            # Each browser opens a link of its own: it opens once.
            with serving(stack, stack.clock) as session:
                page = context_of(browser, scheme).new_page()
                page.goto(session.link)
                page.goto(_address(session, path))
                page.screenshot(path=folder / name)


def _address(session: Session, path: str) -> str:
    return f"{session.origin}{session.base}{path}"


if __name__ == "__main__":
    try:
        draw(DOCS)
    except NoChromiumError as error:
        sys.exit(str(error))
