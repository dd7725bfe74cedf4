"""Each call to the PSP is a line with what became of it, and without the card's token."""

import pytest

from runtime.domain.private import Clear
from runtime.domain.psp import Outcome, OutcomeKind
from runtime.step_log.psp import LoggedPsp
from tests.fakes import FakePsp
from tests.fakes.payments import Harness


def test_each_call_is_a_line(caplog: pytest.LogCaptureFixture) -> None:
    """What was asked, for which payment, and the answer in our codes."""
    payment, psp = Harness().accepted(), LoggedPsp(FakePsp())
    found = psp.prepare(payment, Clear("pm_card_visa"), 1)
    ref = f"pi_{payment.payment_id}"
    psp.charge(payment, ref, 1)
    psp.lookup(ref)
    psp.cancel(ref)
    assert list(psp.list(0))
    lines = [vars(record) for record in caplog.records]
    assert [(line["message"], str(line["outcome"])) for line in lines] == [
        ("psp.prepare", "prepared"),
        ("psp.charge", "approved"),
        ("psp.lookup", "paid"),
        ("psp.cancel", "paid"),
    ]
    assert [line.get("payment_id") for line in lines] == 2 * [payment.payment_id] + 2 * [None]
    assert "pm_card_visa" not in str(lines)
    assert found is not None


def test_a_refusal_has_its_code_and_the_psps_own_id(caplog: pytest.LogCaptureFixture) -> None:
    """What the PSP's support asks for first."""
    fake, payment = FakePsp(), Harness().accepted()
    answer = Outcome(OutcomeKind.DECLINED, "card_declined", request_id="req_1")
    fake.prepare(payment, Clear("pm_card_visa"), 1)
    fake.script("charge", [answer])
    assert LoggedPsp(fake).charge(payment, f"pi_{payment.payment_id}", 1) is answer
    (line,) = [vars(record) for record in caplog.records]
    assert (str(line["outcome"]), line["code"]) == ("declined", "card_declined")
    assert line["psp_request_id"] == "req_1"
