"""Four gaps of the emulator's authorizer, mended; `tests/fidelity` pins each.

Without this a grant as narrow as AWS allows is refused locally, and the grant would have to be
widened for the emulator's sake: SES v2 SendEmail is authorised on `*` alone, and the condition
keys of KMS encryption contexts and of `cloudwatch:namespace` are never filled, nor that of the
attributes that an update of DynamoDB names: there a grant would let through what AWS refuses.
Source of the resources and keys: AWS "Service Authorization Reference".
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ministack.app
from ministack.core import iam_actions
from ministack.core.responses import get_account_id
from ministack.core.router import extract_region

from local.lib.partitions import partition

Context = dict[str, Any]
_ATTRIBUTE = re.compile(r"(?<![\w:.#])#?[A-Za-z_]\w*(?!\w*\s*\()")
_WORDS = {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN"}
_SEND_PATH = "/v2/email/outbound-emails"


def mend() -> None:
    """Replace the authorizer's functions; call it once, before the first request."""
    iam_actions.request_tag_context = _with_request_keys(iam_actions.request_tag_context)
    ministack.app._enforce_ses_v2 = _with_send_resources(ministack.app._enforce_ses_v2)  # noqa: SLF001 - the emulator has no public seam


def condition_keys(service: str, body: bytes, params: Mapping[str, Any]) -> Context:
    """The request's own condition keys that the emulator leaves out.

    `kms:ViaService` stays absent: AWS fills it only where a service calls KMS for the caller,
    and the emulator's services never ask KMS.
    """
    if service == "kms":
        found = json_body(body).get("EncryptionContext") or {}
        context = {f"kms:EncryptionContext:{key}".lower(): value for key, value in found.items()}
        return {**context, "kms:encryptioncontextkeys": list(found)} if found else {}
    if service == "dynamodb":
        found = sorted(attributes(json_body(body)))
        return {"dynamodb:Attributes": found} if found else {}
    if service == "monitoring":
        namespace = json_body(body).get("Namespace") or params.get("Namespace")
        namespace = namespace[0] if isinstance(namespace, list) else namespace
        return {"cloudwatch:namespace": namespace} if namespace else {}
    return {}


def attributes(request: Mapping[str, Any]) -> set[str]:
    """The top-level attributes that an update names, the key's among them."""
    expressions = [request.get(f"{kind}Expression") or "" for kind in ("Update", "Condition")]
    if not expressions[0]:
        return set()
    names = request.get("ExpressionAttributeNames") or {}
    # A path's first step; what follows a colon is a value, and a function has a bracket.
    paths = _ATTRIBUTE.findall(" ".join(expressions))
    found = {names.get(each, each) for each in paths if each.upper() not in _WORDS}
    return found | set(request.get("Key") or {})


def send_resources(request: Mapping[str, Any], region: str, account: str) -> Iterator[str]:
    """The ARNs on which AWS authorises an SES v2 SendEmail: sender, set and template."""
    prefix = f"arn:{partition(region)}:ses:{region}:{account}"
    sender = request.get("FromEmailAddress", "")
    yield request.get("FromEmailAddressIdentityArn") or f"{prefix}:identity/{_address(sender)}"
    if name := request.get("ConfigurationSetName"):
        yield f"{prefix}:configuration-set/{name}"
    template = (request.get("Content") or {}).get("Template") or {}
    if arn := template.get("TemplateArn"):
        yield arn
    elif name := template.get("TemplateName"):
        yield f"{prefix}:template/{name}"


def _with_request_keys(original: Callable[..., Context]) -> Callable[..., Context]:
    def context(service: str, action: str, body: bytes, params: Mapping[str, Any]) -> Context:
        return {**original(service, action, body, params), **condition_keys(service, body, params)}

    return context


def _with_send_resources(original: Callable[..., Any]) -> Callable[..., Any]:
    def enforce(
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        params: Mapping[str, Any],
        request_id: str,
    ) -> Any:
        if method != "POST" or path != _SEND_PATH:
            return original(method, path, headers, body, params, request_id)
        request = json_body(body)
        keys = {"ses:fromaddress": _address(request.get("FromEmailAddress", ""))}
        region = extract_region(headers, params)
        for arn in send_resources(request, region, get_account_id()):
            denied = ministack.app._enforce_data_plane(  # noqa: SLF001 - as above
                "sesv2",
                "ses:SendEmail",
                headers,
                params,
                request_id,
                resource_arn=arn,
                service_context=keys,
                named_resource=arn,
            )
            if denied:
                return denied
        return None

    return enforce


def _address(sender: str) -> str:
    """`Shop <pay@example.com>` → `pay@example.com`."""
    return sender.rpartition("<")[2].rstrip(">").strip()


def json_body(body: bytes) -> dict[str, Any]:
    """The object that a call carries; an empty one where it carries none."""
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
