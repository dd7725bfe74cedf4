"""The PSP is away for 20 s while 300 payments wait: what the circuit breaker changes.

`python -m bench.psp_outage` runs the same outage twice on a stack of its own, on this machine:
with the code as it is, and with a peer whose breaker never has enough failures to open.
"""

import argparse
import io
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from local.demo.scenarios import burst_request
from local.lib.arguments import Places
from local.stack import collect
from local.stack.merchants import MERCHANTS
from local.stack.publish import publish
from local.stack.stack import LocalStack, running
from runtime.domain.payment import FINAL

ROOT: Final = Path(__file__).parent.parent
BREAKER: Final = "runtime/domain/circuit.py"
NEVER: Final = {"FAILURES: Final = 5": "FAILURES: Final = 1_000_000"}
"""What makes the peer: the threshold is out of reach, and all else is the same."""

PATIENT: Final = Places(gateway_limit=60)
"""What is measured comes after the gateway, which gives nobody up meanwhile."""
CLIENTS: Final = 8
UNDER_WAY: Final = 20
"""The outage begins when so many payments are charged: in the middle of the work."""
LONGEST_REST: Final = 300
"""Seconds after the outage within which everything must be final."""
LOOK_EVERY: Final = 0.2
"""Seconds."""


@dataclass(frozen=True)
class Outage:
    """What was seen of one outage."""

    calls: int
    """That reached the PSP while it was away."""
    attempts: int
    """Used beyond the one that each payment needs."""
    openings: int
    """Of the circuit, first ones and those after a failed probe."""
    probes: int
    closed: int
    recovery: float
    """Seconds from the PSP's return until the last payment was final."""
    ends: Mapping[str, int]
    """Status → payments."""


def main() -> None:
    """Measure both, and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.psp_outage", description=__doc__)
    parser.add_argument("--payments", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=20, help="how long the PSP is away")
    wanted = parser.parse_args()
    console = Console()
    seen = []
    for name, change in (("with the breaker", {}), ("without", NEVER)):
        console.log(f"The outage, {name}")
        with running(PATIENT) as stack:
            replace_code(stack, change)
            seen.append(outage(stack, wanted.payments, wanted.seconds))
        console.log(seen[-1])
    console.print(table(seen[0], seen[1], wanted.payments, wanted.seconds))


def outage(stack: LocalStack, payments: int, seconds: float) -> Outage:
    """Let the payments wait in the queue, start the work, and take the PSP away in its middle."""
    client = stack.merchant(MERCHANTS[0])
    with paused(stack), ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda n: client.pay(burst_request(n), f"outage-{n}"), range(payments)))
    client.close()
    enough = min(UNDER_WAY, payments // 2)
    wait_until(lambda: len(stack.psp.book()["captures"]) >= enough)
    before = len(stack.psp.book()["calls"])
    stack.psp.set_mode(outage=True)
    time.sleep(seconds)
    calls = len(stack.psp.book()["calls"]) - before
    stack.psp.set_mode(outage=False)
    began = time.monotonic()
    wait_until(lambda: all(row.status in FINAL for row in collect.rows(stack).values()))
    recovery = time.monotonic() - began
    rows = collect.rows(stack).values()
    counted = metrics(stack)
    return Outage(
        calls=calls,
        attempts=sum(row.attempt_count for row in rows) - len(rows),
        openings=counted["PspCircuitOpened"],
        probes=counted["PspCircuitProbed"],
        closed=counted["PspCircuitClosed"],
        recovery=recovery,
        ends=Counter(row.status for row in rows),
    )


def metrics(stack: LocalStack) -> Counter[str]:
    """How often the processor counted each of its metrics, by its log."""
    function = stack.outputs["functions"]["process_payment"]
    pages = stack.emulator.client("logs").get_paginator("filter_log_events")
    found: Counter[str] = Counter()
    for page in pages.paginate(logGroupName=f"/aws/lambda/{function}"):
        for event in page["events"]:
            for line in event["message"].splitlines():
                found.update(name for name in COUNTED if f'"{name}": [' in line)
    return found


COUNTED: Final = ("PspCircuitOpened", "PspCircuitProbed", "PspCircuitClosed")


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again every moment.

    Raises:
        TimeoutError: it never came true.
    """
    deadline = time.monotonic() + LONGEST_REST
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not true within {LONGEST_REST} s.")
        time.sleep(LOOK_EVERY)


@contextmanager
def paused(stack: LocalStack) -> Iterator[None]:
    """Nothing is taken from the payment queue."""
    client, function = stack.emulator.client("lambda"), _processor(stack)
    (mapping,) = (
        one["UUID"]
        for one in client.list_event_source_mappings()["EventSourceMappings"]
        if f":{function}:" in one["FunctionArn"]
    )
    client.update_event_source_mapping(UUID=mapping, Enabled=False)
    yield
    client.update_event_source_mapping(UUID=mapping, Enabled=True)


def replace_code(stack: LocalStack, change: Mapping[str, str]) -> None:
    """Deploy the processor anew, with these changes of the breaker's source."""
    client, function = stack.emulator.client("lambda"), _processor(stack)
    client.update_function_code(FunctionName=function, ZipFile=changed_code(change))
    client.get_waiter("function_updated_v2").wait(FunctionName=function)
    publish(client, function)


def changed_code(change: Mapping[str, str]) -> bytes:
    """The functions' own code, zipped, with each old text of the breaker's source made new.

    Raises:
        ValueError: the breaker's source does not hold an old text once.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted((ROOT / "runtime").rglob("*.py")):
            name, text = path.relative_to(ROOT).as_posix(), path.read_text()
            if name == BREAKER:
                for old, new in change.items():
                    if text.count(old) != 1:
                        raise ValueError(f"{BREAKER} does not hold this once: {old}")
                    text = text.replace(old, new)
            out.writestr(name, text)
    return buffer.getvalue()


def _processor(stack: LocalStack) -> str:
    return str(stack.outputs["functions"]["process_payment"])


def table(ours: Outage, peer: Outage, payments: int, seconds: float) -> Table:
    """Both side by side."""
    title = f"The PSP away for {seconds:g} s with {payments} payments at hand"
    made = Table("", "with the breaker", "without", title=title, title_justify="left")
    rows: list[tuple[str, Callable[[Outage], Any]]] = [
        ("calls that reached the PSP while it was away", lambda one: one.calls),
        ("attempts used beyond one per payment", lambda one: one.attempts),
        ("circuit opened / probed / closed", _switched),
        ("seconds until all were final after it", lambda one: f"{one.recovery:.1f}"),
        ("ended as", lambda one: ", ".join(f"{n} {s}" for s, n in sorted(one.ends.items()))),
    ]
    for label, what in rows:
        made.add_row(label, str(what(ours)), str(what(peer)))
    return made


def _switched(one: Outage) -> str:
    return f"{one.openings} / {one.probes} / {one.closed}"


if __name__ == "__main__":
    main()
