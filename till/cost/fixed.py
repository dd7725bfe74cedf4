"""What a stack costs a month with no traffic: its resources times AWS's list prices."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

PRICES: Final = Path(__file__).with_name("prices.toml")
_ALARM_BAND: Final = "ANOMALY_DETECTION_BAND"
_MB: Final = 1024


class Resource(NamedTuple):
    """One resource of a program or of a stack: Pulumi's type and its inputs, in camelCase."""

    type: str
    inputs: Mapping[str, Any]


class Price(BaseModel):
    """One thing that is paid by the month."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    what: str
    usd: float
    """A month, of one of `each`."""
    each: Literal[
        "resource", "rule", "metric", "endpoint and zone", "zone of the network", "snapshot, GB"
    ]
    source: str
    """The page of AWS's, by its title."""


class Prices(BaseModel):
    """The dated file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str
    as_of: date
    month_hours: int
    fixed: tuple[Price, ...]
    per_use: Mapping[str, str]


class Cost(NamedTuple):
    """One line: how many, and US dollars a month."""

    price: Price
    number: float
    usd: float


@cache
def prices() -> Prices:
    """The prices that this version knows."""
    return Prices.model_validate(tomllib.loads(PRICES.read_text(encoding="utf-8")))


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
    return len(endpoint.inputs.get("subnetIds", ()))


def _zones(endpoint: Resource) -> int:
    return len(endpoint.inputs.get("subnetIds", ())) if "vpcEndpoint:" in endpoint.type else 0


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
