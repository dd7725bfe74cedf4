"""WAFv2: a control plane only; the emulator blocks nothing."""

import re
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from local.resources._base import Cloud, Inputs, Kind, Made, pascal_keys

# Where the API's own spelling is not the input's first letter in upper case.
_SPELLING = {
    "CloudwatchMetricsEnabled": "CloudWatchMetricsEnabled",
    "IpSetReferenceStatement": "IPSetReferenceStatement",
}


class WebAcl(Kind):
    """A web ACL with its rules."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateWebACL."""
        made = cloud.client("wafv2").create_web_acl(
            **({"Tags": tags} if (tags := inputs.tags()) else {}),
            **association(inputs),
            **_spelled(
                inputs.params(
                    "defaultAction",
                    "description",
                    "name",
                    "rules",
                    "scope",
                    "visibilityConfig",
                )
            ),
        )["Summary"]
        return made["Id"], {"arn": made["ARN"], "lockToken": made["LockToken"], "capacity": 0}


class WebAclAssociation(Kind):
    """Which ACL stands before which API stage."""

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """AssociateWebACL."""
        resource, acl = inputs.need("resourceArn"), inputs.need("webAclArn")
        cloud.client("wafv2").associate_web_acl(ResourceArn=resource, WebACLArn=acl)
        return f"{acl},{resource}", {}


def association(inputs: Inputs) -> dict[str, Any]:
    """How much of a body is inspected: the API keys it by the protected type's constant."""
    values = inputs.take("associationConfig")
    if not values:
        return {}
    association = inputs.nested(values)
    bodies = {
        re.sub(r"([A-Z])", r"_\1", protected).upper(): pascal_keys(limit)
        for body in association.need("requestBodies")
        for protected, limit in body.items()
    }
    association.close()
    return {"AssociationConfig": {"RequestBody": bodies}}


def _spelled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_SPELLING.get(key, key): _spelled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spelled(inner) for inner in value]
    return value


KINDS = {aws.wafv2.WebAcl: WebAcl, aws.wafv2.WebAclAssociation: WebAclAssociation}
