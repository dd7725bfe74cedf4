"""Dead letters go through their own handler, and its alarms are judged with it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from runtime.handlers.process_dead_letter import respond
from simulator.invocation import Invocation
from simulator.use_cases import processing

if TYPE_CHECKING:
    from simulator.harness import Harness


def process_dead_letter(harness: "Harness", record: Mapping[str, str], run: Invocation) -> bool:
    """One letter; whether it may be deleted."""
    answered = respond({"Records": [record]}, ports=lambda: processing(harness, run), metrics=run)
    deleted = not answered["batchItemFailures"]
    harness.judge([f"letters: {run.request_id} {x}." for x in given_up(run, deleted=deleted)])
    return deleted


def given_up(run: Invocation, *, deleted: bool) -> Iterator[str]:
    """I16: a letter is deleted where the step was done, or where a sweep will bring it back.

    Whatever a run is refused by the ledger or the cipher ends its step; the last row that it
    read then is the one by which it decides.
    """
    failed = any(point.startswith(("ledger.", "cipher.")) for point in run.refused)
    row = run.read
    if not run.counted["DeadLetter"]:
        yield "counts no letter"
    if not deleted and not run.counted["DeadLetterStuck"]:
        yield "gives a letter back and counts it not"
    if deleted and failed and not run.counted["DeadLetterLeft"]:
        yield "deletes what it did not move and counts it not"
    if deleted and failed and (row is None or row.due_at is None):
        yield "deletes what it did not move and nobody sweeps"
