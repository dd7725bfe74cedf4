"""What the lines of its steps add to a payment: time where it is accepted, bytes in its whole life.

`python -m bench.step_lines` accepts payments by our use case into the emulator's tables and queue,
with its lines and without in turn, in one run; then it brings up the stack, pays, and reads what
lies in the functions' log groups of each payment until its mail has gone.
"""

import argparse
import json
import logging
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bench.accepting import MERCHANT, WARM, interleaved, ports, taker
from bench.results import in_turn, row, save
from bench.side_by_side import quantiles
from local.demo.scenarios import burst_request
from local.emulator.emulator import running
from local.lib.arguments import Places
from local.stack.merchants import MERCHANTS
from local.stack.stack import LocalStack
from local.stack.stack import running as stack_running
from runtime.adapters.field_cipher import SdkFieldCipher
from runtime.observability import logger
from runtime.step_log.ledger import LoggedLedger
from runtime.step_log.message_queue import LoggedQueue
from runtime.step_log.step import about, step, work

TARGET: Final = 1.05
"""Of the time without lines, at most."""
_LAST: Final = "mail.send"
_LONGEST: Final = 60
"""Seconds until a payment's mail has gone."""
_PATIENT: Final = Places(gateway_limit=60)


def main() -> None:
    """Measure both, and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.step_lines", description=__doc__)
    parser.add_argument("--payments", type=int, default=400, help="with lines, and without")
    parser.add_argument("--lives", type=int, default=20, help="payments from request to mail")
    wanted = parser.parse_args()
    console = Console()
    with TemporaryDirectory() as logs, running(log_dir=Path(logs)) as emulator:
        kms = emulator.client("kms")
        cipher = SdkFieldCipher(kms, kms.create_key()["KeyMetadata"]["Arn"])
        own = ports(emulator, "with", cipher)
        said = replace(own, ledger=LoggedLedger(own.ledger), queue=LoggedQueue(own.queue, "bench"))
        takers = {
            "with lines": edged(taker(said)),
            "without": taker(ports(emulator, "without", cipher)),
        }
        with written_into(Path(logs) / "lines") as lines:
            seconds = interleaved(takers, wanted.payments)
        size = lines.stat().st_size
    console.print(added(seconds, size))
    shares = in_turn(seconds["with lines"], seconds["without"])
    save([row("step_lines", "accepting with its lines, beside without", shares, TARGET)])
    with stack_running(_PATIENT, say=console.log) as stack:
        client = stack.merchant(MERCHANTS[0])
        console.log(f"Paying {wanted.lives} times")
        ids = [
            client.accepted(client.pay(burst_request(1), f"bench-{number}"))
            for number in range(wanted.lives)
        ]
        console.log("Waiting until each one's mail has gone")
        console.print(lives(until_mailed(partial(logged, stack), ids)))
        client.close()


def edged(take: Callable[[str], object]) -> Callable[[str], object]:
    """The same within one request, whose line it is as well."""

    def taken(key: str) -> object:
        with work(), step("request", route="/v1/payments", method="POST") as said:
            about(request_id=key, merchant=MERCHANT)
            found = take(key)
            said |= {"outcome": "answered", "status": 202}
        return found

    return taken


@contextmanager
def written_into(path: Path) -> Iterator[Path]:
    """The lines are formatted as the functions format them, and written into a file."""
    mine = logging.getLogger(logger().name)
    handler = logging.FileHandler(path)
    handler.setFormatter(logger().registered_formatter)
    others, mine.handlers = mine.handlers, [handler]
    yield path
    mine.handlers = others
    handler.close()


def ratio(seconds: Mapping[str, Sequence[float]]) -> float:
    """The median with lines over the median without."""
    return statistics.median(seconds["with lines"]) / statistics.median(seconds["without"])


def added(seconds: Mapping[str, Sequence[float]], size: int) -> Table:
    """A row for each side. `size`: bytes of all lines, those that warmed up as well."""
    payments = len(seconds["without"])
    found = Table(
        title=f"{payments} payments accepted each way in turn: {ratio(seconds):.3f} of the time "
        f"without (at most {TARGET}); {size / (payments + WARM):.0f} bytes each"
    )
    return quantiles(found, "", seconds)


def logged(stack: LocalStack) -> list[dict[str, Any]]:
    """Every JSON line of every function's group, with its bytes as `bytes`."""
    logs = stack.emulator.client("logs")
    found: list[dict[str, Any]] = []
    for name in stack.outputs["functions"].values():
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}")
        texts = (event["message"] for page in pages for event in page["events"])
        found += [
            {**json.loads(text), "bytes": len(text.encode())}
            for text in texts
            if text.startswith("{")
        ]
    return found


def until_mailed(
    lines: Callable[[], list[dict[str, Any]]], ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """The lines of each payment, once all have their last.

    Raises:
        TimeoutError: a payment had no mail for a minute.
    """
    over = time.monotonic() + _LONGEST
    while time.monotonic() < over:
        found = {each: [line for line in lines() if line.get("payment_id") == each] for each in ids}
        if all(any(line["message"] == _LAST for line in each) for each in found.values()):
            return found
        time.sleep(1)
    message = f"After {_LONGEST} s some payment has no line {_LAST}."
    raise TimeoutError(message)


def lives(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Table:
    """A row for each step, and one for all: lines and bytes of a payment, on average."""
    table = Table(title=f"Lines of {len(found)} payments from request to mail")
    for column in ("step", "lines", "bytes"):
        table.add_column(column, justify="left" if column == "step" else "right")
    lines: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for each in found.values():
        for line in each:
            lines[line["message"]] += 1
            size[line["message"]] += line["bytes"]
    for name in sorted(lines):
        table.add_row(name, f"{lines[name] / len(found):.1f}", f"{size[name] / len(found):.0f}")
    table.add_section()
    table.add_row("all", f"{lines.total() / len(found):.1f}", f"{size.total() / len(found):.0f}")
    return table


if __name__ == "__main__":
    main()
