"""A sweep that finds ten payments among 100,000, beside the queries of its index alone.

`python -m bench.sweeping` sweeps by our use case, against services that cost a wait and next to no
work (`bench/stub_services.py`). Ten payments are open and due; the others are over, and in no shard
of the index. What a sweep adds to the queries is done for the ten: read, put off, tell.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bench.accepting import accepting, processor, taker
from bench.rounds import Target, measured, rounds_asked, sure, tell
from bench.stub_services import running
from runtime.aws_clients import WORKING, client
from runtime.contract.timing import Timing
from runtime.domain.payment import OPEN_SHARDS
from runtime.use_cases.sweep_payments import PER_SHARD, SweepPaymentsPorts, sweep_payments

OPEN: Final = 10
ALL: Final = 100_000
SWEEP, QUIET, QUERIES = "sweep", "quiet sweep", "queries"
TARGETS: Final = (
    Target("a sweep that finds none, beside the queries", QUIET, QUERIES, 1.2),
    Target(f"a sweep that finds {OPEN}, beside the queries", SWEEP, QUERIES, None),
)


@dataclass
class Clock:
    """Later with each sweep than whatever the sweep before put off."""

    at: int

    def now(self) -> int:
        """Unix seconds."""
        return self.at


def main() -> None:
    """Measure, and print it."""
    rounds = rounds_asked("bench.sweeping", __doc__)
    with running(closed={"payments": ALL}):
        taken = measured(sides(), rounds)
    tell("sweeping", f"{OPEN} of {ALL:,} payments are open", TARGETS, taken)


def sides() -> Mapping[str, Callable[[int], None]]:
    """What is done in a round, by name."""
    dynamodb, clock = client("dynamodb", WORKING), Clock(int(time.time()))
    own = processor()
    take = taker(accepting(own.ledger, own.queue, own.cipher))
    for number in range(OPEN):
        take(f"key-{number}")
    told = own.queue, own.notification_queue
    ports = SweepPaymentsPorts(own.ledger, *told, clock, own.metrics, Timing(), lambda: 60)

    def sweep(_: int) -> None:
        clock.at += Timing().longest_sweep + 1
        found = sweep_payments(ports)
        sure(found == (OPEN, OPEN), f"{found} were swept")

    def quiet(_: int) -> None:
        clock.at -= 2 * Timing().longest_sweep
        found = sweep_payments(ports)
        clock.at += 2 * Timing().longest_sweep
        sure(found == (0, 0), f"{found} were swept")

    def queries(_: int) -> None:
        for shard in range(OPEN_SHARDS):
            found = dynamodb.query(
                TableName="payments",
                IndexName="open",
                KeyConditionExpression="open_shard = :shard AND due_at <= :now",
                ExpressionAttributeValues={":shard": {"N": str(shard)}, ":now": {"N": "1"}},
                Limit=PER_SHARD,
            )
            sure(not found["Items"], "something is due")

    return {SWEEP: sweep, QUIET: quiet, QUERIES: queries}


if __name__ == "__main__":
    main()
