"""A dead letter that was looked at: what it is about as that is now, and what it would do."""

import time
from collections.abc import Callable
from typing import NamedTuple

from runtime.adapters.dynamodb_directory import DynamoDbDirectory
from runtime.adapters.dynamodb_events import DynamoDbEvents
from runtime.adapters.dynamodb_reader import DynamoDbReader
from runtime.adapters.dynamodb_unpublished import DynamoDbUnpublished
from runtime.domain.delivery import WELL, BusLane
from runtime.domain.payment import Payment
from runtime.domain.redrive import Effect, on_events
from till.lib.input import Outputs
from till.lib.stack import client
from till.redrive._dead_letters import DeadLetter

Forecast = Callable[[Payment | None, int], Effect]


class Seen(NamedTuple):
    """A letter, its payment as it is now, and what the letter would do."""

    dead_letter: DeadLetter
    payment: Payment | None
    effect: Effect | None
    """None: nobody can read the letter, so it stays."""

    @property
    def status(self) -> str:
        """Of its payment; a letter of a lane has none."""
        if self.payment is not None:
            return self.payment.status
        return "-" if self.dead_letter.lane else "unknown"


def at_payments(forecast: Forecast) -> Callable[[Outputs], Callable[[DeadLetter], Seen]]:
    """How letters about payments are looked at: by the ledger of a stack.

    Raises:
        UnavailableError, UnreadableRowError: the ledger can't say, of a letter.
    """

    def of_stack(known: Outputs) -> Callable[[DeadLetter], Seen]:
        tables = known.payments_table, known.entries_table
        ledger = DynamoDbReader(client(known, "dynamodb"), *tables, sealed=False)

        def look(dead_letter: DeadLetter) -> Seen:
            payment = ledger.get(dead_letter.payment_id or "")
            return Seen(dead_letter, payment, forecast(payment, int(time.time())))

        return look

    return of_stack


def at_lanes(known: Outputs) -> Callable[[DeadLetter], Seen]:
    """How letters about lanes are looked at: by what is due in them.

    Raises:
        UnavailableError, UnreadableRowError: the tables can't say, of a letter.
    """
    dynamodb = client(known, "dynamodb")
    directory = DynamoDbDirectory(dynamodb, known.merchants_table)
    events = DynamoDbEvents(dynamodb, known.events_table)
    unpublished = DynamoDbUnpublished(dynamodb, known.events_table)

    def look(dead_letter: DeadLetter) -> Seen:
        lane, now = dead_letter.lane, int(time.time())
        if lane is None:
            return Seen(dead_letter, None, None)
        if isinstance(lane, BusLane):
            due = bool(unpublished.due(lane, now, 1))
            return Seen(dead_letter, None, on_events(WELL, now, due=due))
        merchant = directory.get(lane.merchant)
        told = merchant is not None and merchant.webhook is not None
        due = told and bool(events.due(lane, now, 1))
        return Seen(dead_letter, None, on_events(events.health(lane.merchant), now, due=due))

    return look
