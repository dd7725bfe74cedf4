"""What was used: the files that the emulators of a run of the suite have written."""

import json
from collections.abc import Iterator
from pathlib import Path

from local.rights.granted import Right


def used(folder: Path) -> Iterator[Right]:
    """Every right that a role has used, as often as an emulator has seen it for the first time."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text().splitlines():
            told = json.loads(line)
            yield Right(told["role"], told["action"], told["resource"], told["under"])
