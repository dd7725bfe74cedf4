"""The provider's key, and what signs its events."""

import pulumi_aws as aws
import pytest

from tests._policies import allows, statements
from tests.fakes.recorder import program, record_program

VALUES = {"psp-version": "sk_test_local", "psp-webhook-version": '["whsec_one", "whsec_two"]'}
SECRETS = {"webhookSecrets": VALUES["psp-webhook-version"], "webhookSecretsVersion": "4"}


@pytest.mark.parametrize("name", VALUES)
def test_the_value_is_written_and_never_read_back(name: str) -> None:
    """The value goes in write-only and marked secret, with a version that says when it changed."""
    version = record_program("local", SECRETS).named(name)
    assert version.inputs["secretStringWo"] == VALUES[name]
    assert version.inputs["secretStringWoVersion"] == {"psp-version": 1}.get(name, 4)
    assert "secretString" not in version.inputs
    assert version.secret_inputs == {"secretStringWo"}


@pytest.mark.parametrize(
    ("value", "holder"), [("sk_test_local", "psp-version"), ("whsec_one", "psp-webhook-version")]
)
def test_the_value_is_nowhere_else(value: str, holder: str) -> None:
    """No other resource, environment or export holds it."""
    recording = record_program("local", SECRETS)
    holders = [each.name for each in recording.resources if value in repr(each.inputs)]
    assert holders == [holder]
    assert value not in repr(recording.exports)


def test_without_webhook_secrets_there_is_an_empty_list() -> None:
    """The stack can be made before anybody has registered it at the provider."""
    assert program().named("psp-webhook-version").inputs["secretStringWo"] == "[]"


def test_the_secrets_have_a_customer_key() -> None:
    """`data`, like the tables that hold what the key pays for."""
    found = program().of(aws.secretsmanager.Secret)
    assert {each.inputs["name"].removeprefix("tillstack-local-") for each in found} == {
        "psp",
        "psp-webhook",
    }
    keys = {each.inputs["kmsKeyId"] for each in found}
    assert keys == {program().named("keys-data").outputs["arn"]}


@pytest.mark.parametrize("name", ["psp", "psp-webhook"])
def test_a_secret_is_for_tls_only(name: str) -> None:
    """Who may do anything is refused without it; and no later policy may open it to everybody."""
    policy = program().named(f"{name}-over-tls").inputs
    arn = program().named(f"{name}-secret").outputs["arn"]
    assert policy["secretArn"] == arn
    assert policy["blockPublicPolicy"] is True
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    granted = [everything, *statements(policy["policy"])]
    for secure, allowed in (("true", True), ("false", False)):
        context = {"aws:SecureTransport": secure}
        assert allows(granted, "secretsmanager:GetSecretValue", arn, context) is allowed


@pytest.mark.parametrize("name", ["psp", "psp-webhook"])
def test_an_old_secret_calls_its_owner_in_time(name: str) -> None:
    """Two weeks before its ninety days are over, and until it was replaced (PCI DSS 8.6.3)."""
    secret = program().named(f"{name}-secret")
    alarm = program().named(f"{name}-age-alarm").inputs
    assert (alarm["namespace"], alarm["metricName"]) == ("Tillstack", "SecretAgeDays")
    assert alarm["dimensions"] == {"secret": secret.inputs["name"]}
    assert alarm["threshold"] == int(secret.inputs["tags"]["max-age-days"]) - 14
    assert alarm["comparisonOperator"] == "GreaterThanOrEqualToThreshold"
    assert alarm["treatMissingData"] == "ignore"
