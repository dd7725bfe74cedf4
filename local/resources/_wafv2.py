"""WAFv2: a control plane only; the emulator blocks nothing."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from local.resources._base import Cloud, Found, Inputs, Made, ResourceKind, State, pascal_keys
from local.resources._live import ask, camel_keys, retag_by_arn, tag_map, told

_GONE = "WAFNonexistentItemException"
# Where the API's own spelling is not the input's first letter in upper case.
_SPELLING = {
    "CloudwatchMetricsEnabled": "CloudWatchMetricsEnabled",
    "IpSetReferenceStatement": "IPSetReferenceStatement",
}
_PLACE = {"name": "Name", "scope": "Scope"}
_SETTINGS = ("dataProtectionConfig", "defaultAction", "description", "rules", "visibilityConfig")


def _waf(cloud: Cloud) -> Any:
    return cloud.client("wafv2")


class WebAcl(ResourceKind):
    """A web ACL with its rules."""

    replaced_by: ClassVar[frozenset[str]] = frozenset(_PLACE)

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """CreateWebACL."""
        made = _waf(cloud).create_web_acl(
            **({"Tags": tags} if (tags := inputs.tags()) else {}),
            **inputs.rename(_PLACE),
            **_settings(inputs),
        )["Summary"]
        return made["Id"], _outputs(made["ARN"], made["LockToken"])

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetWebACL and ListTagsForResource."""
        answer = ask(_waf(cloud).get_web_acl, _GONE, **_acl(physical, state))
        if answer is None:
            return None
        live = answer["WebACL"]
        found = camel_keys(_spelled(live, {api: key for key, api in _SPELLING.items()}))
        tags = _waf(cloud).list_tags_for_resource(ResourceARN=live["ARN"])
        return told(
            state,
            {
                **{key: found.get(key) for key in (*_SETTINGS, "name")},
                "associationConfig": _associated(live),
                **_outputs(live["ARN"], answer["LockToken"]),
                "scope": state["scope"],
                "tags": tag_map(tags["TagInfoForResource"]["TagList"]),
            },
        )

    @staticmethod
    def update(physical: str, old: State, inputs: Inputs, cloud: Cloud) -> Found:
        """UpdateWebACL with everything, under the newest lock token; the tags."""
        waf, place = _waf(cloud), _acl(physical, old)
        inputs.skip("tagsAll", *_PLACE)
        token = waf.get_web_acl(**place)["LockToken"]
        made = waf.update_web_acl(**place, LockToken=token, **_settings(inputs))
        retag_by_arn(waf, old["arn"], old, inputs.take("tags"))
        return _outputs(old["arn"], made["NextLockToken"])

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DeleteWebACL under the newest lock token; AWS refuses while a stage is behind it."""
        place = _acl(physical, state)
        if answer := ask(_waf(cloud).get_web_acl, _GONE, **place):
            _waf(cloud).delete_web_acl(**place, LockToken=answer["LockToken"])


def _acl(physical: str, state: State) -> dict[str, Any]:
    return {"Id": physical, **{api: state[key] for key, api in _PLACE.items()}}


def _outputs(arn: str, token: str) -> Found:
    return {"arn": arn, "lockToken": token, "capacity": 0}


def _settings(inputs: Inputs) -> dict[str, Any]:
    settings = _spelled(inputs.params(*_SETTINGS), _SPELLING)
    return {**association(inputs), **settings}


class WebAclAssociation(ResourceKind):
    """Which ACL stands before which API stage; another of either is another association."""

    replaced_by: ClassVar[frozenset[str]] = frozenset({"resourceArn", "webAclArn"})

    @staticmethod
    def create(inputs: Inputs, cloud: Cloud) -> Made:
        """AssociateWebACL."""
        resource, acl = inputs.need("resourceArn"), inputs.need("webAclArn")
        _waf(cloud).associate_web_acl(ResourceArn=resource, WebACLArn=acl)
        return f"{acl},{resource}", {}

    @staticmethod
    def read(physical: str, state: State, cloud: Cloud) -> Found | None:
        """GetWebACLForResource."""
        resource = state["resourceArn"]
        answer = ask(_waf(cloud).get_web_acl_for_resource, _GONE, ResourceArn=resource)
        live = (answer or {}).get("WebACL")
        return live and told(state, {"resourceArn": resource, "webAclArn": live["ARN"]})

    @staticmethod
    def delete(physical: str, state: State, cloud: Cloud) -> None:
        """DisassociateWebACL."""
        ask(_waf(cloud).disassociate_web_acl, _GONE, ResourceArn=state["resourceArn"])


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


def _associated(live: Mapping[str, Any]) -> Any:
    """The same, as the program says it; None where all is AWS's own."""
    bodies = (live.get("AssociationConfig") or {}).get("RequestBody") or {}
    found = {_camel(protected): camel_keys(limit) for protected, limit in bodies.items()}
    return {"requestBodies": [found]} if found else None


def _camel(constant: str) -> str:
    first, *rest = constant.lower().split("_")
    return first + "".join(map(str.title, rest))


def _spelled(value: Any, spelling: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {spelling.get(key, key): _spelled(inner, spelling) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spelled(inner, spelling) for inner in value]
    return value


KINDS = {
    "aws:wafv2/webAcl:WebAcl": WebAcl,
    "aws:wafv2/webAclAssociation:WebAclAssociation": WebAclAssociation,
}
