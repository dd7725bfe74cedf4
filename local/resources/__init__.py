"""The Pulumi AWS resource types that the local stack knows, keyed by type token.

A type that the emulator lacks is recorded only, with the reason. Any other type, and any input
that its class does not understand, is an error that names it: never a silent pass.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.lib.partitions import dns_suffix, partition
from local.resources._base import Cloud, Found, Inputs, Made, ResourceError, ResourceKind, State
from local.resources._recorded import RECORDED_ONLY
from local.resources.inputs import INPUTS, NEEDED
from local.resources.rules import limits
from local.resources.sdk_types import inputs_class
from local.resources.shapes import InputProblem
from local.resources.shapes import problems as _problems

__all__ = [
    "KINDS",
    "RECORDED_ONLY",
    "Cloud",
    "Found",
    "Made",
    "Problem",
    "ResourceError",
    "ResourceKind",
    "State",
    "create",
    "delete",
    "invoke",
    "limits",
    "problems",
    "read",
    "update",
]

KINDS: Mapping[str, type[ResourceKind]] = {
    token: kind
    for module in iter_modules(__path__)
    for token, kind in getattr(import_module(f"{__name__}.{module.name}"), "KINDS", {}).items()
}
"""What every module beside this one knows."""


def problems(token: str, inputs: State) -> list[InputProblem]:
    """What is missing of a resource's inputs, can't be used, or AWS would not take.

    A value may be the engine's word for one that only the run will know. Of a recorded type
    every input is understood.
    """
    if token not in KINDS and token not in RECORDED_ONLY:
        return [("", _unknown(token))]
    understood, needed = INPUTS.get(token), NEEDED.get(token, frozenset())
    found = list(_problems(token, inputs_class(token), understood, needed, inputs))
    named = {path for path, _ in found}
    return [*found, *(each for each in limits(token, inputs) if each[0] not in named)]


def create(token: str, inputs: State, cloud: Cloud) -> Made:
    """Create one resource and return its id and all its outputs.

    Raises:
        ResourceError: the type or an input is unknown, or AWS's answer was an error.
    """
    if token in RECORDED_ONLY:
        _check(token, inputs)
        return f"recorded-{token.rpartition(':')[2]}", dict(inputs)
    with _named(token):
        kind, taken = _kind(token), _taken(token, inputs, cloud)
        physical, made = kind.create(taken, cloud)
        taken.close()
    return physical, {**_kept(kind, inputs), **made}


def read(token: str, physical: str, state: State, cloud: Cloud) -> Found | None:
    """All outputs as they are now, or None where the resource is gone.

    `state` holds the outputs as `create`, `update` or `read` returned them. What AWS can't tell
    keeps its value; what is no longer set is left out.

    Raises:
        ResourceError: the type is unknown, or AWS's answer was an error.
    """
    if token in RECORDED_ONLY:
        return dict(state)
    with _named(token):
        found = _kind(token).read(physical, state, cloud)
    if found is None:
        return None
    return {key: value for key, value in {**state, **found}.items() if value is not None}


def update(token: str, physical: str, old: State, inputs: State, cloud: Cloud) -> Found:
    """Bring a resource from its `old` outputs to new inputs and return all its outputs.

    Raises:
        ResourceError: the type or an input is unknown, or AWS's answer was an error.
    """
    if token in RECORDED_ONLY:
        _check(token, inputs)
        return dict(inputs)
    with _named(token):
        kind, taken = _kind(token), _taken(token, inputs, cloud)
        made = kind.update(physical, old, taken, cloud)
        taken.close()
    return {**_kept(kind, inputs), **made}


def delete(token: str, physical: str, state: State, cloud: Cloud) -> None:
    """Remove a resource; one that is gone already is as good.

    Raises:
        ResourceError: the type is unknown, or AWS refused.
    """
    if token in RECORDED_ONLY:
        return
    with _named(token):
        _kind(token).delete(physical, state, cloud)


def _kind(token: str) -> type[ResourceKind]:
    if token not in KINDS:
        raise ResourceError(_unknown(token))
    return KINDS[token]


def _unknown(token: str) -> str:
    return f"{token} is unknown on this machine; add it to local/resources."


def _check(token: str, values: State) -> None:
    if found := problems(token, values):
        raise ResourceError(" ".join(sentence for _, sentence in found))


def _taken(token: str, values: State, cloud: Cloud) -> Inputs:
    _check(token, values)
    taken = Inputs(token, values)
    if (region := taken.take("region", cloud.region)) != cloud.region:
        message = f"{token}: the region {region} is not this machine's, {cloud.region}."
        raise ResourceError(message)
    return taken


def _kept(kind: type[ResourceKind], inputs: State) -> Found:
    return {key: value for key, value in inputs.items() if key not in kind.write_only}


@contextmanager
def _named(token: str) -> Iterator[None]:
    """AWS's errors name the type.

    Raises:
        ResourceError: AWS or its SDK refused.
    """
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        message = f"{token}: {error}"
        raise ResourceError(message) from error


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
        "arn": f"arn:{partition(cloud.region)}:iam::{cloud.account_id}:root",
        "id": cloud.account_id,
        "userId": cloud.account_id,
    },
    "aws:index/getPartition:getPartition": lambda cloud: {
        "dnsSuffix": dns_suffix(cloud.region),
        "id": partition(cloud.region),
        "partition": partition(cloud.region),
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getRegion:getRegion": lambda cloud: {
        "id": cloud.region,
        "name": cloud.region,
        "region": cloud.region,
    },
}
