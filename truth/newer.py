"""What AWS takes today and the provider at hand (5.100) does not know yet: data with reasons.

pulumi-aws 7 wraps a 6.x. Where words were added, AWS's own API model says which.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import botocore.session

InputSlot = tuple[str, str]
"""Type and path."""

WORDS: Final[Mapping[InputSlot, tuple[str, str]]] = {
    ("aws:apigateway/domainName:DomainName", "securityPolicy"): ("apigateway", "SecurityPolicy"),
    ("aws:kms/key:Key", "customerMasterKeySpec"): ("kms", "KeySpec"),
    ("aws:lambda/function:Function", "runtime"): ("lambda", "Runtime"),
    ("aws:lambda/layerVersion:LayerVersion", "compatibleRuntimes"): ("lambda", "Runtime"),
}
"""Slot → service and shape of its API model, which has more words by now."""

_UNITS: Final = "The limit depends on the unit: see `_plan_rules`."
_CLIENT: Final = "aws:cognito/userPoolClient:UserPoolClient"
LIMITS: Final[Mapping[InputSlot, tuple[Mapping[str, Any], str]]] = {
    (_CLIENT, "accessTokenValidity"): ({"range": [0, 86_400]}, _UNITS),
    (_CLIENT, "idTokenValidity"): ({"range": [0, 86_400]}, _UNITS),
    (_CLIENT, "refreshTokenValidity"): ({"range": [0, 315_360_000]}, _UNITS),
    ("aws:sqs/queue:Queue", "maxMessageSize"): (
        {"range": [1024, 1_048_576]},
        "SQS takes messages of 1 MiB since August 2025, and pulumi-aws 7 knows it.",
    ),
}
"""Slot → the rule of today, and why."""

NOT_NEEDED: Final[Mapping[InputSlot, str]] = {
    ("aws:dynamodb/table:Table", "globalSecondaryIndexes.hashKey"): "key schemas stand for it",
    ("aws:dynamodb/table:Table", "globalSecondaryIndexes.rangeKey"): "key schemas stand for it",
    (
        "aws:cognito/riskConfiguration:RiskConfiguration",
        "accountTakeoverRiskConfiguration.notifyConfiguration",
    ): "optional where nobody is notified",
    ("aws:apigateway/requestValidator:RequestValidator", "name"): "the plugin makes one up",
}
"""What Terraform's 5.100 can't do without, and pulumi-aws 7 can."""


def today(token: str, path: str, rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """The rule as AWS has it today."""
    if (token, path) in LIMITS:
        return {**rule, **LIMITS[token, path][0]}
    if (token, path) not in WORDS:
        return rule
    if "items" in rule:
        return {**rule, "items": today(token, path, rule["items"])}
    known = rule.get("enum", [])
    return {
        **rule,
        "enum": [*known, *(one for one in words(*WORDS[token, path]) if one not in known)],
    }


@cache
def words(service: str, shape: str) -> Sequence[str]:
    """The words of an enumeration in AWS's API model."""
    model = botocore.session.get_session().get_service_model(service)
    return tuple(str(each) for each in model.shape_for(shape).metadata["enum"])
