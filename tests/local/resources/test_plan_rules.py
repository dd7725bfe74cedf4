"""Inputs that must agree with each other."""

from collections.abc import Mapping
from typing import Any

import pytest
from pulumi.runtime import rpc

from local.resources._plan_rules import PLAN

UNKNOWN = str(rpc.UNKNOWN)
TABLE = "aws:dynamodb/table:Table"
AUTHORIZER = "aws:apigateway/authorizer:Authorizer"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
QUEUE = "aws:sqs/queue:Queue"
KEYS = {"hashKey": "a", "attributes": [{"name": "a", "type": "S"}]}
INDEX = {
    "name": "i",
    "projectionType": "ALL",
    "keySchemas": [{"attributeName": "b", "keyType": "HASH"}],
}
BOTH = [{"name": "a", "type": "S"}, {"name": "b", "type": "S"}]

WRONG: tuple[tuple[str, Mapping[str, Any], str], ...] = (
    (TABLE, {**KEYS, "hashKey": "b"}, "attributes"),
    (TABLE, {**KEYS, "attributes": BOTH}, "attributes"),
    (TABLE, {**KEYS, "globalSecondaryIndexes": [INDEX]}, "attributes"),
    (TABLE, {**KEYS, "streamEnabled": True}, "streamViewType"),
    (TABLE, {**KEYS, "ttl": {"enabled": True}}, "ttl.attributeName"),
    (AUTHORIZER, {"type": "COGNITO_USER_POOLS"}, "providerArns"),
    (AUTHORIZER, {}, "authorizerUri"),
    (ALARM, {"metricName": "m"}, "statistic"),
    *((QUEUE, {"name": each}, "name") for each in ("q" * 81, "q q", "q.fifo", "")),
    (QUEUE, {"name": "q", "fifoQueue": True}, "name"),
    (QUEUE, {"name": f"{'q' * 76}.fifo", "fifoQueue": True}, "name"),
    (QUEUE, {"name": "q", "contentBasedDeduplication": True}, "fifoQueue"),
)
RIGHT: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (TABLE, KEYS),
    (TABLE, {**KEYS, "attributes": BOTH, "globalSecondaryIndexes": [INDEX]}),
    (TABLE, {**KEYS, "streamEnabled": True, "streamViewType": UNKNOWN}),
    (TABLE, {**KEYS, "hashKey": UNKNOWN}),
    (TABLE, {"attributes": UNKNOWN, "hashKey": "a", "globalSecondaryIndexes": UNKNOWN}),
    (TABLE, {**KEYS, "attributes": BOTH, "globalSecondaryIndexes": [UNKNOWN]}),
    (AUTHORIZER, {"type": "COGNITO_USER_POOLS", "providerArns": UNKNOWN}),
    (AUTHORIZER, {"type": UNKNOWN}),
    (ALARM, {"metricName": "m", "extendedStatistic": "p99"}),
    (ALARM, {"metricQueries": []}),
    (QUEUE, {"name": "q" * 80}),
    (QUEUE, {"name": UNKNOWN}),
    (QUEUE, {"name": "q", "fifoQueue": UNKNOWN}),
    (QUEUE, {"name": f"{'q' * 75}.fifo", "fifoQueue": True, "contentBasedDeduplication": True}),
)


@pytest.mark.parametrize(("token", "inputs", "path"), WRONG)
def test_what_does_not_agree_is_named(token: str, inputs: Mapping[str, Any], path: str) -> None:
    """The input that has to be changed or added, once, with what to do about it."""
    found = list(PLAN[token](inputs))
    assert path in {at for at, _ in found}
    assert all("needs" in words or "take" in words for _, words in found)


@pytest.mark.parametrize(("token", "inputs"), RIGHT)
def test_what_agrees_is_taken(token: str, inputs: Mapping[str, Any]) -> None:
    """And so is what only the run will know."""
    assert list(PLAN[token](inputs)) == []
