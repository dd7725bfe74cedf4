"""Events of the ledger, made due again at their merchant's endpoint."""

from collections.abc import Iterator
from typing import NamedTuple

from runtime.adapters.dynamodb_directory import DynamoDbDirectory
from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.domain.delivery import Due, EndpointHealth, Lane
from runtime.domain.event_store import DueEvents
from runtime.domain.events import EventType, event_id, event_type
from runtime.domain.payment import Payment, event_lane
from runtime.domain.ports import PaymentQueries
from runtime.domain.terms import known_to
from runtime.use_cases.deliver_events import Merchants
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.lib.stack import client
from till.payments.amounts import clock


class Asked(NamedTuple):
    """What asking for events needs."""

    merchants: Merchants
    queries: PaymentQueries
    events: DueEvents


def asked_of(told: Outputs) -> Asked:
    """Over the tables of a stack; nothing that is sealed is read."""
    dynamodb = client(told, "dynamodb")
    tables = told.payments_table, told.entries_table
    return Asked(
        DynamoDbDirectory(dynamodb, told.merchants_table),
        DynamoDbPaymentQueries(dynamodb, *tables, sealed=False),
        DynamoDbEvents(dynamodb, told.events_table),
    )


def has_endpoint(merchants: Merchants, name: str) -> None:
    """Make sure that the merchant can be told at all.

    Raises:
        CommandError: there is no such merchant, or it has no endpoint.
        UnavailableError, UnreadableRowError: the directory can't say.
    """
    merchant = merchants.get(name)
    if merchant is None:
        message = f"There is no merchant {name}: `till merchants list` shows all of them."
        raise CommandError(Exit.MISUSED, message)
    if merchant.webhook is None:
        message = (
            f"The merchant {name} has no endpoint, and nothing was made due: `till merchants "
            f"webhook set {name} --url …` makes one."
        )
        raise CommandError(Exit.NO, message)


def events_of(row: Payment, queries: PaymentQueries) -> Iterator[tuple[str, EventType, int]]:
    """The id of each event of a payment, its type and when it happened, oldest first.

    Raises:
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    for entry in known_to(row, queries.entries(row.payment_id)):
        if kind := event_type(entry):
            yield event_id(row.payment_id, entry.seq), kind, entry.at


def due_of(row: Payment, event: tuple[str, EventType, int], due_at: int) -> Due:
    """The event as it is made due at `due_at` (Unix seconds)."""
    identifier, kind, at = event
    return Due(Lane(row.merchant, event_lane(row.payment_id)), due_at, identifier, kind, at)


def held_up(merchant: str, health: EndpointHealth, now: int) -> str | None:
    """Why what is due is not sent within a minute, as a sentence; None where nothing is."""
    if health.rest_until <= now and health.paused_at is None:
        return None
    how = "is paused" if health.paused_at is not None else "rests"
    until = f" until {clock(health.rest_until)} UTC" if health.rest_until > now else ""
    return (
        f"The endpoint {how}{until}, and what is due waits: `till merchants webhook resume "
        f"{merchant}` has it tried at once."
    )
