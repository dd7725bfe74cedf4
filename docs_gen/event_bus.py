"""The events as a bus of Amazon EventBridge carries them: their schemas, in JSON Schema Draft 4."""

from collections.abc import Mapping
from typing import Any, Final

from runtime.adapters.eventbridge_bus import SOURCE
from runtime.domain.events import EventType

_TEXT: Final = {"type": "string"}
_MERCHANT: Final = {**_TEXT, "description": "Whose payment it is, by the merchant's name."}
_ALIKE: Final = {
    "additionalProperties",
    "description",
    "enum",
    "items",
    "maximum",
    "minimum",
    "pattern",
    "required",
    "title",
    "type",
}
"""Words of our schemas that both drafts understand alike."""


def bus_schema(kind: EventType, event: Mapping[str, Any]) -> dict[str, Any]:
    """Draft 4 of what a rule's target receives, by `event`, the type's own schema (2020-12)."""
    detail = {key: value for key, value in event.items() if key not in {"$schema", "$defs"}}
    detail["properties"] = {**detail["properties"], "merchant": _MERCHANT}
    detail["required"] = [*detail["required"], "merchant"]
    around: dict[str, Any] = {
        "version": _TEXT,
        "id": {**_TEXT, "description": "EventBridge's own; another one at each time of telling."},
        "detail-type": {"enum": [str(kind)]},
        "source": {"enum": [SOURCE]},
        "account": {**_TEXT, "pattern": "^[0-9]{12}$"},
        "time": {**_TEXT, "format": "date-time"},
        "region": _TEXT,
        "resources": {"type": "array", "items": _TEXT},
        "detail": _draft_4(detail),
    }
    return {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": str(kind),
        "definitions": {name: _draft_4(each) for name, each in event["$defs"].items()},
        "type": "object",
        "properties": around,
        "required": list(around),
    }


def _draft_4(schema: Any) -> Any:
    """The same said in Draft 4."""
    if not isinstance(schema, dict):
        return schema
    said: dict[str, Any] = {}
    for word, value in schema.items():
        said |= _said(word, value)
    return said


def _said(word: str, value: Any) -> dict[str, Any]:
    """One word of a schema.

    Raises:
        ValueError: nobody has looked at how Draft 4 says it.
    """
    if word == "const":
        return {"enum": [value]}
    if word == "$ref":
        return {word: value.replace("#/$defs/", "#/definitions/")}
    if word == "properties":
        return {word: {name: _draft_4(each) for name, each in value.items()}}
    if word == "anyOf":
        return {word: [_draft_4(each) for each in value]}
    if word in _ALIKE:
        return {word: _draft_4(value)}
    raise ValueError(f"Say in docs_gen/event_bus.py how Draft 4 says {word!r}.")


SECTION: Final = """## On EventBridge

A stack may also put every event of every merchant on a bus of Amazon EventBridge, for the
company's own systems: accounting, delivery, a data warehouse. It is off until the setting
`eventBus` names who reads, by account; the stack's own account reads if it is named too.

```bash
pulumi config set --type string --path 'eventBus.readers[0]' "$READER"
pulumi config set --path eventBus.archiveDays 7   # 30 unless you say otherwise, and at most
```

The bus is `tillstack-<stack>-events`; the output `event_bus_arn` has its ARN. Its policy lets each
reader's account have rules of its own on it, and touch nobody else's; one function alone puts
events there, and nothing comes or goes without TLS. Bus and archive are encrypted with a key that
EventBridge uses for this bus only. A reader in another account must also be known to the policy
pack as a partner (`only-ours`). Whoever reads sees the events of all merchants.

```json
{
  "version": "0",
  "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "payment.succeeded",
  "source": "tillstack",
  "account": "111122223333",
  "time": "2026-11-30T12:00:00Z",
  "region": "eu-central-1",
  "resources": [],
  "detail": {
    "id": "evt_…",
    "object": "event",
    "type": "payment.succeeded",
    "created": 1796040000,
    "version": 4,
    "data": {"object": "payment", "status": "succeeded", "…": "…"},
    "merchant": "shop"
  }
}
```

`detail` is the event as above, with its `merchant`. The
[schemas](events/bus/payment.succeeded.json) are in the registry `tillstack-<stack>-events`, one
for each type, `tillstack@payment.succeeded`, in JSON Schema Draft 4; when one changes, EventBridge
keeps the older version. A few regions have no registry: there these files are all that there is.
EventBridge can't discover schemas on a bus that is encrypted with a customer's
key, so these are the ones.

A rule is made in the reader's account, by an identity that may do so there, and names the bus by
its ARN:

```bash
aws events put-rule --event-bus-name "$BUS" --name paid --event-pattern \\
  '{"detail-type": ["payment.succeeded"], "detail": {"merchant": ["shop"]}}'
aws events put-targets --event-bus-name "$BUS" --rule paid \\
  --targets "Id=mine,Arn=$TARGET,RoleArn=$ROLE"
```

- Each event comes at least once, and in no promised order: keep `detail.id`, which is the same
  every time, and let the higher `detail.version` of a payment win. `id` is EventBridge's own.
- The archive keeps what was put on the bus for `archiveDays`. Somebody in the stack's account
  replays it, and whoever has a rule hears it again, with `replay-name` beside `detail`:

  ```bash
  aws events start-replay --replay-name again --event-source-arn "$ARCHIVE" \\
    --event-start-time 2026-11-30T00:00:00Z --event-end-time 2026-12-01T00:00:00Z \\
    --destination "Arn=$BUS"
  ```

- What was put on the bus is not taken back: an erasure reaches neither the archive, until its days
  are over, nor what readers have kept. So an archive keeps a month at most.
- What EventBridge does not take stays due, and `EventLate` rings after a quarter of an hour. Given
  up, with `EventGivenUp`, is an event alone that the ledger has not shown for three days
  ([runbook](runbooks/webhooks.md)).
- What EventBridge has taken and can't encrypt, because the key `event-bus` is disabled, ends in
  the queue `events-lost`, under another key, and rings ([runbook](runbooks/event-bus.md)). A bus
  that somebody deletes takes nothing either: it is looked for each minute, and what is due waits.
  What was put within that minute is lost on the bus, and in the ledger still.
- `till events resend evt_… --on-bus` puts one event there again, and `till events replay shop
  --on-bus --from … --to …` those of some days, of any age and under their own ids.
- Payments are told on the bus that were accepted while there was one. Set `eventBus` in an `up` of
  its own, after the one that brings this version, and do not go back to a version before it while
  such payments are open: older code reads none of their rows.
- To take the bus away: readers delete their rules first, since AWS keeps a bus that has some and
  its policy goes before it; where `retention` is `protect`, `pulumi state unprotect` the key
  `bus-key`; then `pulumi config rm eventBus` and `up`. The archive goes with it. What waits goes
  after 30 days, or is put on the next bus, where rules must be made anew.
- A payment's three events cost about 3 dollars a million payments at EventBridge (1 dollar a
  million events of 64 KB; AWS's price page says it for your region), nine write units of DynamoDB,
  and what the archive holds. One request takes up to ten events; its quota is the account's
  ([quotas](quotas.md)).
- After a restore readers meet other events under ids that they know
  ([runbook](runbooks/restore.md)); do not replay across that moment.
"""
"""Of the page of events."""
