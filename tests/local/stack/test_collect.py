"""The snapshot is collected from the running stack."""

import re
from dataclasses import replace

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack import collect
from local.stack.invariants import examine
from local.stack.stack import LocalStack
from runtime.domain.payment import Status
from tests._wait import until

SPACE = "\N{NO-BREAK SPACE}"
SUBJECTS = {"en": re.compile(r"You paid (?P<amount>\S+ EUR)")}
MAIL = {
    "Subject": "You paid 1.00 EUR",
    "To": ["jane@example.com"],
    "BodyText": f"Reference pay_{'a' * 26}-5.",
}


@pytest.mark.emulator
def test_everything_that_was_written_is_collected(stack: LocalStack) -> None:
    """Row, entries in order, charge, mail and answer of one payment come together, and hold."""
    client = stack.merchant("acme")
    payment_id = client.pay(request(501, SUCCEEDS, "pt-BR", name="Ana"), "collect").json()["id"]
    until(lambda: client.payment(payment_id)["notification"]["status"] == "sent", 60)
    client.close()
    done, total = collect.at_rest(stack)
    assert 1 <= done <= total
    found = collect.collect(stack, client.answers)
    assert found.payments[payment_id].status is Status.SUCCEEDED
    lines = found.entries[payment_id]
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [capture["amount"] for capture in found.captures()[payment_id]] == [1501]
    (mail,) = (one for one in found.mails if one.notification_id.startswith(payment_id))
    assert (mail.template, mail.to) == ("tillstack-local-pt-succeeded", "payer-501@example.com")
    assert mail.amount == f"€{SPACE}15,01"
    assert [answer.payment_id for answer in found.answers] == [payment_id]
    unasked = {verdict.name: verdict.faults for verdict in examine(replace(found, answers=[]))}
    assert any(mail.notification_id in fault for fault in unasked["I10"])


def test_a_mail_is_read_by_its_templates_subject() -> None:
    """The template, the amount that its subject says and the notification it names."""
    mail = collect.read_mail(MAIL, SUBJECTS)
    assert (mail.template, mail.amount, mail.to) == ("en", "1.00 EUR", "jane@example.com")
    assert mail.notification_id == f"pay_{'a' * 26}-5"


def test_a_mail_to_a_merchant_is_no_payers() -> None:
    """It tells of no payment, so it is left out; whatever else is odd is an error still."""
    subjects = {**SUBJECTS, "paused": re.compile(r"Your endpoint at \S+ is paused")}
    to_a_merchant = {**MAIL, "Subject": "Your endpoint at 127.0.0.1 is paused"}
    (mail,) = collect.to_payers([to_a_merchant, MAIL], subjects)
    assert mail.template == "en"
    with pytest.raises(LookupError):
        collect.to_payers([{**MAIL, "Subject": "You won"}], subjects)


@pytest.mark.parametrize("odd", [{"Subject": "You won"}, {"BodyText": "No reference."}])
def test_a_mail_of_no_template_is_an_error(odd: dict[str, str]) -> None:
    """A mail that the stack did not mean to send can't pass unseen."""
    with pytest.raises(LookupError):
        collect.read_mail({**MAIL, **odd}, SUBJECTS)
