"""Events of the ledger, and where a command makes them due again."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import typer

from runtime.adapters.dynamodb_directory import DynamoDbDirectory
from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
from runtime.domain.events import event_id, event_type
from runtime.domain.payment import Payment
from runtime.domain.ports import PaymentQueries
from runtime.domain.terms import known_to
from till.events.ways import OnBus, Step, ToEndpoint, Way
from till.lib.exits import CommandError, Exit
from till.lib.input import Outputs
from till.lib.stack import client

ToBus = Annotated[
    bool, typer.Option("--on-bus", help="Put it on the stack's bus, and send it to no endpoint.")
]


class Asked(NamedTuple):
    """What asking for events needs."""

    queries: PaymentQueries
    way: Way


def asked_of(told: Outputs, *, on_bus: bool) -> Asked:
    """Over the tables of a stack; nothing that is sealed is read.

    Raises:
        CommandError: it is to be the bus, and the stack has none.
    """
    dynamodb = client(told, "dynamodb")
    tables = told.payments_table, told.entries_table
    queries = DynamoDbPaymentQueries(dynamodb, *tables, sealed=False)
    merchants = DynamoDbDirectory(dynamodb, told.merchants_table)
    if not on_bus:
        return Asked(queries, ToEndpoint(merchants, DynamoDbEvents(dynamodb, told.events_table)))
    if told.event_bus_arn is None:
        message = (
            "The stack has no bus, and nothing was made due: the setting `eventBus` makes one."
        )
        raise CommandError(Exit.NO, message)
    return Asked(queries, OnBus(merchants, DynamoDbUnpublished(dynamodb, told.events_table)))


def events_of(row: Payment, queries: PaymentQueries) -> Iterator[Step]:
    """Each event of a payment, oldest first.

    Raises:
        UnavailableError: no answer; the same call may be made again.
        UnreadableRowError: what is stored has no form that this code reads.
    """
    for entry in known_to(row, queries.entries(row.payment_id)):
        if kind := event_type(entry):
            yield Step(event_id(row.payment_id, entry.seq), kind, entry.at)
