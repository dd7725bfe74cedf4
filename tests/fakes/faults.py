"""Failures that a test orders in advance: before the work, or after it (a lost reply)."""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager


class Faults:
    """A queue of errors for each method of a fake."""

    def __init__(self) -> None:
        self._ordered: defaultdict[str, deque[tuple[Exception, bool]]] = defaultdict(deque)

    def fail_next(self, method: str, error: Exception, *, after: bool = False) -> None:
        """The next call of `method` raises `error`; with `after`, once its work is done."""
        self._ordered[method].append((error, after))

    @contextmanager
    def strike(self, method: str) -> Iterator[None]:
        """Wrap the work of one call of `method`."""
        error, after = self._ordered[method].popleft() if self._ordered[method] else (None, False)
        if error is not None and not after:
            raise error
        yield
        if error is not None:
            raise error
