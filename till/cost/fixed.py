"""What a stack costs a month with no traffic: its resources times AWS's list prices."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from till.cost.prices import Price, prices

_ALARM_BAND: Final = "ANOMALY_DETECTION_BAND"
_MB: Final = 1024


class Resource(NamedTuple):
    """One resource of a program or of a stack: Pulumi's type and its inputs, in camelCase."""

    type: str
    inputs: Mapping[str, Any]


class Cost(NamedTuple):
    """One line: how many, and US dollars a month."""

    price: Price
    number: float
    usd: float


def fixed(resources: Iterable[Resource]) -> list[Cost]:
    """The lines of a stack, the dearest first; what it has none of is left out."""
    every = list(resources)
    zones = max((_zones(each) for each in every), default=0)
    found = []
    for price in prices().fixed:
        number = sum(_COUNTS[price.each](one, zones) for one in every if one.type == price.type)
        if number:
            found.append(Cost(price, number, number * price.usd))
    return sorted(found, key=lambda each: -each.usd)


def _one(_: Resource, __: int) -> float:
    return 1


def _rules(acl: Resource, _: int) -> float:
    return len(acl.inputs.get("rules", ()))


def _metrics(alarm: Resource, _: int) -> float:
    """Metrics that an alarm reads; the two edges of a band are paid as metrics."""
    queries = alarm.inputs.get("metricQueries", ())
    bands = sum(_ALARM_BAND in str(each.get("expression", "")) for each in queries)
    return (sum("metric" in each for each in queries) or 1) + 2 * bands


def _endpoint(endpoint: Resource, _: int) -> float:
    if endpoint.inputs.get("vpcEndpointType") != "Interface":
        return 0
    return _subnets(endpoint)


def _zones(endpoint: Resource) -> int:
    return _subnets(endpoint) if "vpcEndpoint:" in endpoint.type else 0


def _subnets(endpoint: Resource) -> int:
    """How many; a list that is known only after a deployment is text."""
    found = endpoint.inputs.get("subnetIds", ())
    return 0 if isinstance(found, str) else len(found)


def _per_zone(_: Resource, zones: int) -> float:
    return zones


def _snapshot(function: Resource, _: int) -> float:
    kept = function.inputs.get("snapStart", {}).get("applyOn") == "PublishedVersions"
    return function.inputs.get("memorySize", 128) / _MB if kept else 0


_COUNTS: Final[Mapping[str, Callable[[Resource, int], float]]] = {
    "resource": _one,
    "rule": _rules,
    "metric": _metrics,
    "endpoint and zone": _endpoint,
    "zone of the network": _per_zone,
    "snapshot, GB": _snapshot,
}
