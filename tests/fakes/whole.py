"""All that a change or a story leaves behind, so that a test can hold every word of it."""

from typing import Any

from runtime.domain.state_machine import Change
from tests.fakes.payments import ID, Harness

OWN_TESTS = frozenset({"last_hash", "open_shard", "updated_at", "version"})
"""Fields of the row that follow from the others."""


def of_change(change: Change) -> dict[str, Any]:
    """What a change writes: its entries' data by type, and the fields of the row that it moves."""
    before = change.before.model_dump(mode="json") if change.before else {}
    after = change.after.model_dump(mode="json")
    return {
        "entries": {str(entry.type): entry.data for entry in change.entries},
        "row": {
            name: value
            for name, value in after.items()
            if name not in OWN_TESTS and (name not in before or value != before[name])
        },
    }


def of_story(harness: Harness, since: int) -> dict[str, Any]:
    """What a story wrote, sent and counted after the ledger's first `since` changes."""
    return {
        "changes": [of_change(change) for change in harness.ledger.changes[since:]],
        "messages": [[name, delay] for name, delay in harness.queue.sent],
        "notifications": [[name, delay] for name, delay in harness.notification_queue.sent],
        "mails": [mail.fields | {"to": mail.to, "template": mail.template} for mail in harness.mailer.sent],
        "counted": harness.metrics.facts,
        "due": harness.ledger.rows[ID].due_at,
    }
