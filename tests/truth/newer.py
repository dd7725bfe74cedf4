"""What AWS takes today and the provider at hand (5.100) does not know yet.

An enumeration of the provider is completed by AWS's own API model where that holds all of its
words and more. What no model says stands in a table, with its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

import botocore.session

_SERVICES: Final[Mapping[str, Sequence[str]]] = {
    "cloudwatch": ("cloudwatch", "events", "logs"),
    "cognito": ("cognito-idp",),
}
_ALIKE: Final = 0.5

LIMITS: Final[Mapping[tuple[str, str], tuple[Mapping[str, Any], str]]] = {
    ("aws:sqs/queue:Queue", "maxMessageSize"): (
        {"range": [1024, 1_048_576]},
        "SQS takes messages of 1 MiB since August 2025, and pulumi-aws 7 knows it.",
    ),
}
"""Type and place → the rule of today, and why."""


def today(token: str, path: str, rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """The rule as AWS has it today."""
    if (token, path) in LIMITS:
        return {**rule, **LIMITS[token, path][0]}
    if "items" in rule:
        return {**rule, "items": today(token, path, rule["items"])}
    if "enum" in rule:
        return {**rule, "enum": [*rule["enum"], *more(token, rule["enum"])]}
    return rule


def more(token: str, enum: Sequence[str]) -> Sequence[str]:
    """The words that AWS's API model has beside these."""
    known = set(enum)
    found = [each for each in _enums(token) if known < set(each)]
    best = min(found, key=len, default=[])
    return [] if len(known) < _ALIKE * len(best) else [each for each in best if each not in known]


def _enums(token: str) -> Iterator[list[str]]:
    module = token.partition(":")[2].partition("/")[0]
    for service in _SERVICES.get(module, (module,)):
        yield from _of(service)


@cache
def _of(service: str) -> Sequence[list[str]]:
    model = botocore.session.get_session().get_service_model(service)
    shapes = (model.shape_for(name) for name in model.shape_names)
    return [list(shape.enum) for shape in shapes if getattr(shape, "enum", None)]
