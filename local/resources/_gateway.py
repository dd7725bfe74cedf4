"""What the API Gateway types share."""

from collections.abc import Mapping
from typing import Any

from local.resources._base import Cloud, Inputs, ResourceError, State
from local.resources._live import ask, retag

GONE = "NotFoundException"
API = {"restApi": "restApiId"}
METHOD = {**API, "resourceId": "resourceId", "httpMethod": "httpMethod"}


def gateway(cloud: Cloud) -> Any:
    """The REST API control plane's client."""
    return cloud.client("apigateway")


def endpoint(inputs: Inputs) -> dict[str, Any]:
    """The one endpoint type, which the API takes as a list."""
    values = inputs.take("endpointConfiguration")
    if not values:
        return {}
    configuration = inputs.nested(values)
    found = {"types": [configuration.need("types")], **configuration.same("ipAddressType")}
    configuration.close()
    return {"endpointConfiguration": found}


def live_endpoint(live: Mapping[str, Any]) -> dict[str, Any] | None:
    """The endpoint as the program writes it."""
    found = live.get("endpointConfiguration")
    return found and {**found, "types": "".join(found["types"])}


def found(cloud: Cloud, get: str, **where: Any) -> Any:
    """What the call named `get` answers, or None where there is no such thing."""
    return ask(getattr(gateway(cloud), get), GONE, **where)


def remove(cloud: Cloud, delete: str, **where: Any) -> None:
    """The call named `delete`, on what may be gone."""
    ask(getattr(gateway(cloud), delete), GONE, **where)


def where(state: State, names: Mapping[str, str]) -> dict[str, Any]:
    """The parents' ids that a call needs, from a resource's state."""
    return {api: state[key] for key, api in names.items()}


def patches(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, str]]:
    """The operations that bring values by path from `before` to `now`."""
    return [
        *(
            {"op": "replace", "path": path, "value": _text(value)}
            for path, value in now.items()
            if before.get(path) != value
        ),
        *({"op": "remove", "path": path} for path in before if path not in now),
    ]


def paths(values: State, names: Mapping[str, str]) -> dict[str, Any]:
    """The values that are set among `names`, by their path in a patch."""
    return {f"/{api}": values[key] for key, api in names.items() if values.get(key) is not None}


def patched(
    cloud: Cloud, update: str, place: dict[str, Any], old: State, now: State, *keys: str
) -> None:
    """The call named `update` with what changed among `keys`, if anything did."""
    names = {key: key for key in keys}
    if operations := patches(paths(old, names), paths(now, names)):
        getattr(gateway(cloud), update)(**place, patchOperations=operations)


def fixed(kind: str, old: State, inputs: Inputs, *keys: str) -> None:
    """Inputs that AWS changes in place and the emulator, whose patches know no lists, can't.

    Raises:
        ResourceError: one has changed.
    """
    for key, value in inputs.same(*keys).items():
        if old.get(key) != value:
            message = f"{kind}: the emulator can't change {key!r}; start it anew."
            raise ResourceError(message)


def tags(cloud: Cloud, arn: str) -> dict[str, str]:
    """The tags of an API, a stage or a domain."""
    return dict(gateway(cloud).get_tags(resourceArn=arn).get("tags", {}))


def change_tags(cloud: Cloud, arn: str, old: State, now: Mapping[str, str] | None) -> None:
    """TagResource and UntagResource, as far as needed."""
    client = gateway(cloud)
    retag(
        old,
        now,
        lambda tags: client.tag_resource(resourceArn=arn, tags=tags),
        lambda keys: client.untag_resource(resourceArn=arn, tagKeys=keys),
    )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
