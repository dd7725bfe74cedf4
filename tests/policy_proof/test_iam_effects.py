"""What another document makes possible, by IAM's evaluation."""

from typing import Any, Final

import pytest

from policy_proof.iam_effects import Verdict, effect
from policy_proof.iam_oracle import about_who, holds

QUEUE: Final = "arn:aws:sqs:eu-central-1:111122223333:jobs"
SENDS: Final = {
    "Effect": "Allow",
    "Principal": {"Service": "sns.amazonaws.com"},
    "Action": "sqs:SendMessage",
    "Resource": QUEUE,
    "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:news"}},
}
TLS: Final = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:*",
    "Resource": QUEUE,
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
WORKS: Final = {"Effect": "Allow", "Action": ["sqs:ReceiveMessage"], "Resource": QUEUE}


def verdict(before: dict[str, Any], after: dict[str, Any]) -> Verdict:
    """Of one statement in place of another."""
    things = [QUEUE] if "Principal" in before else None
    return effect([before], [after], things).verdict


@pytest.mark.parametrize(
    ("before", "more"),
    [
        (SENDS, {"Condition": {}}),
        (SENDS, {"Condition": {"ArnNotLike": SENDS["Condition"]["ArnLike"]}}),  # type: ignore[index] # a map
        (SENDS, {"Condition": {"ArnLikeIfExists": SENDS["Condition"]["ArnLike"]}}),  # type: ignore[index] # a map
        (SENDS, {"Principal": "*", "Condition": {}}),
        (SENDS, {"Principal": {"AWS": "999988887777"}, "Condition": {}}),
        (TLS, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}),
        (TLS, {"Action": "sqs:Send*"}),
        (TLS, {"Principal": {"AWS": "999988887777"}}),
        (TLS, {"Effect": "Allow"}),
        (WORKS, {"Resource": "*"}),
        (WORKS, {"Action": "sqs:*"}),
        (WORKS, {"Action": "*"}),
    ],
)
def test_somebody_must_speak(before: dict[str, Any], more: dict[str, Any]) -> None:
    """Where somebody else gets in, a denial lets one past, or an identity gets more."""
    assert verdict(before, {**before, **more}) is Verdict.SPEAK


@pytest.mark.parametrize(
    ("before", "more"),
    [
        (SENDS, {"Condition": {"ArnEquals": SENDS["Condition"]["ArnLike"]}}),  # type: ignore[index] # a map
        (SENDS, {"Action": "SQS:SendMessage"}),
        (TLS, {"Resource": "*"}),
        (TLS, {"Principal": {"AWS": "*"}}),
    ],
)
def test_nobody_need_speak(before: dict[str, Any], more: dict[str, Any]) -> None:
    """Where the same is said in other words."""
    assert verdict(before, {**before, **more}) is Verdict.NOTHING


@pytest.mark.parametrize(
    ("before", "more"),
    [(SENDS, {"Effect": "Deny"}), (WORKS, {"Action": "sqs:SendMessage"})],
)
def test_it_is_nobodys_question(before: dict[str, Any], more: dict[str, Any]) -> None:
    """Where less is allowed, or one more thing is named."""
    assert verdict(before, {**before, **more}) is Verdict.OPEN


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "met"),
    [
        ("StringEquals", "a*", "ab", False),
        ("StringLike", "a*", "ab", True),
        ("StringNotEquals", "a", None, True),
        ("StringEqualsIfExists", "a", None, True),
        ("ForAllValues:StringEquals", "a", None, True),
        ("ForAnyValue:StringNotEquals", "a", None, False),
        ("Null", "true", None, True),
        ("Bool", "FALSE", "false", True),
        ("NumericLessThan", "10", "9", True),
        ("DateGreaterThan", "2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z", True),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("NotIpAddress", "10.0.0.0/8", "10.1.2.3", False),
    ],
)
def test_conditions_hold_as_aws_says(
    operator: str,
    wanted: str,
    value: str | None,
    met: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Whatever is there, and where the key is not there."""
    context = {} if value is None else {"aws:key": [value]}
    assert holds({"Condition": {operator: {"aws:Key": wanted}}}, context) is met


def test_who_is_left_out_is_meant_otherwise() -> None:
    """`NotPrincipal` is everybody but these."""
    it = {("AWS", "111122223333"), ("AWS", "*")}
    assert about_who({"Principal": "*"}, it)
    assert not about_who({"NotPrincipal": {"AWS": "111122223333"}}, it)
    assert about_who({"NotPrincipal": {"AWS": "999988887777"}}, it)
