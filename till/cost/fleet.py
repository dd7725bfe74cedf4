"""What a fleet costs a month while little waits: its fewest instances, their disks and metrics."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from till.cost.fixed import Resource
from till.cost.prices import Line, priced, prices

METRICS: Final = 7
"""Of an instance that is watched by the minute, as CloudWatch bills it."""
_GROUP: Final = "aws:autoscaling/group:Group"
_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_UNKNOWN: Final = (
    "Not priced: a fleet of which its launch template, its fewest instances or the size of its "
    "disks is not known."
)


class FleetCost(NamedTuple):
    """A stack without a fleet has neither."""

    lines: list[Line]
    """The dearest first."""
    not_priced: list[str]
    """A sentence for each part that the file of prices does not have."""


def fleet(resources: Iterable[Resource]) -> FleetCost:
    """The fleets among the resources; a group and its launch template have the same name."""
    every = list(resources)
    templates = {each.inputs.get("name"): each.inputs for each in every if each.type == _TEMPLATE}
    amounts: Counter[str] = Counter()
    not_priced = []
    for group in every:
        if group.type == _GROUP:
            own = _amounts(group.inputs, templates.get(group.inputs.get("name"), {}))
            amounts.update(own)
            not_priced += [] if own else [_UNKNOWN]
    known = {each.of for each in prices().of_fleets}
    lines = priced({of: number for of, number in amounts.items() if of in known})
    not_priced += [
        f"Not priced: {number:,g} {of}, a month; the file of prices does not have them."
        for of, number in amounts.items()
        if number and of not in known
    ]
    return FleetCost(sorted(lines, key=lambda each: -each.usd), not_priced)


def _amounts(group: Mapping[str, Any], template: Mapping[str, Any]) -> dict[str, int]:
    """What a month of the group is paid by; of one that can't be told, nothing."""
    fewest: Any = group.get("minSize")
    kind = template.get("instanceType")
    mapped = template.get("blockDeviceMappings", ())
    disks = [] if isinstance(mapped, str) else [each.get("ebs", {}) for each in mapped]
    sizes = [each.get("volumeSize") for each in disks]
    if not (disks and isinstance(kind, str) and all(map(_is_number, (fewest, *sizes)))):
        return {}
    found: Counter[str] = Counter({f"hours of {kind}": int(fewest) * prices().month_hours})
    for disk in disks:
        found[f"GB of {disk.get('volumeType', 'unnamed')} disks"] += fewest * disk["volumeSize"]
    if template.get("monitoring", {}).get("enabled"):
        found["metrics of instances"] = fewest * METRICS
    return found


def _is_number(value: object) -> bool:
    """What is known only after a deployment is text."""
    return isinstance(value, int | float)
