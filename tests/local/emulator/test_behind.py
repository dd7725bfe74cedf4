"""The questions behind a call; `tests/fidelity/test_rights.py` asks them of a running emulator."""

import pytest

from local.emulator._behind import ASKS, behind


@pytest.mark.parametrize(
    "action", ["sqs:GetQueueAttributes", "dynamodb:DescribeTable", "ses:SendEmail"]
)
def test_what_touches_no_data_asks_no_key(action: str) -> None:
    """Settings and numbers are in clear."""
    assert list(behind(action, "arn:aws:sqs:eu-central-1:111122223333:q", "eu-central-1")) == []


def test_nobody_but_a_producer_makes_data_keys() -> None:
    """Of the account's callers; DynamoDB makes its tables' keys in its own name."""
    assert [each for each, asked in ASKS.items() if "kms:GenerateDataKey" in asked] == [
        "s3:PutObject",
        "sqs:SendMessage",
    ]


@pytest.mark.parametrize(
    ("action", "name"),
    [
        ("dynamodb:GetItem", "table/none"),
        ("sqs:SendMessage", "none"),
        ("s3:GetObject", "none/thing"),
        ("secretsmanager:GetSecretValue", "secret:none-a1B2c3"),
    ],
)
def test_what_does_not_exist_asks_no_key(action: str, name: str) -> None:
    """The call is answered that there is no such thing."""
    arn = f"arn:aws:{action.partition(':')[0]}:eu-central-1:111122223333:{name}"
    assert list(behind(action, arn, "eu-central-1")) == []
