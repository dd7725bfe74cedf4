"""The provider's key."""

import pulumi_aws as aws

from tests._recorder import program


def test_the_value_is_written_and_never_read_back() -> None:
    """The value goes in write-only and marked secret, with a version that says when it changed."""
    (version,) = program().of(aws.secretsmanager.SecretVersion)
    assert version.inputs["secretStringWo"] == "sk_test_local"
    assert version.inputs["secretStringWoVersion"] == 1
    assert "secretString" not in version.inputs
    assert version.secret_inputs == {"secretStringWo"}


def test_the_value_is_nowhere_else() -> None:
    """No other resource, environment or export holds the key."""
    holders = [each.name for each in program().resources if "sk_test_local" in repr(each.inputs)]
    assert holders == ["psp-version"]
    assert "sk_test_local" not in repr(program().exports)


def test_the_secret_has_a_customer_key() -> None:
    """`data`, like the tables that hold what the key pays for."""
    (secret,) = program().of(aws.secretsmanager.Secret)
    assert secret.inputs["kmsKeyId"] == program().named("keys-data").outputs["arn"]
