"""Every log group of the stack."""

import json

import pulumi_aws as aws

from tests.fakes.recorder import program


def test_every_log_group_is_masked() -> None:
    """Functions, gateway and firewall: a card number is found in each, and not readable."""
    masks = {
        each.inputs["logGroupName"]: json.loads(each.inputs["policyDocument"])["Statement"]
        for each in program().of(aws.cloudwatch.LogDataProtectionPolicy)
    }
    assert set(masks) == {each.inputs["name"] for each in program().of(aws.cloudwatch.LogGroup)}
    for audit, mask in masks.values():
        assert audit["Operation"] == {"Audit": {"FindingsDestination": {}}}
        assert mask["Operation"] == {"Deidentify": {"MaskConfig": {}}}
        assert audit["DataIdentifier"] == mask["DataIdentifier"]
        assert any(each.endswith("/CreditCardNumber") for each in mask["DataIdentifier"])


def test_every_log_group_is_encrypted_and_kept() -> None:
    """With the key for logs, for a year at least (PCI DSS 10.5.1)."""
    for group in program().of(aws.cloudwatch.LogGroup):
        assert group.inputs["kmsKeyId"] == program().named("keys-logs").outputs["arn"]
        assert group.inputs["retentionInDays"] >= 365
