"""What the operators' routes say of payments: rows and entries, as they are stored."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import botocore.session

from runtime.contract.schema_versions import ENTRY_SCHEMA, ROW_SCHEMA
from runtime.domain.payment import PAYMENT_ID
from till.lib.exits import CommandError, Exit
from till.lib.operators_api import OperatorsApi, checked
from till.lib.stack import stack_of

Row = Mapping[str, Any]
Entry = Mapping[str, Any]

PAGES: Final = 60
"""Of one list, at one a second: then a person is asked to narrow it down."""
PAGE: Final = 100


def api_of(outputs: Path | None, stack: str | None) -> OperatorsApi:
    """The operators' routes of the stack that is meant.

    Raises:
        InputError: there is no such stack, or nobody has signed in.
    """
    return OperatorsApi(botocore.session.get_session(), stack_of(outputs, stack).gateway_url)


def whole_id(text: str) -> str:
    """The id of a payment.

    Raises:
        CommandError: it is none, or a part of one.
    """
    if PAYMENT_ID.fullmatch(text):
        return text
    raise CommandError(
        Exit.MISUSED,
        f"{text!r} is no whole id: pay_ and 26 letters or digits. The ledger finds no payment by "
        "the beginning of its id; `till list` finds it by reference, merchant, amount or time.",
    )


def row(api: OperatorsApi, payment_id: str) -> Row:
    """One payment's row.

    Raises:
        CommandError: there is none, or it is of a newer schema.
    """
    found = checked(api.get(payment_id), f"payment {payment_id}")
    return known(found, ROW_SCHEMA, payment_id)


def entries(api: OperatorsApi, payment_id: str) -> Sequence[Entry]:
    """All its entries, oldest first.

    Raises:
        CommandError: there is none, or one is of a newer schema.
    """
    found = checked(api.get(f"{payment_id}/entries"), f"payment {payment_id}")
    return [known(each, ENTRY_SCHEMA, payment_id) for each in found["data"]]


def known(document: Mapping[str, Any], newest: int, payment_id: str) -> Mapping[str, Any]:
    """What is of a schema that this code reads.

    Raises:
        CommandError: it is of a newer one.
    """
    version = document.get("v")
    if isinstance(version, int) and version <= newest:
        return document
    raise CommandError(
        Exit.TOO_NEW,
        f"{payment_id} is kept in schema {version}, and this `till` reads up to {newest}: use the "
        "`till` of the version that is deployed.",
    )


def listed(
    api: OperatorsApi, query: Mapping[str, str], limit: int, pages: int = PAGES
) -> tuple[list[Row], str | None]:
    """At most `limit` rows, newest first, and where to go on; None where there is no more.

    Raises:
        CommandError: the query is refused.
    """
    found: list[Row] = []
    cursor = query.get("starting_after")
    for _ in range(pages):
        wanted = {**query, "limit": str(min(PAGE, limit - len(found)))}
        if cursor is not None:
            wanted["starting_after"] = cursor
        page = checked(api.ask("GET", "payments", query=wanted), "list of payments")
        found += [known(each, ROW_SCHEMA, each["payment_id"]) for each in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None or len(found) >= limit:
            break
    found.sort(key=lambda each: str(each["created_key"]), reverse=True)
    return found, cursor
