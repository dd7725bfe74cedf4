"""Writes what the deploying role may do into docs/deploy/: `python -m docs_gen.permissions`."""

from pathlib import Path
from typing import Final

from till.permissions.documents import pages

FOLDER: Final = Path(__file__).parents[1] / "docs" / "deploy"


def write(folder: Path = FOLDER) -> None:
    """The files."""
    folder.mkdir(exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page)


if __name__ == "__main__":
    write()
