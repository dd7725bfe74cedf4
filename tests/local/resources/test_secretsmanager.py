"""Secrets in the emulator."""

from collections.abc import Callable

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from local.resources import Made, delete
from tests.local.resources._life import Life

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


EMPTY = '{"Version":"2012-10-17","Statement":[]}'
OTHER = '{"Version":"2012-10-17","Id":"other","Statement":[]}'


@pytest.mark.parametrize("days", [0, 7])
def test_a_secret_from_beginning_to_end(
    days: int, make: Callable[..., Made], emulator: Emulator
) -> None:
    """A secret changes in place, tells key, policy and tags, and goes at once or after its days."""
    client = emulator.client("secretsmanager")
    (_, one), (_, two) = make(aws.kms.Key), make(aws.kms.Key)
    life = Life(
        emulator,
        aws.secretsmanager.Secret,
        {
            "name": f"life-{days}",
            "description": "d",
            "kmsKeyId": one["arn"],
            "policy": EMPTY,
            "recoveryWindowInDays": days,
            "tags": {"a": "b"},
        },
        untold=frozenset({"recoveryWindowInDays"}),
    )
    life.becomes(description="other", tags={"c": "d"})
    life.becomes(kmsKeyId=two["arn"], policy=OTHER)
    secret = {"SecretId": life.physical}
    life.drifts(lambda: client.update_secret(**secret, KmsKeyId=one["arn"]), "kmsKeyId")
    life.drifts(lambda: client.put_resource_policy(**secret, ResourcePolicy=EMPTY), "policy")
    life.drifts(lambda: client.untag_resource(**secret, TagKeys=["c"]), "tags")
    life.becomes(description=None, policy=None, tags=None)
    assert "ResourcePolicy" not in client.get_resource_policy(**secret)
    life.ends()
    found = client.list_secrets(Filters=[{"Key": "name", "Values": [f"life-{days}"]}])
    assert found["SecretList"] == []


def test_a_version_from_beginning_to_end(make: Callable[..., Made], emulator: Emulator) -> None:
    """A version tells its stages, sees a newer one push it aside, and goes with its secret."""
    client = emulator.client("secretsmanager")
    arn, _ = make(aws.secretsmanager.Secret, name="life-version")
    inputs = {"secretId": arn, "secretStringWo": "one", "secretStringWoVersion": 1}
    cls = aws.secretsmanager.SecretVersion
    life = Life(emulator, cls, inputs, untold=frozenset({"secretStringWoVersion"}))
    plain = Life(emulator, cls, {"secretId": arn, "secretString": "two"})
    assert life.found() == {
        **{key: life.state[key] for key in ("secretId", "arn", "versionId")},
        "versionStages": ["AWSPREVIOUS"],
    }
    delete("aws:secretsmanager/secretVersion:SecretVersion", life.physical, life.state, emulator)
    assert client.get_secret_value(SecretId=arn)["SecretString"] == "two"
    plain.vanishes(lambda: client.delete_secret(SecretId=arn))


def test_a_secret_policy_from_beginning_to_end(
    make: Callable[..., Made], emulator: Emulator
) -> None:
    """A policy of its own changes in place and goes without its secret."""
    client = emulator.client("secretsmanager")
    arn, _ = make(aws.secretsmanager.Secret, name="life-policed")
    inputs = {"secretArn": arn, "policy": EMPTY, "blockPublicPolicy": True}
    untold = frozenset({"blockPublicPolicy"})
    life = Life(emulator, aws.secretsmanager.SecretPolicy, inputs, untold)
    life.becomes(policy=OTHER)
    put = client.put_resource_policy
    life.drifts(lambda: put(SecretId=arn, ResourcePolicy=EMPTY), "policy")
    life.ends()
    assert client.describe_secret(SecretId=arn)["Name"] == "life-policed"
