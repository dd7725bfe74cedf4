"""The operators' routes, from event to answer, over fakes."""

from typing import Any

import pytest

from runtime.domain.circuit import FailureReason
from runtime.domain.payment import Status
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.handlers.operate_payments import LIST, ROUTES
from runtime.invocation.http import HttpResponse
from tests.fakes.payments import ID, REF, TIMING, Harness
from tests.runtime.handlers.events import OPERATOR, REQUEST_ID, asked, shown
from tests.runtime.handlers.operating import answered

ONE = "/v1/ops/payments/{id}"
WHY = {"reason": "TICKET-1"}
SAID = {"resolution": "succeeded", "reason": "Paid, says the report.", "evidence": "TICKET-1"}


def ask(harness: Harness, verb: str = "", body: Any = None, **more: Any) -> HttpResponse:
    """The handler's answer over the harness's fakes."""
    request = asked(ONE + verb, more.pop("payment_id", ID), body, **more)
    return answered(harness, request)


def test_an_operator_reads_the_ledger_as_it_is() -> None:
    """The row and every entry, of whichever merchant, with actor and hashes."""
    harness = Harness()
    payment = harness.told()
    row, lines = ask(harness), ask(harness, "/entries")
    assert row["statusCode"] == lines["statusCode"] == 200
    assert shown(row)["last_hash"] == payment.last_hash
    assert "sealed" not in shown(row)
    listed = shown(lines)
    assert (listed["object"], listed["url"]) == ("list", f"/v1/ops/payments/{ID}/entries")
    assert [line["hash"] for line in listed["data"]] == [e.hash for e in harness.ledger.lines[ID]]


def test_an_operator_resolves() -> None:
    """200 with the row as it is now; the ledger names who, in which request, and why."""
    harness = Harness()
    harness.parked()
    harness.psp.take(REF)
    answer = ask(harness, "/resolve", SAID)
    assert (answer["statusCode"], shown(answer)["status"]) == (200, "succeeded")
    entry = harness.ledger.lines[ID][-1]
    assert (entry.actor, entry.request_id) == (f"operator:{OPERATOR}", REQUEST_ID)


def test_of_much_money_one_proposes_and_another_confirms() -> None:
    """202 while it waits for the other person, who gets 200; the first one again gets 409."""
    harness = Harness(four_eyes={"eur": 100})
    harness.parked()
    harness.psp.take(REF)
    proposed = ask(harness, "/resolve", SAID)
    assert (proposed["statusCode"], shown(proposed)["status"]) == (202, "requires_review")
    alone = ask(harness, "/resolve", SAID)
    assert (alone["statusCode"], shown(alone)["code"]) == (409, "second_person_required")
    other = ask(harness, "/resolve", SAID, operator="arn:aws:iam::111122223333:user/joe")
    assert (other["statusCode"], shown(other)["status"]) == (200, "succeeded")


def test_an_operator_has_the_mail_sent_again() -> None:
    """202: the mail is due, and the notifier sends it."""
    harness = Harness()
    harness.told()
    answer = ask(harness, "/notifications")
    assert (answer["statusCode"], shown(answer)["notification"]["status"]) == (202, "due")
    assert harness.notification_queue.sent == [(ID, 0)]


def test_an_operator_has_a_payer_erased() -> None:
    """200, and the same again; the row is shown with nobody in it."""
    harness = Harness()
    harness.told()
    answer = ask(harness, "/erase", WHY)
    assert (answer["statusCode"], shown(answer)["email_masked"]) == (200, "…@…")
    again = ask(harness, "/erase", WHY)
    assert (again["statusCode"], shown(again)) == (200, shown(answer))


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "parameter_missing"),
        ({"reason": ""}, 400, "parameter_invalid"),
        ({"reason": "jane@example.com asks"}, 400, "personal_data_not_accepted"),
        ({"reason": "card 4242 4242 4242 4242"}, 400, "card_data_not_accepted"),
        ({**WHY, "email": "x"}, 400, "parameter_unknown"),
        ("{", 400, "json_invalid"),
        (None, 415, "media_type_unsupported"),
    ],
)
def test_a_bad_erasure_changes_nothing(
    body: Any, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither row nor entry nor message, and nothing of the body is answered or logged."""
    harness = Harness()
    before = harness.told()
    answer = ask(harness, "/erase", body)
    assert (answer["statusCode"], shown(answer)["code"]) == (status, code)
    assert (harness.row(), harness.ledger.lines[ID][-1].seq) == (before, before.version)
    assert harness.notification_queue.sent == harness.queue.sent == []
    told = answer["body"] + str([vars(record) for record in caplog.records])
    assert not [word for word in ("4242", "jane@") if word in told]


@pytest.mark.parametrize("verb", ["", "/entries", "/resolve", "/notifications", "/erase"])
def test_every_call_is_a_line_of_the_audit_log(verb: str, caplog: pytest.LogCaptureFixture) -> None:
    """I14: who asked for what, before anything is read, and what it came to; nothing of bodies."""
    harness = Harness()
    ask(harness, verb, WHY if verb == "/erase" else SAID)
    first, last = vars(caplog.records[0]), vars(caplog.records[-1])
    assert first["message"] == "audit: asked"
    assert (first["operator"], first["route"]) == (OPERATOR, f"/v1/ops/payments/{ID}{verb}")
    assert (first["request_id"], last["code"]) == (REQUEST_ID, "resource_missing")
    assert "TICKET-1" not in str([vars(record) for record in caplog.records])


def test_what_came_of_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A call that was answered leaves a second line with its status, before its last one."""
    harness = Harness()
    harness.told()
    ask(harness, "/entries")
    last = vars(caplog.records[-2])
    assert (last["message"], last["status"], last["operator"]) == ("audit: answered", 200, OPERATOR)


def test_an_operator_sees_why_payments_wait() -> None:
    """The circuit that all workers share: since when it is open, until when, and why."""
    harness = Harness()
    closed = answered(harness, asked("/v1/ops/circuit", ""))
    assert (shown(closed)["object"], shown(closed)["state"]) == ("circuit", "closed")
    harness.breaker().open(harness.circuit.circuit, FailureReason.LOCKED_OUT, None)
    answer = answered(harness, asked("/v1/ops/circuit", ""))
    found = shown(answer)
    assert answer["statusCode"] == 200
    assert (found["state"], found["failure_reason"], found["openings"]) == ("open", "locked_out", 1)
    assert found["until"] == harness.clock.now() + TIMING.circuit_open[0]


@pytest.mark.parametrize("resource", [LIST, *ROUTES])
def test_nobody_reads_or_writes_without_an_identity(resource: str) -> None:
    """A request that the gateway did not authenticate as somebody reaches nothing."""
    harness = Harness()
    harness.parked()
    calls = list(harness.ledger.calls)
    answer = answered(harness, asked(resource, ID, SAID, operator=None))
    assert (answer["statusCode"], shown(answer)["code"]) == (403, "operator_unknown")
    assert harness.ledger.calls == calls


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**SAID, "evidence": ""}, 400, "parameter_invalid"),
        ({"resolution": "failed", "reason": "r"}, 400, "parameter_missing"),
        ({**SAID, "evidence": "card 4242 4242 4242 4242"}, 400, "card_data_not_accepted"),
        ("{", 400, "json_invalid"),
        (None, 415, "media_type_unsupported"),
    ],
)
def test_a_bad_resolution_changes_nothing(body: Any, status: int, code: str) -> None:
    """A resolve without evidence is refused with a clear error."""
    harness = Harness()
    before = harness.parked()
    answer = ask(harness, "/resolve", body)
    assert (answer["statusCode"], shown(answer)["code"]) == (status, code)
    assert harness.row() == before
    assert "4242" not in answer["body"]


@pytest.mark.parametrize(
    ("status", "verb", "code"),
    [
        (Status.FAILED, "/resolve", "payment_not_in_review"),
        (Status.REQUIRES_REVIEW, "/resolve", "resolution_contradicted"),
        (Status.QUEUED, "/notifications", "notification_not_resendable"),
        (Status.QUEUED, "/erase", "payment_not_erasable"),
    ],
)
def test_what_does_not_fit_is_409(status: Status, verb: str, code: str) -> None:
    """The payment stays as it is, and the problem says why."""
    harness = Harness()
    before = harness.in_status(status)
    answer = ask(harness, verb, WHY if verb == "/erase" else SAID)
    assert (answer["statusCode"], shown(answer)["code"]) == (409, code)
    assert harness.row() == before


def test_a_silent_psp_is_503() -> None:
    """Nothing was written, and the operator learns when to ask again."""
    harness = Harness()
    harness.parked()
    harness.psp.script("lookup", [Outcome(OutcomeKind.UNKNOWN, "provider_timeout")])
    answer = ask(harness, "/resolve", SAID)
    assert (answer["statusCode"], shown(answer)["code"]) == (503, "provider_unavailable")
    assert answer["headers"]["Retry-After"].isdecimal()


@pytest.mark.parametrize("odd", ["pay_1", "pay_" + "A" * 26, "../x\ny"])
def test_what_is_no_id_is_neither_looked_up_nor_logged(
    odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A malformed id is 404 without a call to the ledger, and does not enter a log."""
    harness = Harness()
    assert ask(harness, payment_id=odd)["statusCode"] == 404
    assert harness.ledger.calls == []
    assert odd not in str([vars(record) for record in caplog.records])


def test_an_unknown_route_is_404() -> None:
    """What the gateway would never send is missing all the same."""
    answer = answered(Harness(), asked("/v1/ops/keys", ID))
    assert answer["statusCode"] == 404
