"""Payments of two kinds asked of one stack in turn, side by side."""

import statistics
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from rich.table import Table

from local.lib.arguments import Places
from local.stack.client import REPEATS, MerchantClient

WARM: Final = 5
"""Rounds for cold workers, which are not counted."""
BOUND: Final = 1.15
"""Of the time without, at most: what one more protection may cost."""
PATIENT: Final = Places(gateway_limit=60)


class Seen(NamedTuple):
    """How long payments of one kind took."""

    what: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """In milliseconds."""
        return 1000 * statistics.median(self.seconds)


def accepted(
    client: MerchantClient, key: str, headers: Mapping[str, str] | None = None, **body: Any
) -> float:
    """Seconds until one payment is accepted; a 5xx of a cold worker is asked again and counts.

    `body`: as `httpx` takes it, `json` or `content`.
    """
    told = {"Idempotency-Key": f"{client.run}-{key}", **(headers or {})}
    started = time.perf_counter()
    for _ in range(REPEATS):
        answer = client.http.post("/v1/payments", headers=told, **body)
        if not answer.is_server_error:
            break
    answer.raise_for_status()
    return time.perf_counter() - started


def table(what: str, first: Seen, second: Seen) -> Table:
    """A row for each, and what the second adds."""
    found = Table(title=f"{len(first.seconds)} payments of each kind, in turn")
    columns(found, what, "p50, ms", "added, ms", "times")
    for each in (first, second):
        added, times = each.median - first.median, each.median / first.median
        found.add_row(each.what, f"{each.median:.1f}", f"{added:.1f}", f"{times:.2f}")
    return found


def columns(found: Table, what: str, *numbers: str) -> None:
    """A name's column and those of its numbers."""
    found.add_column(what)
    for each in numbers:
        found.add_column(each, justify="right")


def quantiles(found: Table, what: str, seconds: Mapping[str, Sequence[float]]) -> Table:
    """A row for each name: half of its payments, and nineteen of twenty, took no longer."""
    columns(found, what, "p50, ms", "p95, ms")
    for name, each in seconds.items():
        p50, p95 = statistics.median(each), statistics.quantiles(each, n=20)[-1]
        found.add_row(name, f"{1000 * p50:.2f}", f"{1000 * p95:.2f}")
    return found
