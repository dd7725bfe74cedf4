"""`till list` and `till review list`: payments of all merchants, by what is known of them."""

import time
from typing import Annotated

import typer

from runtime.domain.payment import Status
from runtime.wire.raw_responses import LedgerRow
from till.lib.answer import Document, answer
from till.lib.exits import Exit
from till.lib.options import AsJson, OutputsFile, StackName
from till.lib.report import Section
from till.payments import reading
from till.payments.amounts import age, clock, lasted, moment, money
from till.payments.reading import Row

COLUMNS = ("payment", "created (UTC)", "status", "amount", "merchant", "reference", "why")

Limit = Annotated[int, typer.Option(min=1, max=1_000, help="Payments at most.")]
After = Annotated[str | None, typer.Option(help="Where the last list said that it goes on.")]


class Payments(Document):
    """What `till list --json` and `till review list --json` print, newest first."""

    payments: list[LedgerRow]
    next_cursor: str | None
    """Give it as `--after`; None: everything was looked through."""


def list_payments(
    *,
    status: Annotated[Status | None, typer.Option(help="Where it stands.")] = None,
    merchant: Annotated[str | None, typer.Option(help="Whose it is.")] = None,
    reference: Annotated[str | None, typer.Option(help="What the merchant calls it.")] = None,
    older_than: Annotated[
        str | None, typer.Option(help="Accepted so long ago at least: 90s, 15m, 2h, 1d.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Accepted then or later, UTC: 2026-11-28T05:00:00Z or a day.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Accepted before.")] = None,
    at_least: Annotated[int | None, typer.Option(help="Amount, in minor units.")] = None,
    at_most: Annotated[int | None, typer.Option(help="Amount, in minor units.")] = None,
    limit: Limit = 20,
    after: After = None,
    outputs: OutputsFile = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> int:
    """0, whatever was found.

    Raises:
        InputError: a filter is none, or the stack refuses.
    """
    query = {
        "status": status,
        "merchant": merchant,
        "reference": reference,
        "older_than": None if older_than is None else age(older_than),
        "created[gte]": None if since is None else moment(since),
        "created[lt]": None if until is None else moment(until),
        "amount[gte]": at_least,
        "amount[lte]": at_most,
        "starting_after": after,
    }
    given = {name: str(value) for name, value in query.items() if value is not None}
    rows, cursor = reading.listed(reading.api_of(outputs, stack), given, limit)
    shown = [LedgerRow.model_validate(row) for row in rows]
    document = Payments(payments=shown, next_cursor=cursor)
    answer(document, [report(rows, cursor, int(time.time()))], as_json=as_json)
    return Exit.DONE


def report(rows: list[Row], cursor: str | None, now: int) -> Section:
    """One row for each payment."""
    more = f"Not all was looked through: --after {cursor} goes on." if cursor else "That is all."
    oldest = [min(int(row["created_at"]) for row in rows)] if rows else []
    notes = [
        f"{len(rows)} found. {more}",
        *(f"The oldest was accepted {lasted(now - at)} ago." for at in oldest),
    ]
    return Section("Payments", notes=notes, columns=COLUMNS, rows=[_cells(row) for row in rows])


def _cells(row: Row) -> tuple[str, ...]:
    error = row.get("error") or {}
    return (
        str(row["payment_id"]),
        clock(int(row["created_at"])),
        str(row["status"]),
        money(int(row["amount"]), str(row["currency"])),
        str(row["merchant"]),
        str(row.get("reference") or "-"),
        str(error.get("decline_code") or error.get("code") or "-"),
    )
