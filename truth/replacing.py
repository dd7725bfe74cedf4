"""Which changes need a new resource: what AWS's provider says, and what our classes say."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from local.policy_check.policy_check import stand_ins
from local.program.recorder import ACCOUNT, REGION
from local.program.recording import Recorded
from local.resources import KINDS
from local.resources.inputs import INPUTS
from tests.fakes.recorder import record_program
from truth.changes import before_and_after
from truth.creation import errors
from truth.plugin import AwsProvider, Planned
from truth.schema import Block
from truth.translate import configuration, proposed, type_of
from truth.wire import UNKNOWN

_DOMAIN: Final = {
    "name": "pay.example.com",
    "certificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/one",
}
_EVERYTHING: Final = {
    "alarmEmail": "alarms@example.com",
    "alarmPager": "https://events.pagerduty.com/integration/standin/enqueue",
    "ownsApiGatewayAccount": "true",
    "domain": json.dumps(_DOMAIN),
}
# What a computed attribute of this type is, where only a deployment would show it.
_ZERO: Final = {"string": "", "number": 0, "bool": False}

UNASKED: Final[Mapping[tuple[str, str], str]] = {
    ("aws_api_gateway_domain_name", "endpointAccessMode"): "new in 6.x",
    ("aws_api_gateway_integration", "responseTransferMode"): "new in 6.x",
    ("aws_api_gateway_rest_api", "endpointAccessMode"): "new in 6.x",
    ("aws_api_gateway_rest_api", "securityPolicy"): "new in 6.x",
    ("aws_cloudwatch_event_archive", "kmsKeyIdentifier"): "new in 6.x",
    ("aws_lambda_function", "code"): "the provider knows a file's name; its hash tells a change",
    ("aws_secretsmanager_secret_version", "secretStringWo"): "never kept; its version tells",
}
"""Inputs of which the provider at hand can't be asked."""

DIFFERENT: Final[Mapping[tuple[str, str], str]] = {
    ("aws_api_gateway_authorizer", "providerArns"): (
        "AWS takes another pool in place; the emulator's patches know no lists"
    ),
    ("aws_api_gateway_base_path_mapping", "basePath"): (
        "AWS takes another path in place, under another id; an update of ours keeps the id"
    ),
    ("aws_kms_key_policy", "keyId"): (
        "the provider plans an update; ours puts the policy on the other key and frees the first"
    ),
}
"""Inputs whose change is a replacement here and an update on AWS."""

_ONCE: Final = frozenset({"aws_wafv2_web_acl"})
# 6.x knows words that 5.100 refuses.
_NEWER: Final = {"aws_api_gateway_domain_name": ("endpointAccessMode", "securityPolicy")}


class PlannedChange(NamedTuple):
    """One input of one type."""

    kind: str
    key: str
    ours: bool
    theirs: bool


@cache
def registrations() -> Mapping[str, Sequence[Recorded]]:
    """Type token → what the stacks register of it, with everything that a stack can have.

    In the order of the names: a run registers in whichever order its outputs come.
    """
    found = defaultdict(list)
    for stack in ("local", "prod"):
        recording = record_program(stack, {**stand_ins(stack), **_EVERYTHING})
        for each in sorted(recording.resources, key=lambda one: one.urn):
            if each.type in KINDS:
                found[each.type].append(each)
    return dict(found)


def inputs_of(token: str) -> list[str]:
    """What our class understands of the type; every type has a region, and no other one here."""
    return sorted(key for key in INPUTS[token] if "." not in key and key != "region")


def answers(real: AwsProvider) -> Iterator[PlannedChange]:
    """The answer for every input that can be asked about."""
    for token in registrations():
        kind = type_of(token)
        ask = _together if kind in _ONCE else _one_by_one
        keys = [key for key in inputs_of(token) if (kind, key) not in UNASKED]
        for key, theirs in ask(real, token, keys):
            yield PlannedChange(kind, key, key in KINDS[token].replaced_by, theirs)


def _one_by_one(real: AwsProvider, token: str, keys: Sequence[str]) -> Iterator[tuple[str, bool]]:
    for key in keys:
        before, after = _pair(token, key)
        plan = _replanned(real, token, before, after)
        yield key, bool(plan.replaces)


def _together(real: AwsProvider, token: str, keys: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """A plan of this type takes seconds, so one has all changes in it."""
    base: dict[str, Any] = {}
    then: dict[str, Any] = {}
    for key in keys:
        before, after = _pair(token, key)
        base |= before
        then[key] = after[key]
    plan = _replanned(real, token, base, {**base, **then})
    names = {name.replace("_", "") for name in plan.replaces}
    for key in keys:
        yield key, key.lower() in names


def _pair(token: str, key: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    kind = type_of(token)
    found = before_and_after(kind, key, registrations()[token])
    assert found, f"{kind}.{key} needs another value in the table of changes"
    before, after = (
        {name: value for name, value in side.items() if name == key or name not in dropped}
        for side in found
        for dropped in [_NEWER.get(kind, ())]
    )
    return before, after


def _replanned(
    real: AwsProvider, token: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Planned:
    kind = type_of(token)
    block = real.types[kind]
    config = configuration(token, before, block)
    first = real.plan(kind, config, proposed(config, block))
    assert errors(first.said) == [], (kind, before)
    prior = as_planned(first.state, block)
    config = configuration(token, after, block)
    assert errors(real.validate(kind, config)) == [], (kind, after)
    plan = real.plan(kind, config, proposed(config, block, prior), prior, first.private)
    assert errors(plan.said) == [], (kind, after)
    assert plan.state != prior, (kind, after)
    return plan


def as_planned(state: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """A planned state as if it were made: what is unknown has a value that says little."""
    found: dict[str, Any] = {}
    for name, attribute in block.attributes.items():
        found[name] = _made_up(name, attribute.type) if state[name] is UNKNOWN else state[name]
    for name, nested in block.blocks.items():
        value = state[name]
        if value is UNKNOWN:
            found[name] = []
        elif isinstance(value, list):
            found[name] = [as_planned(each, nested.block) for each in value]
        else:
            found[name] = as_planned(value, nested.block) if isinstance(value, Mapping) else value
    return found


def _made_up(name: str, form: Any) -> Any:
    if name in {"id", "arn"}:
        return "made-up"
    if isinstance(form, str):
        return _ZERO[form]
    return {} if form[0] == "map" else []
