"""All that a change or a story leaves behind, so that a test can hold every word of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from runtime.domain.payment import Payment
from runtime.domain.state_machine import Change
from tests.fakes.payments import ID, Harness

FOLLOWS: Final = frozenset({"last_hash", "open_shard", "updated_at", "version"})
"""Fields of the row that follow from the others."""


def of_change(change: Change) -> dict[str, Any]:
    """What a change writes: types and data of its entries, and the fields that the row moves."""
    before = fields_of(change.before) if change.before else {}
    after = fields_of(change.after)
    return {
        "entries": [[str(entry.type), entry.data] for entry in change.entries],
        "row": {
            name: value
            for name, value in after.items()
            if name not in FOLLOWS and (name not in before or value != before[name])
        },
    }


def fields_of(row: Payment) -> dict[str, Any]:
    """The row as JSON, with what is sealed."""
    sealed = {purpose: one.get_secret_value() for purpose, one in row.sealed.items()}
    return {**row.model_dump(mode="json"), "sealed": sealed}


def of_story(make: Callable[[Harness], object], play: Callable[[Harness], object]) -> Any:
    """What a story wrote, sent, asked and counted, eleven seconds after what it begins with."""
    harness = Harness()
    make(harness)
    harness.clock.advance(11)
    since, asked = len(harness.ledger.changes), len(harness.psp.calls)
    play(harness)
    row = harness.ledger.rows[ID]
    told = {
        "changes": [
            {"by": change.entries[-1].actor, **of_change(change)}
            for change in harness.ledger.changes[since:]
        ],
        "asked": [[call.method, call.ref, call.attempt] for call in harness.psp.calls[asked:]],
        "to process": harness.queue.sent,
        "to notify": harness.notification_queue.sent,
        "mails": [
            {
                "to": mail.to.get_secret_value(),
                "template": mail.template,
                "id": mail.notification_id,
                "name": mail.name.get_secret_value(),
                **mail.fields,
            }
            for mail in harness.mailer.sent
        ],
        "counted": harness.metrics.facts,
        "times": harness.metrics.counts,
        "circuit": [str(circuit) for circuit in harness.circuit.written],
        "due": [row.due_at, row.sweeps],
    }
    return json.loads(json.dumps({name: value for name, value in told.items() if value}))


def expected(test_file: str, name: str) -> Any:
    """What a file beside the test has written down."""
    return json.loads((Path(test_file).parent / name).read_text())
