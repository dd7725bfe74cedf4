"""The five keys."""

import json

import pulumi_aws as aws
import pytest

from tests._policies import grants
from tests.fakes.recorder import program

NAMES = ["data", "sealing", "queue", "logs", "alerts"]


@pytest.mark.parametrize("name", NAMES)
def test_a_key_turns_every_year_and_can_be_taken_back_for_a_month(name: str) -> None:
    """Rotation within a year (PCI DSS 3.7.4), and the longest wait before a deletion."""
    inputs = program().named(f"keys-{name}").inputs
    assert inputs["enableKeyRotation"] is True
    assert inputs["rotationPeriodInDays"] <= 365
    assert inputs["deletionWindowInDays"] == 30


def test_each_key_has_an_alias_that_says_what_it_is_for() -> None:
    """A person finds a key by its name."""
    aliases = {each.inputs["name"] for each in program().of(aws.kms.Alias)}
    names = [*NAMES, "messages-1", "messages-2", "signing", "roots", "webhooks", "event-bus"]
    assert aliases == {f"alias/tillstack-local-{name}" for name in names}


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("data", []),
        ("queue", ["sns.amazonaws.com", "events.amazonaws.com"]),
        ("logs", ["logs.eu-central-1.amazonaws.com"]),
        ("alerts", ["cloudwatch.amazonaws.com", "ses.amazonaws.com"]),
    ],
)
def test_a_key_lets_in_the_services_that_need_it_under_a_condition(
    name: str, services: list[str]
) -> None:
    """No other service may use a key, and none without saying for whom."""
    policy = json.loads(program().named(f"keys-{name}").inputs["policy"])["Statement"]
    for_services = [each for each in policy if "Service" in each["Principal"]]
    assert [each["Principal"]["Service"] for each in for_services] == services
    assert all(each["Condition"] for each in for_services)
    assert len(policy) == 1 + len(services)


def test_a_sealing_grant_is_one_action_under_a_purpose() -> None:
    """Who seals can't open, and who opens can open one purpose only."""
    found = {}
    for handler, what in (
        ("accept-payment", "seal-fields"),
        ("process-payment", "open-payment-method"),
        ("notify-customer", "open-customer"),
    ):
        (statement,) = grants(program(), f"tillstack-local-{handler}")[what]
        assert statement["Resource"] == [program().named("keys-sealing").outputs["arn"]]
        purposes = statement["Condition"]["StringEquals"]["kms:EncryptionContext:purpose"]
        found[what] = (statement["Action"], purposes)
    assert found == {
        "seal-fields": (["kms:GenerateDataKey"], ["payment_method", "customer"]),
        "open-payment-method": (["kms:Decrypt"], ["payment_method"]),
        "open-customer": (["kms:Decrypt"], ["customer"]),
    }
