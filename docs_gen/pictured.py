"""The command of a page that has a picture of the same numbers."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure


def write(
    name: str,
    description: str | None,
    page: Callable[[], str],
    figure: Callable[[], Figure],
    words: Sequence[str] | None,
) -> None:
    """Print the page, or draw the picture where `words` ask for it; `name` is the module's."""
    parser = argparse.ArgumentParser(prog=f"python -m docs_gen.{name}", description=description)
    parser.add_argument("--picture", type=Path, help="draw into this file, and print nothing")
    wanted = parser.parse_args(words)
    if wanted.picture:
        # The same numbers are the same file: no date, and ids that are drawn from a fixed salt.
        with rc_context({"svg.hashsalt": name}):
            figure().savefig(wanted.picture, metadata={"Date": None, "Creator": None})
    else:
        print(page(), end="")  # noqa: T201 - the page is the output
