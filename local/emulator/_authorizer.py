"""Six gaps of the emulator's authorizer, mended; `tests/fidelity` pins each.

Without this a grant as narrow as AWS allows is refused locally, and the grant would have to be
widened for the emulator's sake: SES v2 SendEmail is authorised on `*` alone, and the condition
keys of KMS encryption contexts and algorithms, of `cloudwatch:namespace` and of what an UpdateItem
names and returns are never filled. A table's own policy is kept, and nobody asks it. And
`aws:PrincipalArn` of a role's session is the session's, where AWS tells the role's.
Source of the resources and keys: AWS "Service Authorization Reference".
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ministack.app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id
from ministack.core.router import extract_region
from ministack.services import dynamodb, iam

from local.lib.partitions import partition

Context = dict[str, Any]
# Neither a value (`:v`), nor a part of a path (`a.b`), nor a function (`size(`).
_NAME = re.compile(r"(?<![:.#\w])#?[A-Za-z_]\w*(?!\w|\s*\()")
_WORDS = {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN"}
_SEND_PATH = "/v2/email/outbound-emails"


def mend() -> None:
    """Replace the authorizer's functions; call it once, before the first request."""
    iam_actions.request_tag_context = _with_request_keys(iam_actions.request_tag_context)
    dynamodb.table_policy = table_policy
    iam_evaluator._resolve_condition_key = _by_role(iam_evaluator._resolve_condition_key)  # noqa: SLF001 - as below
    lookups = iam_evaluator._RESOURCE_POLICY_LOOKUPS  # noqa: SLF001 - as below
    lookups["dynamodb"] = ("dynamodb", table_policy.__name__)
    ministack.app._enforce_ses_v2 = _with_send_resources(ministack.app._enforce_ses_v2)  # noqa: SLF001 - the emulator has no public seam


def condition_keys(service: str, body: bytes, params: Mapping[str, Any]) -> Context:
    """The request's own condition keys that the emulator leaves out.

    `kms:ViaService` stays absent: AWS fills it only where a service calls KMS for the caller,
    and the emulator's services never ask KMS.
    """
    if service == "kms":
        return dict(_kms_keys(json_body(body)))
    if service == "dynamodb":
        return dict(_dynamodb_keys(json_body(body)))
    if service == "monitoring":
        namespace = json_body(body).get("Namespace") or params.get("Namespace")
        namespace = namespace[0] if isinstance(namespace, list) else namespace
        return {"cloudwatch:namespace": namespace} if namespace else {}
    return {}


def table_policy(arn: str) -> tuple[str, str]:
    """The policy of a table, which is its indexes' too, and the account that owns them."""
    stored = dynamodb._resource_policies.get(arn.partition("/index/")[0])  # noqa: SLF001 - as below
    return (stored or {}).get("Policy", ""), get_account_id()


def principal_arn(arn: str) -> str:
    """Who calls, as `aws:PrincipalArn` tells it: of a role's session the role.

    AWS, "AWS global condition context keys": "the request context returns the ARN of the role, not
    the ARN of the user that assumed the role".
    """
    _, session, name = arn.partition(":assumed-role/")
    role = iam._roles.get(name.partition("/")[0]) if session else None  # noqa: SLF001 - as below
    return str(role["Arn"]) if role else arn


def _kms_keys(request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    found = request.get("EncryptionContext") or {}
    yield from ((f"kms:EncryptionContext:{key}".lower(), value) for key, value in found.items())
    if found:
        yield "kms:encryptioncontextkeys", list(found)
    if request.keys() & {"CiphertextBlob", "Plaintext"}:
        algorithm = request.get("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
        yield "kms:encryptionalgorithm", algorithm
    if "SigningAlgorithm" in request:
        yield "kms:signingalgorithm", request["SigningAlgorithm"]
        yield "kms:messagetype", request.get("MessageType", "RAW")
    if "MacAlgorithm" in request:
        yield "kms:macalgorithm", request["MacAlgorithm"]


def _dynamodb_keys(request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Of an update: every attribute that it names, to write, compare or find, and what it returns.

    AWS: "Using IAM policy conditions for fine-grained access control": attributes "can be read,
    written, or evaluated in a conditional write"; keys count; what returns has always a value.
    """
    if "UpdateExpression" not in request:
        return
    names = request.get("ExpressionAttributeNames", {})
    parts = (request["UpdateExpression"], request.get("ConditionExpression", ""))
    found = {names.get(each, each) for part in parts for each in attributes(part)}
    yield "dynamodb:attributes", sorted(found | set(request.get("Key", {})))
    yield "dynamodb:returnvalues", request.get("ReturnValues", "NONE")


def attributes(expression: str) -> set[str]:
    """The top-level attributes, or their placeholders, in an expression of DynamoDB."""
    words = _NAME.findall(expression)
    return {word for word in words if word.upper() not in _WORDS}


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


def _by_role(original: Callable[..., Any]) -> Callable[..., Any]:
    def resolve(key: str, asked: iam_evaluator.EvalContext) -> Any:
        found = original(key, asked)
        return principal_arn(found) if key.lower() == "aws:principalarn" else found

    return resolve


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
