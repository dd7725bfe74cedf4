"""Each invariant holds for a sound run and is broken by the lie that it guards against."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from local.stack.invariants import CHECKS, NO_ANSWER, examine
from local.stack.snapshot import AcceptedMail, ClientResponse, Snapshot
from runtime.domain.events import event_id, events_of
from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.use_cases.notify_customer import notify_customer
from runtime.use_cases.process_payment import process_payment
from runtime.wire.events import bus_detail, event_body
from tests.fakes.payments import ID, REF, Harness

BODY = json.dumps({"amount": 2500, "currency": "eur", "customer": {"email": "jane@example.com"}})
ANSWER = ClientResponse(merchant="acme", key="key-1", body=BODY, http_status=202, payment_id=ID)


def run(*, declined: bool = False) -> Snapshot:
    """One payment from acceptance to its mail, of which its merchant was told."""
    harness = Harness()
    harness.accepted()
    if declined:
        harness.psp.script("charge", [Outcome(OutcomeKind.DECLINED, "card_declined")])
    process_payment(ID, harness.processing())
    notify_customer(ID, harness.notifying())
    mails = [
        AcceptedMail(
            template=f"tillstack-local-{mail.template}",
            to=mail.to.get_secret_value(),
            subject="",
            amount=mail.fields["amount"],
            notification_id=mail.notification_id,
        )
        for mail in harness.mailer.sent
    ]
    intent = {"id": REF, "payment_id": ID, "confirms": 1, "declined": declined}
    intent["status"] = "requires_payment_method" if declined else "succeeded"
    call = {"attempt": 1, "payment_id": ID}
    capture = {"payment_id": ID, "amount": 2500, "currency": "eur"}
    row = harness.ledger.rows[ID].model_copy(update={"tells_merchant": True, "on_bus": True})
    events = events_of(row, harness.ledger.lines[ID])
    return Snapshot(
        payments={ID: row},
        entries=dict(harness.ledger.lines),
        book={"calls": [call], "captures": [] if declined else [capture], "intents": [intent]},
        mails=mails,
        answers=[ANSWER],
        taken={row.merchant: {each.id: json.loads(event_body(each)) for each in events}},
        on_bus=[json.loads(bus_detail(each, row.merchant)) for each in events],
    )


def broken(snapshot: Snapshot) -> set[str]:
    """The names of the invariants that do not hold."""
    return {verdict.name for verdict in examine(snapshot) if verdict.faults}


def with_book(snapshot: Snapshot, **parts: Any) -> Snapshot:
    """The same with other pages in the PSP's book."""
    return replace(snapshot, book={**snapshot.book, **parts})


def with_row(snapshot: Snapshot, **fields: Any) -> Snapshot:
    """The same with another row."""
    return replace(snapshot, payments={ID: snapshot.payments[ID].model_copy(update=fields)})


def with_mail(snapshot: Snapshot, **fields: str) -> Snapshot:
    """The same with another mail."""
    return replace(snapshot, mails=[snapshot.mails[0]._replace(**fields)])


def with_events(snapshot: Snapshot, **events: Mapping[str, Any]) -> Snapshot:
    """The same with more, or other, events taken; one without content was not."""
    ours = (snapshot.taken or {})["acme"]
    return replace(
        snapshot, taken={"acme": {one: it for one, it in {**ours, **events}.items() if it}}
    )


def at_another(snapshot: Snapshot) -> Snapshot:
    """The same, but another merchant's endpoint took the events."""
    return replace(snapshot, taken={"bistro": (snapshot.taken or {})["acme"]})


def on_bus(snapshot: Snapshot, **changes: Any) -> Snapshot:
    """The same, with this in the first event on the bus; without changes that one did not come."""
    first, *others = snapshot.on_bus or ()
    return replace(snapshot, on_bus=[{**first, **changes}, *others] if changes else others)


def without_balance(snapshot: Snapshot) -> Snapshot:
    """The same with one posting changed."""
    lines = list(snapshot.entries[ID])
    place = next(n for n, entry in enumerate(lines) if entry.postings)
    legs = lines[place].postings
    lines[place] = lines[place].model_copy(
        update={"postings": (legs[0], legs[1].model_copy(update={"amount": -1}))}
    )
    return replace(snapshot, entries={ID: lines})


@pytest.mark.parametrize("declined", [False, True])
def test_a_sound_run_breaks_nothing(*, declined: bool) -> None:
    """All invariants hold for a payment that succeeded and for one that was declined."""
    assert broken(run(declined=declined)) == set()


def test_every_invariant_looks_at_something() -> None:
    """A check that looked at nothing proves nothing."""
    looked = {verdict.name: verdict.looked_at for verdict in examine(run())}
    looked["I5"] = next(v.looked_at for v in examine(run(declined=True)) if v.name == "I5")
    assert all(looked.values()), looked
    assert len(looked) == len(CHECKS)


Lie = Callable[[], Snapshot]
FIRST = event_id(ID, 1)
CAPTURE = {"payment_id": ID, "amount": 2500, "currency": "eur"}
LIES: list[tuple[str, Lie]] = [
    ("I1", lambda: with_row(run(), amount_received=1)),
    ("I2", lambda: without_balance(run())),
    ("I3", lambda: with_book(run(), captures=[CAPTURE, CAPTURE])),
    ("I4", lambda: with_book(run(), captures=[])),
    ("I4", lambda: with_book(run(), captures=[{**CAPTURE, "amount": 1}])),
    ("I4", lambda: with_book(run(declined=True), captures=[CAPTURE])),
    (
        "I5",
        lambda: with_book(
            run(declined=True),
            intents=[{"id": REF, "confirms": 1, "declined": False, "status": "processing"}],
        ),
    ),
    (
        "I5",
        lambda: with_book(
            run(),
            intents=[
                {"id": REF, "confirms": 1, "declined": False, "status": "succeeded"},
                {"id": "pi_other", "confirms": 1, "declined": False, "status": "succeeded"},
            ],
        ),
    ),
    ("I7", lambda: with_book(run(), calls=[{"attempt": 2, "payment_id": ID}])),
    ("I8", lambda: replace(run(), entries={ID: run().entries[ID][1:]})),
    ("I9", lambda: replace(run(), mails=[])),
    ("I9", lambda: replace(run(), mails=[*run().mails, *run().mails])),
    ("I10", lambda: with_mail(run(), to="joe@example.com")),
    ("I10", lambda: with_mail(run(), template="tillstack-local-en-failed")),
    ("I10", lambda: with_mail(run(), amount="€25.01")),
    ("I10", lambda: with_mail(run(), amount="$25.00")),
    ("I10", lambda: with_mail(run(), notification_id=f"pay_{'b' * 26}-5")),
    ("I11", lambda: replace(run(), answers=[ANSWER, ANSWER._replace(payment_id="pay_2")])),
    ("I11", lambda: replace(run(), answers=[ANSWER, ANSWER._replace(body="{}")])),
    ("I11", lambda: replace(run(), answers=[ANSWER, ANSWER._replace(http_status=422)])),
    ("I12", lambda: replace(run(), payments={})),
    ("I12", lambda: with_row(run(), status=Status.VERIFYING)),
    ("I21", lambda: with_row(run(), attempts=())),
    ("I21", lambda: replace(run(), entries={ID: []})),
    ("I22", lambda: with_events(run(), **{FIRST: {}})),
    ("I22", lambda: at_another(run())),
    ("I25", lambda: on_bus(run())),
    ("I25", lambda: on_bus(run(), merchant="bistro")),
    ("I25", lambda: on_bus(run(), id="evt_of_nothing")),
    ("I23", lambda: at_another(run())),
    ("I23", lambda: with_events(run(), **{FIRST: {"id": FIRST, "type": "payment.succeeded"}})),
    ("I23", lambda: with_events(run(), evt_of_nothing={"id": "evt_of_nothing"})),
]


@pytest.mark.parametrize(("name", "lie"), LIES)
def test_each_lie_breaks_its_invariant(name: str, lie: Lie) -> None:
    """What the invariant guards against is found by it."""
    assert name in broken(lie())


def test_no_answer_is_no_refusal_of_a_repeat() -> None:
    """A request that was never answered says nothing about its key: I11 holds."""
    lost = ANSWER._replace(http_status=NO_ANSWER, payment_id=None)
    verdicts = examine(replace(run(), answers=[lost, ANSWER]))
    assert [verdict.name for verdict in verdicts if verdict.faults] == []
