"""How many payments a second `till explain` tells on one core, beside reading the same JSON.

`python -m bench.explain` makes the entries of a payment that was tried three times, verified and
told, and makes its timeline again and again. Reading the entries' JSON is the floor: whatever
explains them must do that first.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from runtime.domain.ledger import GENESIS, EntryType, Stamp, write_entry
from till.payments.timeline import timeline

TARGET: Final = 1_000
"""Payments a second, at least."""
SECONDS: Final = 2.0
ID: Final = f"pay_{'a' * 26}"

STEPS: Final[Sequence[tuple[EntryType, dict[str, Any]]]] = (
    (
        EntryType.ACCEPTED,
        {
            "transition": "accept",
            "status": "queued",
            "merchant": "acme",
            "amount": 2500,
            "currency": "eur",
            "livemode": False,
        },
    ),
    *(
        step
        for number, transition in ((1, "claim"), (2, "claim_again"), (3, "claim_again"))
        for step in (
            (
                EntryType.ATTEMPT_STARTED,
                {
                    "transition": transition,
                    "status": "processing",
                    "number": number,
                    "ref": "pi_1",
                },
            ),
            (
                EntryType.ATTEMPT_ENDED,
                {
                    "transition": "read_back" if number == 3 else "retry_later",  # noqa: PLR2004
                    "status": "processing",
                    "number": number,
                    "outcome": "unknown",
                    "error": {"code": "provider_timeout"},
                    "provider_request_id": "req_1",
                },
            ),
        )
    ),
    (
        EntryType.VERIFIED,
        {
            "transition": "succeed",
            "status": "succeeded",
            "checks": [{"name": name, "passed": True} for name in ("status", "amount", "currency")],
        },
    ),
    (
        EntryType.SUCCEEDED,
        {
            "transition": "succeed",
            "status": "succeeded",
            "amount_received": 2500,
            "currency": "eur",
            "charge": "ch_1",
        },
    ),
    *(
        (EntryType.NOTIFICATION, {"notification": {"status": status, "message_id": "m-1"}})
        for status in ("sending", "sent")
    ),
)
"""Eleven entries."""


def main() -> int:
    """Measure both, print them, and say by the exit code whether the target holds."""
    text = json.dumps(entries())
    told = rate(lambda: timeline(json.loads(text)), SECONDS)
    read = rate(lambda: json.loads(text), SECONDS)
    Console().print(table(told, read))
    return 0 if told >= TARGET else 1


def entries() -> list[dict[str, Any]]:
    """The entries of one payment, as the operators' route shows them."""
    found = []
    last = GENESIS
    for seq, (kind, data) in enumerate(STEPS, 1):
        stamp = Stamp(1_795_348_800 + seq * 10, "process_payment", "request-1")
        entry = write_entry(ID, seq, kind, stamp, data, prev_hash=last)
        last = entry.hash
        found.append(entry.as_stored())
    return found


def rate(work: Callable[[], object], seconds: float) -> float:
    """How often a second, over so many seconds."""
    count, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        work()
        count += 1
    return count / took


def table(told: float, read: float) -> Table:
    """Both rates, beside each other."""
    shown = Table(title=f"Payments a second on one core, {len(STEPS)} entries each")
    shown.add_column("what")
    shown.add_column("a second", justify="right")
    shown.add_row(f"explained (target {TARGET:,})", f"{told:,.0f}")
    shown.add_row("their JSON read, the floor", f"{read:,.0f}")
    return shown


if __name__ == "__main__":
    sys.exit(main())
