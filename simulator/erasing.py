"""People who erase payers, of whatever payment; and the promise of what is left afterwards.

Drawn apart, so that a seed without erasures draws what it drew before.
"""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from runtime.adapters.dynamodb_rows import row_items
from runtime.domain.erasure import held_by, was_erased
from runtime.domain.ledger import EntryType
from runtime.domain.payment import MailStatus
from runtime.use_cases.erase_payer import erase_payer, read_erasure
from simulator.observed import Observed
from simulator.operating import PERSON, as_person

if TYPE_CHECKING:
    from simulator.harness import Harness

OFTEN: Final = 0.5
"""Chance per payment and look."""
WAITING: Final = frozenset({MailStatus.DUE, MailStatus.SENDING})


def erase_sometime(harness: "Harness") -> None:
    """Plan the looks of a history."""
    for _ in range(harness.options.erasures):
        moment = harness.eraser_rng.randrange(harness.options.horizon)
        harness.scheduler.after(moment, partial(_look, harness))


def _look(harness: "Harness") -> None:
    for payment_id in list(harness.observed.store.rows):
        if harness.eraser_rng.random() < OFTEN:
            for _ in range(harness.eraser_rng.choice((1, 1, 2))):
                harness.scheduler.start(partial(erase_now, harness, payment_id))


def erase_now(harness: "Harness", payment_id: str) -> None:
    """A person has the payer of one payment erased, or may not; a task."""
    as_person(
        harness,
        "erasures",
        lambda run, ports: erase_payer(
            payment_id,
            read_erasure({"reason": "TICKET-2"}),
            operator=PERSON,
            request_id=run.request_id,
            ports=ports,
        ),
    )


def nobody_is_left(observed: Observed, payment_id: str) -> Iterator[str]:
    """I18: an erasure leaves nothing of the payer, and no mail is due or handed over after it."""
    row, lines = observed.row(payment_id), observed.lines(payment_id)
    if row is None or not was_erased(lines):
        return
    yield from (f"its {name} is left after an erasure" for name in held_by(row))
    text = str(row_items(row)) + "".join(each.model_dump_json() for each in lines)
    for ask in (one for one in observed.asks if one.body_hash == row.body_hash):
        private = (ask.request.customer.email, ask.request.payment_method)
        if any(one.get_secret_value() in text for one in private):
            yield "its payer can still be read after an erasure"
    erased = next(each.seq for each in lines if each.type is EntryType.ERASED)
    for before, entry in pairwise(lines):
        record = entry.data.get("notification")
        if entry.type is not EntryType.NOTIFICATION or not isinstance(record, dict):
            continue
        if entry.seq > erased and record["status"] in WAITING:
            yield f"entry {entry.seq} has a mail sent after an erasure"
        claim = before.data if before.type is EntryType.NOTIFICATION else {}
        until = claim.get("notification", {}).get("lease_until") or 0
        if entry.actor.startswith("operator:") and entry.at < until:
            yield f"entry {entry.seq} takes back a mail whose lease ran"
