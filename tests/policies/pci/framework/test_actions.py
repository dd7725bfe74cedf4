"""What is read out of AWS's reference of actions."""

import pytest

from policies.pci.framework.actions import (
    allowed,
    forms,
    knows_key,
    level,
    loose,
    named,
    of_level,
    open_to_all,
    spelt,
    takes_arns,
)
from policies.pci.framework.documents import parse

HERE = "eu-central-1:111122223333"


def test_patterns_name_the_actions_that_exist() -> None:
    """Case does not count; a service may be a pattern too; what does not exist is not named."""
    assert named("SQS:sendmessage") == ("sqs:sendmessage",)
    assert set(named("sqs:Send*")) == {"sqs:sendmessage"}
    assert "kms:decrypt" in named("k?s:De*")
    assert set(named("*")) == set(named("*:*")) > set(named("s3:*"))
    assert named("sqs:SendMesage") == named("qqs:SendMessage") == named("") == ()


def test_some_actions_can_not_be_bound_to_a_thing() -> None:
    """Traces have no ARN, queues have."""
    assert takes_arns("sqs:sendmessage")
    assert not takes_arns("xray:puttracesegments")


def test_what_aws_says_of_an_action() -> None:
    """How it is written, how grave it is, and what the things look like that it is about."""
    assert spelt("lambda:updatefunctioncode") == "lambda:UpdateFunctionCode"
    assert level("lambda:updatefunctioncode") == "Write"
    assert level("kms:putkeypolicy") == "Permissions management"
    assert "kms:putkeypolicy" in of_level("Permissions management")
    assert "kms:decrypt" not in of_level("Permissions management")
    assert forms("kms:putkeypolicy") == ("arn:*:kms:*:*:key/*",)
    assert forms("xray:puttracesegments") == ()


def test_what_a_statement_allows() -> None:
    """Patterns are expanded, `NotAction` is everything else, and a denial allows nothing."""
    (some,) = parse({"Statement": {"Effect": "Allow", "Action": "sqs:Send*", "Resource": "*"}})
    (others,) = parse({"Statement": {"Effect": "Allow", "NotAction": "sqs:*", "Resource": "*"}})
    (none,) = parse({"Statement": {"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}})
    assert list(allowed(some)) == ["sqs:sendmessage"]
    assert "kms:decrypt" in set(allowed(others))
    assert "sqs:sendmessage" not in set(allowed(others))
    assert list(allowed(none)) == []


@pytest.mark.parametrize(
    "arn",
    [
        "*",
        "arn:*",
        "arn:aws:dynamodb:*:*:table/*",
        f"arn:aws:dynamodb:{HERE}:table/*",
        f"arn:aws:dynamodb:{HERE}:t?ble/*",
        f"arn:aws:dynamodb:{HERE}:table/*/index/*",
        f"arn:aws:sqs:{HERE}:*",
        "arn:aws:sqs:eu-central-1:*:payments",
        f"arn:aws:logs:{HERE}:log-group:*:*",
        "arn:aws:s3:::*/*",
        "arn:aws:iam::111122223333:role/*",
    ],
)
def test_an_arn_can_leave_open_what_it_names(arn: str) -> None:
    """A kind of thing is no name, and neither is somebody's account."""
    assert loose(arn)


@pytest.mark.parametrize(
    "arn",
    [
        f"arn:aws:dynamodb:{HERE}:table/payments",
        f"arn:aws:dynamodb:{HERE}:table/payments/index/*",
        f"arn:aws:logs:{HERE}:log-group:/aws/lambda/pay:*",
        f"arn:aws:sqs:{HERE}:payments-*",
        "arn:aws:s3:::receipts/*",
        "arn:aws:dynamodb:*:111122223333:table/payments",
    ],
)
def test_an_arn_with_a_name_is_not_open(arn: str) -> None:
    """What follows the name, and the region, may vary."""
    assert not loose(arn)


def test_all_but_some_things_are_open() -> None:
    """`NotResource` names what is left out only."""
    (statement,) = parse(
        {"Statement": {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::a"}}
    )
    assert open_to_all(statement)


def test_condition_keys_are_known_or_not() -> None:
    """Global keys, a service's, and those with a part of one's own choice."""
    for known in ("aws:sourceaccount", "kms:viaservice", "kms:encryptioncontext:purpose"):
        assert knows_key(known)
    for unknown in ("aws:sourceacount", "kms:viaservices", "purpose"):
        assert not knows_key(unknown)
