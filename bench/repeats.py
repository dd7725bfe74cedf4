"""Every message twice, and a poison message among a hundred, beside each message once.

`python -m bench.repeats` processes batches as the processor does, against services that cost a wait
and next to no work (`bench/stub_services.py`). The second delivery follows its batch, as where a
function ended before its messages were deleted. A poison message can't be read, and comes as often
as a queue delivers it before it is parked.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final

from bench.accepting import accepting, all_succeeded, processor, taker
from bench.batches import SIZE, Context
from bench.rounds import WARM, Target, measured, rounds_asked, sure, tell
from bench.stub_services import running
from runtime.contract.fixed_times import FIXED
from runtime.handlers.process_payment import handler
from runtime.wire.queue_message import encode

FEW: Final = 30
MANY: Final = 99
"""Payments in a round: to be told twice, and beside a poison message."""
TWICE, ONCE, POISON, CLEAN = "twice", "once", "one in a hundred is poison", "all can be read"
BAD: Final = {"messageId": "poison", "body": "poison"}
TARGETS: Final = (
    Target("every message twice, beside once", TWICE, ONCE, 1.15),
    Target("1 % poison, beside none", POISON, CLEAN, 1.1),
)


def main() -> None:
    """Measure both, and print them."""
    rounds = rounds_asked("bench.repeats", __doc__)
    with running():
        deliveries = Deliveries(rounds + WARM)
        taken = measured(deliveries.sides(), rounds)
        deliveries.check()
    tell("repeats", f"Batches of {SIZE}, the PSP in 50 ms", TARGETS, taken)


class Deliveries:
    """Payments that are accepted before anything is measured, and how they are delivered."""

    def __init__(self, rounds: int) -> None:
        ports = processor()
        take, self._ledger = taker(accepting(ports.ledger, ports.queue, ports.cipher)), ports.ledger
        sizes = {ONCE: FEW, TWICE: FEW, CLEAN: MANY, POISON: MANY}
        self._ids = {
            name: [
                [take(f"{name}-{each}-{one}").payment.payment_id for one in range(size)]
                for each in range(rounds)
            ]
            for name, size in sizes.items()
        }

    def sides(self) -> Mapping[str, Callable[[int], None]]:
        """What is done in a round, by name."""
        return {
            ONCE: lambda number: self._processed(self._ids[ONCE][number]),
            TWICE: lambda number: self._processed(self._ids[TWICE][number], times=2),
            CLEAN: lambda number: self._processed(self._ids[CLEAN][number]),
            POISON: self._poisoned,
        }

    def check(self) -> None:
        """Every payment has succeeded.

        Raises:
            WrongResultError: one has not.
        """
        every = chain.from_iterable(self._ids.values())
        all_succeeded(self._ledger, chain.from_iterable(every))

    def _processed(self, ids: Sequence[str], times: int = 1) -> None:
        for begin in range(0, len(ids), SIZE):
            for _ in range(times):
                _handled([_record(each) for each in ids[begin : begin + SIZE]])

    def _poisoned(self, number: int) -> None:
        *others, last = (
            self._ids[POISON][number][begin : begin + SIZE] for begin in range(0, MANY, SIZE)
        )
        for ids in others:
            _handled([_record(each) for each in ids])
        _handled([*(_record(each) for each in last), BAD], failing=1)
        for _ in range(FIXED.max_receives - 1):
            _handled([BAD], failing=1)


def _record(payment_id: str) -> dict[str, str]:
    return {"messageId": payment_id, "body": encode(payment_id)}


def _handled(records: Sequence[Mapping[str, str]], failing: int = 0) -> None:
    failed = handler({"Records": records}, Context())["batchItemFailures"]
    sure(len(failed) == failing, f"{len(failed)} messages failed")


if __name__ == "__main__":
    main()
