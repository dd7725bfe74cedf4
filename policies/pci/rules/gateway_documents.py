"""Documents that can open an API Gateway: OpenAPI bodies and resource policies."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_network
from typing import Any, Final

from pulumi_policy import Severity

from ..framework.addresses import internet_in_pieces
from ..framework.documents import Condition, Statement
from ..framework.guards import NARROWING, public
from ..framework.predicates import Config
from ..framework.resource import Resource
from ..framework.rule import Finding, Rule
from ..framework.statements import statements
from ..framework.tokens import (
    API_DOMAIN,
    FUNCTION,
    FUNCTION_ALIAS,
    IAM_ROLE,
    QUEUE,
    REST_API,
    REST_API_POLICY,
    REST_API_PUT,
    TABLE,
    TOPIC,
    USER_POOL,
    VPC,
    VPC_ENDPOINT,
)

_VERBS: Final = frozenset({
    "get", "put", "post", "delete", "head", "patch", "trace", "x-amazon-apigateway-any-method",
})  # fmt: skip
CALLED: Final = (FUNCTION, FUNCTION_ALIAS, IAM_ROLE, QUEUE, TABLE, TOPIC, USER_POOL)
"""Whose ARNs an `x-amazon-apigateway-integration` or an authorizer has in it.

Before the first deployment they make the whole document unknown. It is judged before the API is
made: by then they exist.
"""
_AUTHORIZING: Final = ("x-amazon-apigateway-authorizer", "x-amazon-apigateway-authtype")


def _every_operation_asks(api: Resource, config: Config) -> Iterator[Finding]:
    body = api.parsed("body")
    for path, operations in _objects(body.get("paths")):
        for verb, operation in _objects(operations):
            if verb.lower() not in _VERBS or f"{verb.upper()} {path}" in config["allowedPublic"]:
                continue
            if not _asks(body, operation):
                yield Finding(
                    f"body: {verb} {path}: Give the operation security with a scheme that has an "
                    "x-amazon-apigateway-authorizer, or declare it as aws.apigateway.Method."
                )


def _objects(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()


def _asks(body: Mapping[str, Any], operation: Any) -> bool:
    if not isinstance(operation, Mapping):
        return False
    auth = operation.get("x-amazon-apigateway-auth")
    if isinstance(auth, Mapping) and str(auth.get("type")).upper() == "AWS_IAM":
        return True
    # An operation's own list replaces the document's, and an empty alternative asks nothing.
    alternatives = operation.get("security", body.get("security"))
    return (
        isinstance(alternatives, list)
        and bool(alternatives)
        and all(
            isinstance(schemes, Mapping) and any(_authorizes(body, name) for name in schemes)
            for schemes in alternatives
        )
    )


def _authorizes(body: Mapping[str, Any], name: str) -> bool:
    """Whether a scheme does more than ask for an API key, which identifies and proves nothing."""
    components = body.get("components")
    places = (
        components.get("securitySchemes") if isinstance(components, Mapping) else None,
        body.get("securityDefinitions"),
    )
    schemes = [place[name] for place in places if isinstance(place, Mapping) and name in place]
    return any(isinstance(each, Mapping) and any(k in each for k in _AUTHORIZING)
               for each in schemes)  # fmt: skip


NO_OPENAPI_BYPASS: Final = Rule(
    number="9",
    name="apigw-no-openapi-bypass",
    description="An API that is declared as an OpenAPI document asks who calls, too.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("7.2.1",),
    types=(REST_API, REST_API_PUT),
    check=_every_operation_asks,
    watches={kind: {"body": CALLED} for kind in (REST_API, REST_API_PUT)},
    config={"allowedPublic": []},
)

_POLICIES: Final = (REST_API, REST_API_POLICY, API_DOMAIN)
_ADDRESSES: Final = frozenset({"aws:sourceip", "aws:vpcsourceip"})
_NARROWEST_TOO_WIDE: Final = 8
"""Bits of a prefix: half the internet is two networks of one bit."""


def _bound(condition: Condition, operators: Mapping[str, frozenset[str]]) -> bool:
    """Whether a condition speaks about few callers."""
    return (
        condition.key in operators.get(condition.operator, ())
        and bool(condition.values)
        and all(_narrow(each) for each in condition.values)
        and not internet_in_pieces(condition.values)
    )


def _narrow(value: str) -> bool:
    try:
        return ip_network(value, strict=False).prefixlen >= _NARROWEST_TOO_WIDE
    except ValueError:
        return bool(value.strip("*?"))


def _shuts_out(deny: Statement, allow: Statement) -> bool:
    """Whether a Deny leaves an Allow to few: the way AWS's own examples are written."""
    nobody_but = {
        "notipaddress": _ADDRESSES,
        "stringnotequals": NARROWING,
        "stringnotlike": NARROWING,
        "arnnotequals": NARROWING,
        "arnnotlike": NARROWING,
    }
    return (
        deny.effect == "deny"
        and deny.spares_nobody
        and deny.touches("execute-api:Invoke")
        and ("*" in deny.resources or set(allow.resources) <= set(deny.resources))
        and len(deny.conditions) == 1
        # Who comes from elsewhere has no such key: it must be denied as well.
        and deny.conditions[0].missing_passes
        and _bound(deny.conditions[0], nobody_but)
    )


def _open(allow: Statement, document: Sequence[Statement]) -> bool:
    return (
        public(allow)
        and not any(_bound(each, {"ipaddress": _ADDRESSES}) for each in allow.conditions)
        and not any(_shuts_out(each, allow) for each in document)
    )


def _is_for_somebody(api: Resource, _config: Config) -> Iterator[Finding]:
    document = statements(api, "policy")
    for index, each in enumerate(document):
        if _open(each, document):
            yield Finding(
                f"policy, Statement[{index}]: Name the principal, or bind the statement by "
                "aws:SourceVpce, aws:SourceIp or aws:PrincipalOrgID."
            )


POLICY_NOT_OPEN: Final = Rule(
    number="16",
    name="apigw-resource-policy-not-open",
    description="No API's own policy opens it to everybody.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("1.3.1",),
    types=_POLICIES,
    check=_is_for_somebody,
    watches={kind: {"policy": (REST_API, VPC, VPC_ENDPOINT)} for kind in _POLICIES},
)

RULES: Final = (NO_OPENAPI_BYPASS, POLICY_NOT_OPEN)
