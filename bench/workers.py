"""Payments a second by one worker, two, three and four, beside the function, until the PSP's limit.

`python -m bench.workers` runs on a stack of its own, on this machine, with a PSP that takes a
second for a charge and makes so many side by side and no more. Each worker has one payment in
flight, so that it waits for the PSP and not for this machine.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.psp_outage import PATIENT, paused, wait_until
from local.demo.scenarios import request
from local.stack import collect, workers
from local.stack.merchants import MERCHANTS
from local.stack.stack import LOGS, LocalStack, running
from runtime.domain.payment import Status

SLOW: Final = "pm_local_slow"
MOST: Final = 4
CLIENTS: Final = 4
BAR: Final = 10
"""Letters for one payment a second."""


class Throughput(NamedTuple):
    """What was measured."""

    who: str
    payments: int
    seconds: float
    """From the first charge to the last payment's end."""

    @property
    def rate(self) -> float:
        """Payments a second."""
        return self.payments / self.seconds


def main() -> None:
    """Measure all, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.workers", description=__doc__)
    parser.add_argument("--payments", type=int, default=30, help="for each (default: 30)")
    parser.add_argument("--at-once", type=int, default=2, help="the PSP's charges (default: 2)")
    wanted = parser.parse_args()
    console, found = Console(), list[Throughput]()
    with running(PATIENT) as stack:
        stack.psp.set_mode(at_once=wanted.at_once)
        for count in range(1, MOST + 1):
            found.append(by_workers(stack, count, wanted.payments))
            console.log(found[-1])
        found.append(by_function(stack, wanted.payments))
    console.print(table(found, wanted.at_once))


def by_workers(stack: LocalStack, count: int, payments: int) -> Throughput:
    """So many workers, and nobody else."""
    with paused(stack):
        accept(stack, f"{count}-workers", payments)
        with workers.running(stack.emulator, stack.outputs, count, LOGS, in_flight=1):
            return measured(stack, f"{count} worker{'s' * (count > 1)}", payments)


def by_function(stack: LocalStack, payments: int) -> Throughput:
    """The peer: the function, as the stack has it."""
    with paused(stack):
        accept(stack, "function", payments)
    return measured(stack, "the function", payments)


def accept(stack: LocalStack, name: str, payments: int) -> None:
    """Payments that wait in the queue."""
    with closing(stack.merchant(MERCHANTS[0])) as client, ThreadPoolExecutor(CLIENTS) as pool:
        bodies = [request(number, SLOW, "en", name="Ida") for number in range(payments)]
        list(pool.map(lambda n: client.pay(bodies[n], f"{name}-{n}"), range(payments)))


def measured(stack: LocalStack, who: str, payments: int) -> Throughput:
    """Wait until everything is final."""
    final = statuses(stack)[Status.SUCCEEDED]
    charges = final + 1
    wait_until(lambda: len(stack.psp.book()["captures"]) >= charges)
    began = time.monotonic()
    wait_until(lambda: statuses(stack).keys() == {Status.SUCCEEDED})
    return Throughput(who, payments, time.monotonic() - began)


def statuses(stack: LocalStack) -> Counter[Status]:
    """How many payments are at each status now."""
    return Counter(row.status for row in collect.rows(stack).values())


def table(found: Sequence[Throughput], at_once: int) -> Table:
    """All, with a bar for each."""
    title = f"Payments of a second each, by a PSP that makes {at_once} at once"
    made = Table("", "a second", "", title=title, title_justify="left")
    for each in found:
        made.add_row(each.who, f"{each.rate:.2f}", "█" * round(each.rate * BAR))
    return made


if __name__ == "__main__":
    main()
