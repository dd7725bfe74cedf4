"""What no rule of one place can say: inputs of a type that must agree with each other.

The real provider says these at its plan. Each function yields the path at fault and the rest of
a sentence that begins with the type; what only the run will know agrees with everything.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pulumi.runtime import rpc

InputProblem = tuple[str, str]
Inputs = Mapping[str, Any]
_UNKNOWN = str(rpc.UNKNOWN)


def _table(inputs: Inputs) -> Iterator[InputProblem]:
    """DynamoDB: every attribute is a key of table or index, and every key an attribute."""
    indexes = inputs.get("globalSecondaryIndexes") or []
    attributes = inputs.get("attributes")
    names = [*_names(inputs, "hashKey", "rangeKey")]
    if isinstance(indexes, list):
        for index in indexes:
            names += (
                _names(index, "hashKey", "rangeKey") if isinstance(index, Mapping) else [_UNKNOWN]
            )
            for key in _list(index, "keySchemas"):
                names += _names(key, "attributeName")
    else:
        names.append(_UNKNOWN)
    defined = [name for each in _list({"a": attributes}, "a") for name in _names(each, "name")]
    if _UNKNOWN not in {*names, *defined} and attributes != _UNKNOWN:
        if unused := sorted({*defined} - {*names}):
            yield (
                "attributes",
                f"uses no attribute {', '.join(unused)} as a key; take it out of 'attributes'.",
            )
        if missing := sorted({*names} - {*defined}):
            yield (
                "attributes",
                f"needs the attribute {', '.join(missing)} in the input 'attributes'.",
            )
    if inputs.get("streamEnabled") is True and not inputs.get("streamViewType"):
        yield "streamViewType", "needs, with 'streamEnabled', the input 'streamViewType'."
    ttl = inputs.get("ttl")
    if isinstance(ttl, Mapping) and ttl.get("enabled") is True and not ttl.get("attributeName"):
        yield "ttl.attributeName", "needs, with 'ttl.enabled', the input 'ttl.attributeName'."


def _names(values: Any, *keys: str) -> list[str]:
    if not isinstance(values, Mapping):
        return [_UNKNOWN]
    return [values[key] for key in keys if isinstance(values.get(key), str)]


def _list(values: Any, key: str) -> list[Any]:
    found = values.get(key) if isinstance(values, Mapping) else None
    return found if isinstance(found, list) else []


def _authorizer(inputs: Inputs) -> Iterator[InputProblem]:
    """API Gateway: an authorizer has its pools, or its function."""
    kind = inputs.get("type", "TOKEN")
    if kind == "COGNITO_USER_POOLS" and not inputs.get("providerArns"):
        yield "providerArns", "needs, with the type COGNITO_USER_POOLS, the input 'providerArns'."
    if kind in ("TOKEN", "REQUEST") and not inputs.get("authorizerUri"):
        yield "authorizerUri", f"needs, with the type {kind}, the input 'authorizerUri'."


def _alarm(inputs: Inputs) -> Iterator[InputProblem]:
    """CloudWatch: an alarm on a metric says which statistic of it."""
    if inputs.get("metricName") and not (
        inputs.get("statistic") or inputs.get("extendedStatistic")
    ):
        yield "statistic", "needs, with 'metricName', the input 'statistic' or 'extendedStatistic'."


_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
_VALID = {
    "accessToken": ("hours", 300, 86_400),
    "idToken": ("hours", 300, 86_400),
    "refreshToken": ("days", 3600, 315_360_000),
}
"""Token → the unit where none is said, and the seconds that it may be valid."""


def _client(inputs: Inputs) -> Iterator[InputProblem]:
    """Cognito: how long a token is valid, by the unit that is said beside it."""
    units = inputs.get("tokenValidityUnits")
    for token, (usual, least, most) in _VALID.items():
        value = inputs.get(f"{token}Validity")
        unit = units.get(token) if isinstance(units, Mapping) else usual
        if isinstance(value, bool) or not isinstance(value, int) or units == _UNKNOWN:
            continue
        path = f"tokenValidityUnits.{token}"
        if isinstance(units, Mapping) and not unit:
            yield path, f"needs, with '{token}Validity', the input '{path}'."
        elif isinstance(unit, str) and unit in _SECONDS:
            step = _SECONDS[unit]
            if not least <= value * step <= most:
                words = f"a number from {-(-least // step)} to {most // step}"
                yield f"{token}Validity", f"takes {words} ({unit}) as the input '{token}Validity'."


def _function(inputs: Inputs) -> Iterator[InputProblem]:
    """Lambda: code in an archive says its handler and its runtime."""
    if inputs.get("packageType", "Zip") == "Zip":
        for key in ("handler", "runtime"):
            if not inputs.get(key):
                yield key, f"needs, with code in an archive, the input {key!r}."


_QUEUE_NAME = "[0-9A-Za-z_-]{1,80}"
_FIFO_NAME = r"[0-9A-Za-z_-]{1,75}\.fifo"


def _queue(inputs: Inputs) -> Iterator[InputProblem]:
    """SQS: a queue that keeps an order is told by its name; it alone knows repeats by content."""
    fifo, name = inputs.get("fifoQueue") or False, inputs.get("name")
    if fifo == _UNKNOWN:
        return
    form = _FIFO_NAME if fifo else _QUEUE_NAME
    if isinstance(name, str) and name != _UNKNOWN and not re.fullmatch(form, name):
        yield "name", f"takes a text that matches ^{form}$ as the input 'name'."
    if inputs.get("contentBasedDeduplication") is True and not fifo:
        yield "fifoQueue", "needs, with 'contentBasedDeduplication', the input 'fifoQueue'."


PLAN: Mapping[str, Callable[[Inputs], Iterator[InputProblem]]] = {
    "aws:apigateway/authorizer:Authorizer": _authorizer,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
    "aws:cognito/userPoolClient:UserPoolClient": _client,
    "aws:lambda/function:Function": _function,
    "aws:dynamodb/table:Table": _table,
    "aws:sqs/queue:Queue": _queue,
}
"""Type token → what its inputs must agree on."""
