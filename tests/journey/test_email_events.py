"""SES says that a mail did not arrive: from its topic to the payment that a merchant reads."""

from typing import Any

import pytest

from local.demo.scenarios import SUCCEEDS, request
from local.stack.client import MerchantClient
from local.stack.stack import LocalStack
from tests._wait import until
from tests.fakes.ses_event import ADDRESS, bounce, complaint
from tests.journey.functions import lying

pytestmark = pytest.mark.emulator


def told(client: MerchantClient, number: int) -> dict[str, Any]:
    """A payment whose mail SES has taken."""
    answer = client.pay(request(number, SUCCEEDS, "en", name="Ida"), f"email-event-{number}")
    assert answer.status_code == 202, answer.text
    payment_id = answer.json()["id"]
    until(lambda: client.payment(payment_id)["notification"]["status"] == "sent", 60)
    return client.payment(payment_id)


def entries(client: MerchantClient, payment: dict[str, Any]) -> list[dict[str, Any]]:
    """The payment's ledger as its merchant sees it."""
    answer = client.http.get(payment["links"]["entries"])
    return list(answer.raise_for_status().json()["data"])


def named(client: MerchantClient, payment: dict[str, Any]) -> dict[str, str]:
    """The payment's mail, as SES names it in its events."""
    (final,) = [each["seq"] for each in entries(client, payment) if each["type"] == "succeeded"]
    mail = payment["notification"]["message_id"]
    return {"notification": f"{payment['id']}-{final}", "message": mail}


def publish(stack: LocalStack, *events: str) -> None:
    """What SES does when it has something to say."""
    sns = stack.emulator.client("sns")
    (topic,) = (
        each["TopicArn"]
        for each in sns.list_topics()["Topics"]
        if each["TopicArn"].endswith("-mail-events")
    )
    for event in events:
        sns.publish(TopicArn=topic, Message=event)


@pytest.mark.fault("F69")
def test_a_mail_that_bounces_is_undeliverable_on_its_payment(
    acme: MerchantClient, stack: LocalStack
) -> None:
    """Through topic, queue and function to the API, and no word of the address on the way."""
    payment, other = told(acme, 801), told(acme, 802)
    event = bounce(**named(acme, payment))
    stale = complaint(**{**named(acme, other), "message": "of-another-mail"})
    publish(stack, event, event, stale)
    until(lambda: acme.payment(payment["id"])["notification"]["status"] == "undeliverable", 60)
    found = acme.payment(payment["id"])
    assert (found["status"], found["notification"]["reason"]) == ("succeeded", "bounced")
    until(lambda: lying(stack, stack.outputs["email_event_queue_url"]) == 0, 60)
    last = entries(acme, payment)[-1]
    assert (last["type"], last["actor"]) == ("notification", "mailer")
    assert last["data"]["notification"]["reason"] == "bounced"
    assert acme.payment(other["id"])["notification"]["status"] == "sent"
    assert lying(stack, stack.outputs["email_event_dead_letter_url"]) == 0
    assert not [line for line in logged(stack) if ADDRESS in line or "user unknown" in line]


def logged(stack: LocalStack) -> list[str]:
    """Everything that `receive_email_event` has written to its log group."""
    logs = stack.emulator.client("logs")
    group = f"/aws/lambda/{stack.outputs['functions']['receive_email_event']}"
    lines = [event["message"] for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert any("MailUndeliverable" in line for line in lines)
    return lines
