"""One merchant asks in a loop: how long another one waits, with its limit and without.

`python -m bench.merchant_limits` measures three times on one stack on this machine, in one run:
the other merchant alone, beside a loop that has a limit, and beside one that has none. The loop is
a bad client: it asks again at once, whatever it is answered.
"""

import argparse
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.table import Table

from local.demo.scenarios import burst_request
from local.lib.arguments import Places
from local.stack.client import MerchantClient
from local.stack.merchants import MERCHANTS, directory
from local.stack.stack import LocalStack, running
from runtime.contract.throttle import Throttle

LIMITED: Final = Throttle(rate=2, burst=4)
WIDE: Final = Throttle(rate=10_000, burst=5_000)
"""As good as none: more than this machine answers."""
ROUNDS: Final = (
    ("warm", None),
    ("nobody", None),
    ("a loop with a limit", LIMITED),
    ("a loop without one", WIDE),
)
"""Beside what, and the limit of what loops; the first round is for cold workers."""
ACCEPTED: Final = 202
LIFE: Final = 61
"""Seconds until each container has heard of another limit."""
PATIENT: Final = Places(gateway_limit=60)


@dataclass(frozen=True)
class Seen:
    """What the other merchant waited, and what became of the loop's calls."""

    beside: str
    seconds: tuple[float, ...]
    """Of each payment that was accepted for the other merchant."""
    loop: Counter[int]
    """Status → calls."""

    @property
    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        p50, worst = statistics.median(self.seconds), max(self.seconds)
        refused = sum(self.loop.values()) - self.loop[ACCEPTED]
        return (
            self.beside,
            f"{1000 * p50:.0f}",
            f"{1000 * worst:.0f}",
            str(self.loop[ACCEPTED]),
            str(refused),
        )


def main() -> None:
    """Measure all three, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.merchant_limits", description=__doc__)
    parser.add_argument("--payments", type=int, default=60, help="of the other merchant, each time")
    parser.add_argument("--loops", type=int, default=4, help="that ask at once")
    wanted = parser.parse_args()
    console = Console()
    loop, other = MERCHANTS
    seen = []
    with running(PATIENT) as stack:
        client = stack.merchant(other)
        for run, (beside, limit) in enumerate(ROUNDS):
            console.log(f"The other merchant, beside {beside}")
            counted: Counter[int] = Counter()
            with looping(stack, loop, limit, wanted.loops, counted):
                seconds = tuple(pay(client, f"{run}-{n}") for n in range(wanted.payments))
            seen.append(Seen(beside, seconds, counted))
        client.close()
    console.print(table(seen[1:], wanted.payments, wanted.loops))


def pay(client: MerchantClient, key: str) -> float:
    """Seconds until one payment is accepted."""
    started = time.perf_counter()
    client.accepted(client.pay(burst_request(1), f"bench-{key}"))
    return time.perf_counter() - started


@contextmanager
def looping(
    stack: LocalStack, name: str, limit: Throttle | None, loops: int, counted: Counter[int]
) -> Iterator[None]:
    """The merchant asks without a pause while the block runs; `None`: it is silent."""
    if limit is None:
        yield
        return
    directory(stack.emulator, stack.outputs).limit(name, limit)
    time.sleep(LIFE)
    over = threading.Event()

    def ask(number: int) -> Counter[int]:
        client, found = stack.merchant(name), Counter[int]()
        while not over.is_set():
            key = f"{client.run}-{number}-{found.total()}"
            answer = client.http.post(
                "/v1/payments", json=burst_request(1), headers={"Idempotency-Key": key}
            )
            found[answer.status_code] += 1
        client.close()
        return found

    with ThreadPoolExecutor(loops) as pool:
        asking = [pool.submit(ask, number) for number in range(loops)]
        try:
            yield
        finally:
            over.set()
        for each in asking:
            counted.update(each.result())


def table(seen: list[Seen], payments: int, loops: int) -> Table:
    """A row for each."""
    found = Table(title=f"{payments} payments of one merchant, beside {loops} loops of another")
    for column in ("beside", "p50, ms", "longest, ms", "loop: accepted", "loop: refused"):
        found.add_column(column, justify="left" if column == "beside" else "right")
    for each in seen:
        found.add_row(*each.row)
    return found


if __name__ == "__main__":
    main()
