"""Accepting, a batch and a list with 100,000 payments in the table, beside the same with 1,000.

`python -m bench.growing` runs both in turn against one child process (`bench/stub_services.py`)
that holds both tables; all payments in them are of one merchant's today, where its list looks. The
stub answers by key and by halves (`bench/stub_tables.py` says what that costs), so what is
measured is ours: whether anything that we ask, or do with an answer, grows with what lies there.
What DynamoDB itself does with 100,000 rows, no stub can say.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Final, NamedTuple

from bench.accepting import MERCHANT, accepting, all_succeeded, processor, taker
from bench.batches import SIZE, Context
from bench.rounds import WARM, Target, measured, rounds_asked, sure, tell
from bench.stub_services import running
from runtime import bootstrap
from runtime.adapters.dynamodb_ledger import DynamoDbLedger
from runtime.adapters.dynamodb_payment_queries import DynamoDbPaymentQueries
from runtime.adapters.dynamodb_told_events import DynamoDbToldEvents
from runtime.adapters.system import SystemClock
from runtime.aws_clients import ACCEPTING, WORKING, client
from runtime.invocation.batch import each_record, one_step, processing
from runtime.use_cases.accept_payment import Accepted
from runtime.use_cases.process_payment_ports import ProcessPaymentPorts
from runtime.use_cases.read_payments import ListQuery, ReadPaymentsPorts, page
from runtime.wire.queue_message import encode

FEW, MANY = "few", "many"
CLOSED: Final = {f"{FEW}-payments": 1_000, f"{MANY}-payments": 100_000}
ACCEPTED: Final = 40
BATCHES: Final = 3
LISTS: Final = 10
"""In a round."""
PAGE: Final = 100
ACCEPT, BATCH, LIST = "accept", "batch", "list"
TARGETS: Final = tuple(
    Target(f"{what} among 100,000, beside 1,000", f"{each} {MANY}", f"{each} {FEW}", 1.05)
    for each, what in (
        (ACCEPT, "a payment accepted"),
        (BATCH, f"a batch of {SIZE}"),
        (LIST, f"a list of {PAGE}"),
    )
)


def main() -> None:
    """Measure all, and print them."""
    rounds = rounds_asked("bench.growing", __doc__)
    with running(CLOSED):
        places = [Place.of(each, WARM + rounds) for each in (FEW, MANY)]
        sides = {name: side for place in places for name, side in place.sides().items()}
        taken = measured(sides, rounds)
        for place in places:
            place.check()
    tell("growing", "100,000 payments in the table, or 1,000", TARGETS, taken)


class Place(NamedTuple):
    """One pair of tables, and payments in it that wait for their batch."""

    name: str
    ledger: DynamoDbLedger
    take: Callable[[str], Accepted]
    waiting: list[list[str]]
    """A batch's ids, of each of a round's batches in turn."""

    @classmethod
    def of(cls, name: str, rounds: int) -> "Place":
        """The tables whose names begin so, with what so many rounds need."""
        ledger = DynamoDbLedger(client("dynamodb", WORKING), f"{name}-payments", f"{name}-entries")
        ports = processor()
        take = taker(accepting(ledger, ports.queue, ports.cipher))
        waiting = [
            [take(f"{BATCH}-{number}-{each}").payment.payment_id for each in range(SIZE)]
            for number in range(rounds * BATCHES)
        ]
        return cls(name, ledger, take, waiting)

    def sides(self) -> Mapping[str, Callable[[int], None]]:
        """What is done in a round here, by name."""
        tables = f"{self.name}-payments", f"{self.name}-entries"
        dynamodb = client("dynamodb", ACCEPTING)
        queries = DynamoDbPaymentQueries(dynamodb, *tables, sealed=False)
        told = DynamoDbToldEvents(dynamodb, f"{self.name}-events")
        listing = ReadPaymentsPorts(queries, told, SystemClock())
        return {
            f"{ACCEPT} {self.name}": self._accept,
            f"{BATCH} {self.name}": self._batch,
            f"{LIST} {self.name}": partial(_listed, listing),
        }

    def check(self) -> None:
        """Every payment of a batch has succeeded.

        Raises:
            WrongResultError: one has not.
        """
        all_succeeded(self.ledger, chain.from_iterable(self.waiting))

    def _accept(self, number: int) -> None:
        for each in range(ACCEPTED):
            sure(not self.take(f"{ACCEPT}-{number}-{each}").replayed, "it was there already")

    def _batch(self, number: int) -> None:
        for each in range(BATCHES):
            ids = self.waiting[number * BATCHES + each]
            records = [{"messageId": one, "body": encode(one)} for one in ids]
            todo = one_step(partial(self._here, processing(Context())))
            failed = each_record({"Records": records}, todo, bootstrap.metrics())
            sure(failed == {"batchItemFailures": []}, f"{failed} is no whole batch")

    def _here(self, ports: Callable[[], ProcessPaymentPorts]) -> ProcessPaymentPorts:
        return replace(ports(), ledger=self.ledger)


def _listed(ports: ReadPaymentsPorts, _: int) -> None:
    for _each in range(LISTS):
        found = page(ListQuery(limit=PAGE), MERCHANT, ports)
        sure(len(found.payments) == PAGE, f"{len(found.payments)} were listed")


if __name__ == "__main__":
    main()
