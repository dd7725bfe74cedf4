"""Who a statement lets in."""

from typing import Any

import pytest

from policies.pci.framework.documents import Statement, parse
from policies.pci.framework.guards import (
    confused,
    narrows,
    public,
    wildcard_actions,
)

ROLE = "arn:aws:iam::111122223333:role/worker"
QUEUE = "arn:aws:sqs:eu-central-1:111122223333:jobs"


def one(effect: str = "Allow", **more: Any) -> Statement:
    """A statement for everybody, changed by `more`."""
    body = {"Effect": effect, "Principal": "*", "Action": "sqs:*", "Resource": QUEUE, **more}
    return parse({"Statement": body})[0]


def test_everybody_without_a_condition_is_public() -> None:
    """A Deny is not, nor is a statement for somebody."""
    assert public(one())
    assert not public(one("Deny"))
    assert not public(one(Principal={"AWS": ROLE}))


@pytest.mark.parametrize(
    ("condition", "binds"),
    [
        ({"StringEquals": {"aws:SourceAccount": "111122223333"}}, True),
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:sns:eu-central-1:111122223333:*"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::ours"}}, True),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}, False),
        ({"StringLike": {"aws:SourceAccount": "*"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns"}}, False),
        ({"StringNotEquals": {"aws:SourceAccount": "111122223333"}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({"StringEquals": {"aws:SourceAccount": []}}, False),
    ],
)
def test_a_condition_binds_or_it_does_not(condition: dict[str, Any], binds: bool) -> None:  # noqa: FBT001 - a parameter
    """A key that somebody must have, an operator that needs it, a value that is not everybody."""
    statement = one(Condition=condition)
    assert narrows(statement.conditions[0]) is binds
    assert public(statement) is not binds
    service = one(Principal={"Service": "sns.amazonaws.com"}, Condition=condition)
    assert confused(service) is not binds


@pytest.mark.parametrize("action", ["sqs:*", "SQS:Send*", "*", "sqs:SendMessag?"])
def test_a_pattern_is_a_wildcard(action: str) -> None:
    """Any `*` or `?` counts, and so does NotAction; a Deny may have them."""
    assert wildcard_actions(one(Action=action))
    assert wildcard_actions(parse({"Statement": {"Effect": "Allow", "NotAction": "a:b"}})[0])
    assert not wildcard_actions(one("Deny", Action=action))
    assert not wildcard_actions(one(Action="sqs:SendMessage"))
