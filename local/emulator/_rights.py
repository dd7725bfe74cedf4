"""Which role asked for which right, and what it was told: what `make rights` counts.

Around the emulator's own decision, in its process. A GET on `RIGHTS_TOLD` tells everything; where
the environment names a folder in `RIGHTS_FOLDER`, each right that was used is also a line of a file
there.
"""

import json
import os
import threading
from collections import Counter
from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, Final, NamedTuple

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import kms

from local.emulator.faults import RIGHTS_FOLDER, RIGHTS_TOLD, App, Receive, Scope, Send, answer
from local.lib.known_as import known_as

_TOLD: Final = ("kms:encryptioncontext:purpose", "kms:viaservice")
"""The condition keys that tell one use of a key from another."""


class Asked(NamedTuple):
    """One kind of question."""

    role: str
    action: str
    resource: str
    """A key by its alias and a secret without its suffix: as the program knows them."""
    under: str
    """What a key is used for: a sealed field's purpose, or the service that asks."""
    allowed: bool


class Rights:
    """The application around the emulator that tells what was asked so far."""

    def __init__(self, app: App, asked: "Book") -> None:
        self._app = app
        self._asked = asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] == "http" and scope["path"] == RIGHTS_TOLD:
            await answer(send, 200, json.dumps(self._asked.told()).encode())
        else:
            await self._app(scope, receive, send)


class Book:
    """What was asked and how often; safe to use from several threads."""

    def __init__(self, file: Path | None = None) -> None:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._times: Counter[Asked] = Counter()
        self._lock = threading.Lock()

    def note(self, asked: Asked) -> None:
        """Count it; the first time that a right is used it is also written down."""
        with self._lock:
            self._times[asked] += 1
            if self._file and asked.allowed and self._times[asked] == 1:
                with self._file.open("a") as file:
                    file.write(json.dumps(asked._asdict()) + "\n")

    def told(self) -> list[dict[str, Any]]:
        """Each kind of question with its `times`."""
        with self._lock:
            return [{**asked._asdict(), "times": times} for asked, times in self._times.items()]


def mend() -> Book:
    """Put the book beside the emulator's decision; call it once, before the first request."""
    folder = os.environ.get(RIGHTS_FOLDER)
    book = Book(Path(folder) / f"{os.getpid()}.jsonl" if folder else None)
    iam_evaluator.enforce = _noting(iam_evaluator.enforce, book)
    return book


def _noting(original: Callable[..., Any], book: Book) -> Callable[..., Any]:
    shape = signature(original)

    @wraps(original)
    def enforce(*args: Any, **named: Any) -> Any:
        found = original(*args, **named)
        asked = shape.bind(*args, **named).arguments
        if role := role_of(asked["access_key_id"]):
            context = asked.get("service_context") or {}
            keys = {key.lower(): value for key, value in context.items()}
            told = next((str(keys[key]) for key in _TOLD if key in keys), "")
            name = known_as(asked.get("resource_arn", "*"), dict(kms._aliases.items()))  # noqa: SLF001 - the emulator has no public seam
            book.note(Asked(role, asked["iam_action"], name, told, found is None))
        return found

    return enforce


def role_of(access_key: str) -> str:
    """The role behind temporary credentials; empty for everybody else."""
    who = iam_evaluator.resolve_credential(access_key or "", get_account_id())
    arn = getattr(who, "principal_arn", "")
    return iam_evaluator._role_name_from_assumed_arn(arn) if ":assumed-role/" in arn else ""  # noqa: SLF001 - as above
