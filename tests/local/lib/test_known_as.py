"""The names of things in a program and in an account."""

import pytest

from local.lib.known_as import known_as

HERE = "eu-central-1:111122223333"
ALIAS = f"arn:aws:kms:{HERE}:alias/sealing"
SECRET = f"arn:aws:secretsmanager:{HERE}:secret:psp"


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (f"arn:aws:kms:{HERE}:key/k-1", ALIAS),
        (f"arn:aws:kms:{HERE}:key/k-2", f"arn:aws:kms:{HERE}:key/k-2"),
        (f"{SECRET}-a1B2c3", SECRET),
        (f"arn:aws:sqs:{HERE}:payments-second", f"arn:aws:sqs:{HERE}:payments-second"),
        ("*", "*"),
    ],
)
def test_a_resource_is_known_by_the_name_that_the_program_gave_it(arn: str, name: str) -> None:
    """A key by its alias, a secret without the suffix that AWS chose; others as they are."""
    assert known_as(arn, {ALIAS: "k-1"}) == name
