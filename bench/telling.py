"""How long merchants wait for their events, at endpoints that fail three times in ten.

`make bench ARGS=telling` accepts payments on a stack of this machine, whose merchants have an
endpoint, and waits until each acceptance was told. Times are this machine's: what counts is that
every event is told, and how often one comes.
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
FAILS: Final = 0.3
CLIENTS: Final = 8
LONGEST_S: Final = 3_600
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
    wanted = parser.parse_args().events
    console = Console()
    with running(say=console.log, telling=True) as stack:
        for shop in collect.shops(stack).values():
            shop.luck = fails
        began = time.monotonic()
        told = tell(stack, wanted)
        took = time.monotonic() - began
    console.print(table(waits(told), took))


def fails(event_id: str, before: int) -> int:
    """Whatever the event and however often it came: three times in ten it is busy."""
    drawn = hashlib.sha256(f"{event_id} {before}".encode()).digest()
    return BUSY if int.from_bytes(drawn[:4]) < FAILS * 2**32 else TAKEN


def tell(stack: LocalStack, wanted: int) -> list[Heard]:
    """Pay until so many events are to be told, and wait until all were; what was heard.

    Raises:
        WrongResultError: an event was not told.
    """
    client = stack.merchant("acme")
    number = iter(range(10**9))
    with Progress() as progress, ThreadPoolExecutor(CLIENTS) as pool:
        task = progress.add_task("Events taken", total=wanted)

        def pay(_: int) -> None:
            each = next(number)
            client.pay(burst_request(each), f"{client.run}-{each}")

        until = time.monotonic() + LONGEST_S
        while time.monotonic() < until:
            taken = len(_taken(stack))
            progress.update(task, completed=min(taken, wanted))
            # A payment is told three times: accepted, processing, and its end.
            missing = wanted - len(collect.known(stack)) * 3
            if missing > 0:
                list(pool.map(pay, range(min(50, missing // 3 + 1))))
            elif _rests(stack):
                break
            else:
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


def table(found: Waits, took: float) -> Table:
    """One row."""
    shown = Table(
        title=f"Events at an endpoint that fails {FAILS:.0%} of the time, in {took:.0f} s"
    )
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
