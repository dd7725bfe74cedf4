"""Secrets in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator import Emulator
from local.resources import Made

pytestmark = pytest.mark.emulator


def test_a_write_only_value_goes_in_and_never_out(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """The secret holds the value, and no output of the version does."""
    _, key = make(aws.kms.Key)
    arn, _ = make(
        aws.secretsmanager.Secret,
        name="kept-secret",
        kmsKeyId=key["arn"],
        recoveryWindowInDays=0,
        tags={"a": "b"},
    )
    _, outputs = make(
        aws.secretsmanager.SecretVersion,
        secretId=arn,
        secretStringWo="sk_test_value",
        secretStringWoVersion=1,
    )
    client = emulator.client("secretsmanager")
    assert client.get_secret_value(SecretId=arn)["SecretString"] == "sk_test_value"
    assert client.describe_secret(SecretId=arn)["KmsKeyId"] == key["arn"]
    assert "sk_test_value" not in str(outputs)
    assert outputs["secretStringWoVersion"] == 1


def test_a_secret_has_its_policy(make: Callable[..., Made], emulator: Emulator) -> None:
    """A policy is set inline or as a resource of its own."""
    policy = '{"Version":"2012-10-17","Statement":[]}'
    inline, _ = make(aws.secretsmanager.Secret, name="policed-inline", policy=policy)
    apart, _ = make(aws.secretsmanager.Secret, name="policed-apart")
    make(aws.secretsmanager.SecretPolicy, secretArn=apart, policy=policy, blockPublicPolicy=True)
    client = emulator.client("secretsmanager")
    for arn in (inline, apart):
        assert client.get_resource_policy(SecretId=arn)["ResourcePolicy"] == policy
