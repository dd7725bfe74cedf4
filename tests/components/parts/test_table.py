"""What every table of a stack has, whoever makes it."""

import json

import pulumi_aws as aws

from tests.components.networked import networked
from tests.fakes.recorder import program


def test_every_table_has_a_customer_key_recovery_and_a_price_per_request() -> None:
    """None is left to what AWS does where nothing is said."""
    key = program().named("keys-data").outputs["arn"]
    tables = program().of(aws.dynamodb.Table)
    assert len(tables) == 4
    for each in tables:
        assert each.inputs["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": key}
        assert each.inputs["pointInTimeRecovery"] == {"enabled": True, "recoveryPeriodInDays": 35}
        assert each.inputs["billingMode"] == "PAY_PER_REQUEST"


def test_where_data_is_protected_no_table_can_be_deleted_by_a_slip() -> None:
    """Neither by the engine nor by a call."""
    for each in networked().of(aws.dynamodb.Table):
        assert each.protect
        assert each.inputs["deletionProtectionEnabled"] is True


def test_every_table_has_a_policy_of_its_own_that_asks_for_tls() -> None:
    """One each."""
    policies = {
        each.inputs["resourceArn"]: json.loads(each.inputs["policy"])["Statement"]
        for each in program().of(aws.dynamodb.ResourcePolicy)
    }
    assert set(policies) == {each.outputs["arn"] for each in program().of(aws.dynamodb.Table)}
    assert all("TlsOnly" in [one["Sid"] for one in each] for each in policies.values())
