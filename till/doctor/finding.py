"""What a check finds, and values that several checks build upon."""

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

T = TypeVar("T")


class Status(StrEnum):
    """How a thing stands."""

    READY = "ready"
    TO_DO = "to do"
    """`up` works without it; what comes after does not."""
    NOT_READY = "not ready"
    """`up` would fail."""
    NOT_KNOWN = "not known"
    """It could not be looked at; never taken for ready."""


class Finding(NamedTuple):
    """One row of the table."""

    status: Status
    what: str
    next: str = ""
    """The exact command, or the console's page."""
    details: tuple[str, ...] = ()
    """Every single thing that `what` counts."""


class FindingError(Exception):
    """A finding that ends a check."""

    status: Status

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.finding = Finding(self.status, what, next_step)


class NotReadyError(FindingError):
    """`up` would fail."""

    status = Status.NOT_READY


class NotKnownError(FindingError):
    """It could not be looked at."""

    status = Status.NOT_KNOWN


PROBLEMS: Final = (FindingError, BotoCoreError, ClientError)
"""Whatever may end a check without a bug of ours."""


def ready(what: str) -> Finding:
    """Nothing to do."""
    return Finding(Status.READY, what)


class Once(Generic[T]):
    """A value that several checks need; whoever asks first finds it for all."""

    def __init__(self, name: str, find: Callable[[], T]) -> None:
        self._name = name
        self._find = find
        self._lock = threading.Lock()
        self._found: list[T] = []
        self._problem: Exception | None = None

    def get(self) -> T:
        """The value, for the check that is about it.

        Raises:
            FindingError, BotoCoreError, ClientError: why there is none.
        """
        with self._lock:
            if not self._found and self._problem is None:
                try:
                    self._found.append(self._find())
                except PROBLEMS as problem:
                    self._problem = problem
        if self._problem is not None:
            raise self._problem
        return self._found[0]

    def needed(self) -> T:
        """The value, for a check that only builds upon it.

        Raises:
            NotKnownError: there is none, which another row explains.
        """
        try:
            return self.get()
        except PROBLEMS as problem:
            raise NotKnownError(f"can't be looked at without {self._name}: see above") from problem
