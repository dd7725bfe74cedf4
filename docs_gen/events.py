"""Writes the page of events, and the JSON Schema of each type: `python -m docs_gen.events`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from docs_gen.event_bus import SECTION, bus_schema
from runtime.domain.events import EventType
from runtime.domain.payment import MailStatus, Status
from runtime.wire.events import Event

DOCS: Final = Path(__file__).parents[1] / "docs"


class Meant(NamedTuple):
    """What a reader learns of one type."""

    tells: str
    does: str
    """What a merchant's backend does about it."""


MEANT: Final[Mapping[EventType, Meant]] = {
    EventType.ACCEPTED: Meant("The payment was accepted and is in the queue.", "Nothing."),
    EventType.PROCESSING: Meant(
        "Its first attempt begins. Repeated attempts are not told: `data.attempts` has them at the "
        "next event.",
        "Nothing; it can't be canceled any more.",
    ),
    EventType.SUCCEEDED: Meant(
        "The provider's own record shows the charge, or a person decided so by it.",
        "Deliver. The money is `data.amount_received`.",
    ),
    EventType.FAILED: Meant(
        "No money was kept, and none will be taken: `data.last_payment_error` says why, where it "
        "is known. A person may decide so, after a charge was refunded.",
        "Ask the payer for another way to pay, with a new idempotency key.",
    ),
    EventType.CANCELED: Meant("The merchant took it back before anybody claimed it.", "Nothing."),
    EventType.REQUIRES_REVIEW: Meant(
        "Records contradict each other, or the provider's could not be read: a person decides. It "
        "may follow a failure that the provider later showed as paid.",
        "Deliver nothing and ask for nothing anew until the outcome is told.",
    ),
    EventType.NOTIFICATION_UNDELIVERABLE: Meant(
        "The payer's mail about the outcome is not on its way any more, or they called it spam; "
        "`data.notification.reason` says why. The payment stands as it did.",
        "Tell the payer in another way; not where the reason is `erased`.",
    ),
}


STANDS: Final[Mapping[EventType, tuple[Status, ...]]] = {
    EventType.ACCEPTED: (Status.QUEUED,),
    EventType.PROCESSING: (Status.PROCESSING,),
    EventType.SUCCEEDED: (Status.SUCCEEDED,),
    EventType.FAILED: (Status.FAILED,),
    EventType.CANCELED: (Status.CANCELED,),
    EventType.REQUIRES_REVIEW: (Status.REQUIRES_REVIEW,),
    EventType.NOTIFICATION_UNDELIVERABLE: (
        Status.SUCCEEDED,
        Status.FAILED,
        Status.REQUIRES_REVIEW,
    ),
}
"""Where the payment in an event stands."""


def schema(kind: EventType) -> dict[str, Any]:
    """JSON Schema (2020-12) of the events of one type."""
    made = Event.model_json_schema()
    made["properties"]["type"] = {"const": str(kind)}
    made["$defs"].pop(EventType.__name__)
    stands: dict[str, Any] = {"status": {"enum": [str(status) for status in STANDS[kind]]}}
    if kind is EventType.NOTIFICATION_UNDELIVERABLE:
        lost = {"status": {"const": str(MailStatus.UNDELIVERABLE)}}
        stands["notification"] = {"properties": lost}
    made["properties"]["data"]["properties"] = stands
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": str(kind),
        **{name: value for name, value in made.items() if name != "title"},
    }


def page() -> str:
    """The page `docs/events.md`."""
    rows = [
        f"| [`{kind}`](events/{kind}.json) | {meant.tells} | {meant.does} |"
        for kind, meant in MEANT.items()
    ]
    return "\n".join(
        [
            "# Events of a payment",
            "",
            "Made from `runtime/domain/events.py` by `make docs`.",
            "",
            "An event tells of one step of a payment that its merchant can see. It is read from",
            "the ledger's entries and written nowhere else, so none is forgotten or invented:",
            "the simulator compares them with every row that was written (I21 of",
            "[What we promise](reliability.md)).",
            "",
            "```bash",
            'curl -s "$GATEWAY/v1/events?payment=$PAYMENT" -H "Authorization: Bearer $TOKEN"',
            'curl -s "$GATEWAY/v1/events" -H "Authorization: Bearer $TOKEN"',
            'curl -s "$GATEWAY/v1/events/$EVENT" -H "Authorization: Bearer $TOKEN"',
            "```",
            "",
            "With `payment` the list holds that payment's events. Without it, it holds what the",
            "merchant's [endpoint](webhooks.md) is told, over all payments and for 30 days: a",
            "merchant that has none finds nothing there. Both are newest first; `type`,",
            "`created[gte]`, `created[lt]` and `limit` choose among them, and `next_cursor` as",
            "`starting_after` leads on. Each event shows its `delivery`. All calls need the",
            "scope `payments/read` and show a merchant its own payments only.",
            "",
            "- `id` names the payment and the entry that tells: it is the same at every read,",
            "  so a backend that has seen it knows that it has.",
            "- `version` is the payment's. Of two events the higher one happened later; `created`",
            "  has seconds only.",
            "- `data` is the payment as `GET /v1/payments/{id}` showed it at that version. What an",
            "  erasure took from the payment is gone from its events too. Where a row was changed",
            "  past the API, amounts, currency, status and attempts are what the entries say.",
            "",
            "| type, with its JSON Schema | what happened | what a backend does |",
            "| --- | --- | --- |",
            *rows,
            "",
            SECTION,
        ]
    )


def write(docs: Path = DOCS) -> None:
    """The page, and beside it each type's schema, as the API shows it and as a bus carries it."""
    (docs / "events" / "bus").mkdir(parents=True, exist_ok=True)
    (docs / "events.md").write_text(page())
    for kind in EventType:
        own = schema(kind)
        for folder, made in (("events", own), ("events/bus", bus_schema(kind, own))):
            (docs / folder / f"{kind}.json").write_text(json.dumps(made, indent=2) + "\n")


if __name__ == "__main__":
    write()
