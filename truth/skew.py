"""Where the provider at hand (5.100) is older than the one that pulumi-aws 7 wraps (6.x).

Each entry says what of the program's inputs the older one can't be told, and what is told
instead; a test says that each is still needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Skew:
    """One difference."""

    path: str
    """In the program's words."""
    reason: str
    apply: Callable[[Inputs], Inputs]


def _without(key: str) -> Callable[[Inputs], Inputs]:
    return lambda inputs: {name: value for name, value in inputs.items() if name != key}


def _old_policy(inputs: Inputs) -> Inputs:
    """A security policy only where the older provider may know it."""
    newer = str(inputs.get("securityPolicy", "")).startswith("SecurityPolicy_")
    return _without("securityPolicy")(inputs) if newer else inputs


def _index_keys(inputs: Inputs) -> Inputs:
    """The index's key schema as hash and range key."""
    words = {"HASH": "hashKey", "RANGE": "rangeKey"}
    indexes = [
        {
            **{name: value for name, value in index.items() if name != "keySchemas"},
            **{words[key["keyType"]]: key["attributeName"] for key in index.get("keySchemas", [])},
        }
        for index in inputs.get("globalSecondaryIndexes", [])
    ]
    return {**inputs, "globalSecondaryIndexes": indexes}


def _notify(inputs: Inputs) -> Inputs:
    """Somebody who is told: here nobody is, as every action says `notify: false`."""
    key = "accountTakeoverRiskConfiguration"
    if key not in inputs:
        return inputs
    told = {
        "notifyConfiguration": {"sourceArn": "arn:aws:ses:eu-central-1:111122223333:identity/x"}
    }
    return {**inputs, key: {**told, **inputs[key]}}


def _in_a_subnet(inputs: Inputs) -> Inputs:
    """A gateway of one zone: one of all zones, in no subnet, is new."""
    if inputs.get("availabilityMode") != "regional":
        return inputs
    kept = {
        name: value for name, value in inputs.items() if name not in ("availabilityMode", "vpcId")
    }
    return {
        **kept,
        "subnetId": "subnet-0123456789abcdef0",
        "allocationId": "eipalloc-0123456789abcdef0",
    }


SKEW: Final[Mapping[str, tuple[Skew, ...]]] = {
    "aws_api_gateway_domain_name": (
        Skew("endpointAccessMode", "new in 6.x", _without("endpointAccessMode")),
        Skew("securityPolicy", "no policy of TLS 1.3 before 6.x", _old_policy),
    ),
    "aws_api_gateway_rest_api": (
        Skew("endpointAccessMode", "new in 6.x", _without("endpointAccessMode")),
        Skew("securityPolicy", "new in 6.x", _without("securityPolicy")),
    ),
    "aws_chatbot_slack_channel_configuration": (
        Skew("region", "the provider's own region alone before 6.x", _without("region")),
    ),
    "aws_cloudwatch_event_archive": (
        Skew("kmsKeyIdentifier", "new in 6.x", _without("kmsKeyIdentifier")),
    ),
    "aws_dynamodb_table": (
        Skew("globalSecondaryIndexes.keySchemas", "hash_key and range_key before 6.x", _index_keys),
    ),
    "aws_nat_gateway": (Skew("availabilityMode", "a subnet's gateway before 6.x", _in_a_subnet),),
    "aws_cognito_risk_configuration": (
        Skew(
            "accountTakeoverRiskConfiguration.notifyConfiguration",
            "required before 6.x",
            _notify,
        ),
    ),
}
"""The provider's type → its entries."""
