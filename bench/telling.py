"""How long merchants wait for their events, at endpoints that fail three times in ten.

`make bench ARGS=telling` accepts payments on a stack of this machine, whose merchants have an
endpoint, so many a second, and waits until every event was taken. The pace is one that this
machine keeps up with: then an event waits for an endpoint that fails, and not behind others. Times
are this machine's; what counts besides is that every event is told, and how often one comes.
"""

import argparse
import hashlib
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.rounds import sure
from local.demo.scenarios import burst_request
from local.receiver.shop import BUSY, TAKEN, Heard, Outcome
from local.stack import collect
from local.stack.stack import LocalStack, running

EVENTS: Final = 10_000
PACE: Final = 2.0
"""Payments a second."""
OF_EACH: Final = 3
"""Events of a payment that pays: accepted, processing, and its end."""
FAILS: Final = 0.3
CLIENTS: Final = 8
LONGEST_S: Final = 900
LOOK_S: Final = 2


class Waits(NamedTuple):
    """Seconds from an event's commit to its endpoint, and how often events came."""

    seconds: Sequence[float]
    """Sorted; an event's time is whole seconds, so each may be longer by one."""
    came: Counter[int]
    """Times → how many events came so often."""


def main() -> None:
    """Print how long it took."""
    parser = argparse.ArgumentParser(prog="python -m bench.telling", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS, help=f"default: {EVENTS}")
    parser.add_argument("--pace", type=float, default=PACE, help=f"payments/s, default: {PACE}")
    chosen = parser.parse_args()
    console = Console()
    with running(say=console.log, telling=True) as stack:
        for shop in collect.shops(stack).values():
            shop.luck = fails
        began = time.monotonic()
        told = tell(stack, chosen.events, chosen.pace)
        took = time.monotonic() - began
    console.print(table(waits(told), took, chosen.pace))


def fails(event_id: str, before: int) -> int:
    """Whatever the event and however often it came: three times in ten it is busy."""
    drawn = hashlib.sha256(f"{event_id} {before}".encode()).digest()
    return BUSY if int.from_bytes(drawn[:4]) < FAILS * 2**32 else TAKEN


def tell(stack: LocalStack, wanted: int, pace: float) -> list[Heard]:
    """Pay until so many events are to be told, and wait until all were; what was heard.

    Raises:
        WrongResultError: an event was not told.
    """
    client, payments = stack.merchant("acme"), -(-wanted // OF_EACH)
    with Progress() as progress, ThreadPoolExecutor(CLIENTS) as pool:
        task = progress.add_task("Events taken", total=payments * OF_EACH)

        def pay(each: int) -> None:
            time.sleep(max(0, began + each / pace - time.monotonic()))
            client.pay(burst_request(each), f"{client.run}-{each}")
            progress.update(task, completed=len(_taken(stack)))

        began = time.monotonic()
        list(pool.map(pay, range(payments)))
        while not _rests(stack) and time.monotonic() < began + payments / pace + LONGEST_S:
            progress.update(task, completed=len(_taken(stack)))
            time.sleep(LOOK_S)
    heard = [one for shop in collect.shops(stack).values() for one in shop.heard]
    told = collect.items(stack, "events_table")
    events = sum(item["pk"]["S"].startswith("told#") for item in told)
    taken = len(_taken(stack))
    sure(taken == events >= wanted, f"of {events} events {taken} were taken")
    sure(not collect.events_due(stack), "an event is due still")
    return heard


def _rests(stack: LocalStack) -> bool:
    """Whether every payment is at rest and told."""
    done, total = collect.at_rest(stack)
    return done == total and not collect.events_due(stack)


def _taken(stack: LocalStack) -> set[str]:
    return {one for shop in collect.shops(stack).values() for one in shop.taken}


def waits(heard: Sequence[Heard]) -> Waits:
    """How long each event took, and how often it came."""
    taken = [one for one in heard if one.outcome is Outcome.TAKEN]
    came = Counter(one.event_id for one in heard)
    return Waits(sorted(one.at - one.event["created"] for one in taken), Counter(came.values()))


def table(found: Waits, took: float, pace: float) -> Table:
    """One row."""
    endpoint = f"an endpoint that fails {FAILS:.0%} of the time"
    shown = Table(title=f"Events of {pace:g} payments a second at {endpoint}, in {took:.0f} s")
    for column in ("events", "p50", "p99", "longest", "attempts per event", "at most"):
        shown.add_column(column, justify="right")
    cuts = statistics.quantiles(found.seconds, n=100)
    attempts = sum(times * count for times, count in found.came.items())
    shown.add_row(
        f"{len(found.seconds):,}",
        *(f"{each:.1f} s" for each in (cuts[49], cuts[98], found.seconds[-1])),
        f"{attempts / len(found.seconds):.2f}",
        f"{max(found.came)}",
    )
    return shown


if __name__ == "__main__":
    main()
