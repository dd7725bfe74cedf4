"""Who may call a function or use a layer."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.arns import parsed
from ..framework.predicates import Config
from ..framework.resource import Resource
from ..framework.rule import Finding, Rule
from ..framework.tokens import (
    API_STAGE,
    BUCKET,
    EVENT_RULE,
    LAYER_PERMISSION,
    LOG_GROUP,
    PERMISSION,
    QUEUE,
    REST_API,
    SECRET,
    TABLE,
    TOPIC,
    USER_POOL,
)
from ..framework.values import ABSENT

_ACTIONS: Final = ("lambda:invokefunction", "lambda:invokefunctionurl")
"""Lower case: IAM compares actions without it."""
CALLERS: Final = (
    API_STAGE, BUCKET, EVENT_RULE, LOG_GROUP, QUEUE, REST_API, SECRET, TABLE, TOPIC, USER_POOL,
)  # fmt: skip
_WHOSE: Final = {
    "execute-api": "sourceArn: Name the API's id, one stage and one method of it: "
    "execution_arn/stage/METHOD/path."
}
"""Service → what to write, where one thing has several parts."""


def _permission_is_narrow(permission: Resource, config: Config) -> Iterator[Finding]:
    principal = str(permission.known("principal", "*"))
    if permission.type == LAYER_PERMISSION:
        if "*" in principal and permission.known("organizationId") is ABSENT:
            yield Finding("principal: Name the account, or bind it by organization_id.")
        return
    if str(permission.known("action")).lower() not in _ACTIONS:
        yield Finding("action: Allow lambda:InvokeFunction only.")
    if permission.known("functionUrlAuthType") == "NONE":
        yield Finding("functionUrlAuthType: Set function_url_auth_type to AWS_IAM.")
    if "*" in principal:
        yield Finding("principal: Name one service or account, never *.")
    elif not principal.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        if principal not in config["principals"]:
            yield Finding("principal: List the account or ARN under the rule's principals.")
    elif not _one_source(permission.known("sourceArn", "")):
        found = parsed(str(permission.known("sourceArn", "")))
        other = "sourceArn: Name the one thing on whose behalf the service may call."
        yield Finding(_WHOSE.get(found.service, other) if found else other)
    elif principal.startswith("s3.") and permission.known("sourceAccount") is ABSENT:
        # A bucket's ARN has no account, and another account may take the name tomorrow.
        yield Finding("sourceAccount: Name the bucket's account.")


def _one_source(arn: object) -> bool:
    """An ARN of one thing; a gateway's may leave open what stands in the path of a method."""
    found = parsed(str(arn))
    if found is None or "*" in "".join(found[:4]):
        return False
    if found.service == "execute-api":
        return "*" not in "".join(found.resource.split("/")[:3]) and found.resource.count("/") > 1
    return bool(found.resource) and not found.resource.endswith("*")


LAMBDA_PERMISSION: Final = Rule(
    number="43",
    name="lambda-permission-scoped",
    description="Functions and layers open to one named caller each, never to anybody.",
    severity=Severity.CRITICAL,
    pci=("7.2.2", "7.3.1"),
    references=("Lambda.1", "CKV_AWS_301", "CKV_AWS_364"),
    types=(PERMISSION, LAYER_PERMISSION),
    check=_permission_is_narrow,
    watches={
        PERMISSION: {
            "action": (),
            "functionUrlAuthType": (),
            "principal": (),
            "sourceAccount": (),
            "sourceArn": CALLERS,
        },
        LAYER_PERMISSION: {"principal": (), "organizationId": ()},
    },
    config={"principals": []},
)

RULES: Final = (LAMBDA_PERMISSION,)
