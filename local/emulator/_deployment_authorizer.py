"""What the emulator's authorizer does not know of a deployer's calls, mended.

AWS judges most calls that make, read or change a resource on its ARN; the emulator judges some
of them on `*`, some on another ARN, and some as another action, so that a policy as narrow as
`docs/deploy/` would be refused. Source: AWS "Service Authorization Reference".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from ministack.core import iam_actions
from ministack.core.responses import get_account_id, get_region
from ministack.services import cognito

from local.emulator._authorizer import json_body
from local.lib.partitions import partition

Asked = Mapping[str, Any]
"""The parameters of a call, wherever it carries them."""

# Service → parameter that holds the whole ARN, in the order in which they count.
_ARNS: Final = {
    "cognito-idp": ("ResourceArn",),
    "dynamodb": ("ResourceArn",),
    "events": ("ResourceARN",),
    "monitoring": ("ResourceARN",),
    "ses": ("ResourceArn",),
    "sns": ("ResourceArn",),
    "wafv2": ("ResourceARN", "ResourceArn"),
}
# Service → parameter that names the resource → its ARN behind the account.
_NAMES: Final = {
    "events": {"ArchiveName": "archive/{}", "Rule": "rule/{}"},
    "kms": {"AliasName": "{}"},
    "logs": {"logGroupIdentifier": "log-group:{}"},
    "monitoring": {"AlarmNames.member.1": "alarm:{}"},
}
_DEFAULT_BUS: Final = ":rule/default/"
_BUS: Final = ":rule/"
_ALIAS: Final = re.compile(r"/functions/[^/]+/aliases/[^/]+/?$")
_MAPPING: Final = re.compile(r"/event-source-mappings/(?P<id>[^/]+)/?$")
_LAYER: Final = re.compile(r"/layers/(?P<layer>[^/]+)/versions/(?P<version>\d+)/?$")
_VERBS: Final = {"GET": "Get", "PUT": "Update", "DELETE": "Delete"}


def mend() -> None:
    """Replace the authorizer's functions; call it once, before the first request."""
    iam_actions.extract_iam_action = _naming(iam_actions.extract_iam_action)
    iam_actions.extract_resource_arn = _finding(iam_actions.extract_resource_arn)
    iam_actions.request_tag_context = _telling(iam_actions.request_tag_context)


def action(method: str, path: str) -> str | None:
    """The action of a call of Lambda about one alias, mapping or layer version."""
    for pattern, noun in {
        _ALIAS: "Alias",
        _MAPPING: "EventSourceMapping",
        _LAYER: "LayerVersion",
    }.items():
        if pattern.search(path) and method in _VERBS:
            return f"lambda:{_VERBS[method]}{noun}"
    return None


def _arn(here: str) -> str:
    """How an ARN begins where `here` is, a region and an account: `arn:aws`."""
    return f"arn:{partition(here.partition(':')[0])}"


def resource(service: str, asked: Asked, path: str, here: str) -> str | None:
    """The ARN of what a call is about; None where the emulator's own answer stands."""
    for name in _ARNS.get(service, ()):
        if arn := asked.get(name):
            return str(arn)
    if service == "wafv2" and (arn := (asked.get("LoggingConfiguration") or {}).get("ResourceArn")):
        return str(arn)
    if service == "lambda" and (layer := _LAYER.search(path)):
        return f"{_arn(here)}:lambda:{here}:layer:{unquote(layer['layer'])}:{layer['version']}"
    # Elsewhere a body is what the function gets.
    if service == "lambda" and path.rstrip("/").endswith("/functions") and "FunctionName" in asked:
        return f"{_arn(here)}:lambda:{here}:function:{asked['FunctionName']}"
    return _by_name(service, asked, here)


def _by_name(service: str, asked: Asked, here: str) -> str | None:
    dashboard = asked.get("DashboardName") or asked.get("DashboardNames.member.1")
    if service == "monitoring" and dashboard:
        # Its ARN names no region.
        return f"{_arn(here)}:cloudwatch::{here.partition(':')[2]}:dashboard/{dashboard}"
    prefix = {"monitoring": "cloudwatch"}.get(service, service)
    for name, form in _NAMES.get(service, {}).items():
        if value := asked.get(name):
            return f"{_arn(here)}:{prefix}:{here}:{form.format(value)}"
    return None


def keys(service: str, name: str, asked: Asked, here: str) -> Iterator[tuple[str, Any]]:
    """The condition keys that the emulator leaves out, with their values."""
    if service == "iam" and (policy := asked.get("PolicyArn")):
        yield "iam:policyarn", policy
    if name == "lambda:CreateEventSourceMapping":
        function = str(asked.get("FunctionName", ""))
        whole = (
            function
            if function.startswith("arn:")
            else f"{_arn(here)}:lambda:{here}:function:{function}"
        )
        yield "lambda:functionarn", whole
    if service == "cognito-idp":
        place = asked.get("UserPoolId") or str(asked.get("ResourceArn", "")).rpartition("/")[2]
        pool = cognito._user_pools.get(place) or {}  # noqa: SLF001 - the emulator has no public seam
        tags = {"Request": asked.get("UserPoolTags"), "Resource": pool.get("UserPoolTags")}
        for whose, found in tags.items():
            for tag, value in (found or {}).items():
                yield f"aws:{whose}Tag/{tag}".lower(), value


def _naming(original: Callable[..., str | None]) -> Callable[..., str | None]:
    def name(service: str, method: str, path: str, *rest: Any) -> str | None:
        found = action(method, path) if service == "lambda" else None
        return found or original(service, method, path, *rest)

    return name


def event_arn(found: str, headers: Mapping[str, str]) -> str:
    """The ARN that AWS asks of EventBridge for: a bus's own, or a rule's of the default bus."""
    said = {name.lower(): value for name, value in headers.items()}
    own = said.get("x-amz-target", "").endswith("EventBus")
    return found.replace(_DEFAULT_BUS, ":event-bus/" if own else _BUS)


def _finding(original: Callable[..., str]) -> Callable[..., str]:
    def find(
        service: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        params: Mapping[str, Any],
        region: str,
        account: str,
    ) -> str:
        found = resource(service, _asked(body, params), path, f"{region}:{account}")
        own = found or original(service, method, path, headers, body, params, region, account)
        return event_arn(own, headers) if service == "events" else own

    return find


def _telling(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def tell(service: str, name: str, body: bytes, params: Mapping[str, Any]) -> dict[str, Any]:
        here = f"{get_region()}:{get_account_id()}"
        found = dict(keys(service, name, _asked(body, params), here))
        return {**original(service, name, body, params), **found}

    return tell


def _asked(body: bytes, params: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: each[0] if isinstance(each, list) else each for key, each in params.items()}
    return {**found, **json_body(body)}
