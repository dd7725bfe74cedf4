"""What an engine run created, written down before the engine hears of it.

An engine that is killed between a creation and its own note of it forgets the resource; on AWS
it would stand there until somebody finds it. The next run removes it here and makes it anew.
"""

import json
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Any

from local import resources
from local.resources import KINDS, Cloud, State

Known = Collection[tuple[str, str]]
"""Type token and id of everything that the engine's state holds."""


class Journal:
    """One line for each resource that the last run created."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def made(self, token: str, physical: str, state: State) -> None:
        """A resource stands in the cloud. Secret outputs are left out: no deletion needs them."""
        secret = KINDS[token].secret_outputs if token in KINDS else frozenset[str]()
        kept = {key: value for key, value in state.items() if key not in secret}
        line = json.dumps([token, physical, kept], default=lambda _: None)
        with self._lock, self._file.open("a") as file:
            file.write(line + "\n")

    def sweep(self, known: Known, cloud: Cloud) -> int:
        """Remove what the state does not know, the latest first; how many there were.

        Raises:
            ResourceError: the cloud refused.
        """
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        made: list[tuple[str, str, dict[str, Any]]] = [json.loads(line) for line in lines]
        lost = [one for one in reversed(made) if (one[0], one[1]) not in known]
        for token, physical, state in lost:
            resources.delete(token, physical, state, cloud)
        self._file.unlink(missing_ok=True)
        return len(lost)
