"""Keep what this version writes: `python -m simulator.keep`, once per schema version.

Writes `tests/upgrade/v<ENTRY_SCHEMA>/`: the payments of simulated histories in each state that they
passed, as items of the two tables, a message, and the shapes that this version's readers accept,
as JSON schemas. A kept folder is never written again: that would let the code judge itself.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from runtime.adapters.dynamodb_entries import commit_item
from runtime.adapters.dynamodb_rows import row_items
from runtime.contract.schema_versions import ENTRY_SCHEMA
from runtime.domain.ledger import Entry
from runtime.domain.payment import Payment
from runtime.domain.state_machine import Change
from runtime.wire.queue_message import encode
from simulator.batch import quiet
from simulator.book import CARDS, PAYS
from simulator.clients import Client, make_ask
from simulator.fault_injection import MINUTE, Options, Outage
from simulator.harness import Harness
from simulator.history import come_to_rest, sweep_every_minute

TAKEN_BACK: Final = "pm_taken_back"
"""Never charged: its client cancels before the processor comes."""
KEPT: Final = Path(__file__).parents[1] / "tests" / "upgrade"
SHAPES: Final[dict[str, type[BaseModel]]] = {"row": Payment, "entry": Entry}


def written() -> Iterator[tuple[Payment, list[Entry]]]:
    """Every row that one payment of each card passes, with its entries up to then."""
    for done in histories():
        yield done[-1].after, [entry for change in done for entry in change.entries]


def histories() -> Iterator[list[Change]]:
    """What was written of one payment of each card, up to each of its changes."""
    for card in (*CARDS, TAKEN_BACK):
        harness = Harness("kept", Options(outages=(Outage("processor", 0, MINUTE),)))
        harness.lies = {"charge": ["429", "timeout before"]} if card == PAYS else {}
        harness.lies |= {"mail": ["throttled"], "email_events": ["comes"]}
        client = Client(harness, make_ask("acme", f"key-{card}", 2_500, card, "payer@example.com"))
        harness.scheduler.after(0, client.submit)
        if card == TAKEN_BACK:
            harness.scheduler.after(MINUTE // 2, client.cancel)
        sweep_every_minute(harness)
        try:
            with quiet():
                come_to_rest(harness)
        finally:
            harness.scheduler.close()
        changes = harness.observed.store.changes
        for number in range(len(changes)):
            yield changes[: number + 1]


def state(row: Payment) -> str:
    """What tells rows apart for a reader."""
    attempt = "open" if row.open_attempt else f"{row.attempt_count}"
    return f"{row.status}, attempts {attempt}, mail {row.notification.status}"


def shape(model: type[BaseModel]) -> dict[str, Any]:
    """What this version reads: its own schema number, and no field that it does not know."""
    schema = model.model_json_schema()
    schema["properties"]["v"] = {"const": model.model_fields["v"].default}
    schema["required"] = ["v", *schema["required"]]
    return schema


def keep(folder: Path) -> None:
    """Write everything into `folder`.

    Raises:
        FileExistsError: this version is kept already.
    """
    folder.mkdir()
    known = {state(done[-1].after): done for done in histories()}
    for name, done in sorted(known.items()):
        item, sealed = row_items(done[-1].after)
        lines = [commit_item(change.entries) for change in done]
        record = {"row": item, "sealed": sealed, "entries": lines}
        path = folder / f"{name.replace(', ', '-').replace(' ', '_')}.json"
        path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")
    (folder / "message.txt").write_text(encode(next(written())[0].payment_id) + "\n")
    for name, model in SHAPES.items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(shape(model), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    keep(KEPT / f"v{ENTRY_SCHEMA}")
