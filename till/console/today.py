"""Today's numbers, counted from the ledger's own list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from runtime.domain.payment import Status
from till.console.charts import Bars, bars
from till.console.problems import part
from till.console.view import View
from till.payments.reading import Row

MOST: Final = 500
"""Payments that are counted: five calls, at one a second."""
DAY: Final = 86_400
HOUR: Final = 3_600
DONE: Final = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELED})


class Numbers(NamedTuple):
    """What came of the payments of a day."""

    total: int
    complete: bool
    """Whether that is all of them."""
    statuses: Sequence[tuple[str, int]]
    amounts: Sequence[tuple[int, str, int]]
    """Amount in minor units, currency and payments: of those that succeeded."""
    hours: Sequence[tuple[str, int, int, int]]
    """Hour in UTC; how many of its payments succeeded, failed or were canceled, and go on."""
    chart: Bars


def today(view: View, _: Request) -> Response:
    """The page."""
    now = view.clock()
    midnight = now - now % DAY
    query = {"created[gte]": str(midnight)}
    found = part(lambda: view.stack.listed(query, MOST))
    return view.page(
        "today.html",
        "/today",
        status=found.status,
        problem=found.problem,
        numbers=found.found and numbers(found.found.rows, now, complete=not found.found.cursor),
        most=MOST,
    )


def numbers(rows: Sequence[Row], now: int, *, complete: bool) -> Numbers:
    """Counted.

    Args:
        rows: payments of one UTC day.
        now: Unix seconds: no later hour is shown.
        complete: these are all of them.
    """
    statuses = Counter(str(row["status"]) for row in rows)
    succeeded = [row for row in rows if row["status"] == Status.SUCCEEDED]
    amounts: Counter[str] = Counter()
    for row in succeeded:
        amounts[str(row["currency"])] += int(row["amount"])
    payments = Counter(str(row["currency"]) for row in succeeded)
    hours = [_hour(hour, rows) for hour in range(now % DAY // HOUR + 1)]
    return Numbers(
        total=len(rows),
        complete=complete,
        statuses=[(each.value, statuses[each.value]) for each in Status],
        amounts=[(amount, each, payments[each]) for each, amount in sorted(amounts.items())],
        hours=hours,
        chart=bars([(label, counts) for label, *counts in hours]),
    )


def _hour(hour: int, rows: Sequence[Row]) -> tuple[str, int, int, int]:
    own: Sequence[Mapping[str, object]] = [
        row for row in rows if int(row["created_at"]) % DAY // HOUR == hour
    ]
    succeeded = sum(row["status"] == Status.SUCCEEDED for row in own)
    ended = sum(row["status"] in DONE for row in own)
    return f"{hour:02d}:00", succeeded, ended - succeeded, len(own) - ended
