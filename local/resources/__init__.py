"""The Pulumi AWS resource types that the local stack knows, keyed by type token.

A type that the emulator lacks is recorded only, with the reason. Any other type, and any input
that its class does not understand, is an error that names it: never a silent pass.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from botocore.exceptions import BotoCoreError, ClientError

from local.resources import (
    _apigateway,
    _apigateway_stage,
    _cloudwatch,
    _cognito,
    _dynamodb,
    _iam,
    _kms,
    _lambda,
    _logs,
    _secretsmanager,
    _ses,
    _sns,
    _sqs,
    _wafv2,
)
from local.resources._base import Cloud, Inputs, Kind, Made, ResourceError
from local.resources._recorded import RECORDED_ONLY

__all__ = ["KINDS", "RECORDED_ONLY", "Cloud", "Kind", "Made", "ResourceError", "create", "invoke"]

_MODULES = (
    _apigateway,
    _apigateway_stage,
    _cloudwatch,
    _cognito,
    _dynamodb,
    _iam,
    _kms,
    _lambda,
    _logs,
    _secretsmanager,
    _ses,
    _sns,
    _sqs,
    _wafv2,
)
KINDS: Mapping[str, type[Kind]] = {
    str(pulumi.get_type_token(cls)): kind
    for module in _MODULES
    for cls, kind in module.KINDS.items()
}


def create(token: str, inputs: Mapping[str, Any], cloud: Cloud) -> Made:
    """Create one resource and return its id and all its outputs.

    Raises:
        ResourceError: the type or an input is unknown, or AWS's answer was an error.
    """
    if token in RECORDED_ONLY:
        return f"recorded-{token.rpartition(':')[2]}", dict(inputs)
    if token not in KINDS:
        message = f"{token} is unknown on this machine; add it to local/resources."
        raise ResourceError(message)
    kind, taken = KINDS[token], Inputs(token, inputs)
    if (region := taken.take("region", cloud.region)) != cloud.region:
        message = f"{token}: the region {region} is not this machine's, {cloud.region}."
        raise ResourceError(message)
    try:
        physical, made = kind.create(taken, cloud)
    except (BotoCoreError, ClientError) as error:
        message = f"{token}: {error}"
        raise ResourceError(message) from error
    taken.close()
    kept = {key: value for key, value in inputs.items() if key not in kind.write_only}
    return physical, {**kept, **made}


def invoke(token: str, args: Mapping[str, Any], cloud: Cloud) -> dict[str, Any]:
    """Answer a provider function, for example `aws:index/getRegion:getRegion`.

    Raises:
        ResourceError: the function is unknown.
    """
    if token not in _FUNCTIONS:
        message = f"The function {token} is unknown on this machine; add it to local/resources."
        raise ResourceError(message)
    return {**args, **_FUNCTIONS[token](cloud)}


_FUNCTIONS: Mapping[str, Callable[[Cloud], dict[str, Any]]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": lambda cloud: {
        "accountId": cloud.account_id,
        "arn": f"arn:aws:iam::{cloud.account_id}:root",
        "id": cloud.account_id,
        "userId": cloud.account_id,
    },
    "aws:index/getPartition:getPartition": lambda _: {
        "dnsSuffix": "amazonaws.com",
        "id": "aws",
        "partition": "aws",
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getRegion:getRegion": lambda cloud: {
        "id": cloud.region,
        "name": cloud.region,
        "region": cloud.region,
    },
}
