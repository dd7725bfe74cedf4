"""The table of limits, and what is made of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pulumi.runtime import rpc

from local.resources import KINDS, RECORDED_ONLY, problems
from local.resources.rules import TABLE, both, limits

UNKNOWN = str(rpc.UNKNOWN)
QUEUE = "aws:sqs/queue:Queue"
ACL = "aws:wafv2/webAcl:WebAcl"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
FUNCTION = "aws:lambda/function:Function"
EVENTS = "aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination"

BYTES = {"byteMatchStatement": {"positionalConstraint": "NOWHERE"}}
WRONG: tuple[tuple[str, Mapping[str, Any], str, str], ...] = (
    (QUEUE, {"delaySeconds": 901}, "delaySeconds", "takes a number from 0 to 900"),
    (MAPPING, {"functionResponseTypes": ["No"]}, "functionResponseTypes[0]", "takes Report"),
    (
        MAPPING,
        {"scalingConfig": {"maximumConcurrency": 1}},
        "scalingConfig.maximumConcurrency",
        "2",
    ),
    (ALARM, {"okActions": ["x"]}, "okActions[0]", "takes an ARN"),
    (ALARM, {"metricName": "m", "metricQueries": [{}]}, "metricName", "takes only one of"),
    (
        EVENTS,
        {"eventDestination": {"enabled": True}},
        "eventDestination.cloudWatchDestination",
        "needs one of the inputs eventDestination.cloudWatchDestination, ",
    ),
    (
        FUNCTION,
        {"snapStart": {"optimizationStatus": "On"}},
        "snapStart.optimizationStatus",
        "sets the input",
    ),
    (
        ACL,
        {"rules": [{"statement": {"andStatement": {"statements": [BYTES]}}}]},
        "rules[0].statement.andStatement.statements[0].byteMatchStatement.positionalConstraint",
        "takes one of EXACTLY",
    ),
)


@pytest.mark.parametrize(("token", "inputs", "path", "words"), WRONG)
def test_what_breaks_a_rule_is_named(
    token: str, inputs: Mapping[str, Any], path: str, words: str
) -> None:
    """At any depth: the path with its position, and what would be right, as a sentence."""
    (sentence,) = [sentence for at, sentence in limits(token, inputs) if at == path]
    assert sentence.startswith(f"{token} ")
    assert words in sentence


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        (QUEUE, {"delaySeconds": UNKNOWN, "policy": UNKNOWN, "maxMessageSize": 1_048_576}),
        (
            ALARM,
            {"okActions": [UNKNOWN], "period": 120, "metricName": UNKNOWN, "statistic": UNKNOWN},
        ),
        (FUNCTION, {"environment": {"variables": {"A1": UNKNOWN}}, "role": UNKNOWN}),
    ],
)
def test_what_only_the_run_will_know_breaks_nothing(token: str, inputs: Mapping[str, Any]) -> None:
    """An unknown value passes every rule, and so does what is not set."""
    assert [path for path, _ in limits(token, inputs) if path in inputs] == []


def test_no_value_is_told() -> None:
    """A value may be a secret's: the sentence says the rule alone."""
    said = str([*limits(FUNCTION, {"role": "s3cret", "timeout": 0})])
    assert "takes" in said
    assert "s3cret" not in said


def test_the_table_says_where_it_is_from() -> None:
    """The provider's version and the day; each type is one that is known here."""
    table = json.loads(TABLE.read_text())
    assert table["provider"].startswith("terraform-provider-aws_v")
    assert table["made"] > "2026"
    assert set(table["types"]) == {*KINDS, *RECORDED_ONLY}


def test_a_type_without_a_row_breaks_nothing() -> None:
    """An unknown type is named elsewhere."""
    assert list(limits("aws:x/y:Y", {"a": 1})) == []


def test_a_recorded_type_is_judged_too() -> None:
    """What is created nowhere here is refused before it is created somewhere."""
    found = problems(
        "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy",
        {"logGroupName": "a b", "policyDocument": "{"},
    )
    assert [path for path, _ in found] == ["logGroupName", "policyDocument"]


def test_two_rules_demand_both() -> None:
    """Lengths meet; conditions add up, each once."""
    first, second = {"length": [1, 9], "match": ["a"]}, {"length": [2, 99], "match": ["a", "b"]}
    assert both(first, second) == {"length": [2, 9], "match": ["a", "b"]}
    assert both({}, {"form": ["arn"]}) == {"form": ["arn"]}
