"""The notifier's function: what it may send, as whom, and to which queues."""

import json

import pytest

from tests._policies import grants, role_allows
from tests.fakes.recorder import ACCOUNT, REGION, program

ROLE = "tillstack-local-notify-customer"
SES = f"arn:aws:ses:{REGION}:{ACCOUNT}"
SENDER = {"ses:FromAddress": "payments@shop.example.com"}


@pytest.mark.parametrize(
    "what",
    [
        "identity/shop.example.com",
        "configuration-set/tillstack-local-mail",
        "template/tillstack-local-pt-failed",
    ],
)
def test_it_sends_from_its_own_address_with_its_own_things(what: str) -> None:
    """SES authorises identity, set and template; each allows the stack's sender only."""
    assert role_allows(program(), ROLE, "ses:SendEmail", f"{SES}:{what}", SENDER)
    other = {"ses:FromAddress": "ceo@shop.example.com"}
    assert not role_allows(program(), ROLE, "ses:SendEmail", f"{SES}:{what}", other)
    assert not role_allows(program(), ROLE, "ses:SendRawEmail", f"{SES}:{what}", SENDER)


def test_it_sends_with_nobody_else_s_template() -> None:
    """A template of another stack is closed to it."""
    assert not role_allows(program(), ROLE, "ses:SendEmail", f"{SES}:template/x", SENDER)


def test_its_environment_names_every_template() -> None:
    """`<language>-<outcome>` → the template's physical name."""
    function = program().named("notifier-notify-customer-function").inputs
    templates = json.loads(function["environment"]["variables"]["TEMPLATES"])
    assert templates["pt-succeeded"] == "tillstack-local-pt-succeeded"
    assert len(templates) == 4


@pytest.mark.parametrize(
    ("handler", "sends"),
    [
        ("process-payment", True),
        ("process-dead-letter", True),
        ("sweep-payments", True),
        ("notify-customer", True),
        ("accept-payment", False),
        ("read-payments", False),
        ("cancel-payment", False),
        ("receive-webhook", False),
        ("receive-email-event", False),
    ],
)
def test_who_may_ask_for_a_mail(handler: str, *, sends: bool) -> None:
    """The processor, the sweeper, and the notifier itself for its planned waits."""
    arn = program().named("notifier-queue").outputs["arn"]
    role = f"tillstack-local-{handler}"
    assert role_allows(program(), role, "sqs:SendMessage", arn) is sends


def test_the_notifier_was_granted_this_and_nothing_else() -> None:
    """It can't charge, can't open a payment method, can't touch the payment queue."""
    assert set(grants(program(), ROLE)) == {
        "consume-notifications",
        "notify-customer",
        "open-customer",
        "read-environment",
        "send-mail",
        "send-notifications",
        "send-traces",
        "write-logs",
    }


def test_the_email_event_function_was_granted_this_and_nothing_else() -> None:
    """It can send nothing, open no address, put nothing into a queue, and reads no entry."""
    role = "tillstack-local-receive-email-event"
    assert set(grants(program(), role)) == {
        "consume-email-events",
        "read-environment",
        "receive-email-event",
        "send-traces",
        "write-logs",
    }
    entries = program().named("ledger-entries").outputs["arn"]
    assert role_allows(program(), role, "dynamodb:PutItem", entries)
    assert not role_allows(program(), role, "dynamodb:Query", entries)
