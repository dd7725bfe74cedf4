"""Who sends a metric: a service for a resource of this stack, a filter, a function of ours."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..framework.alarm_metrics import NAMESPACES
from ..framework.alarm_reading import Query
from ..framework.alarm_shapes import Metric, Shape
from ..framework.predicates import Config, number
from ..framework.resource import Resource, Stack
from ..framework.tokens import (
    API_STAGE,
    AUTO_SCALING_GROUP,
    BUCKET,
    BUCKET_V2,
    EVENT_RULE,
    FUNCTION,
    INSTANCE,
    KEY,
    LOG_GROUP,
    LOG_METRIC_FILTER,
    QUEUE,
    REST_API,
    SECRET,
    TABLE,
    TOPIC,
    USER_POOL,
    USER_POOL_CLIENT,
)
from ..framework.values import ABSENT, UNKNOWN

NAMED: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "ApiName": ((REST_API,), "name"),
    "AutoScalingGroupName": ((AUTO_SCALING_GROUP,), "name"),
    "BucketName": ((BUCKET, BUCKET_V2), "bucket"),
    "FunctionName": ((FUNCTION,), "name"),
    "InstanceId": ((INSTANCE,), "id"),
    "KeyId": ((KEY,), "keyId"),
    "LogGroupName": ((LOG_GROUP,), "name"),
    "QueueName": ((QUEUE,), "name"),
    "RuleName": ((EVENT_RULE,), "name"),
    "Stage": ((API_STAGE,), "stageName"),
    "TableName": ((TABLE,), "name"),
    "TopicName": ((TOPIC,), "name"),
    "UserPool": ((USER_POOL,), "id"),
    "UserPoolClient": ((USER_POOL_CLIENT,), "id"),
    "secret": ((SECRET,), "name"),
}
"""Dimension → the types that it names, by which property; `secret` is our own functions'."""
_SPACE: Final = ("POWERTOOLS_METRICS_NAMESPACE", "AWS_EMF_NAMESPACE")
_SERVICE: Final = ("POWERTOOLS_SERVICE_NAME", "AWS_EMF_SERVICE_NAME")

PRODUCERS: Final = tuple(dict.fromkeys(kind for kinds, _ in NAMED.values() for kind in kinds))


def resource_of(stack: Stack, alarm: Resource, query: Query, dimension: str) -> Resource | None:
    """The resource of this stack that a dimension of a metric names."""
    value = dict(query.dimensions).get(dimension, ABSENT)
    kinds, key = NAMED[dimension]
    top = "metricQueries" if query.at else "dimensions"
    made_of = alarm.made_of(top, *kinds)
    if value is UNKNOWN:
        return made_of[0] if made_of else None
    return next((each for each in stack.of(*kinds) if each.get(key) == value), None)


def not_sent(stack: Stack, alarm: Resource, query: Query, config: Config) -> Iterator[str]:
    """Why nobody sends a metric, as a finding says it; nothing, where somebody does."""
    if query.namespace in config["namespaces"]:
        return
    if query.namespace in NAMESPACES or query.namespace.startswith("AWS/"):
        why = _not_services(query)
    else:
        why = _not_ours(stack, query, config)
    if why:
        yield query.at + why
        return
    for dimension, value in query.dimensions:
        if dimension not in NAMED or value in config["external"]:
            continue
        if resource_of(stack, alarm, query, dimension) is None:
            yield (
                f"{query.at}dimensions.{dimension}: It names nothing of this stack, so nobody "
                "sends the metric. Name a resource of it, or list what is elsewhere in the "
                "rule's external."
            )


def _not_services(query: Query) -> str:
    """Why an AWS service does not send a metric; empty, where it does."""
    known = NAMESPACES.get(query.namespace)
    if known is None:
        return (
            "namespace: No rule knows what this service sends; review it, and list it in the "
            "rule's namespaces."
        )
    if query.metric not in known.metrics:
        return f"metricName: {query.namespace} sends no metric of this name."
    unit = known.metrics[query.metric].unit
    if query.unit not in ("", unit):
        return f"unit: Leave it out: the metric is sent in {unit}."
    if known.free or frozenset(dict(query.dimensions)) in known.dimensions:
        return ""
    sets = " or ".join(sorted("+".join(sorted(each)) or "none" for each in known.dimensions))
    return f"dimensions: {query.namespace} sends its metrics by {sets}."


def _not_ours(stack: Stack, query: Query, config: Config) -> str:
    """Why a metric of no service is sent by nobody; empty, where somebody sends it."""
    filters = [each for each in stack.of(LOG_METRIC_FILTER) if _counts(each, query)]
    keys = set(dict(query.dimensions))
    if filters:
        sent = [set(each.known("metricTransformation.dimensions", {})) for each in filters]
        return "" if keys in sent else "dimensions: The metric filter sends the metric by others."
    senders = [each for each in stack.of(FUNCTION) if query.namespace in _variables(each, _SPACE)]
    own = config["own"].get(query.namespace)
    if not senders and not any(_hidden(each) for each in stack.of(FUNCTION)):
        return (
            "namespace: Nothing in this stack sends to it. Count by an aws.cloudwatch."
            f"LogMetricFilter, give a function {_SPACE[0]}, or list it in the rule's namespaces."
        )
    if own is not None and query.metric not in {each for names in own.values() for each in names}:
        return "metricName: No function sends it; one that does stands in the rule's own."
    by_service = [set(_variables(each, _SERVICE)) != {ABSENT} for each in senders]
    counts = (own or {}).get("counts", ())
    if (
        by_service
        and all(by_service)
        and "service" not in keys
        and (not keys or query.metric in counts)
    ):
        return "dimensions: Functions send it by their service; name that."
    service = dict(query.dimensions).get("service", UNKNOWN)
    if (
        service is UNKNOWN
        or not senders
        or any(service in _variables(each, _SERVICE) for each in senders)
    ):
        return ""
    return f"dimensions.service: It is the {_SERVICE[0]} of no function of this stack."


def _counts(one: Resource, query: Query) -> bool:
    named = [one.get(f"metricTransformation.{each}") for each in ("namespace", "name")]
    return named == [query.namespace, query.metric]


def _variables(function: Resource, names: tuple[str, ...]) -> list[Any]:
    return [function.get(f"environment.variables.{each}") for each in names]


def _hidden(function: Resource) -> bool:
    """Whether a namespace may stand where nobody sees it yet."""
    return UNKNOWN in (
        function.get("environment"),
        function.get("environment.variables"),
        *_variables(function, _SPACE),
    )


def metric_of(stack: Stack, alarm: Resource, query: Query, config: Config) -> Metric:
    """How a metric behaves: as its service says, or as the rule's configuration does."""
    known = NAMESPACES.get(query.namespace)
    if known is not None and query.metric in known.metrics:
        return _bounded(stack, alarm, query, known.metrics[query.metric])
    for each in stack.of(LOG_METRIC_FILTER):
        if _counts(each, query):
            value = number(each.get("metricTransformation.value"))
            # What is no number is a field of the line: it can be anything.
            finite = value == value  # noqa: PLR0124 - NaN
            return Metric(Shape.SINGLE, most=value if finite else None, signed=not finite)
    own = config["own"].get(query.namespace, {})
    if query.metric in own.get("counts", ()):
        return Metric(Shape.SINGLE, most=1)
    single = query.metric in own.get("levels", ())
    return Metric(Shape.SINGLE if single else Shape.LEVEL, signed=True)


def _bounded(stack: Stack, alarm: Resource, query: Query, metric: Metric) -> Metric:
    """The same, where the resource itself sets a lower bound."""
    bounds = {
        "Duration": ("FunctionName", "timeout", 1000),
        "ConcurrentExecutions": ("FunctionName", "reservedConcurrentExecutions", 1),
        "ApproximateAgeOfOldestMessage": ("QueueName", "messageRetentionSeconds", 1),
    }
    dimension, prop, times = bounds.get(query.metric, ("", "", 1))
    if dimension not in dict(query.dimensions):
        return metric
    named = resource_of(stack, alarm, query, dimension)
    bound = number(named.get(prop)) * times if named else float("nan")
    if not bound > 0:
        return metric
    return Metric(metric.shape, metric.unit, min(bound, metric.most or bound))
