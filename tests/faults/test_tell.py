"""Faults while a payer is told."""

import pytest

from local.emulator.faults import FaultRule
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.faults.steps import faults, mails, pay, succeeded
from tests.journey.functions import paused

pytestmark = [pytest.mark.emulator, pytest.mark.faults, pytest.mark.usefixtures("sound")]

SEND = "/v2/email/outbound-emails"


@pytest.mark.fault("F60")
def test_a_mail_whose_reply_was_lost_is_sent_again_under_its_id(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """SES took it and the notifier never knew: the payer has it twice, with one id."""
    with faults(stack, FaultRule(SEND, "lose", contains="payer-701@")) as met:
        payment_id = pay(acme, 701)
        until(lambda: met() == [1], 60)
    until(lambda: succeeded(acme, payment_id), 120)
    found = [one for one in stack.emulator.mailbox() if "payer-701@example.com" in one["To"]]
    assert len(found) == 2
    assert len({one["BodyText"] for one in found}) == 1


@pytest.mark.fault("F61")
def test_a_notifier_killed_before_ses_sends_its_mail_later(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Claimed and not sent: when the claim's lease is over, the one mail leaves."""
    with faults(stack, FaultRule(SEND, "kill", contains="payer-702@")) as met:
        payment_id = pay(acme, 702)
        until(lambda: met() == [1], 60)
    until(lambda: succeeded(acme, payment_id), 120)
    assert mails(stack, 702) == 1


@pytest.mark.fault("F67")
def test_a_mail_that_ses_throttles_is_sent_when_it_may(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Refused three times, each a planned wait; then one mail."""
    refusal = FaultRule(
        SEND, "refuse", contains="payer-703@", times=3, code="TooManyRequestsException", status=429
    )
    with faults(stack, refusal) as met:
        payment_id = pay(acme, 703)
        until(lambda: succeeded(acme, payment_id), 120)
        assert met() == [3]
    assert mails(stack, 703) == 1


@pytest.mark.fault("F68")
def test_a_mail_that_a_paused_account_can_not_send_is_sent_when_it_can(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Refused twice with SES's own words, each an alarm and a planned wait; then one mail."""
    refusal = FaultRule(
        SEND,
        "refuse",
        contains="payer-705@",
        times=2,
        code="MessageRejected",
        message=(
            "Sending paused for this account. For more information, please check the inbox of "
            "the email address associated with your AWS account."
        ),
    )
    with faults(stack, refusal) as met:
        payment_id = pay(acme, 705)
        until(lambda: succeeded(acme, payment_id), 120)
        assert met() == [2]
    assert mails(stack, 705) == 1
    logs = stack.emulator.client("logs")
    group = f"/aws/lambda/{stack.outputs['functions']['notify_customer']}"
    lines = [each["message"] for each in logs.filter_log_events(logGroupName=group)["events"]]
    rung = [line for line in lines if '"MailAccountRefused"' in line]
    assert len(rung) == 2
    assert all("sending is paused" in line for line in rung)


@pytest.mark.fault("F61")
def test_a_notifier_that_is_off_tells_when_it_is_back(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """The payment succeeds without it; the mail waits and leaves by itself."""
    with paused(stack, "notify_customer"):
        payment_id = pay(acme, 704)
        until(lambda: acme.payment(payment_id)["status"] == "succeeded", 60)
        assert mails(stack, 704) == 0
    until(lambda: succeeded(acme, payment_id), 120)
    assert mails(stack, 704) == 1
